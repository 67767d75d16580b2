// The log grows by streams of twenty events, as children's streams do; at both ends the same appends are measured, and
// the store is closed and opened.
import { randomUUID } from 'node:crypto';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EventStoreDBClient, jsonEvent } from '@eventstore/db-client';
import { startStandAlone } from '../../durability/event-store/stand-alone.ts';
import { appendRate, median, together } from './workload.mjs';

const STREAM_LENGTH = 20;
const SMALL = 10_000;
const shown = (number) => Math.round(number).toLocaleString('en-GB');
const filling = 'x'.repeat(150);

async function fill(client, events, report) {
  const started = performance.now();
  let done = 0;
  let told = 0;
  await together(Math.ceil(events / STREAM_LENGTH), 24, async () => {
    const story = Array.from({ length: STREAM_LENGTH }, (_, n) =>
      jsonEvent({ type: `Fact${n % 7}`, data: { n, filling }, metadata: { actor: 'bench', n } }),
    );
    await client.appendToStream(`child-${randomUUID()}`, story);
    done += STREAM_LENGTH;
    if (done - told >= 1_000_000) {
      told = done;
      report(
        `  ${shown(done)} more events, ${shown((done * 1000) / (performance.now() - started))} events/s on average`,
      );
    }
  });
}

/** Appends a second, medians of five: one at a time, and 64 in flight. */
async function cost(client) {
  const single = [];
  const crowd = [];
  for (let n = 0; n < 5; n += 1) {
    single.push(await appendRate(client, { total: 1_500, inFlight: 1 }));
    crowd.push(await appendRate(client, { total: 10_000, inFlight: 64 }));
  }
  return { single: median(single), crowd: median(crowd) };
}

async function size(directory) {
  const sizes = await Promise.all(
    (await readdir(directory)).map(async (name) => (await stat(join(directory, name))).size),
  );
  return sizes.reduce((sum, one) => sum + one, 0) / 2 ** 20;
}

/** From the start of the process to its first answer, ms, median of three; then the first read of a known stream. */
async function opening(directory) {
  const times = [];
  for (let n = 0; n < 3; n += 1) {
    const started = performance.now();
    const server = await startStandAlone(directory);
    times.push(performance.now() - started);
    await server.stop();
  }
  return median(times);
}

/** Grows the log to `target` events and compares. */
export async function grow(target, say) {
  const directory = await mkdtemp(join(tmpdir(), 'event-store-grow-'));
  const empty = await opening(directory);
  let server = await startStandAlone(directory);
  let client = EventStoreDBClient.connectionString(server.url);
  await fill(client, SMALL, say);
  await cost(client);
  const small = await cost(client);
  say(
    `at ${shown(SMALL)} events (and those of the measurement): ${shown(small.single)} appends/s at 1 in flight, ${shown(small.crowd)} at 64; memory ${server.memory()} MiB`,
  );
  await fill(client, target - SMALL, say);
  const large = await cost(client);
  say(
    `at ${shown(target)} events: ${shown(large.single)} appends/s at 1 in flight, ${shown(large.crowd)} at 64; memory ${server.memory()} MiB; ${shown(await size(directory))} MiB on disk`,
  );
  say(
    `cost of an append at ${shown(target)} to that at ${shown(SMALL)}: ${(small.single / large.single).toFixed(2)} at 1 in flight, ${(small.crowd / large.crowd).toFixed(2)} at 64`,
  );
  await client.dispose();
  await server.stop();
  const open = await opening(directory);
  say(
    `opening: ${shown(open)} ms from the start of the process to its first answer (an empty log: ${shown(empty)} ms)`,
  );
  const started = performance.now();
  await server.stop();
  server = await startStandAlone(directory);
  client = EventStoreDBClient.connectionString(server.url);
  const answer = await client.appendToStream(`child-${randomUUID()}`, jsonEvent({ type: 'After', data: {} }));
  if (answer.nextExpectedRevision !== 0n) throw new Error('a new stream began elsewhere than at 0');
  say(`opening and a first append: ${shown(performance.now() - started)} ms; memory ${server.memory()} MiB`);
  await server.kill();
  const killed = performance.now();
  server = await startStandAlone(directory);
  say(`opening after a kill: ${shown(performance.now() - killed)} ms`);
  await client.dispose();
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}
