import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { derivedUuid, uuidOf } from '../../src/platform/crypto/derived-uuid.js';
import { eraseSubject } from '../../src/platform/crypto/erasure.js';
import { FixedClock } from '../support/fixed-clock.js';
import { aChild, type Person, register, SCHOOL, startTestProgram, type TestProgram, upn } from './support/program.js';

type Written = { childId: string; revision: number; position: number; leaveId?: string };
type Item = {
  revision: number;
  type: string;
  occurredOn: string;
  recordedAt: string;
  actor: { id: string; role: string };
  sentence: string;
  data: object;
};
type List<T> = { items: T[]; total: number; next: string | null };

let program: TestProgram;
let assistant: Person;
let head: Person;
const clock = new FixedClock(Date.parse('2026-11-24T10:00:00.000Z'));

beforeAll(async () => {
  program = await startTestProgram({ clock });
  assistant = await program.as('cme-assistant');
  head = await program.as('head-teacher', SCHOOL);
});

afterAll(() => program.stop());

describe('a child’s journey by REST', () => {
  it('is recorded by the fixed paths, and told by the history, oldest first', async () => {
    const id = await register(assistant, 1);
    const at = `/v1/children/${id}`;
    const step = async (person: Person, path: string, body: object) => {
      const answer = await person<Written>('POST', at + path, { body });
      expect({ path, status: answer.status, body: answer.body }).toMatchObject({ status: 201, body: { childId: id } });
      expect(answer.headers.get('etag')).toBe(`"${answer.body.revision}"`);
      return answer.body;
    };
    await step(assistant, '/absences', { date: '2026-11-09', session: 'AM', code: 'N' });
    await step(assistant, '/contacts', { channel: 'phone', outcome: 'no-answer', at: '09:40' });
    const { leaveId } = await step(assistant, '/leave-requests', {
      first: '2026-12-07',
      last: '2026-12-11',
      expectedReturn: '2026-12-14',
    });
    await step(head, `/leave-requests/${leaveId}/risk`, { outcome: 'no-concern' });
    await step(head, `/leave-requests/${leaveId}/refusal`, { reason: 'A holiday is no emergency.' });
    await step(assistant, '/referral', { enquiriesNotMade: 'No telephone answers and no address is left.' });
    await step(assistant, '/home-visits', { by: 'attendance-team', outcome: 'NO_ANSWER' });
    const last = await step(assistant, '/re-engagement', { how: 'returned-to-school' });

    const { body: history } = await assistant<List<Item>>('GET', `${at}/history?minRevision=${last.revision}`);
    expect(history.items.map(({ revision }) => revision)).toEqual([...history.items.keys()]);
    expect(history).toMatchObject({ total: history.items.length, next: null });
    // Beside what was sent: what the program's own processes add to it, a letter for one.
    expect(history.items.filter(({ actor }) => actor.role !== 'system').map(({ type }) => type)).toEqual([
      'ChildRegistered',
      'AddedToRoll',
      'AbsenceRecorded',
      'ParentContacted',
      'LeaveRequested',
      'ExpectedReturnRecorded',
      'LeaveRiskAssessed',
      'LeaveRefused',
      'ReferredToLA',
      'HomeVisitLogged',
      'ReEngaged',
    ]);
    for (const item of history.items) {
      expect(item).toMatchObject({
        occurredOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
        recordedAt: expect.any(String),
        data: expect.any(Object),
      });
      expect(item.sentence).toMatch(/^[A-Z].*\.$/);
    }
    expect(history.items.find(({ type }) => type === 'LeaveRefused')?.actor).toMatchObject({ role: 'head-teacher' });

    const child = await assistant<{ stage: string; revision: number }>('GET', at);
    expect(child.body).toMatchObject({ childId: id, stage: 're-engaged' });
    expect(child.body.revision).toBeGreaterThanOrEqual(last.revision);
    expect(child.headers.get('etag')).toBe(`"${child.body.revision}"`);
  });

  it('reads the history page by page', async () => {
    const id = await register(assistant, 2);
    await assistant('POST', `/v1/children/${id}/absences`, { body: { date: '2026-11-09', code: 'N' } });
    const first = await assistant<List<Item>>('GET', `/v1/children/${id}/history?limit=3`);
    expect(first.body.items).toHaveLength(3);
    const rest = await assistant<List<Item>>('GET', `/v1/children/${id}/history?limit=3&after=${first.body.next}`);
    expect(rest.body).toMatchObject({ items: [{ revision: 3 }], total: 4, next: null });
  });
});

