import { cpSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Db, MongoClient } from 'mongodb';
import { type EmbeddedDocuments, startEmbeddedDocuments } from '../../src/embedded/documents/index.js';
import { type EmbeddedEventStore, startEmbeddedEventStore } from '../../src/embedded/event-store/index.js';
import { connectDocuments, databaseNames } from '../../src/platform/documents/connect.js';
import { connectEventStore, disconnectEventStore } from '../../src/platform/event-store/client.js';
import { buildOf, isOfVersion } from '../../src/platform/projections/build-choice.js';
import { MongoViewStore } from '../../src/platform/projections/mongo-view-store.js';
import { documentsOf, dropDocumentsOf } from '../e2e/support/documents.js';
import {
  compiled,
  freePorts,
  type Ports,
  type ProgramProcess,
  runCommand,
  startCommand,
  startProcess,
} from '../e2e/support/process.js';
import { type Person, personWith, register } from '../e2e/support/program.js';
import { MongoProxy } from '../support/views/mongo-proxy.js';
import { Seeded } from '../support/views/seeded.js';
import { until } from '../support/views/servers.js';

/** `BUILD_ROUNDS=10 BUILD_SEED=7` for a long run that can be repeated. */
const ROUNDS = Number(process.env.BUILD_ROUNDS ?? 1);
const SEED = Number(process.env.BUILD_SEED ?? 1);
const CHILDREN = 24;
/** Events to a batch of the program of the next version while it catches up. */
const SMALL_BATCH = 5;
/** Looks at leases and pointers, a second apart, in which a half-built version would go live if it could. */
const LOOKS_WHILE_HALF_BUILT = 4;
/** Failpoints that a build passes. */
const WRITING = ['before-view-write', 'after-view-write', 'after-checkpoint'];
const READ_EVERY_MS = 50;

interface Caseload extends Record<string, unknown> {
  readonly items: readonly { readonly childId: string; readonly revision: number; readonly outOfDate?: true }[];
  readonly missing?: unknown;
}

let build: ReturnType<typeof compiled>;
let next: string;
let directory: string;
let eventStore: EmbeddedEventStore;
let documents: EmbeddedDocuments | undefined;
let mongo: MongoClient;
let views: Db;
let ports: Ports;
let serving: ProgramProcess;
let following: ProgramProcess | undefined;
let assistant: Person;
let version: number;
/** Each child's revision as it was written last. */
const written = new Map<string, number>();
const counts = { kills: 0, 'at a failpoint': 0, reads: 0, written: 0, 'documents compared': 0 };

beforeAll(async () => {
  build = compiled('builds-killed');
  next = `${build.directory}-next`;
  version = withNextVersion();
  directory = await mkdtemp(join(tmpdir(), 'cme-builds-'));
  eventStore = await startEmbeddedEventStore({ directory: join(directory, 'events'), port: 0 });
  if (!process.env.MONGODB_URL) {
    const options = { directory: join(directory, 'documents'), port: 0, durable: [databaseNames('cme').keys] };
    documents = await startEmbeddedDocuments(options);
  }
  const { MONGODB_URL = '', DOCUMENTS_PREFIX = '' } = shared();
  mongo = connectDocuments(MONGODB_URL);
  views = mongo.db(databaseNames(DOCUMENTS_PREFIX).views);
  ports = await freePorts();
  serving = await startProcess(build.directory, join(directory, 'serving'), ports, stores());
  const token = runCommand(build.directory, join(directory, 'serving'), ports, 'token', '--role', 'cme-assistant');
  assistant = personWith(serving.origin, token.stdout.trim());
  const ids: string[] = [];
  for (let serial = 0; serial < CHILDREN; serial += 1) ids.push(await register(assistant, serial));
  for (const id of ids) written.set(id, 0);
  for (let at = 0; at + 1 < ids.length; at += 4) await link(ids[at] ?? '', ids[at + 1] ?? '');
  await until('the answers of processes', async () => (await facts()).system >= ids.length / 4);
  for (const id of ids) written.set(id, await revisionOf(id));
  await shown();
}, 120_000);

