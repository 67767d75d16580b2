import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { type ClientHttp2Session, connect as connectHttp2 } from 'node:http2';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  type AllStreamResolvedEvent,
  binaryEvent,
  END,
  EventStoreDBClient,
  jsonEvent,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type StandAlone, startStandAlone } from './stand-alone.js';
import * as wire from './wire.js';

let directory: string;
let server: StandAlone;
let client: EventStoreDBClient;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'event-store-pressure-'));
  server = await startStandAlone(directory);
  client = EventStoreDBClient.connectionString(server.url);
});
afterEach(async () => {
  await client.dispose();
  await server.kill();
  await rm(directory, { recursive: true, force: true });
});

/** Asks for everything, on connections of their own, and then reads no byte of it. */
async function stalled(count: number, request: Buffer): Promise<ClientHttp2Session[]> {
  return Promise.all(
    Array.from({ length: count }, async () => {
      const session = connectHttp2(`http://127.0.0.1:${server.port}`);
      session.on('error', () => undefined);
      const call = session.request({
        ':method': 'POST',
        ':path': '/event_store.client.streams.Streams/Read',
        'content-type': 'application/grpc',
        te: 'trailers',
      });
      call.on('error', () => undefined);
      call.pause();
      call.end(request);
      await once(call, 'response');
      return session;
    }),
  );
}

async function write(mebibytes: number): Promise<void> {
  for (let n = 0; n < mebibytes * 2; n += 1) {
    await client.appendToStream(
      'bulk',
      Array.from({ length: 8 }, () => binaryEvent({ type: 'Bulk', data: Buffer.alloc(64 * 1024, n) })),
    );
  }
}

describe('subscribers that stop reading', () => {
  it('cost the server little memory, however much is written behind their backs', async () => {
    await write(4);
    const before = server.memory();
    const sessions = [
      ...(await stalled(30, wire.readAllFromStart())),
      ...(await stalled(30, wire.subscribeToAllFromStart())),
    ];
    await write(36);
    // Kept for each of them, this would be 60 times 40 MiB.
    expect(server.memory() - before).toBeLessThan(400);
    for (const session of sessions) session.destroy();
    const answer = await client.appendToStream('after', jsonEvent({ type: 'Fine', data: {} }));
    expect(answer.success).toBe(true);
  }, 60_000);

  it('are gone for the server when they are gone', async () => {
    await write(2);
    const rounds: number[] = [];
    for (let round = 0; round < 4; round += 1) {
      for (const session of await stalled(100, wire.subscribeToAllFromStart())) session.destroy();
      await client.appendToStream('round', jsonEvent({ type: 'Round', data: { round } }));
      rounds.push(server.memory());
    }
    expect((rounds.at(-1) ?? 0) - (rounds[0] ?? 0)).toBeLessThan(150);
  }, 60_000);
});

describe('a thousand subscribers at the end of $all', () => {
  it('each see every event once and in order', async () => {
    const expected = Array.from({ length: 10 }, (_, n) => n);
    const readers = Array.from({ length: 4 }, () => EventStoreDBClient.connectionString(server.url));
    let caughtUp = 0;
    const seen = Array.from({ length: 1_000 }, (_, n) => {
      const numbers: number[] = [];
      const subscription = readers[n % readers.length]?.subscribeToAll({
        fromPosition: END,
        filter: streamNameFilter({ prefixes: ['crowd-'] }),
      });
      subscription?.on('caughtUp', () => {
        caughtUp += 1;
      });
      subscription?.on('error', () => undefined);
      subscription?.on('data', ({ event }: AllStreamResolvedEvent) =>
        numbers.push((event?.data as { n: number } | undefined)?.n ?? -1),
      );
      return numbers;
    });
    while (caughtUp < 1_000) await pause(10);
    for (const n of expected) await client.appendToStream(`crowd-${n % 3}`, jsonEvent({ type: 'Seen', data: { n } }));
    while (seen.some((numbers) => numbers.length < expected.length)) await pause(10);
    for (const numbers of seen) expect(numbers).toEqual(expected);
    expect(server.memory()).toBeLessThan(600);
    await Promise.all(readers.map((reader) => reader.dispose()));
  }, 90_000);
});