describe('a write', () => {
  it('sent twice with one key is recorded once', async () => {
    const headers = { 'idempotency-key': 'one-and-the-same' };
    const body = aChild(3);
    const first = await assistant<Written>('POST', '/v1/children', { body, headers });
    const second = await assistant<Written>('POST', '/v1/children', { body, headers });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body).toEqual(first.body);

    const at = `/v1/children/${first.body.childId}/contacts`;
    const contact = { channel: 'phone', outcome: 'no-answer' };
    const once = await assistant<Written>('POST', at, { body: contact, headers: { 'idempotency-key': 'call-1' } });
    await assistant('POST', at, { body: { ...contact, outcome: 'spoke' } });
    const again = await assistant<Written>('POST', at, { body: contact, headers: { 'idempotency-key': 'call-1' } });
    expect(again.status).toBe(200);
    expect(again.body).toEqual(once.body);
  });

  it('sent again with its members in another order is the same, at every level', async () => {
    const headers = { 'idempotency-key': 'in-another-order' };
    const turned = (value: unknown): unknown =>
      typeof value !== 'object' || value === null
        ? value
        : Array.isArray(value)
          ? value.map(turned)
          : Object.fromEntries(
              Object.entries(value)
                .reverse()
                .map(([name, member]) => [name, turned(member)]),
            );
    const body = aChild(13);
    const first = await assistant<Written>('POST', '/v1/children', { body, headers });
    const again = await assistant<Written>('POST', '/v1/children', { body: turned(body), headers });
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    const lines = ['Flat 2', '12 Quay Street'];
    const details = { address: { lines, postcode: 'NR29 4AB' } };
    const swapped = { address: { lines: [...lines].reverse(), postcode: 'NR29 4AB' } };
    const at = `/v1/children/${first.body.childId}/details`;
    const key = { 'idempotency-key': 'lines' };
    expect((await assistant('POST', at, { body: details, headers: key })).status).toBe(201);
    expect((await assistant('POST', at, { body: swapped, headers: key })).status).toBe(422);
  });

  it('with the key of another request is refused, and keys are each person’s own', async () => {
    const id = await register(assistant, 4);
    const headers = { 'idempotency-key': 'mine' };
    const path = `/v1/children/${id}/contacts`;
    expect((await assistant('POST', path, { body: { channel: 'phone', outcome: 'spoke' }, headers })).status).toBe(201);
    const other = await assistant('POST', path, { body: { channel: 'text', outcome: 'sent' }, headers });
    expect(other).toMatchObject({ status: 422, body: { type: 'urn:cme-tracker:problem:key-reused' } });
    const manager = await program.as('strategy-manager');
    expect((await manager('POST', path, { body: { channel: 'text', outcome: 'sent' }, headers })).status).toBe(201);
  });

  it('that says nothing new answers 200 at the revision there is', async () => {
    const id = await register(assistant, 5);
    const body = { date: '2026-11-09', session: 'AM', code: 'N' };
    const first = await assistant<Written>('POST', `/v1/children/${id}/absences`, { body });
    const second = await assistant<Written>('POST', `/v1/children/${id}/absences`, { body });
    expect([first.status, second.status]).toEqual([201, 200]);
    expect(second.body.revision).toBe(first.body.revision);
  });

  it('on a revision that has passed is answered with what has changed, and records nothing', async () => {
    const id = await register(assistant, 6);
    await assistant('POST', `/v1/children/${id}/absences`, { body: { date: '2026-11-09', session: 'AM', code: 'N' } });
    const body = { date: '2026-11-09', session: 'PM', code: 'N' };
    const stale = await assistant('POST', `/v1/children/${id}/absences`, { body, headers: { 'if-match': '"1"' } });
    expect(stale.status).toBe(412);
    expect(stale.body).toMatchObject({
      expected: 1,
      actual: 2,
      since: [
        {
          type: 'AbsenceRecorded',
          revision: 2,
          actor: { role: 'cme-assistant' },
          sentence: expect.any(String),
          recordedAt: expect.any(String),
        },
      ],
    });
    const fresh = await assistant<Written>('POST', `/v1/children/${id}/absences`, {
      body,
      headers: { 'if-match': '"2"' },
    });
    expect(fresh).toMatchObject({ status: 201, body: { revision: 3 } });
  });

  it('that a rule refuses names the rule and the paragraph, with what is missing', async () => {
    const id = await register(assistant, 7);
    const refused = await assistant('POST', `/v1/children/${id}/referral`, { body: {} });
    expect(refused.status).toBe(409);
    expect(refused.headers.get('content-type')).toContain('application/problem+json');
    expect(refused.body).toMatchObject({
      type: 'urn:cme-tracker:problem:enquiries-not-complete',
      rule: 'R53',
      paragraph: expect.stringContaining('section 13'),
      failed: expect.arrayContaining([expect.any(String)]),
    });
    const never = await assistant('POST', `/v1/children/${id}/absences`, { body: { date: '2026-11-09', code: 'H' } });
    expect(never).toMatchObject({ status: 422, body: { rule: expect.any(String), paragraph: expect.any(String) } });
    expect((await assistant<{ revision: number }>('GET', `/v1/children/${id}`)).body.revision).toBe(1);
  });

  it('for a child that is on record already is refused; with the same details it is a repeat', async () => {
    const first = await assistant<Written>('POST', '/v1/children', { body: aChild(8) });
    const same = await assistant<Written>('POST', '/v1/children', { body: aChild(8) });
    expect(same).toMatchObject({ status: 200, body: { childId: first.body.childId, revision: 1 } });
    const other = await assistant('POST', '/v1/children', { body: aChild(8, { givenName: 'Somebody else' }) });
    expect(other).toMatchObject({ status: 409, body: { rule: 'R36' } });
    const wrong = await assistant('POST', '/v1/children', {
      body: aChild(9, { upn: upn(9).replace(/^./, (l) => (l === 'A' ? 'B' : 'A')) }),
    });
    expect(wrong).toMatchObject({ status: 400, body: { errors: [{ pointer: '#/upn' }] } });
  });

  it('that gives a pupil a number keeps it for that child, and finds the child by it', async () => {
    const id = await register(assistant, 13, { upn: undefined });
    const other = await register(assistant, 14);
    const details = `/v1/children/${id}/details`;
    const taken = await assistant('POST', details, { body: { upn: upn(14) } });
    expect(taken).toMatchObject({ status: 409, body: { type: 'urn:cme-tracker:problem:already-exists' } });
    expect((await assistant('POST', details, { body: { upn: upn(15) } })).status).toBe(201);
    expect((await assistant('POST', `/v1/children/${other}/details`, { body: { upn: upn(15) } })).status).toBe(409);
    const marks = `upn,date,session,code\n${upn(15)},2026-11-09,AM,N\n`;
    const register15 = await assistant('POST', `/v1/schools/${SCHOOL}/registers`, { body: marks });
    expect(register15.body).toMatchObject({ recorded: 1, refused: 0 });
    // Refused for another reason, a number is nobody's.
    const refused = await assistant('POST', details, { body: { upn: upn(16), occurredOn: '2099-01-01' } });
    expect(refused.status).toBe(422);
    expect((await assistant('POST', '/v1/children', { body: aChild(16) })).status).toBe(201);
  });

  it('about a person who has been erased is answered with 410, and the history shows what is left', async () => {
    const id = await register(assistant, 11);
    const { vault } = program.program.services;
    await eraseSubject(vault, { subject: id, by: 'staff-1', authority: 'retention rule CME-25y' });
    const body = { channel: 'phone', outcome: 'spoke', notes: 'Rang twice.' };
    const answer = await assistant('POST', `/v1/children/${id}/contacts`, { body });
    expect(answer).toMatchObject({ status: 410, body: { type: 'urn:cme-tracker:problem:erased' } });
    const { body: history } = await assistant<List<Item>>('GET', `/v1/children/${id}/history`);
    expect(history).toMatchObject({
      total: 2,
      items: [{ data: { givenName: '[erased]' } }, { data: { urn: SCHOOL } }],
    });
  });

  it('with a pupil’s number for a key makes no id that could be worked out from it', async () => {
    const key = upn(12);
    const headers = { 'idempotency-key': key };
    const answer = await assistant<Written>('POST', '/v1/children', { body: aChild(12), headers });
    const guessed = uuidOf(`child\n${derivedUuid('staff-4c1d', key)}`);
    expect(answer.body.childId).not.toBe(guessed);
    const again = await assistant<Written>('POST', '/v1/children', { body: aChild(12), headers });
    expect(again).toMatchObject({ status: 200, body: { childId: answer.body.childId } });
  });

  it.each([
    [
      'an unknown child',
      'POST',
      '/v1/children/00000000-0000-4000-8000-000000000000/absences',
      { date: '2026-11-09', code: 'N' },
    ],
    ['what can be no id', 'GET', '/v1/children/nobody', undefined],
    ['an unknown leave request', 'POST', '', undefined],
  ])('answers 404 for %s', async (what, method, path, body) => {
    if (path !== '') return expect((await assistant(method, path, body && { body })).status).toBe(404);
    const id = await register(assistant, 10);
    const unknown = '/leave-requests/00000000-0000-4000-8000-000000000000/refusal';
    expect({ what, status: (await head('POST', `/v1/children/${id}${unknown}`, { body: {} })).status }).toMatchObject({
      status: 404,
    });
  });
});

