import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { FixedClock } from '../support/fixed-clock.js';
import { aChild, type Person, SCHOOL, startTestProgram, type TestProgram, upn } from './support/program.js';

interface Written extends Record<string, unknown> {
  readonly enquiryId: string;
  readonly childId: string;
  readonly revision: number;
  readonly position: number;
}
interface Checked extends Written {
  readonly result: string;
  readonly candidates: { childId: string; band: string; why: string; urn?: string }[];
}
interface Read extends Record<string, unknown> {
  readonly state: string;
  readonly next: { step: string; nextAction: string; due: string } | null;
  readonly case?: { childId: string; caseId: string };
  readonly link?: { childId: string };
}
interface Listed extends Record<string, unknown> {
  readonly items: { enquiryId: string; due: string; step: string; name: string; overdue: boolean }[];
  readonly total: number;
  readonly next: string | null;
}

const referrer = {
  kind: 'authority',
  organisation: 'Suffolk County Council',
  name: 'Ida Thorne',
  contact: 's@example.org',
};
const COUNTY = { lines: ['4 Mill Lane'], postcode: 'NR29 4AB', authority: '926' };

let clock: FixedClock;
let program: TestProgram;
let assistant: Person;

beforeAll(async () => {
  clock = new FixedClock(Date.parse('2026-11-24T09:00:00.000Z'));
  program = await startTestProgram({ clock });
  assistant = await program.as('cme-assistant');
});

afterAll(() => program.stop());

async function receive(child: object, more: object = {}): Promise<string> {
  const body = { kind: 'enquiry', channel: 'email', referrer, child, ...more };
  const { status, body: written } = await assistant<Written>('POST', '/v1/enquiries', { body });
  expect([status, written]).toMatchObject([201, { revision: 0 }]);
  return written.enquiryId;
}

/** What people recorded; letters are written beside it when their process comes to it. */
const byPeople = (items: readonly { readonly type: string }[]) =>
  items.map(({ type }) => type).filter((type) => !type.startsWith('Letter'));

const post = async (id: string, what: string, body: object = {}) => {
  const answer = await assistant<Written>('POST', `/v1/enquiries/${id}/${what}`, { body });
  return { status: answer.status, body: answer.body, rule: answer.body.rule, type: answer.body.type };
};
const read = async (id: string) => (await assistant<Read>('GET', `/v1/enquiries/${id}`)).body;
const check = (id: string, after = 0) =>
  assistant<Checked>('POST', `/v1/enquiries/${id}/roll-check?minPosition=${after}`, { body: {} });

async function registered(serial: number, more: Readonly<Record<string, unknown>> = {}): Promise<Written> {
  const staff = await program.as('school-staff', SCHOOL);
  return (await staff<Written>('POST', '/v1/children', { body: aChild(serial, more) })).body;
}

