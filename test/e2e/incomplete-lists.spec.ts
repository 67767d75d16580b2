import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../support/views/servers.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

/** A fact of a later program: nobody here can read it. */
const FROM_THE_FUTURE = jsonEvent({ type: 'FromTheFuture', data: {}, metadata: {} });
const UNKNOWN = '6a1c2f0e-5c5b-4b0c-9c1e-3a4f7d2b8e61';

let program: TestProgram;
let assistant: Person;
let staff: Person;
let childId: string;

beforeAll(async () => {
  program = await startTestProgram();
  assistant = await program.as('cme-assistant');
  staff = await program.as('school-staff', SCHOOL);
  childId = await register(assistant, 701);
  await assistant('GET', `/v1/caseload?child=${childId}&minRevision=1`);
  const client = EventStoreDBClient.connectionString(program.program.stores.eventStoreUrl);
  await client.appendToStream(`child-${childId}`, FROM_THE_FUTURE);
  await client.appendToStream(`child-${UNKNOWN}`, FROM_THE_FUTURE);
  await client.appendToStream(`enquiry-${UNKNOWN}`, FROM_THE_FUTURE);
  await client.dispose();
  const { viewReader } = program.program.services;
  for (const [view, count] of [
    ['caseload', 2],
    ['enquiries', 1],
    ['child-search', 2],
  ] as const) {
    await until(`the quarantine of ${view}`, async () => (await viewReader.quarantined(view)).length === count);
  }
}, 90_000);

afterAll(() => program.stop());

interface Caseload {
  readonly items: { readonly childId: string; readonly outOfDate?: true }[];
  readonly missing?: { readonly ids: readonly string[] };
}

describe('records that this program cannot read', () => {
  it('are told by the caseload: a row as out of date, a record without a row as missing', async () => {
    const { body } = await assistant<Caseload & Record<string, unknown>>('GET', '/v1/caseload');
    expect(body.items).toMatchObject([{ childId, outOfDate: true }]);
    expect(body.missing).toEqual({ ids: [UNKNOWN] });
    const page = await assistant('GET', '/caseload', { headers: { accept: 'text/html' } });
    expect(page.text).toContain('This row may be out of date');
    expect(page.text).toContain('This list is not complete.');
    expect(page.text).toContain(`href="/children/${UNKNOWN}"`);
  });

  it('a school is told that its list may lack somebody, and not who', async () => {
    const { body } = await staff<Caseload & Record<string, unknown>>('GET', '/v1/caseload');
    expect(body.missing).toEqual({ ids: [] });
    const page = await staff('GET', '/caseload', { headers: { accept: 'text/html' } });
    expect(page.text).toContain('it may be one of yours');
    expect(page.text).not.toContain(UNKNOWN);
  });

  it('are told by the list of enquiries, and leave a roll check that found nobody inconclusive', async () => {
    const { body } = await assistant<Caseload & Record<string, unknown>>('GET', '/v1/enquiries');
    expect(body.missing).toEqual({ ids: [UNKNOWN] });
    const page = await assistant('GET', '/enquiries', { headers: { accept: 'text/html' } });
    expect(page.text).toContain('This list is not complete.');
  });

  it('have a page that says so, and shows nothing as if it were the whole record', async () => {
    const page = await assistant('GET', `/children/${childId}`, { headers: { accept: 'text/html' } });
    expect([page.status, page.text]).toEqual([501, expect.stringContaining('This record cannot be read in full')]);
    const { status, body } = await assistant('GET', `/v1/children/${childId}`);
    expect([status, body]).toMatchObject([501, { type: 'urn:cme-tracker:problem:unreadable' }]);
  });

  it('make the program degraded, which goes on with the others', async () => {
    const ready = await fetch(`${program.origin}/health/ready`);
    expect([ready.status, await ready.json()]).toMatchObject([200, { status: 'degraded' }]);
    expect(await register(assistant, 702)).toMatch(/^[0-9a-f-]{36}$/);
  });
});
