import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { until } from '../support/views/servers.js';
import { type Person, register, SCHOOL, startTestProgram, type TestProgram } from './support/program.js';

interface Listed extends Record<string, unknown> {
  readonly items: readonly Readonly<Record<string, unknown>>[];
  readonly total: number;
  readonly next: string | null;
  readonly missing?: { readonly ids: readonly string[] };
}

/** The lists that are kept as views: where each is, who reads it, what names an item, the most a page may have, and its page. */
const LISTS = [
  { path: '/v1/caseload', role: 'cme-assistant', id: 'childId', most: 200, page: '/caseload' },
  { path: '/v1/enquiries', role: 'cme-assistant', id: 'enquiryId', most: 200, page: '/enquiries' },
  { path: '/v1/team-work', role: 'ehcp-coordinator', id: 'childId', most: 200, page: '/team-work' },
  { path: '/v1/safeguarding', role: 'safeguarding-officer', id: 'childId', most: 100, page: '/safeguarding' },
  { path: '/v1/emergency-accesses', role: 'auditor', id: 'accessId', most: 200, page: '/emergency-accesses' },
] as const;

const COUNT = 5;

let program: TestProgram;
const people = new Map<string, Person>();
const as = (role: string) => people.get(role) as Person;
const children: string[] = [];
let position = 0;

beforeAll(async () => {
  program = await startTestProgram();
  for (const role of ['cme-assistant', 'ehcp-coordinator', 'safeguarding-officer', 'auditor', 'subscriber'])
    people.set(role, await program.as(role));
  people.set('safeguarding-lead', await program.as('safeguarding-lead', SCHOOL));
  const post = async (role: string, path: string, body: object) => {
    const answer = await as(role)<{ position?: number } & Record<string, unknown>>('POST', path, { body });
    expect([path, answer.status]).toEqual([path, 201]);
    position = Math.max(position, answer.body.position ?? 0);
  };
  for (let each = 0; each < COUNT; each++) {
    const id = await register(as('cme-assistant'), 600 + each);
    children.push(id);
    await post('cme-assistant', `/v1/children/${id}/off-roll-notices`, { sen: 'E' });
    await post('safeguarding-officer', `/v1/children/${id}/safeguarding/concerns`, { kind: 'forced-marriage' });
    await post('cme-assistant', `/v1/children/${id}/emergency-access`, {
      reason: 'The police ask whether she is safe',
    });
    await post('cme-assistant', '/v1/enquiries', {
      kind: 'enquiry',
      channel: 'email',
      referrer: { kind: 'authority', organisation: 'Suffolk County Council', contact: 's@example.org' },
      child: { givenName: 'Lena', familyName: `List${each}` },
    });
  }
  for (const { path, role } of LISTS)
    await until(`all of ${path}`, async () => (await as(role)<Listed>('GET', path)).body.total === COUNT);
}, 90_000);

afterAll(() => program.stop());

