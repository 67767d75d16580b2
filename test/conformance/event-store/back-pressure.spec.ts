import { once } from 'node:events';
import {
  type AllStreamResolvedEvent,
  binaryEvent,
  type EventStoreDBClient,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { client as connect, newCategory, openServer, record, type ServerUnderTest, until } from './harness.js';

let server: ServerUnderTest;
let client: EventStoreDBClient;
let writer: EventStoreDBClient;
beforeAll(async () => {
  server = await openServer();
  client = connect(server.url);
  writer = connect(server.url);
});
afterAll(async () => {
  await client.dispose();
  await writer.dispose();
  await server.close();
});

const chunk = (n: number) => binaryEvent({ type: 'Chunk', data: Buffer.alloc(30_000, n % 251) });

describe('a subscriber that stops reading', () => {
  it('gets everything once and in order when it reads again, while others were not held up', async () => {
    const category = newCategory();
    const filter = streamNameFilter({ prefixes: [`${category}-`] });
    const slow = client.subscribeToAll({ fromPosition: START, filter });
    slow.on('error', () => undefined);
    const slowly: bigint[] = [];
    await once(slow, 'confirmation');
    await writer.appendToStream(`${category}-1`, chunk(0));

    const reading = slow[Symbol.asyncIterator]();
    const take = async () => {
      const { value } = await reading.next();
      slowly.push((value as AllStreamResolvedEvent).event?.revision ?? -1n);
    };
    await take();

    const quick = writer.subscribeToAll({ fromPosition: START, filter });
    const seen = record<AllStreamResolvedEvent>(quick);
    // 15 MB: far more than any window of the connection, so that the server has to hold the slow one back.
    for (let n = 1; n <= 480; n += 30) {
      await writer.appendToStream(
        `${category}-1`,
        Array.from({ length: 30 }, (_, index) => chunk(n + index)),
      );
    }
    await until('the quick one has all', () => seen.events.length === 481);
    while (slowly.length < 481) await take();
    expect(slowly).toEqual(Array.from({ length: 481 }, (_, n) => BigInt(n)));
    await slow.unsubscribe();
    await quick.unsubscribe();
  });
});