afterAll(async () => {
  for (const program of [serving, following]) {
    program?.child.kill('SIGKILL');
    await program?.gone;
  }
  await mongo?.close();
  await eventStore?.close();
  await documents?.close();
  await dropDocumentsOf(directory);
  await rm(directory, { recursive: true, force: true });
  rmSync(next, { recursive: true, force: true });
  build.remove();
});

/** What every process is told: the stores. */
function stores(): NodeJS.ProcessEnv {
  const { MONGODB_URL = documents?.url, DOCUMENTS_PREFIX = 'cme' } = documentsOf(directory);
  return {
    EVENTSTORE_URL: eventStore.url,
    MONGODB_URL,
    DOCUMENTS_PREFIX,
  };
}

/** And those beside the first: the key that opens what is encrypted. */
function shared(): NodeJS.ProcessEnv {
  return { ...stores(), KEK_FILE: join(directory, 'serving', 'keys', 'kek') };
}

/**
 * The program again, but its caseload is of the next version, and it catches up in batches so small that it can be killed
 * between two of them. Answers the version that the first makes.
 */
function withNextVersion(): number {
  cpSync(build.directory, next, { recursive: true });
  let own = 0;
  change(join('children', 'projections', 'caseload.js'), /version = (\d+);/, (_, found) => {
    own = Number(found);
    return `version = ${own + 1};`;
  });
  const small = () => `catchingUp: ${SMALL_BATCH},`;
  change(join('platform', 'projections', 'subscription-session.js'), /catchingUp: \d+,/, small);
  return own;
}

/** @throws Error when the text to be changed is not there */
function change(file: string, what: RegExp, to: (found: string, part: string) => string): void {
  const path = join(next, file);
  const text = readFileSync(path, 'utf8');
  if (!what.test(text)) throw new Error(`${file} has no ${what}`);
  writeFileSync(path, text.replace(what, to));
}

/** A fact that a process answers with one in the other's record. */
async function link(childId: string, siblingId: string): Promise<void> {
  const { status } = await assistant('POST', `/v1/children/${childId}/siblings`, { body: { siblingId } });
  expect(status).toBe(201);
}

async function revisionOf(childId: string): Promise<number> {
  const { body } = await assistant<{ revision: number }>('GET', `/v1/children/${childId}`);
  return body.revision;
}

async function write(seeded: Seeded): Promise<void> {
  const childId = seeded.one([...written.keys()]);
  const body = { channel: 'phone', outcome: 'no-answer' };
  const answer = await assistant<{ revision: number }>('POST', `/v1/children/${childId}/contacts`, { body });
  expect(answer.status).toBe(201);
  counts.written += answer.body.revision - (written.get(childId) ?? 0);
  written.set(childId, answer.body.revision);
}

const caseload = () => assistant<Caseload>('GET', '/v1/caseload?limit=200');

/** Waits until the list shows all that was written. */
async function shown(): Promise<void> {
  await until(
    'the list to show all that was written',
    async () => {
      const { body } = await caseload();
      const rows = new Map(body.items?.map(({ childId, revision }) => [childId, revision]));
      return [...written].every(([id, revision]) => (rows.get(id) ?? -1) >= revision);
    },
    60_000,
  );
}

/** Reads the list again and again while the work goes on: each time it is whole, and no row is older than one read before. */
async function readingMeanwhile(work: () => Promise<void>): Promise<void> {
  const seen = new Map([...written.keys()].map((id) => [id, -1]));
  let over = false;
  const reading = (async () => {
    while (!over) {
      const { status, body } = await caseload();
      expect({ status, rows: body.items.length, missing: body.missing }).toEqual({ status: 200, rows: written.size });
      for (const { childId, outOfDate } of body.items) {
        expect({ known: seen.has(childId), outOfDate }).toEqual({ known: true });
      }
      counts.reads += 1;
      await pause(READ_EVERY_MS);
    }
  })();
  const working = work().finally(() => {
    over = true;
  });
  await Promise.all([working, reading]);
}

