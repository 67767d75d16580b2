import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import {
  type Person,
  personWith,
  register,
  SCHOOL,
  startTestProgram,
  type TestProgram,
  upn,
} from './support/program.js';

interface Row {
  readonly row: number;
  readonly verdict: string;
  readonly reason?: string;
}

interface Answered extends Record<string, unknown> {
  readonly recorded: number;
  readonly unchanged: number;
  readonly corrected: number;
  readonly refused: number;
  readonly rows: Row[];
}

type History = { total: number; items: { type: string; data: { code?: string; session?: string } }[] };

let program: TestProgram;
let staff: Person;
let assistant: Person;

beforeAll(async () => {
  program = await startTestProgram({ clock: new FixedClock(Date.parse('2026-11-24T16:00:00.000Z')) });
  staff = await program.as('school-staff', SCHOOL);
  assistant = await program.as('cme-assistant');
});

afterAll(() => program.stop());

const send = (file: string, person = staff) =>
  person<Answered>('POST', `/v1/schools/${SCHOOL}/registers`, { body: file });
const verdicts = (answer: { body: Answered }) => answer.body.rows.map(({ verdict }) => verdict);
const typesOf = async (id: string) =>
  (await assistant<History>('GET', `/v1/children/${id}/history`)).body.items.map(({ type }) => type);

