import { afterAll, beforeAll, expect, it } from '@jest/globals';
import type { Browser, Page } from 'playwright-core';
import { FixedClock } from '../support/fixed-clock.js';
import { describeInBrowser, launchBrowser, SCROLLS_SIDEWAYS, violationsOf } from './support/browser.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

// Steps through a browser on a machine that has other work.
const PATIENCE = 180_000;

describeInBrowser('restricted pages in a browser (skipped without Chromium)', () => {
  let program: TestProgram;
  let browser: Browser;
  let childId: string;
  let concernId: string;
  let staff: Person;

  beforeAll(async () => {
    program = await startTestProgram({ clock: new FixedClock(Date.parse('2026-06-02T09:00:00.000Z')) });
    staff = await program.as('school-staff', SCHOOL);
    const lead = await program.as('safeguarding-lead', SCHOOL);
    childId = await register(staff, 981);
    const about = `/v1/children/${childId}/safeguarding/concerns`;
    const { body } = await lead<{ concernId: string }>('POST', about, {
      body: { kind: 'forced-marriage', indicators: ['SPECIAL_PROCEDURE'], account: 'her brothers wait at the gate' },
    });
    concernId = body.concernId;
    await lead('POST', `${about}/${concernId}/escalations`, { body: { to: 'MASH' } });
    const { body: action } = await lead<{ position: number }>('POST', `${about}/${concernId}/actions`, {
      body: { owner: 'staff-9', due: '2026-06-09', action: 'meet the aunt' },
    });
    await lead('GET', `/v1/safeguarding?minPosition=${action.position}`);
    await staff('GET', `/v1/children/${childId}`);
    const manager = await program.as('cme-assistant');
    await manager('POST', `/v1/children/${childId}/emergency-access`, {
      body: { reason: 'the police are at the door and ask where she is' },
    });
    browser = await launchBrowser();
  }, PATIENCE);

  afterAll(async () => {
    await browser?.close();
    await program?.stop();
  });

  async function signedIn(role: RegExp, width = 1280, script = false): Promise<Page> {
    const context = await browser.newContext({ javaScriptEnabled: script, viewport: { width, height: 900 } });
    const page = await context.newPage();
    await page.goto(`${program.origin}/caseload`);
    await page.getByRole('radio', { name: role }).first().check();
    await page.getByRole('button', { name: 'Sign in' }).click();
    return page;
  }

  const pages = (): readonly [RegExp, readonly string[]][] => {
    const child = `/children/${childId}`;
    return [
      [/N. Osei/, ['/safeguarding', `${child}/safeguarding`, `${child}/safeguarding/${concernId}`]],
      [/M. Okafor/, [`${child}/access`, `${child}/emergency-access`, `/purpose?next=${child}`]],
    ];
  };

  it(
    'R57 R65: meet WCAG 2.2 AA and fit 320 pixels',
    async () => {
      for (const [role, paths] of pages()) {
        const wide = await signedIn(role, 1280, true);
        const narrow = await signedIn(role, 320, true);
        for (const path of paths) {
          await wide.goto(program.origin + path);
          const violations = await violationsOf(wide);
          expect(violations.map(({ id, nodes }) => [path, id, nodes[0]?.html])).toEqual([]);
          await narrow.goto(program.origin + path);
          expect([path, await narrow.evaluate(SCROLLS_SIDEWAYS)]).toEqual([path, false]);
        }
        await wide.context().close();
        await narrow.context().close();
      }
    },
    PATIENCE,
  );

  it(
    'R57 A12: from the queue to a decision without JavaScript',
    async () => {
      const page = await signedIn(/N. Osei/);
      await page.getByRole('link', { name: 'Safeguarding', exact: true }).click();
      await page.getByRole('link', { name: 'Matilda Marlow981' }).click();
      await page.getByRole('link', { name: /^Forced marriage, since/ }).click();
      await page.getByText('Record what the concern asks for').click();
      await page.getByRole('radio', { name: 'Monitor' }).check();
      await page.getByRole('button', { name: 'Record the decision' }).click();
      await page.getByRole('link', { name: 'Enter why it was decided so' }).click();
      await page.locator('#decision-rationale').fill('the aunt vouches for her');
      await page.getByRole('button', { name: 'Record the decision' }).click();
      await page.getByText('The decision is recorded.').waitFor();
      expect(await page.getByText('Decided, monitor: the aunt vouches for her.').count()).toBe(1);
      await page.context().close();
    },
    PATIENCE,
  );
});
