import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

interface Feed extends Record<string, unknown> {
  readonly items: { id: string; type: string; subject?: string; position: string; data: Record<string, unknown> }[];
  readonly next: string;
  readonly caughtUp: boolean;
}

let clock: FixedClock;
let program: TestProgram;
let manager: Person;
let subscriber: Person;
let caseId: string;

const read = async (query = '') => (await subscriber<Feed>('GET', `/v1/feed${query}`)).body;

beforeAll(async () => {
  clock = new FixedClock(Date.parse('2026-09-14T08:00:00.000Z'));
  program = await startTestProgram({ clock });
  [manager, subscriber] = await Promise.all([program.as('strategy-manager'), program.as('subscriber')]);
  const staff = await program.as('school-staff', SCHOOL);
  const childId = await register(staff, 900);
  for (const date of ['2026-09-10', '2026-09-11']) {
    await staff('POST', `/v1/children/${childId}/absences`, { body: { date, code: 'O' } });
  }
  const opened = await manager<{ caseId: string }>('POST', `/v1/children/${childId}/case`, { body: {} });
  caseId = opened.body.caseId;
  const note = { note: 'The aunt, Edith Marlow of 12 Quay Street, has called.' };
  await manager('POST', `/v1/children/${childId}/case/notes`, { body: note });
  const evidence = { kind: 'enrolment-confirmation', urn: SCHOOL, summary: 'Matilda Marlow is in class 4' };
  const body = { outcome: 'ON_ROLL_NORFOLK', evidence, cause: 'R28.8' };
  expect((await manager('POST', `/v1/children/${childId}/case/closure`, { body })).status).toBe(201);
});

afterAll(() => program.stop());

describe('A28 R66 the feed for other services', () => {
  it('tells of a closed case its id, the outcome’s code and the authority’s, and of nobody anything personal', async () => {
    const { items, caughtUp } = await read();
    expect(caughtUp).toBe(true);
    const cases = items.filter(({ type }) => type.startsWith('cme.case.'));
    expect(cases.map(({ type, subject }) => [type, subject])).toEqual([
      ['cme.case.opened.v1', caseId],
      ['cme.case.closed.v1', caseId],
    ]);
    expect(cases.at(-1)?.data).toMatchObject({ authority: '926', caseId, outcome: 'ON_ROLL_NORFOLK' });
    expect(JSON.stringify(items)).not.toMatch(/Marlow|Matilda|Quay|aunt|A926990|2017-03-14/);
  });

  it('is pulled page by page from positions that stay as they are', async () => {
    const whole = (await read()).items;
    const pulled: string[] = [];
    let next = '';
    for (let page = 0; page < 20; page++) {
      const answer: Feed = await read(`?limit=1${next === '' ? '' : `&after=${next}`}`);
      pulled.push(...answer.items.map(({ id }) => id));
      next = answer.next;
      if (answer.caughtUp && answer.items.length === 0) break;
    }
    expect(pulled).toEqual(whole.map(({ id }) => id));
    const [first] = whole;
    expect((await read(`?after=${first?.position}`)).items).toEqual(whole.slice(1));
    expect(await read(`?after=${next}`)).toMatchObject({ items: [], next, caughtUp: true });
    expect((await manager('POST', '/v1/reconciliation/runs')).status).toBe(201);
    expect((await read(`?after=${next}`)).items.map(({ type }) => type)).toEqual(['cme.reconciliation.completed.v1']);
  });

  it('is for subscribers, the strategy manager and auditors; what is no position is refused', async () => {
    for (const role of ['cme-assistant', 'head-teacher']) {
      expect((await (await program.as(role))('GET', '/v1/feed')).status).toBe(403);
    }
    expect((await manager('GET', '/v1/feed')).status).toBe(200);
    for (const query of ['?after=12', '?after=', '?limit=0', '?limit=501']) {
      expect((await subscriber('GET', `/v1/feed${query}`)).status).toBe(query === '?after=' ? 200 : 400);
    }
    expect((await subscriber('GET', '/v1/caseload')).status).toBe(403);
  });
});
