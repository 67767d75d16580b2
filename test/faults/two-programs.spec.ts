import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type EmbeddedDocuments, startEmbeddedDocuments } from '../../src/embedded/documents/index.js';
import { type EmbeddedEventStore, startEmbeddedEventStore } from '../../src/embedded/event-store/index.js';
import { loadConfig } from '../../src/platform/config/config.js';
import { databaseNames } from '../../src/platform/documents/connect.js';
import { MongoViewStore } from '../../src/platform/projections/mongo-view-store.js';
import { compareWithShadow } from '../../src/platform/projections/shadow.js';
import { silentObserver } from '../../src/platform/projections/view-observer.js';
import { MongoLeaseStore } from '../../src/platform/subscriptions/mongo-lease.js';
import { systemTiming } from '../../src/platform/subscriptions/timing.js';
import { KnowingDecoder } from '../../src/schools/knowing-decoder.js';
import { EventDecoder } from '../../src/start/event-decoder.js';
import { openServices } from '../../src/start/services.js';
import { documentsOf, dropDocumentsOf } from '../e2e/support/documents.js';
import {
  compiled,
  freePorts,
  type Ports,
  type ProgramProcess,
  runCommand,
  startProcess,
} from '../e2e/support/process.js';
import { aChild, type Person, personWith } from '../e2e/support/program.js';
import { Seeded } from '../support/views/seeded.js';
import { until } from '../support/views/servers.js';

/** `KILL_ROUNDS=50 KILL_SEED=7` for a long run that can be repeated. */
const ROUNDS = Number(process.env.KILL_ROUNDS ?? 4);
const SEED = Number(process.env.KILL_SEED ?? 1);
const WRITERS = 3;
/** Milliseconds between two children of a writer: what is measured is order, not speed. */
const PAUSE_MS = 50;
/** Milliseconds within which one of the two must take a command. */
const SEND_MS = 60_000;
/** Milliseconds in which the other program must show what was written, after one is killed; some 5,000 on a quiet machine. */
const TAKEOVER_MS = 30_000;

interface Written extends Record<string, unknown> {
  readonly childId: string;
  readonly revision: number;
}

interface Instance {
  readonly dataDir: string;
  readonly ports: Ports;
  program: ProgramProcess;
  person: Person;
}

let build: ReturnType<typeof compiled>;
let directory: string;
let eventStore: EmbeddedEventStore;
let documents: EmbeddedDocuments | undefined;
let pair: Instance[] = [];
const counts = { kills: 0, acknowledged: 0, 'sent again': 0, 'children compared': 0, 'documents compared': 0 };

/** What both programs are told: the stores, the databases, and the key that opens what is encrypted. */
function shared(): NodeJS.ProcessEnv {
  const { MONGODB_URL = documents?.url, DOCUMENTS_PREFIX = 'cme' } = documentsOf(directory);
  return { EVENTSTORE_URL: eventStore.url, MONGODB_URL, DOCUMENTS_PREFIX };
}

beforeAll(async () => {
  build = compiled('two-programs');
  directory = await mkdtemp(join(tmpdir(), 'cme-pair-'));
  eventStore = await startEmbeddedEventStore({ directory: join(directory, 'events'), port: 0 });
  if (!process.env.MONGODB_URL) {
    const options = { directory: join(directory, 'documents'), port: 0, durable: [databaseNames('cme').keys] };
    documents = await startEmbeddedDocuments(options);
  }
  pair = [await begin('first'), await begin('second')];
}, 300_000);

afterAll(async () => {
  for (const { program } of pair) program.child.kill('SIGKILL');
  await Promise.all(pair.map(({ program }) => program.gone));
  await eventStore.close();
  await documents?.close();
  await dropDocumentsOf(directory);
  await rm(directory, { recursive: true, force: true });
  build.remove();
});

async function begin(name: string, ports?: Ports): Promise<Instance> {
  const dataDir = join(directory, name);
  const own = ports ?? (await freePorts());
  const kek = join(directory, 'first', 'keys', 'kek');
  const settings = name === 'first' ? shared() : { ...shared(), KEK_FILE: kek };
  const program = await startProcess(build.directory, dataDir, own, settings);
  const token = runCommand(build.directory, dataDir, own, 'token', '--role', 'cme-assistant').stdout.trim();
  return { dataDir, ports: own, program, person: personWith(program.origin, token) };
}

/** Sends a command to one program and, when it is gone, the same command to the other, until one of them has it. */
async function send(seeded: Seeded, path: string, key: string, body: object): Promise<Written> {
  const end = performance.now() + SEND_MS;
  let met = '';
  for (let attempt = seeded.whole(0, 1); performance.now() < end; attempt += 1) {
    const ask = { body, headers: { 'idempotency-key': key } };
    const answer = await pair[attempt % 2]?.person<Written>('POST', path, ask).catch(String);
    if (typeof answer === 'object' && answer.status < 500) {
      if (answer.status < 300) return answer.body;
      throw new Error(`${path} answered ${answer.status}: ${answer.text}`);
    }
    met = typeof answer === 'object' ? answer.text : String(answer);
    counts['sent again'] += 1;
    await pause(50);
  }
  throw new Error(`${path} was not taken within ${SEND_MS} ms: ${met}`);
}

