import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

let clock: FixedClock;
let program: TestProgram;
let staff: Person;
let lead: Person;

beforeAll(async () => {
  clock = new FixedClock(Date.parse('2026-06-02T09:00:00.000Z'));
  program = await startTestProgram({ clock });
  staff = await program.as('school-staff', SCHOOL);
  lead = await program.as('safeguarding-lead', SCHOOL);
});

afterAll(() => program.stop());

const HTML = { accept: 'text/html' };

/** As a browser does it: the page's own hidden fields go with what is typed; afterwards the page that it leads to. */
async function sendForm(
  role: string,
  school: string | undefined,
  page: string,
  action: string,
  typed: Record<string, string>,
) {
  const headers = { ...HTML, authorization: `Bearer ${await program.tokenOf(role, school)}` };
  const html = await (await fetch(program.origin + page, { headers })).text();
  const form = html.split('<form ').find((each) => each.includes(`action="${action}"`)) ?? '';
  const hidden = [...form.matchAll(/type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [
    name,
    value,
  ]);
  const body = new URLSearchParams([...(hidden as [string, string][]), ...Object.entries(typed)]);
  const answer = await fetch(program.origin + action, { method: 'POST', headers, body, redirect: 'manual' });
  const to = answer.headers.get('location');
  const text = to === null ? await answer.text() : await (await fetch(program.origin + to, { headers })).text();
  return { status: answer.status, to, text };
}

describe('the pages of the safeguarding lead', () => {
  it('R57 R10 raises, looks at, escalates, decides and closes a concern with forms, and the queue follows', async () => {
    const childId = await register(staff, 951);
    const record = `/children/${childId}/safeguarding`;
    const raised = await sendForm('safeguarding-lead', SCHOOL, record, `${record}/raise`, {
      kind: 'forced-marriage',
      account: 'her brothers wait at the gate',
    });
    expect(raised.status).toBe(303);
    expect(raised.text).toContain('The concern is raised.');
    expect(raised.text).toContain('her brothers wait at the gate');

    const [, concern = ''] = /href="(\/children\/[^"]+\/safeguarding\/[0-9a-f-]{36})"/.exec(raised.text) ?? [];
    const send = (action: string, typed: Record<string, string> = {}) =>
      sendForm('safeguarding-lead', SCHOOL, concern, `${concern}/${action}`, typed);
    const early = await send('closure');
    expect(early.status).toBe(409);
    expect(early.text).toContain('A concern ends with a decision, and nothing left to do.');
    expect(early.text).toContain('R57');
    const empty = await send('decision', { decision: 'monitor' });
    expect(empty.status).toBe(400);
    expect(empty.text).toContain('Enter why it was decided so');

    expect((await send('escalation', { to: 'MASH', reason: 'travel in two weeks' })).text).toContain('Multi-Agency');
    const [, escalationId = ''] =
      /name="escalationId"[^>]*value="([^"]+)"/.exec((await lead('GET', concern, { headers: HTML })).text) ?? [];
    expect((await send('acknowledgement', { escalationId, reference: 'M-1' })).status).toBe(303);
    expect((await send('indicator', { code: 'SPECIAL_PROCEDURE' })).status).toBe(303);
    expect((await send('action', { action: 'meet the aunt', owner: 'staff-9', due: '2026-06-09' })).status).toBe(303);

    const { position } = (
      await lead<{ position: number }>(
        'POST',
        `/v1${concern.replace('safeguarding/', 'safeguarding/concerns/')}/indicators`,
        {
          body: { code: 'MOVEMENTS_RESTRICTED' },
        },
      )
    ).body;
    await lead('GET', `/v1/safeguarding?minPosition=${position}`);
    const queue = await lead('GET', '/safeguarding', { headers: HTML });
    expect(queue.text).toContain('Matilda Marlow951');
    expect(queue.text).toContain('Forced marriage');
    expect(queue.text).not.toMatch(/<script/i);

    const [, actionId = ''] =
      /name="actionId"[^>]*value="([^"]+)"/.exec((await lead('GET', concern, { headers: HTML })).text) ?? [];
    expect((await send('completion', { actionId, outcome: 'met' })).status).toBe(303);
    expect((await send('decision', { decision: 'refer', rationale: 'as above' })).status).toBe(303);
    expect((await send('closure', { summary: 'an order is in place' })).text).toContain('The concern is closed.');
    const after = await lead('GET', record);
    expect(after.text).toContain('Closed on 2 June 2026');
  });

  it('R57 the queue is a lead’s own schools; an officer’s the authority’s; nobody else’s', async () => {
    const childId = await register(staff, 952);
    const body = { kind: 'neglect', indicators: [] };
    const written = await lead<{ position: number }>('POST', `/v1/children/${childId}/safeguarding/concerns`, { body });
    const seen = async (role: string, school?: string) => {
      const url = `/v1/safeguarding?minPosition=${written.body.position}`;
      const answer = await (await program.as(role, school))<{ items: { childId: string }[] }>('GET', url);
      return answer.status === 200 ? answer.body.items.map((item) => item.childId).includes(childId) : answer.status;
    };
    expect(await seen('safeguarding-lead', SCHOOL)).toBe(true);
    expect(await seen('safeguarding-officer')).toBe(true);
    expect(await seen('safeguarding-lead', '900002')).toBe(false);
    for (const role of ['cme-assistant', 'strategy-manager', 'auditor', 'subscriber'])
      expect(await seen(role)).toBe(403);
    expect((await staff('GET', '/safeguarding', { headers: HTML })).status).toBe(403);
  });

  it('R57 A12 a page of the restricted record is, for everybody else, a page that is not there', async () => {
    const childId = await register(staff, 953);
    const unknown = await staff('GET', '/children/7c9e6679-7425-40de-944b-e07fc1f90ae7/safeguarding', {
      headers: HTML,
    });
    const there = await staff('GET', `/children/${childId}/safeguarding`, { headers: HTML });
    expect([there.status, there.text]).toEqual([404, unknown.text]);
    expect((await staff('GET', `/children/${childId}`, { headers: HTML })).text).not.toContain('Restricted record');
    expect((await lead('GET', `/children/${childId}`, { headers: HTML })).text).toContain('Restricted record');
  });
});