describe('the caseload', () => {
  const serials = [25, 26, 27, 28, 29, 30, 33];
  let last: Written;

  beforeAll(async () => {
    for (const serial of serials) {
      const id = await register(assistant, serial, {
        familyName: `Quill${serial}`,
        school: { urn: '900002', startDate: '2026-01-05' },
      });
      if (serial % 2 === 1) {
        const body = { date: `2026-11-${serial - 9}`, session: 'AM', code: 'N' };
        await assistant('POST', `/v1/children/${id}/absences`, { body });
      }
      last = (
        await assistant<Written>('POST', `/v1/children/${id}/contacts`, {
          body: { channel: 'phone', outcome: 'spoke' },
        })
      ).body;
    }
  });

  const rows = (query: string) =>
    assistant<List<{ childId: string; name: string; stage: string; due: string | null }>>(
      'GET',
      `/v1/caseload?school=900002&minPosition=${last.position}${query}`,
    );

  it('lists everybody, the earliest date first and no date last', async () => {
    const { body } = await rows('');
    expect(body.total).toBe(7);
    const dues = body.items.map(({ due }) => due ?? '9999');
    expect(dues).toEqual([...dues].sort());
    expect(body.items[0]).toMatchObject({
      childId: expect.any(String),
      stage: 'absent',
      owner: 'school-staff@900002',
      nextAction: expect.any(String),
    });
  });

  it('filters by stage, owner, due and child', async () => {
    expect((await rows('&stage=absent')).body.total).toBe(4);
    expect((await rows('&stage=on-roll,referred')).body.total).toBe(3);
    expect((await rows('&stage=open')).body.total).toBe(4);
    const toDo = await rows('&due=any');
    expect(toDo.body.total).toBe(4);
    for (const { due } of toDo.body.items) expect(due).not.toBeNull();
    expect((await rows('&owner=none')).body.total).toBe(3);
    expect((await rows('&owner=school-staff%40900002')).body.total).toBe(4);
    const overdue = await rows('&due=overdue');
    for (const { due } of overdue.body.items) expect(String(due) < '2026-11-24').toBe(true);
    expect((await rows('&due=2026-11-01')).body.total).toBe(0);
    expect((await rows(`&child=${last.childId}`)).body.items).toMatchObject([
      { childId: last.childId, revision: last.revision },
    ]);
  });

  it.each(['', '&sort=name', '&sort=-name', '&sort=-due', '&sort=stage', '&sort=-stage', '&sort=school'])(
    'pages without leaving out or repeating anybody%s',
    async (sort) => {
      const whole = (await rows(sort)).body.items.map(({ childId }) => childId);
      const seen: string[] = [];
      let after = '';
      for (;;) {
        const { body } = await rows(`${sort}&limit=2${after}`);
        seen.push(...body.items.map(({ childId }) => childId));
        expect(body.total).toBe(7);
        if (body.next === null) break;
        expect(Buffer.from(body.next, 'base64url').toString().toLowerCase()).not.toContain('quill');
        after = `&after=${body.next}`;
      }
      expect(seen).toEqual(whole);
    },
  );

  it('waits until it shows what was written, and says when it will not', async () => {
    const { body } = await assistant<Written>('POST', `/v1/children/${last.childId}/contacts`, {
      body: { channel: 'text', outcome: 'sent' },
    });
    const row = await assistant<List<{ revision: number }>>(
      'GET',
      `/v1/caseload?child=${last.childId}&minRevision=${body.revision}`,
    );
    expect(row.body.items[0]?.revision).toBeGreaterThanOrEqual(body.revision);
    const never = await assistant('GET', `/v1/children/${last.childId}?minRevision=9999`);
    expect(never).toMatchObject({ status: 504, body: { type: 'urn:cme-tracker:problem:view-behind' } });
    expect(never.headers.get('retry-after')).toBe('1');
  });

  it.each([
    'stage=nowhere',
    'due=soon',
    'sort=height',
    'limit=0',
    'limit=many',
    'colour=red',
    'minRevision=3',
    'school=x',
    'after=zzz',
  ])('answers 400 to %s and says which', async (query) => {
    const answer = await assistant('GET', `/v1/caseload?${query}`);
    expect(answer.status).toBe(400);
    expect(answer.body.errors).toMatchObject([{ pointer: `?${query.split('=')[0]}` }]);
  });
});

describe('health', () => {
  it('is told without a token', async () => {
    const nobody = await fetch(`${program.origin}/health/live`);
    expect([nobody.status, await nobody.json()]).toMatchObject([200, { status: 'ok' }]);
    const ready = await fetch(`${program.origin}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([
      200,
      { status: 'ok', details: { views: { status: 'up' } } },
    ]);
  });
});
