import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbeddedDocuments } from '../../../dist/embedded/documents/index.js';
import { startEmbeddedEventStore } from '../../../dist/embedded/event-store/index.js';
import { systemClock } from '../../../dist/platform/clock/clock.js';
import { connectDocuments } from '../../../dist/platform/documents/connect.js';
import { connectEventStore } from '../../../dist/platform/event-store/client.js';
import { MongoViewStore } from '../../../dist/platform/projections/mongo-view-store.js';
import { silentObserver } from '../../../dist/platform/projections/view-observer.js';
import { ViewsRunner } from '../../../dist/platform/projections/views-runner.js';
import { EventStoreSource } from '../../../dist/platform/subscriptions/event-store-source.js';
import { MongoLeaseStore } from '../../../dist/platform/subscriptions/mongo-lease.js';
import { positionText } from '../../../dist/platform/subscriptions/position.js';
import { systemTiming } from '../../../dist/platform/subscriptions/timing.js';

/** Both stores, new and empty; MONGODB_URL puts another document store in. */
export async function openStores() {
  const directory = await mkdtemp(join(tmpdir(), 'views-bench-'));
  const events = await startEmbeddedEventStore({ directory: join(directory, 'events'), port: 0 });
  const outside = process.env.MONGODB_URL;
  const documents = outside
    ? undefined
    : await startEmbeddedDocuments({ directory: join(directory, 'documents'), port: 0 });
  const client = connectEventStore(events.url);
  const mongo = connectDocuments(outside ?? documents.url);
  const database = mongo.db('bench_views');
  await database.dropDatabase();
  return {
    client,
    database,
    documentStore: outside ? 'the server at MONGODB_URL' : 'the embedded documents',
    source: new EventStoreSource(client),
    close: async () => {
      await database.dropDatabase();
      await mongo.close();
      await Promise.race([client.dispose(), systemTiming.delay(1000)]);
      await events.close();
      await documents?.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

const recorded = ({ event }) => ({
  type: event.type,
  data: event.data,
  id: event.id,
  streamId: event.streamId,
  revision: Number(event.revision),
  position: event.position,
  metadata: event.metadata,
});

/** Events as they lie there, so that reading and folding are measured, not decryption. */
export const decoder = {
  locate: ({ event }) => ({
    streamId: event.streamId,
    revision: Number(event.revision),
    type: event.type,
    position: event.position,
    created: event.created.getTime(),
  }),
  decode: recorded,
  decodeAll: async (page) => page.map(recorded),
};

export function runnerOf({ source, database }, projections, options = {}) {
  const { observer = silentObserver, store = new MongoViewStore(database), ...rest } = options;
  const leases = new MongoLeaseStore(database);
  const deps = { source, decoder, store, leases, clock: systemClock, timing: systemTiming, observer };
  return { store, runner: new ViewsRunner(deps, projections, { superviseMs: 200, ...rest }) };
}

/** Reads everything through a subscription, as the views do, and does nothing with it. */
export async function readAlone({ source }) {
  const feed = source.subscribe({ from: undefined, streamPrefixes: ['child-', 'school-'] });
  let events = 0;
  for (;;) {
    const chunk = await feed.next(2000);
    for (const raw of chunk.events) if (positionText(raw.event.position)) events += 1;
    if (chunk.caughtUp) break;
  }
  await feed.close();
  return events;
}

/** Builds the views from nothing. Watched in this process: asking the database all the time would be work of its own. */
export async function catchUp(stores, projections, options) {
  const { runner, store } = runnerOf(stores, projections, options);
  const end = positionText(await stores.source.end());
  runner.start();
  const there = ({ visible }) => visible >= end;
  while (runner.workers.length < projections.length || !runner.workers.every(there)) await systemTiming.delay(5);
  await runner.stop();
  for (const { name } of projections) {
    const checkpoint = await store.checkpoint(`${name}_v1`);
    if (!checkpoint || checkpoint.position < end) throw new Error(`${name} stopped at ${checkpoint?.position}`);
  }
}

export async function seconds(work) {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
}

export const perSecond = (count, spent) => `${Math.round(count / spent).toLocaleString('en-GB')}/s`;
export const percent = (part, whole) => `${Math.round((100 * part) / whole)} %`;
export const percentile = (sorted, p) => sorted[Math.min(sorted.length - 1, Math.floor((sorted.length * p) / 100))];
