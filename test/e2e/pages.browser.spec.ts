import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { slugOf } from '../../src/pages/api-description.js';
import { API_CHAPTERS } from '../../src/start/api-chapters.js';
import { describeInBrowser, launchBrowser, SCROLLS_SIDEWAYS, violationsOf } from './support/browser.js';
import { register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

const OPEN_ALL = "document.querySelectorAll('details').forEach((each) => { each.open = true; })";
const CHAPTERS = API_CHAPTERS.map(([chapter]) => `/docs/${slugOf(chapter)}`);

describeInBrowser('the pages in a browser (skipped where there is no Chromium)', () => {
  let program: TestProgram;
  let browser: Browser;
  let childId: string;
  let recordedAt: string;

  beforeAll(async () => {
    program = await startTestProgram();
    const school = await program.as('school-staff', SCHOOL);
    childId = await register(school, 1);
    await register(school, 2);
    const absence = { date: '2026-11-09', session: 'AM', code: 'N' };
    const recorded = await school<{ position: string }>('POST', `/v1/children/${childId}/absences`, { body: absence });
    await school('GET', `/v1/caseload?minPosition=${recorded.body.position}`);
    const { body } = await school<{ items: { recordedAt: string }[] }>('GET', `/v1/children/${childId}/history`);
    recordedAt = body.items[0]?.recordedAt ?? '';
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  /** A page of a browser that runs no script of ours or anyone's unless `script` is given. */
  async function signedIn(options: { script?: boolean; width?: number } = {}): Promise<Page> {
    const viewport = { width: options.width ?? 1280, height: 900 };
    const context = await browser.newContext({ javaScriptEnabled: options.script ?? false, viewport });
    const page = await context.newPage();
    await page.goto(`${program.origin}/caseload`);
    await page.getByRole('radio').first().check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: /Caseload/ }).waitFor();
    return page;
  }

  it('asks who is there before it shows anything, and lets a person in without JavaScript', async () => {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    const refused = await page.goto(`${program.origin}/caseload`);
    expect(refused?.status()).toBe(401);
    expect(await page.content()).not.toContain('MARLOW');
    const caseload = await signedIn();
    expect(await caseload.getByRole('heading', { level: 1 }).textContent()).toContain('Caseload');
    expect(await caseload.locator('tbody tr').count()).toBe(2);
    await caseload.context().close();
  });

  it('leads from the caseload to a child’s story by keyboard', async () => {
    const page = await signedIn();
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.textContent.trim()')).toBe('Skip to main content');
    const focused = () => page.evaluate('document.activeElement.getAttribute("href")');
    for (let tabs = 0; tabs < 80 && (await focused()) !== `/children/${childId}`; tabs++)
      await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/children/${childId}`);
    await page.getByText('Absent in the morning of 9 November 2026').first().waitFor();
    await page.context().close();
  });

  it('shows the record as it stood, and says so', async () => {
    const page = await signedIn();
    await page.goto(`${program.origin}/children/${childId}?asOf=${recordedAt}`);
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).not.toContain('Absent in the morning');
    expect(text).toMatch(/nothing can be changed/i);
    await page.context().close();
  });

  it.each([
    '/caseload',
    '/caseload?due=overdue',
    '/caseload?stage=escalated',
    '/children/{child}',
    '/children/{child}?asOf={recordedAt}',
    '/children/{child}/record',
    '/children/{child}/record/contact-parent',
    '/children/{child}/record/close-case',
    '/enquiries',
    '/docs',
    '/children/none',
  ])(
    'has nothing on %s that WCAG 2.2 AA forbids, no fault in the console, no sideways scrolling at 320 pixels',
    async (address) => {
      const page = await signedIn({ script: true });
      const faults: string[] = [];
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('pageerror', (error) => faults.push(error.message));
      await page.goto(program.origin + address.replace('{child}', childId).replace('{recordedAt}', recordedAt));
      const violations = await violationsOf(page);
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
      await page.setViewportSize({ width: 320, height: 800 });
      expect(await page.evaluate(SCROLLS_SIDEWAYS)).toBe(false);
      // A page that is not there answers 404, and the browser says so.
      expect(faults.filter((fault) => !fault.includes('404'))).toEqual([]);
      await page.context().close();
    },
    30_000,
  );

  describe('of the API', () => {
    let page: Page;
    beforeAll(async () => {
      page = await (await browser.newContext()).newPage();
    });
    afterAll(() => page?.context().close());

    it.each(['/docs?find=leave', '/docs?find=nothing+has+these', ...CHAPTERS])(
      'has nothing on %s that WCAG 2.2 AA forbids, no sideways scrolling at 320 pixels with all of it opened',
      async (address) => {
        await page.setViewportSize({ width: 1280, height: 900 });
        expect((await page.goto(program.origin + address))?.status()).toBe(200);
        const violations = await violationsOf(page);
        expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
        await page.setViewportSize({ width: 320, height: 800 });
        await page.evaluate(OPEN_ALL);
        expect(await page.evaluate(SCROLLS_SIDEWAYS)).toBe(false);
      },
      30_000,
    );
  });

  it('finds an operation of the API by keyboard and leads on to the next chapter, without a token or JavaScript', async () => {
    const page = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
    await page.goto(`${program.origin}/docs`);
    await page.getByLabel('Find an operation').fill('refuse leave');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '3 operations found for “refuse leave”' }).waitFor();
    await page.getByRole('link', { name: 'Refuse leave', exact: true }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Leave' }).waitFor();
    const anchor = new URL(page.url()).hash;
    expect(await page.locator(anchor).textContent()).toBe('Refuse leave');
    await page.getByRole('link', { name: /Next chapter.*Removal from the roll, leavers/ }).press('Enter');
    await page.getByRole('heading', { level: 1, name: 'Removal from the roll, leavers' }).waitFor();
    await page.context().close();
  });

  it('records what a person writes into a form, without JavaScript, and says so', async () => {
    const page = await signedIn();
    await page.goto(`${program.origin}/children/${childId}`);
    await page.getByRole('button', { name: 'Record something' }).click();
    await page.getByRole('link', { name: 'Record that a parent was contacted' }).click();
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    expect(await page.locator('.govuk-error-message').first().textContent()).toContain('Choose channel');
    await page.getByLabel('Telephone call').check();
    await page.getByLabel('No answer').check();
    await page.getByRole('button', { name: 'Record', exact: true }).click();
    await page.getByRole('alert').getByText('Record that a parent was contacted').waitFor();
    await page.getByText('Parent contacted by phone').first().waitFor();
    await page.context().close();
  }, 240_000);
});
