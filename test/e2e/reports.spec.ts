import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { until } from '../support/views/servers.js';
import { type Answer, type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

interface Report extends Record<string, unknown> {
  readonly reportId: string;
  readonly state: string;
  readonly hash: string;
  readonly percent?: number;
  readonly figures: {
    open: number;
    opened: number;
    closed: number;
    openBySchool: { withheld: boolean; rows: object[] };
  };
  readonly explanation?: { asRecordedHash: string; differences: object[]; recordedSince: Record<string, number> };
  readonly others: { equal: boolean }[];
}

let clock: FixedClock;
let program: TestProgram;
const children: string[] = [];

/** Tokens last a shift; a month is longer. */
const as = (role: string, school?: string): Promise<Person> => program.as(role, school);
const at = (instant: string) => clock.advance(Date.parse(instant) - clock.epoch());

async function produce(body: object, role = 'strategy-manager'): Promise<Answer<Report>> {
  const person = await as(role);
  let answer = await person<Report>('POST', '/v1/reports/cslt', { body });
  if (answer.status !== 202) return answer;
  const location = answer.headers.get('location') ?? '';
  await until('the report', async () => {
    answer = { ...(await person<Report>('GET', location)), status: 201 };
    return answer.body.state !== 'running';
  });
  return answer;
}

async function openCase(childId: string): Promise<void> {
  const assistant = await as('cme-assistant');
  expect((await assistant('POST', `/v1/children/${childId}/case`, { body: {} })).status).toBe(201);
}

beforeAll(async () => {
  clock = new FixedClock(Date.parse('2026-09-03T08:00:00.000Z'));
  program = await startTestProgram({ clock });
  const staff = await as('school-staff', SCHOOL);
  const school = { school: { urn: SCHOOL, startDate: '2026-09-03' } };
  for (let serial = 0; serial < 7; serial++) children.push(await register(staff, 800 + serial, school));
  at('2026-09-14T08:00:00.000Z');
  for (const childId of children.slice(0, 6)) await openCase(childId);
});

afterAll(() => program.stop());

describe('A23 R32 the report to the leadership team', () => {
  let first: Report;

  it('is refused while its day is not over, and to whoever does not oversee', async () => {
    at('2026-10-01T12:00:00.000Z');
    const refused = await produce({ asOf: '2026-10-01' });
    expect([refused.status, refused.body]).toEqual([409, expect.objectContaining({ rule: 'R32' })]);
    expect((await produce({ asOf: '2026-09-30', from: '2026-10-01' })).status).toBe(422);
    expect((await produce({ asOf: '2026-09-30' }, 'cme-assistant')).status).toBe(403);
    const assistant = await as('cme-assistant');
    expect((await assistant('GET', '/v1/reports/cslt')).status).toBe(403);
  });

  it('as at 2026-10-01 is made on 2026-10-02 from what was recorded, small numbers hidden', async () => {
    at('2026-10-02T09:00:00.000Z');
    const { status, body } = await produce({ asOf: '2026-10-01', from: '2026-09-01' });
    expect([status, body.state]).toEqual([201, 'done']);
    expect(body.figures).toMatchObject({ open: 6, opened: 6, closed: 0 });
    expect(body.figures.openBySchool).toEqual({ rows: [{ code: SCHOOL, count: 6 }], withheld: false });
    expect(JSON.stringify(body)).not.toMatch(/Marlow|Matilda|NR29/);
    first = body;
  });

  it('is the same with the same hash on 2026-11-01, although that time has been put right since', async () => {
    at('2026-10-05T09:00:00.000Z');
    const manager = await as('strategy-manager');
    const [one = '', , , , , , last = ''] = children;
    const evidence = { kind: 'enrolment-confirmation', urn: SCHOOL };
    const closing = { outcome: 'ON_ROLL_NORFOLK', evidence, cause: 'R28.8', occurredOn: '2026-09-28' };
    const closed = await manager('POST', `/v1/children/${one}/case/closure`, { body: closing });
    expect([closed.status, closed.text]).toEqual([201, expect.any(String)]);
    const late = { source: 'found', occurredOn: '2026-09-30' };
    expect((await manager('POST', `/v1/children/${last}/case`, { body: late })).status).toBe(201);

    at('2026-11-01T09:00:00.000Z');
    const again = await produce({ asOf: '2026-10-01', from: '2026-09-01' });
    expect(again.body.hash).toBe(first.hash);
    expect(again.body.figures).toEqual(first.figures);
    expect(again.body.others).toMatchObject([{ reportId: first.reportId, equal: true }]);
  });

  it('as known now differs, and says by which figures and by which facts', async () => {
    const { body } = await produce({ asOf: '2026-10-01', from: '2026-09-01', form: 'as-known' });
    expect(body.hash).not.toBe(first.hash);
    expect(body.figures).toMatchObject({ open: 6, opened: 7, closed: 1 });
    expect(body.explanation).toMatchObject({
      asRecordedHash: first.hash,
      differences: expect.arrayContaining([{ figure: 'closed', asRecorded: 0, asKnown: 1 }]),
      recordedSince: expect.objectContaining({ CaseClosed: 1, CaseOpened: 1 }),
    });
  });

  it('is listed, locked in the authority’s stream, and presented', async () => {
    const manager = await as('strategy-manager');
    const path = `/v1/reports/cslt/${first.reportId}/presentations`;
    const body = { meeting: 'Leadership team, October', occurredOn: '2026-10-12' };
    expect((await manager('POST', path, { body })).status).toBe(201);
    expect((await manager('POST', path, { body })).status).toBe(200);
    const auditor = await as('auditor');
    expect((await auditor('POST', path, { body })).status).toBe(403);
    const list = (await auditor<{ items: { hash: string; presented?: object[] }[] }>('GET', '/v1/reports/cslt')).body;
    expect(list.items.map(({ hash }) => hash === first.hash)).toEqual([false, true, true]);
    expect(list.items.at(-1)?.presented).toEqual([{ on: '2026-10-12', meeting: 'Leadership team, October' }]);
    const missing = '/v1/reports/cslt/0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11';
    expect((await auditor('GET', missing)).status).toBe(404);
    const facts = await program.program.services.authorities.history('926');
    expect(facts.filter(({ type }) => type.startsWith('CsltReport')).map(({ type }) => type)).toEqual([
      'CsltReportProduced',
      'CsltReportProduced',
      'CsltReportProduced',
      'CsltReportPresented',
    ]);
  });
});
