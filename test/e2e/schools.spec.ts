import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram, upn } from './support/program.js';

const OTHER = '900002';
const AUTUMN = {
  name: 'autumn',
  first: '2026-09-03',
  last: '2026-12-18',
  halfTerm: { first: '2026-10-26', last: '2026-10-30' },
};
const FILE = [
  'year,kind,name,first,last,sessions',
  '2026/27,term,autumn,2026-09-03,2026-12-18,',
  '2026/27,half-term,autumn,2026-10-26,2026-10-30,',
  '2026/27,inset,,2026-11-02,,',
  '2026/27,inset,,2026-11-02,,',
].join('\r\n');

interface Written extends Record<string, unknown> {
  readonly revision: number;
}
interface Calendar extends Record<string, unknown> {
  readonly version: number;
  readonly basis: string;
  readonly years: { year: string; inset: string[]; bankHolidays: object[] }[];
}
interface Duties extends Record<string, unknown> {
  readonly items: { key: string; due: string; overdue: boolean; explanation: { sum: string } }[];
}

let clock: FixedClock;
let program: TestProgram;
let manager: Person;
let head: Person;
let staff: Person;

beforeAll(async () => {
  clock = new FixedClock(Date.parse('2026-11-24T09:00:00.000Z'));
  program = await startTestProgram({ clock });
  manager = await program.as('strategy-manager');
  head = await program.as('head-teacher', SCHOOL);
  staff = await program.as('school-staff', SCHOOL);
  for (const urn of [SCHOOL, OTHER]) {
    const body = { urn, name: `School ${urn}`, phase: 'primary', authority: '926', federation: 'Riverside Federation' };
    expect((await manager('POST', '/v1/schools', { body: { ...body, policyPack: 'riverside' } })).status).toBe(201);
    // Instants between what is recorded, so that the past can be asked for.
    clock.advance(60_000);
  }
});

afterAll(() => program.stop());

const calendarOf = async (asOf?: string) =>
  (await staff<Calendar>('GET', `/v1/schools/${SCHOOL}/calendar${asOf === undefined ? '' : `?asOf=${asOf}`}`)).body;

describe('a school’s calendar', () => {
  it('R63 is set, amended and closed for a day by versions, and every version can be looked at', async () => {
    expect(await calendarOf()).toMatchObject({ version: 0, basis: 'model' });
    const years = [{ year: '2026/27', terms: [AUTUMN], inset: ['2026-11-02'] }];
    const put = await head<Written>('PUT', `/v1/schools/${SCHOOL}/calendar`, { body: { years } });
    expect(put.status).toBe(201);
    const adopted = await calendarOf();
    expect(adopted).toMatchObject({ version: 1, basis: 'own' });
    expect(adopted.years.find(({ year }) => year === '2026/27')?.bankHolidays.length).toBeGreaterThan(5);
    const before = clock.now();
    clock.advance(60_000);

    const path = `/v1/schools/${SCHOOL}/calendar/amendments`;
    const change = { year: '2026/27', addInset: ['2026-12-11'], removeInset: ['2026-11-02'], why: 'training moved' };
    const key = { 'idempotency-key': 'amendment-1' };
    const amended = await head<Written>('POST', path, { body: change, headers: key });
    expect([amended.status, amended.headers.get('etag')]).toEqual([201, `"${amended.body.revision}"`]);
    const again = await head<Written>('POST', path, { body: change, headers: key });
    expect([again.status, again.body]).toEqual([200, amended.body]);
    const stale = { ...change, addInset: ['2026-12-14'] };
    expect((await head('POST', path, { body: stale, headers: { 'if-match': '"0"' } })).status).toBe(412);

    const closure = { date: '2026-11-20', sessions: ['PM'], reason: 'no heating' };
    expect((await staff('POST', `/v1/schools/${SCHOOL}/closures`, { body: closure })).status).toBe(201);
    expect((await calendarOf()).version).toBe(3);
    expect(await calendarOf(before)).toEqual(adopted);
    expect((await staff('GET', `/v1/schools/${SCHOOL}?asOf=${before}`)).body).toMatchObject({ calendarVersion: 1 });
    expect((await staff('GET', `/v1/schools/${SCHOOL}?asOf=2020-01-01T00:00:00Z`)).status).toBe(404);
  });

  it('R63 comes from a file with a verdict on every row, whole or not at all', async () => {
    const file = (text: string) => manager('POST', `/v1/schools/${OTHER}/calendar/file`, { body: text });
    const wrong = await file(FILE.replace('2026-12-18', '2026-13-18'));
    expect([wrong.status, wrong.body.rows]).toEqual([
      400,
      expect.arrayContaining([{ row: 1, verdict: 'refused', because: expect.stringContaining('2026-13-18') }]),
    ]);
    const right = await file(FILE);
    expect(right.status).toBe(201);
    expect((right.body.rows as { verdict: string }[]).map(({ verdict }) => verdict)).toEqual([
      'accepted',
      'accepted',
      'accepted',
      'repeated',
    ]);
    expect((await file(FILE)).status).toBe(200);
  });

  it('R63 as amended counts for the next decision about a child at once', async () => {
    const id = await register(staff, 701);
    const absent = (date: string) => staff('POST', `/v1/children/${id}/absences`, { body: { date, code: 'O' } });
    await absent('2026-11-23');
    const sumOf = async () => {
      const child = await staff<{ duties: { kind: string; due: string }[] }>('GET', `/v1/children/${id}`);
      return child.body.duties.find(({ kind }) => kind === 'report-missing')?.due;
    };
    const due = await sumOf();
    clock.advance(30_000);
    const instant = clock.now();
    clock.advance(30_000);
    const change = { year: '2026/27', addInset: ['2026-12-16'], why: 'one more training day' };
    expect((await head('POST', `/v1/schools/${SCHOOL}/calendar/amendments`, { body: change })).status).toBe(201);
    const later = await sumOf();
    expect(later !== undefined && due !== undefined && later > due).toBe(true);
    const past = await staff<{ duties: { kind: string; due: string }[] }>('GET', `/v1/children/${id}?asOf=${instant}`);
    expect(past.body.duties.find(({ kind }) => kind === 'report-missing')?.due).toBe(due);
  });
});