/** This test looks at records as well, which is recorded. */
const LOOKS: ReadonlySet<string> = new Set(['RecordViewed', 'ListViewed']);

/** What lies in the log by whom: nothing that processes did may come a second time. */
async function facts(): Promise<{ system: number; people: number }> {
  const client = connectEventStore(eventStore.url);
  const found = { system: 0, people: 0 };
  for await (const { event } of client.readAll()) {
    if (!event || event.type.startsWith('$') || LOOKS.has(event.type)) continue;
    const { actor } = event.metadata as { actor?: { role: string } };
    found[actor?.role === 'system' ? 'system' : 'people'] += 1;
  }
  await disconnectEventStore(client);
  return found;
}

const live = async () => (await new MongoViewStore(views).pointer('caseload'))?.live;

function command(line: string, failpoint = '') {
  const settings = { ...shared(), CME_FAILPOINT: failpoint };
  return startCommand(build.directory, join(directory, 'command'), ports, settings, 'views', ...line.split(' '));
}

/** Kills the command at a failpoint, or some milliseconds after its first word. */
async function killed(line: string, at: string | number): Promise<void> {
  const process = command(line, typeof at === 'string' ? at : '');
  if (typeof at === 'number') {
    await process.spoke;
    await Promise.race([pause(at), process.ended]);
    process.child.kill('SIGKILL');
  } else counts['at a failpoint'] += 1;
  const { signal } = await process.ended;
  if (typeof at === 'string') expect({ output: process.output(), signal }).toMatchObject({ signal: 'SIGKILL' });
  counts.kills += 1;
}

/** The next attempt would have to wait for half a minute: what the dead held runs out here and now. */
async function timePasses(): Promise<void> {
  const ofBuilds = { $gte: `caseload_v${version}_r`, $lt: `caseload_v${version}_s` };
  const ofOperations = { $gte: 'operation-caseload#', $lt: 'operation-caseload$' };
  for (const _id of [ofBuilds, ofOperations]) {
    await views.collection<{ _id: string }>('leases').updateMany({ _id }, { $set: { expiresAt: new Date(0) } });
  }
}

async function done(line: string): Promise<string> {
  const process = command(line);
  const { code } = await process.ended;
  expect({ line, code, output: process.output() }).toMatchObject({ code: 0 });
  return process.output();
}

/** How many were compared, if none differs. */
function documentsIn(output: string): number {
  return Number(/: (\d+) documents with [\d,]+ fields, none differs/.exec(output)?.[1]);
}