describe('an enquiry of another authority', () => {
  it('R37 R38 R39 A15 exact pupil number on roll: school asked, attending, referrer told, closed, in that order', async () => {
    const known = await registered(801);
    const asked = { givenName: 'Matilda', familyName: 'Marlow801', dateOfBirth: '2017-03-14', upn: upn(801) };
    const id = await receive(asked);
    expect((await read(id)).next).toMatchObject({ step: 'acknowledge', due: '2026-11-25' });
    expect((await post(id, 'acknowledgement', { channel: 'email' })).status).toBe(201);
    expect((await post(id, 'referrer-verification', { how: 'called back' })).status).toBe(201);
    expect(await post(id, 'school-contact', { channel: 'phone' })).toMatchObject({ status: 409, rule: 'R39' });

    const checked = await check(id);
    expect(checked.status).toBe(201);
    expect(checked.body).toMatchObject({
      result: 'one',
      candidates: [{ childId: known.childId, band: 'same', urn: SCHOOL }],
    });
    expect(checked.body.candidates[0]?.why).toContain('UPN');
    expect((await read(id)).link).toBeUndefined();

    const decision = { decision: 'confirm', childId: known.childId, reason: 'number and name agree' };
    expect((await post(id, 'match', decision)).status).toBe(201);
    expect(await post(id, 'close')).toMatchObject({ status: 409, rule: 'R46' });
    expect((await post(id, 'school-contact', { channel: 'phone' })).status).toBe(201);
    expect((await post(id, 'school-answer', { attending: true, lastAttended: '2026-11-23' })).status).toBe(201);
    expect(await post(id, 'close')).toMatchObject({
      status: 409,
      type: expect.stringContaining('referrer-not-updated'),
    });
    const told = { channel: 'secure-email', disclosed: ['on-roll', 'attending'] };
    expect((await post(id, 'referrer-update', told)).status).toBe(201);
    expect((await post(id, 'close')).status).toBe(201);
    expect(await read(id)).toMatchObject({ state: 'closed', next: null });

    const history = await assistant<{ items: { type: string; sentence: string }[] } & Written>(
      'GET',
      `/v1/enquiries/${id}/history`,
    );
    expect(byPeople(history.body.items)).toEqual([
      'EnquiryReceived',
      'EnquiryAcknowledged',
      'ReferrerVerified',
      'RollChecked',
      'MatchProposed',
      'MatchConfirmed',
      'SchoolContacted',
      'AttendanceConfirmed',
      'ReferrerUpdated',
      'EnquiryClosed',
    ]);

    const child = await assistant<Written>('GET', `/v1/children/${known.childId}`);
    const undo = { decision: 'withdraw', childId: known.childId, reason: 'it was her cousin' };
    expect((await post(id, 'match', undo)).status).toBe(201);
    expect(await read(id)).toMatchObject({ state: 'open' });
    expect((await assistant<Written>('GET', `/v1/children/${known.childId}`)).body.revision).toBe(child.body.revision);
  });

  it('R38 A16 finds by names and birthday without a number, proposes both of a pair and accepts neither', async () => {
    const more = { givenName: 'Sara', familyName: 'Amin', dateOfBirth: '2013-04-07' };
    const first = await registered(811, more);
    const second = await registered(812, { ...more, givenName: 'Sarah', address: { lines: ['9 High Street'] } });
    const id = await receive({ givenName: 'Sarah', familyName: 'Ameen', dateOfBirth: '2013-07-04' });
    const { body } = await check(id, second.position);
    expect(body.candidates.map(({ childId }) => childId).sort()).toEqual([first.childId, second.childId].sort());
    expect(body.candidates.every(({ band, why }) => band === 'possible' && why.includes('day and month'))).toBe(true);
    expect((await read(id)).link).toBeUndefined();
    expect(await post(id, 'case')).toMatchObject({ status: 409, rule: 'R38' });
    for (const { childId } of body.candidates) {
      expect((await post(id, 'match', { decision: 'reject', childId, reason: 'met both' })).status).toBe(201);
    }
    const hand = await post(id, 'roll-check', { system: 'Tribal', result: 'not-found' });
    expect(hand).toMatchObject({ status: 201, body: { result: 'not-found' } });
  });
});

describe('a child on no roll', () => {
  it('R43 R50 A18 told of by somebody, at an address in the county: on record, with a case and CME3', async () => {
    const child = { givenName: 'Wilf', familyName: 'Hathersage', address: COUNTY };
    const id = await receive(child, { kind: 'notification', referrer: { kind: 'public' } });
    expect(await post(id, 'roll-check')).toMatchObject({ status: 409, rule: 'R50' });
    expect((await post(id, 'triage', { decision: 'accept', reason: 'seen at home for weeks' })).status).toBe(201);
    expect((await check(id)).body).toMatchObject({ result: 'none', candidates: [] });
    expect((await read(id)).next?.nextAction).toContain('CME3');
    expect(await post(id, 'case')).toMatchObject({ status: 422, rule: 'R46' });
    expect((await post(id, 'case', { dateOfBirth: '2016-05-01' })).status).toBe(201);
    const again = await post(id, 'case', { dateOfBirth: '2016-05-01' });
    expect(again.status).toBeLessThan(300);
    const { case: opened } = await read(id);
    const history = await assistant<{ items: { type: string; data: object }[] } & Written>(
      'GET',
      `/v1/children/${opened?.childId}/history`,
    );
    expect(byPeople(history.body.items)).toEqual(['ChildRegistered', 'CaseOpened', 'VisitRequested']);
    expect(history.body.items[1]?.data).toMatchObject({ source: 'notification', caseId: opened?.caseId });
    expect((await post(id, 'close')).status).toBe(201);
  });

  it('R43 A18 at an address in Suffolk: no case and no CME3, the child is referred there', async () => {
    const address = { ...COUNTY, authority: '935' };
    const id = await receive({ givenName: 'Wilma', familyName: 'Ostrander', address });
    await check(id);
    expect(await post(id, 'case', { dateOfBirth: '2016-05-01' })).toMatchObject({ status: 409, rule: 'R43' });
    expect((await post(id, 'referrer-update', { channel: 'email', disclosed: [] })).status).toBe(201);
    expect((await post(id, 'close')).status).toBe(201);
  });
});