/** The keys under which each child's commands were sent. */
const sent = new Map<string, number>();

async function write(round: number, writer: number, until: () => boolean): Promise<void> {
  const seeded = new Seeded(SEED * 1000 + round * 10 + writer);
  for (let n = 0; !until(); n += 1) {
    const name = `${round}-${writer}-${n}`;
    const { childId } = await send(seeded, '/v1/children', `child-${name}`, aChild(round * 4000 + writer * 1000 + n));
    const at = `/v1/children/${childId}`;
    await send(seeded, `${at}/absences`, `absence-${name}`, { date: '2026-03-16', code: 'N' });
    await send(seeded, `${at}/contacts`, `contact-${name}`, { channel: 'phone', outcome: 'no-answer' });
    counts.acknowledged += 3;
    sent.set(childId, 3);
    await pause(PAUSE_MS);
  }
}

describe('two programs on the same stores', () => {
  it(
    `lose and double nothing when one is killed at a random moment, ${ROUNDS} times`,
    async () => {
      const seeded = new Seeded(SEED);
      for (let round = 0; round < ROUNDS; round += 1) {
        let enough = false;
        const writing = Array.from({ length: WRITERS }, (_, writer) => write(round, writer, () => enough));
        await pause(seeded.whole(100, 1500));
        const index = seeded.whole(0, 1);
        const victim = pair[index];
        victim?.program.child.kill('SIGKILL');
        await victim?.program.gone;
        counts.kills += 1;
        await untilShown(seeded, round, pair[1 - index]);
        enough = true;
        // A program is ready once the reviews that are due are done; writers that never rest would bring it new ones.
        await Promise.all(writing);
        const again = await begin(index === 0 ? 'first' : 'second', victim?.ports);
        pair[index] = again;
      }
      await expectHistories();
      await expectViewsEqualRebuild();
      if (process.env.FAULT_COUNTS)
        process.stdout.write(`${JSON.stringify({ rounds: ROUNDS, seed: SEED, ...counts })}\n`);
    },
    180_000 + ROUNDS * 90_000,
  );
});

/** Whoever is left shows what was written since: within seconds, whoever worked the views before. */
async function untilShown(seeded: Seeded, round: number, other: Instance | undefined): Promise<void> {
  const { childId } = await send(seeded, '/v1/children', `after-${round}`, aChild(60_000 + round));
  sent.set(childId, 1);
  counts.acknowledged += 1;
  await until(
    'the program that is left to show what was written',
    async () => {
      const answer = await other?.person<{ items?: object[] }>('GET', `/v1/caseload?child=${childId}`);
      return answer?.body.items?.length === 1;
    },
    TAKEOVER_MS,
  );
}

/** Every command is in its child's stream, once. */
async function expectHistories(): Promise<void> {
  const commands = new Map<string, string>();
  for (const [id, wanted] of sent) {
    const { body } = (await pair[0]?.person<{
      items: { revision: number; commandId: string; actor: { role: string } }[];
    }>('GET', `/v1/children/${id}/history?limit=100`)) ?? { body: { items: [] } };
    expect(body.items.map(({ revision }) => revision)).toEqual([...body.items.keys()]);
    const own = new Set(body.items.filter(({ actor }) => actor.role === 'cme-assistant').map((item) => item.commandId));
    expect({ id, commands: own.size }).toEqual({ id, commands: wanted });
    for (const command of own) expect(commands.get(command) ?? id).toBe(id);
    for (const command of own) commands.set(command, id);
  }
  counts['children compared'] = sent.size;
}

/** Every view built once more from the log beside the one that serves: document by document, field by field. */
async function expectViewsEqualRebuild(): Promise<void> {
  const config = loadConfig({
    ...shared(),
    DATA_DIR: join(directory, 'third'),
    KEK_FILE: join(directory, 'first', 'keys', 'kek'),
    LOG_LEVEL: 'silent',
  });
  const { eventStore: store, documents: mongo } = config;
  const embedded = { eventStore: false, documents: false };
  const stores = {
    eventStoreUrl: store.url ?? '',
    documentsUrl: mongo.url ?? '',
    embedded,
    close: async () => undefined,
  };
  const services = await openServices(config, stores);
  try {
    await services.follower.start();
    const database = services.documents.db(databaseNames(mongo.prefix).views);
    const deps = {
      source: services.source,
      decoder: new KnowingDecoder(new EventDecoder(services.codec), services.knownSchools),
      store: new MongoViewStore(database),
      leases: new MongoLeaseStore(database),
      clock: services.clock,
      timing: systemTiming,
      observer: silentObserver,
    };
    for (const projection of services.projections) {
      const { compared, differences } = await compareWithShadow(deps, projection);
      expect({ view: projection.name, differences }).toEqual({ view: projection.name, differences: [] });
      counts['documents compared'] += compared;
    }
    expect(counts['documents compared']).toBeGreaterThanOrEqual(sent.size);
  } finally {
    await services.close();
  }
}
