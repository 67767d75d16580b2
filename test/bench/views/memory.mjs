/**
 * Memory while the views are built from a long log: this process holds the views alone, both stores are processes of
 * their own. EVENTS sets how many (1,000,000), CHILDREN of how many children (20,000).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectDocuments } from '../../../dist/platform/documents/connect.js';
import { connectEventStore } from '../../../dist/platform/event-store/client.js';
import { EventStoreSource } from '../../../dist/platform/subscriptions/event-store-source.js';
import { positionText } from '../../../dist/platform/subscriptions/position.js';
import { perSecond, runnerOf, seconds } from './parts.mjs';
import { childEvent, streamOf, views } from './synthetic.mjs';

const EVENTS = Number(process.env.EVENTS ?? 1_000_000);
const CHILDREN = Number(process.env.CHILDREN ?? 20_000);
const STEP = EVENTS / 10;
const PER_APPEND = 25;
const MIB = 1024 * 1024;

async function serverOf(file, args) {
  const child = spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  const [said] = await once(child.stdout, 'data');
  const url = /(esdb|mongodb):\/\/\S+/.exec(String(said))?.[0];
  if (!url) throw new Error(`${file} said ${said}`);
  return { child, url };
}

const directory = await mkdtemp(join(tmpdir(), 'views-memory-'));
const events = await serverOf('dist/embedded/event-store/main.js', [
  '--directory',
  join(directory, 'events'),
  '--port',
  '0',
]);
const documents = process.env.MONGODB_URL
  ? undefined
  : await serverOf('dist/embedded/documents/main.js', ['--directory', join(directory, 'documents'), '--port', '0']);
const client = connectEventStore(events.url);
const mongo = connectDocuments(process.env.MONGODB_URL ?? documents.url);
const database = mongo.db(`views_memory_${process.pid}`);
const source = new EventStoreSource(client);

/** The appends go round the children, so that streams grow side by side. */
async function fill() {
  const each = Math.ceil(EVENTS / CHILDREN);
  const total = CHILDREN * Math.ceil(each / PER_APPEND);
  let next = 0;
  const writer = async () => {
    while (next < total) {
      const at = next++;
      const child = at % CHILDREN;
      const from = Math.floor(at / CHILDREN) * PER_APPEND;
      const batch = Array.from({ length: Math.min(PER_APPEND, each - from) }, (_, n) => childEvent(child, from + n));
      await client.appendToStream(streamOf(child), batch);
    }
  };
  await Promise.all(Array.from({ length: 8 }, writer));
}

try {
  console.log(`${EVENTS.toLocaleString('en-GB')} events of ${CHILDREN.toLocaleString('en-GB')} children`);
  console.log(`  written at ${perSecond(EVENTS, await seconds(fill))}`);
  let next = STEP;
  let seen = 0;
  const observer = {
    written: (view, { events: items }) => {
      if (view !== 'caseload_v1') return;
      seen += items.length;
      for (; seen >= next; next += STEP) {
        globalThis.gc?.();
        const { rss, heapUsed } = process.memoryUsage();
        console.log(
          `  ${next.toLocaleString('en-GB')} events   RSS ${Math.round(rss / MIB)} MiB, heap ${Math.round(heapUsed / MIB)} MiB`,
        );
      }
    },
    dropped: (reason) => console.log(`  dropped: ${reason}`),
    quarantined: () => undefined,
    stopped: (view, error) => console.log(`  ${view} stopped: ${error}`),
  };
  const { runner, store } = runnerOf({ source, database }, views, { observer });
  const end = positionText(await source.end());
  const spent = await seconds(async () => {
    runner.start();
    for (;;) {
      const all = await Promise.all(views.map(({ name }) => store.checkpoint(`${name}_v1`)));
      if (all.every((checkpoint) => checkpoint && checkpoint.position >= end)) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  });
  console.log(`  rebuilt at ${perSecond(EVENTS, spent)}`);
  await runner.stop();
} finally {
  await database.dropDatabase();
  await mongo.close();
  await Promise.race([client.dispose(), new Promise((resolve) => setTimeout(resolve, 1000))]);
  for (const server of [events, documents]) server?.child.kill('SIGTERM');
  await rm(directory, { recursive: true, force: true });
}
process.exit(0);