describe('the list of enquiries', () => {
  it('R37 R45 shows the open ones, the earliest due first, a page at a time, and what is overdue', async () => {
    const id = await receive({ givenName: 'Lena', familyName: 'Late' }, { occurredOn: '2026-11-16' });
    const { body } = await post(id, 'acknowledgement', { channel: 'email' });
    const page = (query: string) => assistant<Listed>('GET', `/v1/enquiries?minPosition=${body.position}${query}`);
    const all = (await page('')).body;
    expect(all.total).toBe(all.items.length);
    expect(all.items.map(({ due }) => due)).toEqual(all.items.map(({ due }) => due).toSorted());
    expect(all.items[0]).toMatchObject({ enquiryId: id, due: '2026-11-18', overdue: true, name: 'LATE, Lena' });
    const first = (await page('&limit=1')).body;
    const second = (await page(`&limit=1&after=${first.next}`)).body;
    expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 2));
    expect((await page('&state=closed')).body.items.every(({ due }) => due === null)).toBe(true);
    expect((await page('&after=nonsense')).status).toBe(400);
  });

  it('R37 is a page too, for whoever may see it', async () => {
    const id = await receive({ givenName: 'Paige', familyName: 'Shown' });
    const { body } = await post(id, 'acknowledgement', { channel: 'email' });
    await assistant('GET', `/v1/enquiries?minPosition=${body.position}`);
    const ask = { headers: { accept: 'text/html' } };
    const page = await assistant('GET', '/enquiries', ask);
    expect(page.status).toBe(200);
    for (const words of [
      'SHOWN, Paige',
      'Suffolk County Council',
      'Check whether the child is on a roll',
      'CME Assistants',
    ]) {
      expect(page.text).toContain(words);
    }
    expect(page.text).toMatch(/aria-current="(true|page)"[^>]*>\s*(<[^>]+>)?\s*Enquiries/);
    expect((await assistant('GET', '/enquiries?state=closed', ask)).text).toContain('Closed: other authority');
    // Other views have come as far as the enquiry's events too, which are none of theirs.
    expect((await assistant('GET', `/v1/caseload?minPosition=${body.position}`)).status).toBe(200);
    const staff = await program.as('school-staff', SCHOOL);
    expect((await staff('GET', '/enquiries', ask)).status).toBe(403);
    expect((await staff('GET', '/caseload', ask)).text).not.toContain('href="/enquiries"');
  });

  it('R37 is the authority’s: schools and subscribers see nothing, an auditor reads and writes nothing', async () => {
    const id = await receive({ familyName: 'Seen', givenName: 'Not' });
    const [staff, subscriber, auditor, manager] = await Promise.all([
      program.as('school-staff', SCHOOL),
      program.as('subscriber'),
      program.as('auditor'),
      program.as('strategy-manager'),
    ]);
    for (const path of ['/v1/enquiries', `/v1/enquiries/${id}`, `/v1/enquiries/${id}/history`]) {
      const statuses = [staff, subscriber, auditor, manager].map(async (person) => (await person('GET', path)).status);
      expect([path, ...(await Promise.all(statuses))]).toEqual([path, 403, 403, 200, 200]);
    }
    const body = { channel: 'email' };
    const write = async (person: Person) =>
      (await person('POST', `/v1/enquiries/${id}/acknowledgement`, { body })).status;
    expect([await write(staff), await write(subscriber), await write(auditor), await write(manager)]).toEqual([
      403, 403, 403, 201,
    ]);
    const nobody = await assistant('GET', '/v1/enquiries/4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11');
    expect(nobody.status).toBe(404);
  });

  it('R37 a repeated key records nothing new, a stale revision is refused with what changed', async () => {
    const id = await receive({ familyName: 'Twice' });
    const path = `/v1/enquiries/${id}/acknowledgement`;
    const ask = { body: { channel: 'email' }, headers: { 'idempotency-key': 'ack-1' } };
    const once = await assistant<Written>('POST', path, ask);
    const twice = await assistant<Written>('POST', path, ask);
    expect([once.status, twice.status, twice.body]).toEqual([201, 200, once.body]);
    const body = { how: 'called back' };
    const stale = await assistant('POST', `/v1/enquiries/${id}/referrer-verification`, {
      body,
      headers: { 'if-match': '"0"' },
    });
    expect([stale.status, stale.body.since]).toEqual([412, [expect.objectContaining({ type: 'EnquiryAcknowledged' })]]);
  });
});