describe('what a school does for all its pupils', () => {
  it('R01 the weekly review covers everyone on the roll, and is a duty until it is done', async () => {
    const children = [await register(staff, 711), await register(staff, 712)];
    const shown = await staff('GET', `/v1/caseload?child=${children[1]}&minRevision=1`);
    expect(shown.status).toBe(200);
    const duties = async () => (await staff<Duties>('GET', `/v1/schools/${SCHOOL}/duties`)).body.items;
    const [due] = await duties();
    expect(due).toMatchObject({ key: 'weekly-review:2026-11-23', overdue: false });
    expect(due?.explanation.sum).toMatch(/\S/);
    const review = (body: object) => staff('POST', `/v1/schools/${SCHOOL}/weekly-reviews`, { body });
    const partly = await review({ week: '2026-11-24', flagged: [], reviewed: [children[0]] });
    expect([partly.status, partly.body.rule, partly.body.failed]).toEqual([
      409,
      'R01',
      ['EVERY_CHILD_ON_ROLL_REVIEWED'],
    ]);
    expect((await review({ week: '2026-11-24', flagged: [children[0]] })).status).toBe(201);
    expect((await review({ week: '2026-11-24', flagged: [] })).status).toBe(200);
    expect(await duties()).toEqual([]);
  });

  it('A09 R04 the check after half term is complete when every absent child has a result', async () => {
    const id = await register(staff, 721);
    const path = `/v1/schools/${SCHOOL}/after-holiday-checks`;
    const on = '2026-11-02';
    expect((await staff('POST', path, { body: { on: '2026-11-10', pupils: [] } })).body.rule).toBe('R04');
    expect((await staff('POST', path, { body: { on, pupils: [id] } })).status).toBe(201);
    const early = await staff('POST', `${path}/${on}/completion`);
    expect([early.status, early.body.failed]).toEqual([409, ['EVERY_ABSENT_CHILD_HAS_A_RESULT']]);
    const result = { childId: id, result: 'reason-given', note: 'their flight was late' };
    expect((await staff('POST', `${path}/${on}/results`, { body: result })).status).toBe(201);
    expect((await staff('POST', `${path}/${on}/completion`)).status).toBe(201);
  });

  it('R05 is recorded and seen by the school’s own people, altered in its calendar by head or authority, read by auditors', async () => {
    const [auditor, subscriber, elsewhere] = await Promise.all([
      program.as('auditor'),
      program.as('subscriber'),
      program.as('head-teacher', OTHER),
    ]);
    const review = { body: { week: '2026-11-16', flagged: [] } };
    const change = { body: { year: '2026/27', addInset: ['2026-12-17'], why: 'training' } };
    const answers = async (person: Person) => [
      (await person('GET', `/v1/schools/${SCHOOL}/duties`)).status,
      (await person('POST', `/v1/schools/${SCHOOL}/weekly-reviews`, review)).status,
      (await person('POST', `/v1/schools/${SCHOOL}/calendar/amendments`, change)).status,
    ];
    expect(await answers(auditor)).toEqual([200, 403, 403]);
    expect(await answers(subscriber)).toEqual([403, 403, 403]);
    expect(await answers(elsewhere)).toEqual([404, 404, 404]);
    expect(await answers(staff)).toEqual([200, 201, 403]);
    expect((await answers(head))[2]).toBe(201);
    expect((await staff('GET', '/v1/schools/999999/duties')).status).toBe(404);
  });

  it('R05 a register file leaves its sums with the school', async () => {
    await register(staff, 731);
    const file = `upn,date,session,code\n${upn(731)},2026-11-23,AM,N\n`;
    expect((await staff('POST', `/v1/schools/${SCHOOL}/registers`, { body: file })).status).toBe(200);
    const { registerFiles } = (await program.program.services.schools.load(SCHOOL)).state;
    expect(registerFiles.last).toMatchObject({ lastDate: '2026-11-23', on: '2026-11-24' });
  });
});

describe('a policy pack that is not held', () => {
  it('R61 is not what a school comes under: nothing of its pupils could be decided any more', async () => {
    const manager = await program.as('strategy-manager');
    const adopted = await manager('POST', '/v1/schools/900077/policy', {
      body: { pack: 'mercia', from: '2026-11-24' },
    });
    expect([adopted.status, adopted.body.errors]).toMatchObject([400, [{ pointer: '#/pack' }]]);
    const details = { urn: '900077', name: 'Quay School', phase: 'primary', authority: '926', policyPack: 'mercia' };
    const registered = await manager('POST', '/v1/schools', { body: details });
    expect([registered.status, registered.body.errors]).toMatchObject([400, [{ pointer: '#/policyPack' }]]);
    const { policyPack: _, ...known } = details;
    expect((await manager('POST', '/v1/schools', { body: known })).status).toBe(201);
  });
});
