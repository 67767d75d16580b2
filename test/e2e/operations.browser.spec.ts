import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { describeInBrowser, launchBrowser, violationsOf } from './support/browser.js';
import { register, startTestProgram, type TestProgram } from './support/program.js';
import { quarantined } from './support/quarantine.js';

describeInBrowser('operators in a browser (skipped where there is no Chromium)', () => {
  let program: TestProgram;
  let browser: Browser;

  beforeAll(async () => {
    program = await startTestProgram();
    const assistant = await program.as('cme-assistant');
    const childId = await register(assistant, 601);
    await assistant('GET', `/v1/caseload?child=${childId}&minRevision=1`);
    await quarantined(program, 'caseload', childId);
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  async function operator(script: boolean, width = 1280): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${program.origin}/caseload`);
    await page.getByRole('radio', { name: /Haverkamp/ }).check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Views' }).waitFor();
    return page;
  }

  it('start at the views, which work without JavaScript: a proof is begun, watched to its end, and its outcome shown', async () => {
    const page = await operator(false);
    expect(new URL(page.url()).pathname).toBe('/operations/views');
    await page.getByRole('button', { name: 'Prove caseload' }).click();
    await page
      .getByText(/Proof begun .* compared with one made from the log, none differs/)
      .waitFor({ timeout: 20_000 });
    await page.getByRole('button', { name: /^Build .* anew$/ }).click();
    await page.getByRole('heading', { name: 'caseload Healthy' }).waitFor({ timeout: 20_000 });
  });

  it('have no violation of WCAG 2.2 AA, and scroll not sideways at 320 pixels', async () => {
    const page = await operator(true);
    const violations = await violationsOf(page);
    expect(violations.map(({ id, nodes }) => ({ id, nodes: nodes.map(({ html }) => html) }))).toEqual([]);
    const narrow = await operator(true, 320);
    expect(await narrow.evaluate('document.documentElement.scrollWidth > document.documentElement.clientWidth')).toBe(
      false,
    );
    if (process.env.SCREENSHOTS) {
      await page.screenshot({ path: `${process.env.SCREENSHOTS}/views.png`, fullPage: true });
      await narrow.screenshot({ path: `${process.env.SCREENSHOTS}/views-320.png`, fullPage: true });
    }
  });
});