describe.each(LISTS)('the list $path', ({ path, role, id, most, page }) => {
  const read = async (query: string) => as(role)<Listed>('GET', `${path}?${query}`);

  it.each([1, 2, COUNT])('is walked to its end without double or miss, %i a page', async (limit) => {
    const whole = (await read('')).body;
    expect([whole.items.length, whole.next]).toEqual([COUNT, null]);
    const walked: unknown[] = [];
    let after = '';
    for (let pages = 0; pages <= COUNT; pages++) {
      const { status, body } = await read(`limit=${limit}${after}`);
      expect([status, body.total]).toEqual([200, COUNT]);
      expect(body.items.length).toBeGreaterThan(0);
      walked.push(...body.items.map((item) => item[id]));
      if (body.next === null) break;
      after = `&after=${body.next}`;
    }
    expect(walked).toEqual(whole.items.map((item) => item[id]));
    expect(new Set(walked).size).toBe(COUNT);
  });

  it.each(['0', `${most + 1}`, 'x', '-1', '1.5', '', '1&limit=2'])(
    'refuses limit=%s and says what it may be',
    async (limit) => {
      const { status, body } = await read(`limit=${limit}`);
      expect([status, body.type]).toEqual([400, 'urn:cme-tracker:problem:invalid-fields']);
      expect(body.errors).toEqual([{ pointer: '?limit', detail: `Must be a whole number from 1 to ${most}.` }]);
    },
  );

  it('takes the largest page that it says it takes', async () => {
    expect((await read(`limit=${most}`)).status).toBe(200);
  });

  it('refuses a cursor that is none, or is another list’s or another order’s', async () => {
    const others = LISTS.filter((other) => other.path !== path);
    const foreign = await Promise.all(
      others.map(async (other) => (await as(other.role)<Listed>('GET', `${other.path}?limit=1`)).body.next),
    );
    const byName = (await as('cme-assistant')<Listed>('GET', '/v1/caseload?sort=name&limit=1')).body.next;
    const own = (await read('limit=1')).body.next;
    const bad = [
      'zzz',
      'a b',
      '%00',
      `${own}A`,
      `${own}&after=${own}`,
      Buffer.from('2026-11-24|x').toString('base64url'),
    ];
    for (const after of [...foreign, byName, ...bad]) {
      const { status, body } = await read(`after=${after}`);
      expect([after, status, body.errors]).toEqual([
        after,
        400,
        [{ pointer: '?after', detail: 'Must be the next of a page of this list, in the same order.' }],
      ]);
    }
    const html = await as(role)('GET', `${page}?after=zzz`, { headers: { accept: 'text/html' } });
    expect(html.status).toBe(400);
  });

  it('waits for a write, and refuses a position that is none and a filter that it does not know', async () => {
    expect((await read(`minPosition=${position}`)).body.total).toBe(COUNT);
    for (const [query, pointer] of [
      ['minPosition=x', '?minPosition'],
      ['minPosition=-1', '?minPosition'],
      ['minPosition=1&minPosition=2', '?minPosition'],
      ['colour=red', '?colour'],
    ]) {
      const { status, body } = await read(query as string);
      expect([query, status, body.errors]).toEqual([query, 400, [expect.objectContaining({ pointer })]]);
    }
  });

  it('tells who may not read it so before it looks at the address', async () => {
    for (const query of ['', '?limit=0', '?after=zzz', '?colour=red'])
      expect((await as('subscriber')('GET', `${path}${query}`)).status).toBe(403);
  });
});

describe.each(['history', 'access'])('what is read page by page from a record: %s', (part) => {
  it('has no page of nothing', async () => {
    const { status, body } = await as('auditor')('GET', `/v1/children/${children[1]}/${part}?limit=0`);
    expect([status, body.errors]).toMatchObject([400, [{ pointer: '?limit' }]]);
  });
});

describe('a record that this program cannot read', () => {
  it('stops neither the safeguarding queue nor the reviews of emergency accesses', async () => {
    const [unread = ''] = children;
    const client = EventStoreDBClient.connectionString(program.program.stores.eventStoreUrl);
    await client.appendToStream(`child-${unread}`, jsonEvent({ type: 'FromTheFuture', data: {}, metadata: {} }));
    await client.dispose();
    const queue = await as('safeguarding-officer')<Listed>('GET', '/v1/safeguarding');
    expect(queue).toMatchObject({ status: 200, body: { total: COUNT, missing: { ids: [unread] } } });
    expect(queue.body.items.map(({ childId }) => childId).toSorted()).toEqual(children.slice(1).toSorted());
    const lead = await as('safeguarding-lead')<Listed>('GET', '/v1/safeguarding');
    expect(lead).toMatchObject({ status: 200, body: { missing: { ids: [] } } });
    const html = await as('safeguarding-officer')('GET', '/safeguarding', { headers: { accept: 'text/html' } });
    expect(html.text).toContain('This list is not complete.');
    const reviews = await as('auditor')<Listed>('GET', '/v1/emergency-accesses');
    expect(reviews.body.items).toContainEqual(expect.objectContaining({ childId: unread, name: '' }));
    expect(reviews.body.total).toBe(COUNT);
  });
});