describe('the pages of who looked', () => {
  it('R65 A26 shows an auditor who looked, when and why', async () => {
    const childId = await register(staff, 961);
    await staff('GET', `/children/${childId}`, { headers: HTML });
    const auditor = await program.as('auditor');
    const page = await auditor('GET', `/children/${childId}/access`, { headers: HTML });
    expect(page.status).toBe(200);
    expect(page.text).toContain('Who looked at the record of Matilda Marlow961');
    expect(page.text).toContain('school attendance staff, school 900001, staff-s900001');
    expect(page.text).toContain('Attendance at school');
    expect((await staff('GET', `/children/${childId}/access`, { headers: HTML })).status).toBe(403);
  });

  it('R65 a purpose is chosen once, in no address, and goes with every page', async () => {
    const childId = await register(staff, 962);
    const token = await program.tokenOf('cme-assistant');
    const headers = { ...HTML, authorization: `Bearer ${token}` };
    const chosen = await fetch(`${program.origin}/purpose`, {
      method: 'POST',
      headers,
      redirect: 'manual',
      body: new URLSearchParams({ purpose: 'complaint', next: `/children/${childId}` }),
    });
    expect([chosen.status, chosen.headers.get('location')]).toEqual([303, `/children/${childId}`]);
    const cookie = (chosen.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
    await fetch(`${program.origin}/children/${childId}`, { headers: { ...headers, cookie } });
    const auditor = await program.as('auditor');
    const { body } = await auditor<{ items: { purpose: string }[] }>('GET', `/v1/children/${childId}/access`);
    expect(body.items.map(({ purpose }) => purpose)).toEqual(['complaint']);
  });

  it('R65 emergency access by a form: a reason, then the record to read, then the review of another', async () => {
    const childId = await register(staff, 963);
    await lead('POST', `/v1/children/${childId}/safeguarding/concerns`, { body: { kind: 'neglect', indicators: [] } });
    const page = `/children/${childId}/emergency-access`;
    const none = await sendForm('cme-assistant', undefined, page, page, { reason: '' });
    expect(none.status).toBe(400);
    expect(none.text).toContain('Enter why the record cannot wait');
    const short = await sendForm('cme-assistant', undefined, page, page, { reason: 'because' });
    expect([short.status, short.text.includes('R65')]).toEqual([422, true]);
    const read = await sendForm('cme-assistant', undefined, page, page, {
      reason: 'the police are at the door and ask where she is',
    });
    expect(read.to).toBe(`/children/${childId}/safeguarding`);
    expect(read.text).toContain('You read this under emergency access.');
    expect(read.text).not.toContain('Raise a concern');

    const manager = await program.as('strategy-manager');
    const log = await manager('GET', `/children/${childId}/access`, { headers: HTML });
    expect(log.text).toContain('the police are at the door');
    const [, review = ''] = /href="([^"]+)">Review this emergency access/.exec(log.text) ?? [];
    const judged = await sendForm('strategy-manager', undefined, review, review, { outcome: 'justified' });
    expect(judged.status).toBe(303);
    expect(judged.text).toContain('Judged an emergency access justified.');
    expect((await staff('GET', page, { headers: HTML })).status).toBe(404);
  });
});
