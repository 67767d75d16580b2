import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Db, Document, MongoClient } from 'mongodb';
import { DayContexts } from '../../../src/children/day-contexts.js';
import { type CaseloadDocument, CaseloadProjection } from '../../../src/children/projections/caseload.js';
import { type CaseloadFilter, ReadCaseload, ReadCaseloadHandler } from '../../../src/children/queries/read-caseload.js';
import {
  ReadCaseloadChoices,
  ReadCaseloadChoicesHandler,
} from '../../../src/children/queries/read-caseload-choices.js';
import { type EmbeddedDocuments, startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { connectDocuments } from '../../../src/platform/documents/connect.js';
import type { Person } from '../../../src/platform/identity/person.js';
import { MongoViewStore } from '../../../src/platform/projections/mongo-view-store.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { ViewReader } from '../../../src/platform/projections/view-reader.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import { systemTiming } from '../../../src/platform/subscriptions/timing.js';
import { KnownSchools } from '../../../src/schools/known-schools.js';
import { ChildStory } from '../../support/child-story.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { policyBook } from '../../support/policy.js';
import { recordedEvent } from '../../support/views/memory-log.js';

const CHILDREN = 720;
const SCHOOLS = 6;
const LIMIT = 20;
const TODAY = '2025-11-12';
const POSITION = { commit: 0n, prepare: 0n };
const OWN = 'school-staff@120001';
const officer: Person = { id: 'a', role: 'cme-assistant', organisation: '926', schools: [], name: 'A' };
const head: Person = { id: 'h', role: 'head-teacher', organisation: '120003', schools: ['120003'], name: 'H' };

const days = new DayContexts(new KnownSchools(policyBook, { policyPack: 'norfolk' }), policyBook);
const projection = new CaseloadProjection(days, (number) => `hash of ${number}`);
const clock = new FixedClock(Date.parse(`${TODAY}T09:00:00.000Z`));
const sent: Document[] = [];
let directory: string;
let server: EmbeddedDocuments;
let client: MongoClient;
let database: Db;
let list: ReadCaseloadHandler;
let choices: ReadCaseloadChoicesHandler;

/** On roll all the time; absent since some day, with an enquiry or none. */
function histories(): ChildStory[] {
  const absences = ['2025-10-06', '2025-11-03', '2025-11-07', '2025-11-11', TODAY].map((since, index) => {
    const story = ChildStory.pupil();
    story.absent('N', since, TODAY);
    if (index % 2 === 0) {
      story.does(TODAY, { type: 'MakeEnquiry', enquiryId: 'e1', code: 'RE01', outcome: 'NO_ANSWER' });
    }
    return story;
  });
  return [ChildStory.pupil(), ChildStory.pupil(), ...absences];
}

function documentsOf(stories: readonly ChildStory[]): Stored<CaseloadDocument>[] {
  return Array.from({ length: CHILDREN }, (_, n) => {
    const childId = `0d5c9b1e-8f0a-4c57-9a51-${String((n * 7919) % 100_000).padStart(12, '0')}`;
    const told = (stories[n % stories.length] as ChildStory).told;
    const text = JSON.stringify(told).replaceAll('120001', String(120_001 + (n % SCHOOLS)));
    let document: CaseloadDocument | undefined;
    for (const [revision, { on, event }] of (JSON.parse(text) as typeof told).entries()) {
      const recorded = recordedEvent(`child-${childId}`, revision, POSITION, event, Date.parse(`${on}T14:00:00Z`));
      document = projection.apply(document, recorded as Parameters<typeof projection.apply>[1], childId);
    }
    const _seen = { position: positionText(POSITION), revision: told.length - 1 };
    return { ...projection.complete(document as CaseloadDocument), _seen };
  });
}

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), 'cme-caseload-'));
  server = await startEmbeddedDocuments({ directory, port: 0 });
  client = connectDocuments(server.url, { watch: (_name, command) => sent.push(command) });
  database = client.db('caseload_views');
  const store = new MongoViewStore(database);
  const collection = `caseload_v${projection.version}`;
  await store.prepare(collection, projection.indexes);
  await store.write(collection, documentsOf(histories()));
  await store.createPointer('caseload', `v${projection.version}`);
  const views = new ViewReader(database, systemTiming);
  list = new ReadCaseloadHandler(views, clock);
  choices = new ReadCaseloadChoicesHandler(views, clock);
}, 60_000);

