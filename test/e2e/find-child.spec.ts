import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { keepingLines } from '../support/log-lines.js';
import { until } from '../support/views/servers.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram, upn } from './support/program.js';

interface Found extends Record<string, unknown> {
  readonly items: readonly {
    readonly childId: string;
    readonly name: string;
    readonly stage: string;
    readonly agrees: readonly string[];
    readonly differs: readonly string[];
    readonly outOfDate?: true;
  }[];
  readonly more: boolean;
  readonly missing?: { readonly ids: readonly string[] };
}
interface Looks extends Record<string, unknown> {
  readonly items: readonly {
    readonly what?: readonly string[];
    readonly purpose?: string;
    readonly sentence: string;
  }[];
}

const OTHER = '900002';
const UNKNOWN = '6a1c2f0e-5c5b-4b0c-9c1e-3a4f7d2b8e61';
const WORDS = /Zephyrine|Quillfeather|quillf|2014-09-21|21 9 2014/i;
const log: string[] = [];

let program: TestProgram;
let assistant: Person;
let staff: Person;
let auditor: Person;
let childId: string;

const search = (person: Person, body: object, headers: Record<string, string> = {}, query = '') =>
  person<Found>('POST', `/v1/children/search${query}`, { body, headers });
const ids = ({ body }: { body: Found }) => body.items.map((each) => each.childId);
const looksAt = async (id: string) => (await auditor<Looks>('GET', `/v1/children/${id}/access`)).body.items;

/** As a browser sends a form. */
async function form(person: 'cme-assistant' | 'school-staff' | 'auditor', fields: Record<string, string>) {
  const token = await program.tokenOf(person, person === 'school-staff' ? SCHOOL : undefined);
  const answer = await fetch(`${program.origin}/caseload/search`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, accept: 'text/html', origin: program.origin },
    body: new URLSearchParams(fields),
  });
  return { status: answer.status, text: await answer.text() };
}

beforeAll(async () => {
  program = await startTestProgram({ logTo: keepingLines(log), settings: { LOG_LEVEL: 'debug' } });
  assistant = await program.as('cme-assistant');
  staff = await program.as('school-staff', SCHOOL);
  auditor = await program.as('auditor');
  const born = { dateOfBirth: '2014-09-21' };
  childId = await register(staff, 801, { givenName: 'Zéphyrine', familyName: 'Quillfeather', ...born });
  await assistant('GET', `/v1/caseload?child=${childId}&minRevision=1`);
}, 90_000);

afterAll(() => program.stop());

describe('POST /v1/children/search', () => {
  it('finds a child by names in any order, by birthday and by number', async () => {
    for (const asked of [
      { name: 'QUILL zephyrine' },
      { dateOfBirth: '2014-09-21' },
      { number: upn(801) },
      { name: 'quillfeather', dateOfBirth: '2014-09-21', number: upn(801).toLowerCase() },
    ]) {
      const { status, body } = await search(assistant, asked);
      expect([status, body.more, body.items.length]).toEqual([200, false, 1]);
      expect(body.items[0]).toMatchObject({ childId, name: 'QUILLFEATHER, Zéphyrine', stage: 'on-roll', differs: [] });
      expect(body.items[0]?.agrees).toHaveLength(Object.keys(asked).length);
    }
  });

  it('finds nobody of another school, and the authority’s people find all', async () => {
    const other = await program.as('school-staff', OTHER);
    expect(ids(await search(other, { number: upn(801) }))).toEqual([]);
    expect(ids(await search(other, { name: 'quillfeather', dateOfBirth: '2014-09-21' }))).toEqual([]);
    expect(ids(await search(staff, { name: 'quillfeather' }))).toEqual([childId]);
    for (const role of ['strategy-manager', 'auditor', 'safeguarding-officer', 'attendance-team'])
      expect(ids(await search(await program.as(role), { name: 'quillfeather' }))).toEqual([childId]);
  });

  it('is for who sees the caseload, and tells nobody else which fields are wrong', async () => {
    for (const role of ['ehcp-coordinator', 'exclusions-team', 'subscriber', 'operator'])
      expect((await search(await program.as(role), { nonsense: 1 })).status).toBe(403);
  });

  it.each<[string, object, string]>([
    ['nothing at all', {}, '#/name'],
    ['one letter', { name: 'q' }, '#/name'],
    ['a name without letters', { name: '12 -' }, '#/name'],
    ['a number without a digit', { number: '--' }, '#/number'],
    ['no date', { dateOfBirth: '2014-02-30' }, '#/dateOfBirth'],
    ['too many', { name: 'quill', limit: 51 }, '#/limit'],
    ['a field that is none', { name: 'quill', surname: 'q' }, '#/surname'],
  ])('refuses %s, and names the field', async (_title, asked, pointer) => {
    const { status, body } = await search(assistant, asked);
    expect(status).toBe(400);
    expect(body.errors).toEqual([expect.objectContaining({ pointer })]);
  });

  it('waits until the caseload shows a write, and finds what it changed: new names and numbers', async () => {
    const changed = { givenName: 'Zoë', familyName: 'Thistlewood', upn: upn(899), occurredOn: '2026-02-02' };
    const id = await register(staff, 802, { givenName: 'Before', familyName: 'Renamed' });
    const { body } = await assistant<{ position: number }>('POST', `/v1/children/${id}/details`, { body: changed });
    const query = `?minPosition=${body.position}`;
    expect(ids(await search(assistant, { name: 'zoe thistle' }, {}, query))).toEqual([id]);
    expect(ids(await search(assistant, { number: upn(899) }))).toEqual([id]);
    expect(ids(await search(assistant, { number: upn(802) }))).toEqual([id]);
    expect(ids(await search(assistant, { name: 'renamed' }))).toEqual([]);
    expect((await search(assistant, { name: 'zoe' }, {}, '?minPosition=soon')).status).toBe(400);
  });

  it('says that there are more', async () => {
    const { body } = await search(assistant, { name: 'zo', limit: 1 });
    expect([body.items.length, body.more]).toEqual([1, false]);
    await register(staff, 803, { givenName: 'Zora', familyName: 'Quillfeather' });
    const last = await register(staff, 804, { givenName: 'Zora', familyName: 'Aquil' });
    await assistant('GET', `/v1/caseload?child=${last}&minRevision=1`);
    const both = await search(assistant, { name: 'zora', limit: 1 });
    expect([both.body.items.length, both.body.more]).toEqual([1, true]);
    // "quil" begins no word of Aquil.
    expect((await search(assistant, { name: 'zora quil' })).body.items).toHaveLength(1);
  });

  it('finds a child on no roll as well, at its stage', async () => {
    const id = await register(assistant, 805, { givenName: 'Gone', familyName: 'Farhaven', school: undefined });
    await assistant('GET', `/v1/caseload?child=${id}&minRevision=0`);
    const row = (await assistant<Found>('GET', `/v1/caseload?child=${id}`)).body.items[0];
    expect(row?.stage).not.toBe('on-roll');
    expect((await search(assistant, { name: 'gone far' })).body.items[0]).toMatchObject({
      childId: id,
      stage: row?.stage,
    });
  });
});

