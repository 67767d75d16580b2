import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { MailDesk, until } from '../integration/letters/mail-desk.js';
import { describeInBrowser, launchBrowser, SCROLLS_SIDEWAYS, violationsOf } from './support/browser.js';

describeInBrowser('letters in a browser (skipped where there is no Chromium)', () => {
  let desk: MailDesk;
  let browser: Browser;
  let childId: string;
  // Steps through a browser on a machine that has other work.
  const patience = 120_000;

  beforeAll(async () => {
    desk = await MailDesk.open();
    childId = await desk.unplaced(1);
    await desk.assistant('POST', `/v1/children/${childId}/visit-requests`, { body: { reason: 'No answer' } });
    const { body } = await desk.assistant<{ enquiryId: string }>('POST', `/v1/children/${childId}/agency-enquiries`, {
      body: { agency: 'HEALTH', purpose: 'To find the family' },
    });
    expect(body).toBeDefined();
    await until(
      () => desk.letters(childId),
      (letters) => letters.length === 2 && letters.some(({ state }) => state === 'sent'),
    );
    browser = await launchBrowser();
  }, patience);

  afterAll(async () => {
    await browser?.close();
    await desk?.stop();
  });

  async function signedIn(role: RegExp, width = 1280, script = false): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${desk.program.origin}/caseload`);
    await page.getByRole('radio', { name: role }).first().check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page;
  }

  it(
    'R60: leads from the child’s page to a letter, its PDF and its mail, by link and without JavaScript',
    async () => {
      const page = await signedIn(/J. Patel/);
      await page.goto(`${desk.program.origin}/children/${childId}`);
      await page.getByRole('link', { name: 'Request for a visit to an address' }).click();
      await page.getByText('Taken by the mail server').first().waitFor();
      expect(await page.getByText('12 Quay Street, NR29 4AB').count()).toBe(1);
      const href = await page.getByRole('link', { name: 'This letter as PDF' }).getAttribute('href');
      const pdf = await page.request.get(`${desk.program.origin}${href}`);
      expect(pdf.headers()['content-type']).toBe('application/pdf');
      expect((await pdf.body()).subarray(0, 5).toString()).toBe('%PDF-');
      await page.getByRole('link', { name: 'Mail', exact: true }).click();
      await page.getByRole('link', { name: /^CME3, request for a visit/ }).click();
      await page.getByText('csattendance@norfolk.gov.uk').waitFor();
      expect(await page.getByRole('link', { name: /\.pdf$/ }).count()).toBe(1);
      await page.context().close();
    },
    patience,
  );

  it(
    'R48 R60: a letter with no mailbox is sent to one that a person gives, or recorded as sent by hand',
    async () => {
      const page = await signedIn(/J. Patel/);
      await page.goto(`${desk.program.origin}/children/${childId}`);
      await page.getByRole('link', { name: 'Enquiry to an agency' }).click();
      await page.getByText('To be sent by hand').first().waitFor();
      await page.getByRole('button', { name: 'Send it', exact: true }).click();
      await page.getByText('No mailbox is known for this letter').first().waitFor();
      await page.getByLabel('Send it to this mailbox').fill('records@health.example');
      await page.getByRole('button', { name: 'Send it', exact: true }).click();
      await page.getByRole('heading', { name: 'Recorded' }).waitFor();
      await until(
        () => desk.letters(childId),
        (letters) => letters.every(({ state }) => state === 'sent'),
      );
      await page.context().close();
    },
    patience,
  );

  it(
    'is accessible and fits 320 pixels',
    async () => {
      const page = await signedIn(/J. Patel/, 320, true);
      const [letter] = await desk.letters(childId);
      for (const path of [
        `/children/${childId}`,
        `/children/${childId}/letters/${letter?.letterId}`,
        '/mail',
        '/mail/1',
      ]) {
        await page.goto(`${desk.program.origin}${path}`);
        expect([path, await page.evaluate(SCROLLS_SIDEWAYS)]).toEqual([path, false]);
        const violations = await violationsOf(page);
        expect([path, violations.map(({ id }) => id)]).toEqual([path, []]);
      }
      await page.context().close();
    },
    patience,
  );

  it(
    'shows caught mail to the authority only',
    async () => {
      const page = await signedIn(/K. Marsh/);
      const answer = await page.goto(`${desk.program.origin}/mail`);
      expect(answer?.status()).toBe(403);
      await page.context().close();
    },
    patience,
  );
});
