import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Db, Document, MongoClient } from 'mongodb';
import { DayContexts } from '../../../src/children/day-contexts.js';
import { type CaseloadDocument, CaseloadProjection } from '../../../src/children/projections/caseload.js';
import {
  type AskedFor,
  FindChildren,
  FindChildrenHandler,
  MOST_FOUND,
} from '../../../src/children/queries/find-children.js';
import { type EmbeddedDocuments, startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';
import type { Person } from '../../../src/platform/identity/person.js';
import { MongoViewStore } from '../../../src/platform/projections/mongo-view-store.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { ViewReader } from '../../../src/platform/projections/view-reader.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import { systemTiming } from '../../../src/platform/subscriptions/timing.js';
import { KnownSchools } from '../../../src/schools/known-schools.js';
import { policyBook } from '../../support/policy.js';
import { recordedEvent } from '../../support/views/memory-log.js';

const CHILDREN = 3_000;
const SCHOOLS = 6;
const LIMIT = 20;
const POSITION = { commit: 0n, prepare: 0n };
const GIVEN = ['Ann', 'Anna', 'Annabel', 'Ada', 'Zoë', 'Matilda', 'Eve', 'Tom', 'Idris', 'Oluwaseun'];
const FAMILY = ['Marlow', 'Mason', 'O’Brien', 'Quay', 'Smith', 'Smithson', 'Kaya', 'Łuczak', 'Begum', 'Hart', 'Lane'];
const index = { idOf: (scheme: string, value: string) => `${scheme}:hash of ${value}` };
const officer: Person = { id: 'a', role: 'cme-assistant', organisation: '926', schools: [], name: 'A' };
const head: Person = { id: 'h', role: 'head-teacher', organisation: '120003', schools: ['120003'], name: 'H' };

const days = new DayContexts(new KnownSchools(policyBook, { policyPack: 'norfolk' }), policyBook);
const projection = new CaseloadProjection(days, (number) => index.idOf('number', number));
const sent: Document[] = [];
let directory: string;
let server: EmbeddedDocuments;
let client: MongoClient;
let database: Db;
let finder: FindChildrenHandler;

const bornOn = (n: number) => new Date(Date.UTC(2010, 0, 1) + (n % 2_000) * 86_400_000).toISOString().slice(0, 10);
const urnOf = (n: number) => String(120_001 + (n % SCHOOLS));

function documentOf(n: number): Stored<CaseloadDocument> {
  const childId = `0d5c9b1e-8f0a-4c57-9a51-${String(n).padStart(12, '0')}`;
  const on = { occurredOn: '2025-09-03' };
  const person = {
    childId,
    givenName: GIVEN[n % GIVEN.length] as string,
    familyName: FAMILY[n % FAMILY.length] as string,
    dateOfBirth: bornOn(n),
    upn: `number ${n}`,
  };
  const facts = [
    { type: 'ChildRegistered', data: { ...person, ...on } },
    { type: 'AddedToRoll', data: { urn: urnOf(n), ...on } },
  ];
  let document: CaseloadDocument | undefined;
  for (const [revision, event] of facts.entries()) {
    const recorded = recordedEvent(`child-${childId}`, revision, POSITION, event, Date.parse('2025-09-03T14:00:00Z'));
    document = projection.apply(document, recorded as Parameters<typeof projection.apply>[1], childId);
  }
  const _seen = { position: positionText(POSITION), revision: 1 };
  return { ...projection.complete(document as CaseloadDocument), _seen };
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cme-finding-'));
  server = await startEmbeddedDocuments({ directory, port: 0 });
  client = connectDocuments(server.url, { watch: (_name, command) => sent.push(command) });
  database = client.db('finding_views');
  const store = new MongoViewStore(database);
  const collection = `caseload_v${projection.version}`;
  await store.prepare(collection, projection.indexes);
  const documents = Array.from({ length: CHILDREN }, (_, n) => documentOf(n));
  for (let start = 0; start < CHILDREN; start += 500)
    await store.write(collection, documents.slice(start, start + 500));
  await store.createPointer('caseload', `v${projection.version}`);
  finder = new FindChildrenHandler(new ViewReader(database, systemTiming), index);
}, 60_000);