describe('who searched', () => {
  it('R65 is on record with time and purpose, by which fields and how many were shown, without what was asked', async () => {
    await search(assistant, { name: 'quillfeather zeph', dateOfBirth: '2014-09-21' }, { purpose: 'complaint' });
    await search(assistant, { name: 'nobody such', dateOfBirth: '1999-09-21' }, { purpose: 'complaint' });
    // By the same fields, and as many shown: another search all the same.
    await search(assistant, { name: 'nobody else', dateOfBirth: '1999-09-21' }, { purpose: 'complaint' });
    await program.program.services.accessRecorder.flush();
    const month = new Date().toISOString().slice(0, 7);
    const events = await program.program.services.access.history(`lists-926-${month}`);
    const searches = events.filter(({ data }) => (data as { purpose: string }).purpose === 'complaint');
    expect(searches.map(({ type, data }) => ({ type, ...data }))).toMatchObject([
      { type: 'ListViewed', list: 'child-search', filters: { by: 'name+dateOfBirth', shown: '1' } },
      { type: 'ListViewed', list: 'child-search', filters: { by: 'name+dateOfBirth', shown: '0' } },
      { type: 'ListViewed', list: 'child-search', filters: { by: 'name+dateOfBirth', shown: '0' } },
    ]);
    expect(JSON.stringify(events.map(({ data, metadata }) => ({ data, metadata })))).not.toMatch(WORDS);
    expect(searches[0]?.metadata.actor).toMatchObject({ role: 'cme-assistant' });
  });

  it('R65 each child who was shown tells it', async () => {
    await search(staff, { name: 'quillfeather zeph' }, { purpose: 'supervision' });
    expect(await looksAt(childId)).toContainEqual(
      expect.objectContaining({
        what: ['search'],
        purpose: 'supervision',
        sentence: 'Looked at the row of the caseload, found by a search.',
      }),
    );
  });

  it('R65 a purpose that is none is refused, and a search that was refused is no look', async () => {
    expect((await search(assistant, { name: 'quillfeather' }, { purpose: 'nosiness' })).status).toBe(400);
    expect((await search(assistant, { name: 'q' }, { purpose: 'subject-access' })).status).toBe(400);
    await program.program.services.accessRecorder.flush();
    const month = new Date().toISOString().slice(0, 7);
    const events = await program.program.services.access.history(`lists-926-${month}`);
    expect(JSON.stringify(events.map(({ data }) => data))).not.toContain('subject-access');
  });

  it('nothing that was asked stands in a log', async () => {
    await search(assistant, { name: 'quillf' });
    await search(assistant, { name: 'quillf', dateOfBirth: 'wrong' });
    await form('cme-assistant', { name: 'quillf', 'born-day': '21', 'born-month': '9', 'born-year': '2014' });
    expect(log.join('')).toContain('/v1/children/search');
    expect(log.join('')).not.toMatch(WORDS);
  });
});

