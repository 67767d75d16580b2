import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram, upn } from './support/program.js';

const NEW = '900002';
type Returned = { childId: string; revision: number; matched: boolean };

let program: TestProgram;
let assistant: Person;
let old: Person;
let receiving: Person;

beforeAll(async () => {
  program = await startTestProgram({ clock: new FixedClock(Date.parse('2026-11-24T10:00:00.000Z')) });
  assistant = await program.as('cme-assistant');
  old = await program.as('school-staff', SCHOOL);
  receiving = await program.as('school-staff', NEW);
});

afterAll(() => program.stop());

const pupil = (serial: number, more: object = {}) => ({
  upn: upn(serial),
  givenName: 'Matilda',
  familyName: `Marlow${serial}`,
  dateOfBirth: '2017-03-14',
  enteredOn: '2026-11-23',
  ...more,
});
const send = (body: object, headers: Readonly<Record<string, string>> = {}, who = receiving) =>
  who<Returned & { rule?: string }>('POST', `/v1/schools/${NEW}/new-pupil-returns`, { body, headers });
const factsOf = async (id: string) =>
  (
    await assistant<{ items: { type: string; data: Record<string, unknown> }[] }>(
      'GET',
      `/v1/children/${id}/history?limit=200`,
    )
  ).body.items;

describe('a school’s return of a new pupil', () => {
  it('R16: finds the leaver by the pupil’s number, enters the roll and confirms the destination', async () => {
    const id = await register(assistant, 601);
    const at = `/v1/children/${id}`;
    expect((await old('POST', `${at}/leaving`, { body: { lastAttended: '2026-11-20' } })).status).toBe(201);
    expect((await receiving('GET', at)).status).toBe(404);
    const headers = { 'idempotency-key': 'return-601' };
    const first = await send(pupil(601), headers);
    expect(first).toMatchObject({ status: 201, body: { childId: id, matched: true } });
    const again = await send(pupil(601), headers);
    expect(again).toMatchObject({ status: 200, body: { childId: id, matched: true, revision: first.body.revision } });
    const facts = await factsOf(id);
    expect(facts.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['AddedToRoll', 'NewPupilReturnMade', 'DestinationEnrolmentConfirmed']),
    );
    expect(facts.findLast(({ type }) => type === 'DestinationEnrolmentConfirmed')).toMatchObject({
      type: 'DestinationEnrolmentConfirmed',
      data: { urn: NEW, startDate: '2026-11-23', by: 'new-pupil-return' },
    });
    // The new school has the record now, and the old one still does until it has removed the name.
    expect((await receiving('GET', at)).status).toBe(200);
    expect((await old('GET', at)).status).toBe(200);
    const removal = { ground: '9(1)(a)', statements: {} };
    const head = await program.as('head-teacher', SCHOOL);
    expect((await head('POST', `${at}/removal`, { body: removal })).status).toBe(201);
  });

  it('R46: is what a case closes on', async () => {
    const id = await register(assistant, 602, { school: undefined });
    const at = `/v1/children/${id}`;
    expect((await assistant('POST', `${at}/case`, { body: {} })).status).toBe(201);
    expect((await send(pupil(602))).status).toBe(201);
    const { body } = await assistant<{ duties: { kind: string; nextAction: string }[] }>('GET', at);
    expect(body.duties).toContainEqual(expect.objectContaining({ kind: 'check-new-pupil-return' }));
    const evidence = { kind: 'new-pupil-return', urn: NEW };
    const closing = { outcome: 'ON_ROLL_NORFOLK', cause: 'R28.4', evidence };
    expect((await assistant('POST', `${at}/case/closure`, { body: closing })).status).toBe(201);
  });

  it('R16: late, it is recorded as a breach', async () => {
    const id = await register(assistant, 603);
    expect((await old('POST', `/v1/children/${id}/leaving`, { body: { lastAttended: '2026-10-23' } })).status).toBe(
      201,
    );
    expect((await send(pupil(603, { enteredOn: '2026-11-09' }))).status).toBe(201);
    expect(await factsOf(id)).toContainEqual(
      expect.objectContaining({
        type: 'DutyBreached',
        data: expect.objectContaining({ kind: 'new-pupil-return', due: '2026-11-14', rule: 'R16' }),
      }),
    );
  });

  it('begins a record for a child that nobody knows, with a number or without', async () => {
    const numbered = await send(pupil(604));
    expect(numbered).toMatchObject({ status: 201, body: { matched: false } });
    const { upn: _, ...without } = pupil(605);
    const unnumbered = await send(without);
    expect(unnumbered).toMatchObject({ status: 201, body: { matched: false } });
    expect((await factsOf(numbered.body.childId)).map(({ type }) => type)).toEqual([
      'ChildRegistered',
      'AddedToRoll',
      'NewPupilReturnMade',
    ]);
    expect((await receiving('GET', `/v1/children/${numbered.body.childId}`)).status).toBe(200);
  });

  it('R36: tells nothing to who has the number but not the date of birth, and records nothing', async () => {
    const id = await register(assistant, 606);
    const before = (await factsOf(id)).length;
    const refused = await send(pupil(606, { dateOfBirth: '2016-03-14' }));
    expect(refused).toMatchObject({
      status: 409,
      body: { type: 'urn:cme-tracker:problem:identity-differs', rule: 'R36' },
    });
    expect(refused.text).not.toMatch(new RegExp(`${id}|2017-03-14|${SCHOOL}`));
    expect((await factsOf(id)).length).toBe(before);
    expect((await receiving('GET', `/v1/children/${id}`)).status).toBe(404);
  });

  it('keeps no number for a child whose return was refused', async () => {
    const refused = await send(pupil(607, { dateOfBirth: '2030-01-01' }));
    expect(refused.status).toBe(422);
    expect((await send(pupil(607))).body).toMatchObject({ matched: false });
  });

  it('is of a school’s own register, and of the authority for a school that writes on paper', async () => {
    expect((await send(pupil(608), {}, old)).status).toBe(403);
    for (const role of ['auditor', 'subscriber', 'attendance-team', 'exclusions-team']) {
      expect((await send(pupil(608), {}, await program.as(role))).status).toBe(403);
    }
    expect((await send(pupil(608), {}, assistant)).status).toBe(201);
  });
});
