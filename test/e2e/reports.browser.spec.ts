import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { FixedClock } from '../support/fixed-clock.js';
import { describeInBrowser, launchBrowser, SCROLLS_SIDEWAYS, violationsOf } from './support/browser.js';
import { register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

describeInBrowser('the authority’s pages in a browser', () => {
  let program: TestProgram;
  let browser: Browser;

  beforeAll(async () => {
    // The browser keeps the day that it is; what is recorded lies some days back.
    const today = Date.now();
    const clock = new FixedClock(today - 6 * 86_400_000);
    program = await startTestProgram({ clock });
    const manager = await program.as('strategy-manager');
    for (let serial = 1; serial < 7; serial++) {
      const childId = await register(manager, 930 + serial, { school: undefined });
      if (serial < 6) await manager('POST', `/v1/children/${childId}/case`, { body: {} });
    }
    const okafor = { staffId: 'staff-7b20', name: 'M. Okafor', title: 'Attendance and Exclusions Strategy Manager' };
    await manager('POST', '/v1/authority/officers', { body: okafor });
    const school = { urn: SCHOOL, name: 'Hollowmere Primary School', phase: 'primary', authority: '926' };
    await manager('POST', '/v1/schools', { body: { ...school, policyPack: 'riverside' } });
    const guidance = {
      document: 'dfe-children-missing-education',
      title: 'Children missing education',
      kind: 'statutory',
      version: '2025-09',
      dated: '2025-09-08',
      link: 'https://www.gov.uk/government/publications/children-missing-education',
    };
    await manager('POST', '/v1/authority/guidance', { body: guidance });
    clock.advance(today - clock.epoch());
    browser = await launchBrowser();
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  async function signedIn(options: { script?: boolean } = {}): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: options.script ?? false });
    const page = await context.newPage();
    await page.goto(`${program.origin}/caseload`);
    await page.getByRole('radio', { name: /Okafor/ }).check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: /Caseload/ }).waitFor();
    return page;
  }

  it('R19 R32 let the strategy manager check everything and make a report, without JavaScript', async () => {
    const page = await signedIn();
    await page.getByRole('link', { name: 'Reconciliation' }).click();
    await page.getByRole('button', { name: 'Check everything now' }).click();
    await page.getByRole('heading', { level: 1, name: /1 finding/ }).waitFor();
    expect(await page.locator('tbody th a').count()).toBe(1);
    await page.getByRole('link', { name: 'Reports', exact: true }).click();
    await page.getByRole('button', { name: 'Make the report' }).click();
    await page.getByRole('heading', { level: 1, name: /as at/ }).waitFor();
    expect(await page.locator('svg[role=img] rect').count()).toBeGreaterThan(0);
    expect(await page.locator('main').textContent()).toMatch(/SHA-256 of the figures: [0-9a-f]{64}/);
    await page.goto(`${program.origin}/reports`);
    await page.getByLabel('As at the end of the day').fill('2999-01-01');
    await page.getByRole('button', { name: 'Make the report' }).click();
    await page.getByText('The day is not over').first().waitFor();
    await page.getByRole('link', { name: 'Authority' }).click();
    const text = (await page.locator('main').textContent()) ?? '';
    expect(text).toMatch(/M\. Okafor.*since/);
    expect(text).toMatch(/0 of 1 school/);
    await page.context().close();
  });

  it('have nothing that WCAG 2.2 AA forbids, no fault in the console, no sideways scrolling at 320 pixels', async () => {
    const page = await signedIn({ script: true });
    const faults: string[] = [];
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('pageerror', (error) => faults.push(error.message));
    const manager = await program.as('strategy-manager');
    const { body } = await manager<{ items: { reportId: string }[] }>('GET', '/v1/reports/cslt');
    const report = body.items[0]?.reportId ?? '';
    const addresses = ['/authority', '/reconciliation', '/reports', `/reports/${report}`];
    const found: Record<string, unknown> = {};
    for (const address of addresses) {
      await page.setViewportSize({ width: 1280, height: 900 });
      await page.goto(program.origin + address);
      const violations = await violationsOf(page);
      await page.setViewportSize({ width: 320, height: 800 });
      const wide = await page.evaluate(SCROLLS_SIDEWAYS);
      found[address] = { violations: violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`), wide };
    }
    expect(found).toEqual(Object.fromEntries(addresses.map((each) => [each, { violations: [], wide: false }])));
    expect(faults).toEqual([]);
    await page.context().close();
  });
});