afterAll(async () => {
  await client.close();
  await server.close();
  await rm(directory, { recursive: true, force: true });
});

interface Explained {
  readonly plan: string;
  readonly examined: number;
  readonly keys: number;
  readonly returned: number;
}

/** How the server answers what was sent of the caseload: its pages and its counts. */
async function explained(): Promise<{ pages: Explained[]; counts: Explained[] }> {
  const ours = sent.filter((each) => String(each.find ?? each.aggregate ?? '').startsWith('caseload_v'));
  const pages = ours.filter(({ find }) => find);
  // How many there are in all is known without an index.
  const counts = ours.filter(({ pipeline }) => Object.keys(pipeline?.[0].$match ?? {}).length > 0);
  const explain = async (command: Document): Promise<Explained> => {
    const { queryPlanner, executionStats } = await database.command({ explain: command });
    const stages: string[] = [];
    for (let stage = queryPlanner.winningPlan; stage; stage = stage.inputStage) stages.push(stage.stage);
    const { totalDocsExamined: examined, totalKeysExamined: keys, nReturned: returned } = executionStats;
    return { plan: stages.join(), examined, keys, returned };
  };
  return {
    pages: await Promise.all(
      pages.map(({ find, filter, sort = {}, limit = 0 }) => explain({ find, filter, sort, limit })),
    ),
    counts: await Promise.all(
      counts.map(({ aggregate, pipeline }) => explain({ count: aggregate, query: pipeline[0].$match })),
    ),
  };
}

async function read(person: Person, filter: CaseloadFilter) {
  sent.length = 0;
  const page = await list.execute(new ReadCaseload(person, { limit: LIMIT, ...filter }));
  return { page, ...(await explained()) };
}

describe('a page of the caseload', () => {
  it.each<[string, Person, CaseloadFilter]>([
    ['everybody', officer, {}],
    ['the latest dates first', officer, { sort: 'due', descending: true }],
    ['by name', officer, { sort: 'name' }],
    ['by name, backwards', officer, { sort: 'name', descending: true }],
    ['by school', officer, { sort: 'school' }],
    ['by stage, backwards', officer, { sort: 'stage', descending: true }],
    ['one stage', officer, { stages: ['absent'] }],
    ['several stages', officer, { stages: ['absent', 'enquiries'] }],
    ['one school', officer, { school: '120002' }],
    ['one owner', officer, { owner: OWN }],
    ['one owner by stage', officer, { owner: OWN, sort: 'stage' }],
    ['nobody’s', officer, { owner: null }],
    ['overdue', officer, { due: 'overdue' }],
    ['due this week', officer, { due: 'this-week' }],
    ['with something to be done', officer, { due: 'any' }],
    ['due before a date', officer, { due: { before: '2025-11-05' } }],
    ['overdue at one stage', officer, { due: 'overdue', stages: ['enquiries'] }],
    ['one owner’s overdue, the latest first', officer, { due: 'overdue', owner: OWN, descending: true }],
    ['a head teacher’s school', head, {}],
    ['a head teacher’s overdue', head, { due: 'overdue' }],
  ])('looks at the rows that it shows and counts by the index alone: %s', async (_title, person, filter) => {
    const { page, pages, counts } = await read(person, filter);
    expect(page.items.length).toBeGreaterThan(0);
    const shown = Math.min(LIMIT + 1, page.total);
    expect(pages).toEqual([{ plan: 'FETCH,IXSCAN', examined: 0, keys: shown, returned: shown }]);
    for (const { examined, returned } of counts)
      expect({ examined, returned }).toEqual({ examined: 0, returned: page.total });
  });

  it.each<[string, Person, CaseloadFilter]>([
    ['overdue by name', officer, { due: 'overdue', sort: 'name' }],
    ['several stages by school', officer, { stages: ['absent', 'enquiries'], sort: 'school' }],
    ['a head teacher’s school by name', head, { sort: 'name' }],
  ])('is ordered without reading everything: %s', async (_title, person, filter) => {
    const { page, pages } = await read(person, filter);
    expect(page.items).toHaveLength(LIMIT);
    for (const { plan, examined } of pages) {
      expect(plan).toContain('IXSCAN');
      expect(examined).toBeLessThan(CHILDREN / 4);
    }
  });

  it('finds one child by its id', async () => {
    const { items } = await list.execute(new ReadCaseload(officer, { limit: 1 }));
    const { page, pages } = await read(officer, { childId: items[0]?.childId ?? '' });
    expect(page.total).toBe(1);
    expect(pages).toEqual([{ plan: 'IDHACK', examined: 1, keys: 1, returned: 1 }]);
  });

  it('carries nothing of the facts behind the rows', async () => {
    await read(officer, { sort: 'school' });
    const { projection: carried } = sent.find(({ find }) => String(find).startsWith('caseload_v')) ?? {};
    expect(Object.keys(carried).sort()).toEqual(
      [
        '_seen',
        '_stale',
        'byName',
        'bySchool',
        'due',
        'name',
        'nextAction',
        'owner',
        'school',
        'stage',
        'yearGroup',
      ].sort(),
    );
  });
});