describe('the form on the caseload', () => {
  it('finds a child and keeps what was asked', async () => {
    const { status, text } = await form('cme-assistant', { name: 'quillf zeph', 'born-year': '' });
    expect(status).toBe(200);
    expect(text).toContain('1 child found');
    expect(text).toContain(`href="/children/${childId}"`);
    expect(text).toContain('Born 21 September 2014');
    expect(text).toContain('value="quillf zeph"');
    expect((await looksAt(childId)).length).toBeGreaterThan(0);
  });

  it('says what is different where nobody agrees in everything', async () => {
    const born = { 'born-day': '9', 'born-month': '12', 'born-year': '2014' };
    const { text } = await form('cme-assistant', { name: 'quillfeather zephyrine', ...born });
    expect(text).toContain('Nobody agrees in everything that you asked');
    expect(text).toContain('Different date of birth');
  });

  it('tells what to do next where nobody is found, by who asks', async () => {
    const nobody = { name: 'xanadu', number: 'none' };
    const asked = await form('cme-assistant', nobody);
    expect(asked.text).toContain('No child found');
    expect(asked.text).toContain('href="/enquiries/new"');
    expect(asked.text).toContain('value="none"');
    const atSchool = await form('school-staff', nobody);
    expect(atSchool.text).not.toContain('/enquiries/new');
    expect(atSchool.text).toContain('children of other schools are not shown to you');
    expect((await form('auditor', nobody)).text).not.toContain('/enquiries/new');
  });

  it.each<[string, Record<string, string>, string, string]>([
    ['nothing', {}, 'find-name', 'Enter a name, a date of birth or a number'],
    ['one letter', { name: 'q' }, 'find-name', 'Enter two letters of a name at least'],
    ['half a date', { 'born-day': '21' }, 'find-born-month', 'Date of birth must include a month and a year'],
    [
      'no date',
      { 'born-day': '31', 'born-month': '2', 'born-year': '2014' },
      'find-born-day',
      'Date of birth must be a real date',
    ],
    [
      'a short year',
      { 'born-day': '3', 'born-month': '2', 'born-year': '14' },
      'find-born-year',
      'Year of birth must have 4 numbers',
    ],
    ['too long a number', { number: '1'.repeat(61) }, 'find-number', 'Number must be 60 characters or fewer'],
  ])('says what is wrong with %s, and leads to the field', async (_title, fields, id, sentence) => {
    const { status, text } = await form('cme-assistant', fields);
    expect(status).toBe(400);
    expect(text).toContain('There is a problem');
    expect(text).toMatch(new RegExp(`href="#${id}"[^>]*>${sentence}`));
    expect(text).toContain(`id="${id}"`);
    expect(text).not.toContain('No child found');
  });

  it('shows what was written as text, never as markup', async () => {
    const { text } = await form('cme-assistant', { name: '"><script>alert(1)</script>' });
    expect(text).not.toContain('<script>alert');
  });

  it('is taken from this service only, and from who sees the caseload', async () => {
    const token = await program.tokenOf('cme-assistant');
    const elsewhere = { authorization: `Bearer ${token}`, accept: 'text/html', origin: 'https://elsewhere.example' };
    const body = new URLSearchParams({ name: 'quill' });
    const foreign = await fetch(`${program.origin}/caseload/search`, { method: 'POST', headers: elsewhere, body });
    expect(foreign.status).toBe(403);
    const team = await program.tokenOf('exclusions-team');
    const headers = { ...elsewhere, authorization: `Bearer ${team}`, origin: program.origin };
    expect((await fetch(`${program.origin}/caseload/search`, { method: 'POST', headers, body })).status).toBe(403);
  });
});

describe('records that this program cannot read', () => {
  it('are told by the search as by the caseload: who may be missing, and a row that may be old', async () => {
    const client = EventStoreDBClient.connectionString(program.program.stores.eventStoreUrl);
    const fromTheFuture = jsonEvent({ type: 'FromTheFuture', data: {}, metadata: {} });
    await client.appendToStream(`child-${childId}`, fromTheFuture);
    await client.appendToStream(`child-${UNKNOWN}`, fromTheFuture);
    await client.dispose();
    const { viewReader } = program.program.services;
    await until('the quarantine', async () => (await viewReader.quarantined('caseload')).length === 2);
    const { body } = await search(assistant, { name: 'quillfeather zeph' });
    expect(body).toMatchObject({ items: [{ childId, outOfDate: true }], missing: { ids: [UNKNOWN] } });
    expect((await search(staff, { name: 'nobody' })).body).toEqual({ items: [], more: false, missing: { ids: [] } });
    const page = await form('cme-assistant', { name: 'nobody' });
    expect(page.text).toContain('Somebody may be missing here.');
    expect(page.text).toContain(`href="/children/${UNKNOWN}"`);
    expect((await form('school-staff', { name: 'nobody' })).text).not.toContain(UNKNOWN);
  });
});
