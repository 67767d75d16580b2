import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser, SCROLLS_SIDEWAYS, violationsOf } from './support/browser.js';
import { aChild, SCHOOL, startTestProgram, type TestProgram, upn } from './support/program.js';

describeInBrowser('an enquiry in a browser (skipped where there is no Chromium)', () => {
  let program: TestProgram;
  let browser: Browser;
  // Steps through a browser on a machine that has other work.
  const patience = 120_000;

  beforeAll(async () => {
    program = await startTestProgram();
    const staff = await program.as('school-staff', SCHOOL);
    const { body } = await staff<{ position: number }>('POST', '/v1/children', { body: aChild(31) });
    const assistant = await program.as('cme-assistant');
    await assistant('GET', `/v1/caseload?minPosition=${body.position}`);
    browser = await launchBrowser();
  }, patience);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  async function signedIn(javaScriptEnabled = false): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } });
    const token = await program.tokenOf('cme-assistant');
    await context.addCookies([{ name: 'cme_session', value: token, url: program.origin, sameSite: 'Strict' }]);
    return context.newPage();
  }

  async function received(page: Page): Promise<string> {
    await page.goto(`${program.origin}/enquiries`);
    await page.getByRole('link', { name: 'Record an enquiry or a notification' }).click();
    await page.getByRole('radio', { name: /^An enquiry/ }).check();
    await page.getByRole('radio', { name: 'E-mail', exact: true }).check();
    await page.getByRole('radio', { name: 'Another authority' }).check();
    await page.getByLabel('Authority or agency (optional)').fill('Suffolk County Council');
    await page.getByLabel('Where the answer goes (optional)').fill('cme@suffolk.example');
    await page.getByLabel('Child’s family name (optional)').fill('Marlow31');
    await page.getByLabel('Unique pupil number (optional)').fill(upn(31));
    await page.getByRole('button', { name: 'Record it' }).click();
    await page.getByRole('heading', { level: 1, name: 'Enquiry about MARLOW31' }).waitFor();
    return page.url().split('?')[0] ?? '';
  }

  it(
    'R37 R38 R39 A15 without JavaScript: the next step is open, one click after another',
    async () => {
      const page = await signedIn();
      await received(page);
      const said = (words: string) => page.getByRole('alert').getByText(words).waitFor();
      await page.getByRole('radio', { name: 'E-mail', exact: true }).first().check();
      await page.getByRole('button', { name: 'Record the acknowledgement' }).click();
      await said('The acknowledgement is recorded.');
      await page.getByRole('button', { name: 'Search now' }).click();
      await said('Our records have been searched.');
      await page.getByRole('radio', { name: 'Same child', exact: true }).check();
      await page.getByRole('button', { name: 'Record the decision' }).click();
      // The mistake leads to its field, and what was chosen is kept.
      await page.getByRole('link', { name: 'Enter how sure you are, and why' }).click();
      expect(await page.getByRole('radio', { name: 'Same child', exact: true }).isChecked()).toBe(true);
      await page.getByLabel('How sure, and why').fill('The number agrees');
      await page.getByRole('button', { name: 'Record the decision' }).click();
      await said('Your decision is recorded.');
      await page.getByRole('radio', { name: 'Telephone' }).first().check();
      await page.getByRole('button', { name: 'Record that the school was asked' }).click();
      await said('That the school was asked is recorded.');
      await page.getByRole('radio', { name: 'Yes, the child attends' }).check();
      await page.getByRole('button', { name: 'Record the answer' }).click();
      await said('The school’s answer is recorded.');
      await page.getByRole('radio', { name: 'Secure e-mail' }).first().check();
      await page.getByRole('button', { name: 'Record what was told' }).click();
      await said('What the referrer was told is recorded.');
      await page.getByRole('button', { name: 'Close the enquiry' }).click();
      await said('The enquiry is closed.');
      await page.getByText('Undo this link').click();
      await page.getByLabel('Why it is undone').fill('The school says that it is a cousin');
      await page.getByRole('button', { name: 'Undo the link' }).click();
      await said('The link is undone.');
      await page.context().close();
    },
    patience,
  );

  it(
    'can be worked by keyboard',
    async () => {
      const page = await signedIn();
      const address = await received(page);
      await page.goto(address);
      const focused = () => page.evaluate('document.activeElement.id');
      for (let tabs = 0; tabs < 60 && (await focused()) !== 'acknowledge-channel'; tabs++)
        await page.keyboard.press('Tab');
      expect(await focused()).toBe('acknowledge-channel');
      await page.keyboard.press('Space');
      await page.keyboard.press('Enter');
      await page.getByRole('alert').getByText('The acknowledgement is recorded.').waitFor();
      await page.context().close();
    },
    patience,
  );

  it(
    'has nothing that WCAG 2.2 AA forbids, as it stands and with a mistake, and no sideways scrolling at 320 pixels',
    async () => {
      const page = await signedIn(true);
      const address = await received(page);
      const found: Record<string, unknown> = {};
      const look = async (what: string) => {
        await page.setViewportSize({ width: 1280, height: 900 });
        const violations = await violationsOf(page);
        await page.setViewportSize({ width: 320, height: 800 });
        const wide = await page.evaluate(SCROLLS_SIDEWAYS);
        found[what] = { violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), wide };
      };
      await look('received');
      await page.getByRole('button', { name: 'Record the acknowledgement' }).click();
      await look('a mistake');
      await page.goto(address);
      await page.getByText('Search our records').click();
      await page.getByRole('button', { name: 'Search now' }).click();
      await look('searched');
      await page.goto(`${address}/amend`);
      await look('amend');
      await page.goto(`${program.origin}/enquiries/new`);
      await look('new');
      await page.goto(`${address}?atRevision=0`);
      await look('past');
      const clean = { violations: [], wide: false };
      expect(found).toEqual(Object.fromEntries(Object.keys(found).map((what) => [what, clean])));
      await page.context().close();
    },
    patience,
  );
});
