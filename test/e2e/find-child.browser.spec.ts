import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser, SCROLLS_SIDEWAYS, violationsOf } from './support/browser.js';
import { register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

const patience = 120_000;
/** Where to put pictures, for a person to look at. */
const { PICTURES } = process.env;

describeInBrowser('finding a child in a browser (skipped where there is no Chromium)', () => {
  let program: TestProgram;
  let browser: Browser;
  let childId: string;

  beforeAll(async () => {
    program = await startTestProgram();
    const staff = await program.as('school-staff', SCHOOL);
    const ada = { givenName: 'Ada', familyName: 'Marlow', dateOfBirth: '2015-04-03' };
    childId = await register(staff, 61, ada);
    await register(staff, 62, { ...ada, givenName: 'Adaline', knownAs: 'Addie' });
    const last = await register(staff, 63, { givenName: 'Tom', familyName: 'Quay' });
    await staff('GET', `/v1/caseload?child=${last}&minRevision=1`);
    browser = await launchBrowser();
  }, patience);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  async function atTheCaseload(javaScriptEnabled = false, role = 'cme-assistant'): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled, viewport: { width: 1280, height: 900 } });
    const value = await program.tokenOf(role, role === 'school-staff' ? SCHOOL : undefined);
    await context.addCookies([{ name: 'cme_session', value, url: program.origin, sameSite: 'Strict' }]);
    const page = await context.newPage();
    await page.goto(`${program.origin}/caseload`);
    return page;
  }

  const picture = async (page: Page, name: string) => {
    if (PICTURES !== undefined) await page.screenshot({ path: `${PICTURES}/${name}.png`, fullPage: true });
  };
  const names = (page: Page) => page.locator('tbody th a').allTextContents();

  async function asked(page: Page, name: string, born: readonly string[] = []): Promise<void> {
    await page.getByLabel('Name', { exact: true }).fill(name);
    for (const [index, part] of ['Day', 'Month', 'Year'].entries())
      await page.getByLabel(part, { exact: true }).fill(born[index] ?? '');
    await page.getByRole('button', { name: 'Find child' }).click();
  }

  it(
    'by keyboard and without JavaScript: what is written stands in the form and in no address',
    async () => {
      const page = await atTheCaseload();
      await page.getByLabel('Name', { exact: true }).focus();
      await page.keyboard.type('marlow ada');
      for (const part of ['3', '4', '2015']) {
        await page.keyboard.press('Tab');
        await page.keyboard.type(part);
      }
      await page.keyboard.press('Enter');
      await page.getByRole('heading', { level: 1, name: '2 children found' }).waitFor();
      expect(page.url()).toBe(`${program.origin}/caseload/search`);
      expect(await names(page)).toEqual(['MARLOW, Ada', 'MARLOW, Addie']);
      expect(await page.getByText('Given name Adaline').count()).toBe(1);
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('marlow ada');
      expect(await page.getByLabel('Year', { exact: true }).inputValue()).toBe('2015');
      await page.getByRole('link', { name: 'MARLOW, Ada', exact: true }).click();
      await page.waitForURL(`**/children/${childId}`);
      await page.context().close();
    },
    patience,
  );

  it(
    'says what is wrong at the top and beside the field, and leads to it',
    async () => {
      const page = await atTheCaseload();
      await asked(page, 'marlow', ['31', '2', '2015']);
      expect(await page.title()).toMatch(/^Error: /);
      const summary = page.getByRole('alert');
      await summary.getByRole('link', { name: 'Date of birth must be a real date' }).press('Enter');
      expect(await page.evaluate('document.activeElement.id')).toBe('find-born-day');
      expect(await page.getByLabel('Name', { exact: true }).inputValue()).toBe('marlow');
      expect(await page.locator('#find-born-error').textContent()).toContain('must be a real date');
      await page.context().close();
    },
    patience,
  );

  it(
    'has nothing that WCAG 2.2 AA forbids, no fault in the console, and no sideways scrolling at 320 pixels',
    async () => {
      const page = await atTheCaseload(true);
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(error.message));
      const check = async (name: string) => {
        await page.setViewportSize({ width: 1280, height: 900 });
        const violations = await violationsOf(page);
        expect(violations.map(({ id, nodes }) => `${name}: ${id}: ${nodes[0]?.html}`)).toEqual([]);
        await picture(page, name);
        await page.setViewportSize({ width: 320, height: 800 });
        await picture(page, `${name}-narrow`);
        expect([name, await page.evaluate(SCROLLS_SIDEWAYS)]).toEqual([name, false]);
      };
      await check('caseload');
      await asked(page, 'marl');
      await check('found');
      await asked(page, 'marlow ada', ['4', '3', '2015']);
      await page.getByText('Different date of birth').first().waitFor();
      await check('in-part');
      await asked(page, 'nobody');
      await page.getByRole('link', { name: /record an enquiry/ }).waitFor();
      await check('nobody');
      await asked(page, '');
      await page.getByRole('alert').waitFor();
      await check('wrong');
      expect(faults).toEqual([]);
      await page.context().close();
    },
    patience,
  );

  it(
    'leads a school’s office to the authority, and shows it no form of an enquiry',
    async () => {
      const page = await atTheCaseload(false, 'school-staff');
      await asked(page, 'nobody');
      await page.getByText('children of other schools are not shown to you').waitFor();
      expect(await page.getByRole('link', { name: /record an enquiry/ }).count()).toBe(0);
      await page.context().close();
    },
    patience,
  );
});