describe('the pages of a list together', () => {
  it.each<[string, CaseloadFilter, (row: Stored<CaseloadDocument>) => boolean]>([
    ['overdue', { due: 'overdue' }, ({ due }) => due !== null && due < TODAY],
    ['overdue, the latest first', { due: 'overdue', descending: true }, ({ due }) => due !== null && due < TODAY],
    ['this week', { due: 'this-week' }, ({ due }) => due !== null && due >= TODAY && due <= '2025-11-16'],
    ['before a date', { due: { before: '2025-11-11' } }, ({ due }) => due !== null && due < '2025-11-11'],
    ['whatever has something to be done, at any stage', { due: 'any' }, ({ due }) => due !== null],
    ['overdue by stage', { due: 'overdue', sort: 'stage' }, ({ due }) => due !== null && due < TODAY],
  ])('show each row once, in order: %s', async (_title, filter, wanted) => {
    const rows = await database
      .collection<Stored<CaseloadDocument>>(`caseload_v${projection.version}`)
      .find()
      .toArray();
    const key = filter.sort === 'stage' ? 'byStage' : 'byDue';
    const expected = rows.filter(wanted).sort((one, other) => (one[key] < other[key] ? -1 : 1));
    if (filter.descending) expected.reverse();
    const seen: string[] = [];
    let after: string | null = null;
    do {
      const page = await list.execute(
        new ReadCaseload(officer, { ...filter, limit: 75, ...(after === null ? {} : { after }) }),
      );
      expect(page.total).toBe(expected.length);
      seen.push(...page.items.map(({ childId }) => childId));
      after = page.next;
    } while (after !== null);
    expect(seen).toEqual(expected.map(({ _id }) => _id));
    expect(seen.length).toBeGreaterThan(75);
  });
});

describe('the counts and choices at the top', () => {
  it.each([officer, head])('are had by the indexes alone', async (person) => {
    sent.length = 0;
    const { schools, owners, ...numbers } = await choices.execute(new ReadCaseloadChoices(person));
    expect(schools).toHaveLength(person === head ? 1 : SCHOOLS);
    expect(owners.length).toBeGreaterThan(0);
    const { counts } = await explained();
    expect(counts.map(({ returned }) => returned)).toEqual([numbers.overdue, numbers.thisWeek, numbers.toDo]);
    expect(counts.map(({ plan }) => plan)).toEqual(Array(3).fill('FETCH,IXSCAN'));
    if (person === officer) expect(counts.map(({ examined }) => examined)).toEqual([0, 0, 0]);
  });
});