describe('a build that is killed', () => {
  it(
    `by hand: rebuild, compare and switch, killed at any moment and given again, ${ROUNDS} times`,
    async () => {
      const seeded = new Seeded(SEED);
      const before = await facts();
      const writtenBefore = counts.written;
      await readingMeanwhile(async () => {
        for (let round = 0; round < ROUNDS; round += 1) {
          const serves = await live();
          await killed('rebuild caseload', seeded.happens(0.4) ? seeded.whole(0, 400) : seeded.one(WRITING));
          expect(await live()).toBe(serves);
          await write(seeded);
          await timePasses();
          expect(await done('rebuild caseload')).toMatch(/Rebuilt as v\d+_r\d+ from \d+ events/);
          await killed('compare caseload', seeded.whole(0, 400));
          await write(seeded);
          await timePasses();
          counts['documents compared'] += documentsIn(await done('compare caseload'));
          const at = seeded.one(['before-switch', 'after-switch']);
          await killed('switch caseload', at);
          await write(seeded);
          await timePasses();
          if (at === 'before-switch') {
            expect(await live()).toBe(serves);
            await done('switch caseload');
          }
          expect(await live()).toMatch(/_r\d+$/);
          expect(await live()).not.toBe(serves);
          await shown();
        }
      });
      expect(await facts()).toEqual({ ...before, people: before.people + counts.written - writtenBefore });
    },
    60_000 + ROUNDS * 120_000,
  );

  it('at start, certainly half done: not served from before it has caught up, however long that takes', async () => {
    const own = await freePorts();
    const store = new MongoViewStore(views);
    const half = buildOf({ name: 'caseload', version: version + 1 }, `v${version + 1}`);
    const serves = await live();
    const begin = (settings: NodeJS.ProcessEnv) =>
      startProcess(next, join(directory, 'half'), own, { ...shared(), ...settings });

    await expect(begin({ CME_FAILPOINT: 'after-checkpoint:2' })).rejects.toThrow('SIGKILL');
    counts.kills += 1;
    counts['at a failpoint'] += 1;
    expect(await store.checkpoint(half.id)).toMatchObject({ state: 'catching-up' });
    const made = await views.collection(half.id).countDocuments();
    expect(made).toBeGreaterThan(0);
    expect(made).toBeLessThan(CHILDREN);
    expect(await live()).toBe(serves);

    let looks = 0;
    const proxy = await MongoProxy.to(shared().MONGODB_URL ?? '');
    proxy.hold(({ name, collection, body }) => {
      if (name === 'find' && collection === 'quarantine' && JSON.stringify(body.filter).includes(half.id)) looks += 1;
      return collection === half.id && (name === 'insert' || name === 'update');
    });
    const starting = begin({ MONGODB_URL: proxy.url });
    try {
      await readingMeanwhile(async () => {
        await until('it to go on building', () => proxy.held.length > 0, 60_000);
        const before = looks;
        await until('it to look again', () => looks >= before + LOOKS_WHILE_HALF_BUILT, 60_000);
        expect({ live: await live(), made: await views.collection(half.id).countDocuments() }).toEqual({
          live: serves,
          made,
        });
        await proxy.release();
        await until('the new version to serve', async () => (await live()) === half.label, 60_000);
        await shown();
      });
    } finally {
      await proxy.release();
      const { child, gone } = await starting;
      child.kill('SIGKILL');
      await gone;
      await proxy.close();
    }
    await until('the version before to serve', async () => isOfVersion((await live()) ?? '', version), 60_000);
    await store.drop(half);
  }, 240_000);

  it(
    `at start: a program that builds a new version is killed at any moment and started again, ${ROUNDS} times`,
    async () => {
      const seeded = new Seeded(SEED + 1);
      const before = await facts();
      const writtenBefore = counts.written;
      const own = await freePorts();
      const start = (failpoint = '') =>
        startProcess(next, join(directory, 'next'), own, { ...shared(), CME_FAILPOINT: failpoint });
      const die = async (failpoint: string) => {
        const starting = start(failpoint).then(
          (program) => program.gone,
          (error: Error) => expect(error.message).toContain('SIGKILL'),
        );
        await starting;
        counts.kills += 1;
        counts['at a failpoint'] += 1;
      };
      await readingMeanwhile(async () => {
        for (let round = 0; round < ROUNDS; round += 1) {
          const serves = await live();
          await die(seeded.one(WRITING));
          expect(await live()).toBe(serves);
          await write(seeded);
          await die(seeded.one(['before-switch', 'after-switch']));
          await write(seeded);
          // The program of the version before takes the view back once nobody works the later one.
          await until('the version before to serve', async () => isOfVersion((await live()) ?? '', version), 60_000);
        }
        following = await start();
        await until('the new version to serve', async () => (await live()) === `v${version + 1}`, 60_000);
        await write(seeded);
        await shown();
      });
      const { status, body } = await caseload();
      expect({ status, rows: body.items.length }).toEqual({ status: 200, rows: CHILDREN });
      const proof = startCommand(next, join(directory, 'next'), own, shared(), 'views', 'proof', 'caseload');
      const { code } = await proof.ended;
      expect({ code, output: proof.output() }).toMatchObject({ code: 0 });
      expect(documentsIn(proof.output())).toBe(CHILDREN);
      counts['documents compared'] += CHILDREN;
      expect(await facts()).toEqual({ ...before, people: before.people + counts.written - writtenBefore });
      if (process.env.FAULT_COUNTS) {
        process.stdout.write(`${JSON.stringify({ rounds: ROUNDS, seed: SEED, ...counts })}\n`);
      }
    },
    60_000 + ROUNDS * 120_000,
  );
});