describe('a register file', () => {
  it('as dirty as exports are has a verdict on every row', async () => {
    await register(staff, 501);
    await register(assistant, 502, { school: { urn: '900002', startDate: '2026-01-05' } });
    const [here, elsewhere] = [upn(501), upn(502)];
    const file = [
      '\uFEFFPupil,"Code",UPN,Session,Date',
      `"Marlow, Matilda",N,${here},AM,2026-11-16`,
      `"Marlow, Matilda",N,${here.toLowerCase()},pm,16/11/2026`,
      `"Marlow, Matilda",N,${here},AM,2026-11-16`,
      `"Marlow, Matilda",/,${here},AM,2026-11-17`,
      `"Marlow, Matilda",\\,${here},PM,2026-11-17`,
      `"Marlow, Matilda",H,${here},AM,2026-11-18`,
      `"Nobody",N,${upn(999)},AM,2026-11-16`,
      `"Elsewhere",N,${elsewhere},AM,2026-11-16`,
      `"Marlow, Matilda",N,${here},AM,2026-11-21`,
      `"Marlow, Matilda",N,${here},AM,2026-11-31`,
      `"Marlow, Matilda",N,${here},noon,2026-11-16`,
      `"Marlow, Matilda",N,${here},AM,2026-11-25`,
      'a row too short',
    ].join('\r\n');
    const first = await send(file);
    expect(first.status).toBe(200);
    expect(first.body.rows.map(({ row }) => row)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]);
    const wanted = ['recorded', 'recorded', 'unchanged', 'recorded', 'unchanged', ...Array(8).fill('refused')];
    expect(verdicts(first)).toEqual(wanted);
    expect(first.body).toMatchObject({ recorded: 3, unchanged: 2, corrected: 0, refused: 8 });
    for (const { verdict, reason } of first.body.rows) if (verdict === 'refused') expect(reason).toMatch(/^\S.+\.$/);
    // That a child is at another school is not told.
    expect(first.body.rows[6]?.reason).toBe(first.body.rows[7]?.reason);
  });

  it('sent twice changes nothing, though it contradicts itself', async () => {
    const id = await register(staff, 503);
    const pupil = upn(503);
    const file = `upn,date,session,code\n${pupil},2026-11-16,AM,N\n${pupil},2026-11-16,PM,N\n${pupil},2026-11-16,AM,I\n${pupil},2026-11-17,AM,/\n`;
    const first = await send(file);
    expect(first.body).toMatchObject({ recorded: 3, unchanged: 1, corrected: 0 });
    const facts = await typesOf(id);
    const second = await send(file);
    expect(second.body).toMatchObject({ recorded: 0, unchanged: 4, corrected: 0, refused: 0 });
    expect(await typesOf(id)).toEqual(facts);
  });

  it('that comes later corrects an earlier one, and the earlier mark is kept', async () => {
    const id = await register(staff, 504);
    const row = (code: string) => `upn,date,session,code\n${upn(504)},2026-11-16,AM,${code}\n`;
    expect(verdicts(await send(row('N')))).toEqual(['recorded']);
    expect(verdicts(await send(row('I')))).toEqual(['corrected']);
    const { items } = (await assistant<History>('GET', `/v1/children/${id}/history`)).body;
    expect(items.slice(2)).toMatchObject([
      { type: 'AbsenceRecorded', data: { code: 'N' } },
      { type: 'AbsenceAmended', data: { from: 'N', to: 'I' } },
    ]);
  });

  it('of present marks stores nothing but the end of an absence', async () => {
    const id = await register(staff, 505);
    const marks = [
      '2026-11-16,AM,/',
      '2026-11-16,PM,\\',
      '2026-11-17,AM,O',
      '2026-11-17,PM,O',
      '2026-11-18,AM,/',
      '2026-11-18,PM,\\',
      '2026-11-19,AM,L',
    ];
    const answer = await send(`upn,date,session,code\n${marks.map((mark) => `${upn(505)},${mark}`).join('\n')}\n`);
    expect(verdicts(answer)).toEqual([
      'unchanged',
      'unchanged',
      'recorded',
      'recorded',
      'recorded',
      'unchanged',
      'unchanged',
    ]);
    expect((await typesOf(id)).slice(2)).toEqual(['AbsenceRecorded', 'AbsenceRecorded', 'ReturnedToSchool']);
    expect((await assistant<{ stage: string }>('GET', `/v1/children/${id}`)).body.stage).toBe('on-roll');
  });

  it('reaches the twenty days as marks one by one would', async () => {
    const id = await register(staff, 506);
    const days = Array.from({ length: 40 }, (_, day) =>
      new Date(Date.UTC(2026, 8, 14 + day)).toISOString().slice(0, 10),
    );
    const school = days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()) && day < '2026-10-24');
    const rows = school.flatMap((day) => [`${upn(506)},${day},AM,O`, `${upn(506)},${day},PM,O`]);
    await send(`upn,date,session,code\n${rows.join('\n')}\n`);
    const types = await typesOf(id);
    expect(types).toContain('TwentyDayThresholdReached');
    expect(types).not.toContain('RemovedFromRoll');
  });

  it('with an unclosed quotation mark keeps what comes before it', async () => {
    await register(staff, 507);
    const answer = await send(
      `upn,date,session,code,name\n${upn(507)},2026-11-16,AM,N,Ann\n${upn(507)},2026-11-16,PM,N,"Bob\n${upn(507)},2026-11-17,AM,N,Cy\n`,
    );
    expect(answer.status).toBe(200);
    expect(verdicts(answer)).toEqual(['recorded', 'refused']);
  });

  it.each([
    ['nothing at all', ''],
    ['another header', 'name,mark\nAnn,N\n'],
    ['a header that lacks a column', 'upn,date,session\n'],
  ])('that is %s is answered 400', async (_what, file) => {
    expect(await send(file)).toMatchObject({ status: 400, body: { type: 'urn:cme-tracker:problem:malformed' } });
  });

  it('is taken as CSV only', async () => {
    const path = `/v1/schools/${SCHOOL}/registers`;
    expect((await staff('POST', path, { body: { upn: 'x' } })).status).toBe(415);
    expect((await staff('POST', path, { body: 'upn', headers: { 'content-type': 'application/xml' } })).status).toBe(
      415,
    );
    expect((await staff('POST', '/v1/schools/somewhere/registers', { body: 'upn' })).status).toBe(404);
  });

  it('of many rows is answered as it is read, without holding it', async () => {
    const ids = await Promise.all([601, 602, 603].map((serial) => register(staff, serial)));
    const token = await program.tokenOf('school-staff', SCHOOL);
    const rows = 30_000;
    let sent = 0;
    const file = new ReadableStream<Uint8Array>({
      pull(controller) {
        if (sent === 0) controller.enqueue(Buffer.from('upn,date,session,code\n'));
        if (sent >= rows) return controller.close();
        const lines = Array.from(
          { length: 1_000 },
          () => `${upn(601 + (sent++ % 3))},2026-11-${String(9 + (sent % 5)).padStart(2, '0')},AM,N`,
        );
        controller.enqueue(Buffer.from(`${lines.join('\n')}\n`));
      },
    });
    const answer = await fetch(`${program.origin}/v1/schools/${SCHOOL}/registers`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: file,
      duplex: 'half',
    } as RequestInit & { duplex: 'half' });
    const body = (await answer.json()) as Answered;
    expect(body.recorded + body.unchanged).toBe(rows);
    expect(body.recorded).toBe(15);
    expect(body.rows).toHaveLength(rows);
    expect((await assistant<{ revision: number }>('GET', `/v1/children/${ids[0]}`)).body.revision).toBe(1 + 5);
  }, 60_000);

  it('of a school that is on record is noted there, once for the same file', async () => {
    await assistant('POST', '/v1/schools', {
      body: { urn: SCHOOL, name: 'Hollowmere', phase: 'primary', authority: '926' },
    });
    await register(staff, 508);
    const file = `upn,date,session,code\n${upn(508)},2026-11-16,AM,N\n`;
    await send(file);
    await send(file);
    const { state } = await program.program.services.schools.load(SCHOOL);
    expect(state.registerFiles).toMatchObject({ count: 1, last: { lastDate: '2026-11-16' } });
  });

  it('needs a token before any of it is read', async () => {
    const nobody = personWith(program.origin, undefined);
    expect((await send('upn,date,session,code\n', nobody as Person)).status).toBe(401);
  });
});