afterAll(async () => {
  await client.close();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

beforeEach(() => {
  sent.length = 0;
});

const find = (asked: AskedFor, person = officer, limit = LIMIT) =>
  finder.execute(new FindChildren(person, asked, limit));

/** What the searches of the caseload read. */
async function explained() {
  const ours = sent.filter(({ find: collection }) => String(collection).startsWith('caseload_v'));
  return Promise.all(
    ours.map(async ({ find: collection, filter, sort, limit }) => {
      const { queryPlanner, executionStats } = await database.command({
        explain: { find: collection, filter, sort, limit },
      });
      const stages: string[] = [];
      for (let stage = queryPlanner.winningPlan; stage; stage = stage.inputStage) stages.push(stage.stage);
      const { totalDocsExamined: examined, totalKeysExamined: keys } = executionStats;
      return { plan: stages.join(), examined, keys };
    }),
  );
}

describe('a child is found', () => {
  it.each<[string, AskedFor]>([
    ['by both names', { name: 'ada marlow' }],
    ['by the family name first, with capitals and a comma', { name: 'MARLOW, Ada' }],
    ['by beginnings', { name: 'marl ad' }],
    ['by names and birthday', { name: 'marlow', dateOfBirth: bornOn(33) }],
    ['by a number', { number: 'number 33' }],
    ['by all of it', { name: 'ada marlow', dateOfBirth: bornOn(33), number: 'number 33' }],
  ])('%s', async (_title, asked) => {
    const { items, more } = await find(asked, officer, MOST_FOUND);
    const found = items.find(({ childId }) => childId.endsWith('000000000033'));
    const given = Object.keys(asked);
    expect(found).toMatchObject({
      name: 'MARLOW, Ada',
      givenName: 'Ada',
      familyName: 'Marlow',
      dateOfBirth: bornOn(33),
    });
    expect([found?.agrees, found?.differs]).toEqual([expect.arrayContaining(given), []]);
    expect(found?.agrees).toHaveLength(given.length);
    expect(more).toBe(false);
  });

  it('without accents, and the other way round', async () => {
    const [plain, accented] = await Promise.all([find({ name: 'zoe luczak' }), find({ name: 'ZOË ŁUCZAK' })]);
    expect(plain.items.length).toBeGreaterThan(0);
    expect(accented).toEqual(plain);
  });

  it('with whole words before beginnings, then by name: an Ann before the many Annas', async () => {
    const { items, more } = await find({ name: 'ann' }, officer, MOST_FOUND);
    expect([items.length, more]).toEqual([MOST_FOUND, true]);
    expect(new Set(items.map(({ givenName }) => givenName))).toEqual(new Set(['Ann']));
    const names = items.map(({ name }) => name.toLowerCase());
    expect(names).toEqual([...names].sort());
  });

  it('says that there are more exactly when there are', async () => {
    const { items } = await find({ name: 'ada marlow' }, officer, MOST_FOUND);
    expect((await find({ name: 'ada marlow' }, officer, items.length)).more).toBe(false);
    const fewer = await find({ name: 'ada marlow' }, officer, items.length - 1);
    expect([fewer.items.length, fewer.more]).toEqual([items.length - 1, true]);
  });

  it('by part of what was told, where nobody agrees in all of it, and it says in which', async () => {
    const misheard = await find({ name: 'ada marlow', dateOfBirth: bornOn(34) }, officer, MOST_FOUND);
    expect(misheard.items.find(({ childId }) => childId.endsWith('000033'))).toMatchObject({
      agrees: ['name'],
      differs: ['dateOfBirth'],
    });
    const renamed = await find({ name: 'ada garland', dateOfBirth: bornOn(33) });
    expect(renamed.items.find(({ name }) => name === 'MARLOW, Ada')).toMatchObject({
      agrees: ['dateOfBirth'],
      differs: ['name'],
    });
    const wrongNumber = await find({ name: 'ada marlow', dateOfBirth: bornOn(33), number: 'none' });
    expect(wrongNumber.items[0]).toMatchObject({ agrees: ['name', 'dateOfBirth'], differs: ['number'] });
    const another = await find({ name: 'tom smith', number: 'number 33' });
    expect(another.items[0]).toMatchObject({ name: 'MARLOW, Ada', agrees: ['number'], differs: ['name'] });
  });

  it('by nothing that was not told of it: nobody, and nobody of the same birthday with other names', async () => {
    expect(await find({ name: 'xylophone' })).toEqual({ items: [], more: false });
    expect(await find({ name: 'xylophone', dateOfBirth: bornOn(33) })).toEqual({ items: [], more: false });
    expect(await find({ number: 'NUMBER' })).toEqual({ items: [], more: false });
  });

  it('by a head teacher only where it is of the school, by whatever it is asked for', async () => {
    for (const asked of [{ name: 'ann' }, { dateOfBirth: bornOn(33) }, { name: 'ada marlow', number: 'number 33' }]) {
      const { items } = await find(asked, head, MOST_FOUND);
      for (const { school } of items) expect(school).toBe('120003');
    }
    expect((await find({ number: 'number 33' }, head)).items).toEqual([]);
    expect((await find({ number: 'number 32' }, head)).items).toHaveLength(1);
  });

  it('by nobody who sees no lists', async () => {
    for (const role of ['subscriber', 'ehcp-coordinator', 'exclusions-team'])
      await expect(find({ name: 'ada' }, { ...officer, role })).rejects.toThrow(/^This role sees/);
  });
});

describe('a search', () => {
  it.each<[string, Person, AskedFor]>([
    ['a common beginning', officer, { name: 'an' }],
    ['a common word', officer, { name: 'smith' }],
    ['two words', officer, { name: 'ada marlow' }],
    ['a birthday', officer, { dateOfBirth: bornOn(33) }],
    ['a number', officer, { number: 'number 33' }],
    ['names and birthday', officer, { name: 'ada marlow', dateOfBirth: bornOn(33) }],
    ['names and a wrong birthday', officer, { name: 'ada marlow', dateOfBirth: bornOn(34) }],
    ['all of it, and none right', officer, { name: 'x y', dateOfBirth: '1999-01-01', number: 'none' }],
    ['a common beginning, of one school', head, { name: 'an' }],
  ])('asks six times at most, by an index, and reads few: %s', async (_title, person, asked) => {
    await find(asked, person);
    const read = await explained();
    expect(read.length).toBeGreaterThan(0);
    expect(read.length).toBeLessThanOrEqual(6);
    for (const { plan, examined, keys } of read) {
      expect(plan).toContain('IXSCAN');
      expect(plan).not.toContain('SORT');
      // The rarest word’s children at most: a tenth have one name, an eleventh the other.
      expect([examined, keys].every((count) => count <= CHILDREN / 10)).toBe(true);
    }
  });

  it('begins with whatever the fewest have, not with what was written first or is longest', async () => {
    await find({ name: 'zoë x', dateOfBirth: bornOn(34) });
    // Nobody has a word that begins with x: of whole words, of beginnings, and without the birthday.
    for (const { keys } of (await explained()).slice(0, 3)) expect(keys).toBe(0);
  });

  it('of one beginning reads what it shows and one more, without looking at a row', async () => {
    await find({ name: 'an' });
    const [, beginnings] = await explained();
    expect(beginnings).toEqual({ plan: 'FETCH,IXSCAN', examined: 0, keys: LIMIT + 1 });
  });

  it('carries nothing of the facts behind the rows but names and birthday', async () => {
    await find({ name: 'ada' });
    const { projection: carried } =
      sent.find(({ find: collection }) => String(collection).startsWith('caseload')) ?? {};
    expect(Object.keys(carried).filter((field) => field.startsWith('child'))).toEqual([
      'child.identity.givenName',
      'child.identity.familyName',
      'child.identity.knownAs',
      'child.identity.dateOfBirth',
    ]);
  });
});
