import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { type Answer, type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

interface Restricted extends Record<string, unknown> {
  readonly revision: number;
  readonly concerns: { concernId: string; reviewId: string; kind: string; trigger?: string; closedOn?: string }[];
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
});
