import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import {
  type Answer,
  type Person,
  register,
  SCHOOL,
  startTestProgram,
  type TestProgram,
  upn,
} from './support/program.js';

interface Restricted extends Record<string, unknown> {
  readonly revision: number;
  readonly concerns: { concernId: string; reviewId: string; kind: string; trigger?: string }[];
  readonly prompts: { leaveId: string; indicators: string[] }[];
  readonly duties: { kind: string; owner: string; due: string; overdue: boolean }[];
  readonly history: { type: string; sentence: string }[];
}

let clock: FixedClock;
let program: TestProgram;
let lead: Person;
let staff: Person;
let head: Person;

beforeAll(async () => {
  clock = new FixedClock(Date.parse('2026-06-02T09:00:00.000Z'));
  program = await startTestProgram({ clock });
  lead = await program.as('safeguarding-lead', SCHOOL);
  staff = await program.as('school-staff', SCHOOL);
  head = await program.as('head-teacher', SCHOOL);
});

afterAll(() => program.stop());

/** Until the process has carried it over, five seconds at most. */
async function until<T>(read: () => Promise<T>, shown: (value: T) => boolean): Promise<T> {
  for (let tries = 0; ; tries++) {
    const value = await read();
    if (shown(value) || tries === 100) return value;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

const restricted = (childId: string) => async () =>
  (await lead<Restricted>('GET', `/v1/children/${childId}/safeguarding`)).body;
const statusOf = ({ status, body }: Answer) => ({ status, rule: body.rule, failed: body.failed });

async function longTrip(serial: number): Promise<{ childId: string; leaveId: string }> {
  const childId = await register(staff, serial, { sex: 'F' });
  const body = {
    kind: 'extended',
    first: '2026-06-15',
    last: '2026-07-19',
    countryCode: 'GM',
    requestedBy: 'Edith Marlow',
  };
  const asked = await staff<{ leaveId: string }>('POST', `/v1/children/${childId}/leave-requests`, { body });
  expect(asked.status).toBe(201);
  return { childId, leaveId: asked.body.leaveId };
}

describe('the restricted record', () => {
  it('R10 A12 a flagged leave request reaches the safeguarding lead, and the school sees that a review is pending', async () => {
    const { childId, leaveId } = await longTrip(901);
    const flag = { outcome: 'risk-review-pending' };
    const flagged = await head('POST', `/v1/children/${childId}/leave-requests/${leaveId}/risk`, {
      body: flag,
    });
    expect(flagged.status).toBe(201);
    const read = await until(restricted(childId), ({ concerns }) => concerns.length > 0);
    expect(read.concerns).toMatchObject([{ reviewId: `leave/${leaveId}`, kind: 'not-yet-known', trigger: 'leave' }]);
    expect(read.prompts).toEqual([{ leaveId, indicators: ['LONG_ABSENCE_PRACTISING_COUNTRY'] }]);
    expect(read.duties).toMatchObject([{ kind: 'decide-risk', due: '2026-06-02', overdue: false }]);

    const concernId = read.concerns[0]?.concernId;
    const about = `/v1/children/${childId}/safeguarding/concerns/${concernId}`;
    const send = async (what: string, body: object) => statusOf(await lead('POST', `${about}/${what}`, { body }));
    expect(await send('assessment', { kind: 'fgm', note: 'a special occasion' })).toMatchObject({ status: 201 });
    expect(await send('closure', {})).toMatchObject({ status: 409, rule: 'R57', failed: ['DECISION_RECORDED'] });

    const seen = await staff('GET', `/v1/children/${childId}`);
    const history = await staff('GET', `/v1/children/${childId}/history`);
    expect(history.text).toContain('Risk review pending.');
    expect(seen.body.risk).toEqual({ welfare: 'none', reviewPending: true });
    for (const word of ['fgm', 'special occasion', 'practising', 'not-yet-known']) {
      expect((seen.text + history.text).toLowerCase()).not.toContain(word);
    }

    expect(await send('decision', { decision: 'monitor', rationale: 'the aunt vouches' })).toMatchObject({
      status: 201,
    });
    expect(await send('closure', { summary: 'the trip is off' })).toMatchObject({ status: 201 });
    const after = await until(
      async () => (await staff('GET', `/v1/children/${childId}`)).body.risk as { reviewPending: boolean },
      ({ reviewPending }) => !reviewPending,
    );
    expect(after.reviewPending).toBe(false);
  });

  it('R17 a case stays open as long as anything restricted is, and closes when it has ended', async () => {
    const childId = await register(staff, 902);
    const assistant = await program.as('cme-assistant');
    const opened = await assistant('POST', `/v1/children/${childId}/case`, {
      body: { source: 'referral', nextAction: 'Check the roll', due: '2026-06-10' },
    });
    expect(opened.status).toBe(201);
    const raised = await lead<{ concernId: string }>('POST', `/v1/children/${childId}/safeguarding/concerns`, {
      body: { kind: 'neglect', indicators: [], account: 'no coat in January' },
    });
    const pending = () => assistant<{ risk: { reviewPending: boolean } }>('GET', `/v1/children/${childId}`);
    await until(
      async () => (await pending()).body.risk,
      ({ reviewPending }) => reviewPending,
    );
    const closing = {
      outcome: 'ON_ROLL_NORFOLK',
      cause: 'R28.12',
      evidence: { kind: 'enrolment-confirmation', reference: 'seen in school' },
    };
    const close = () => assistant('POST', `/v1/children/${childId}/case/closure`, { body: closing });
    const refused = await close();
    expect(refused.body).toMatchObject({ status: 409, rule: 'R46', failed: ['NO_OPEN_SAFEGUARDING_ACTION'] });
    expect(refused.text).not.toContain('neglect');
    const concluding = await assistant(
      'POST',
      `/v1/children/${childId}/risk-reviews/${raised.body.concernId}/conclusion`,
      {
        body: {},
      },
    );
    expect(concluding.status).toBe(404);

    const about = `/v1/children/${childId}/safeguarding/concerns/${raised.body.concernId}`;
    const action = await lead<{ actionId: string }>('POST', `${about}/actions`, {
      body: { owner: 'staff-9', due: '2026-06-05', action: 'visit the home' },
    });
    await lead('POST', `${about}/decision`, { body: { decision: 'early-help', rationale: 'the family asks for it' } });
    expect(statusOf(await lead('POST', `${about}/closure`, { body: {} }))).toMatchObject({
      failed: ['ACTIONS_COMPLETED'],
    });
    const done = `/v1/children/${childId}/safeguarding/actions/${action.body.actionId}/completion`;
    expect((await lead('POST', done, { body: { outcome: 'visited' } })).status).toBe(201);
    expect((await lead('POST', `${about}/closure`, { body: {} })).status).toBe(201);
    const ended = await until(close, ({ status }) => status === 201);
    expect(ended.status).toBe(201);
  });

  it('R57 A22 a child with a protection plan, absent and unexplained on day 1: escalated the same day', async () => {
    const childId = await register(staff, 903);
    expect(
      (await lead('POST', `/v1/children/${childId}/welfare-status`, { body: { status: 'child-protection-plan' } }))
        .status,
    ).toBe(201);
    for (const session of ['AM', 'PM']) {
      const mark = { date: '2026-06-02', session, code: 'N' };
      const file = `upn,date,session,code\n${upn(903)},${mark.date},${mark.session},${mark.code}`;
      expect((await staff('POST', `/v1/schools/${SCHOOL}/registers`, { body: file })).status).toBe(200);
    }
    clock.advance(3 * 3_600_000);
    const { processes } = program.program.services;
    const read = await until(
      async () => {
        for (const each of processes) await each.wake(clock.now(), { check: () => undefined });
        return restricted(childId)();
      },
      ({ concerns }) => concerns.length > 0,
    );
    expect(read.concerns).toMatchObject([
      { kind: 'not-yet-known', trigger: 'unexplained-absence', raisedOn: '2026-06-02' },
    ]);
    expect(read.duties).toMatchObject([
      { kind: 'decide-risk', due: '2026-06-02', owner: `safeguarding-lead@${SCHOOL}`, overdue: false },
      { kind: 'escalate-safeguarding', due: '2026-06-02', overdue: false },
    ]);
    const seen = await staff('GET', `/v1/children/${childId}`);
    expect(seen.text).toContain('Review the risk');
  });

  it('R56 R57 an untraced child is escalated before its concern may close, by the authority’s officer when it is on no roll', async () => {
    const childId = await register(await program.as('cme-assistant'), 904, { school: undefined });
    const assistant = await program.as('cme-assistant');
    for (const code of ['RL01', 'RL02', 'RL03', 'RL04', 'RL05', 'RL08', 'RL10', 'RL14']) {
      const body = { code, outcome: 'NO_ANSWER' };
      expect((await assistant('POST', `/v1/children/${childId}/reasonable-enquiries`, { body })).status).toBe(201);
    }
    expect((await assistant('POST', `/v1/children/${childId}/untraced`, { body: {} })).status).toBe(201);
    const officer = await program.as('safeguarding-officer');
    const read = await until(
      async () => (await officer<Restricted>('GET', `/v1/children/${childId}/safeguarding`)).body,
      ({ concerns }) => concerns.length > 0,
    );
    expect(read.duties).toMatchObject([
      { kind: 'decide-risk', owner: 'safeguarding-officer@926' },
      { kind: 'escalate-safeguarding', due: '2026-06-02' },
    ]);
    const about = `/v1/children/${childId}/safeguarding/concerns/${read.concerns[0]?.concernId}`;
    await officer('POST', `${about}/decision`, { body: { decision: 'refer', rationale: 'nobody knows where she is' } });
    expect(statusOf(await officer('POST', `${about}/closure`, { body: {} }))).toMatchObject({ failed: ['ESCALATED'] });
    const missing = `/v1/children/${childId}/safeguarding/missing-person-reports`;
    expect((await officer('POST', missing, { body: { reference: 'NP-9' } })).status).toBe(201);
    const told = await officer<{ escalationId: string }>('POST', `${about}/escalations`, { body: { to: 'police' } });
    const taken = `/v1/children/${childId}/safeguarding/escalations/${told.body.escalationId}/acknowledgement`;
    expect((await officer('POST', taken, { body: { reference: 'NP-9' } })).status).toBe(201);
    expect((await officer('POST', `${about}/closure`, { body: {} })).status).toBe(201);
  });
});
