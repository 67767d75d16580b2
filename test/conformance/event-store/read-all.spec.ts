import {
  type AllStreamResolvedEvent,
  BACKWARDS,
  END,
  type EventStoreDBClient,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  all,
  client as connect,
  newCategory,
  numbered,
  onEmbedded,
  openServer,
  type ServerUnderTest,
} from './harness.js';

let server: ServerUnderTest;
let client: EventStoreDBClient;
beforeAll(async () => {
  server = await openServer();
  client = connect(server.url);
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

const at = ({ event, link }: AllStreamResolvedEvent): Position => {
  const position = (link ?? event)?.position;
  if (!position) throw new Error('an event of $all without a position');
  return position;
};

/** Two streams written in turns; the positions of the first and the last event of them. */
async function interleaved() {
  const category = newCategory();
  const [a, b] = [`${category}-a`, `${category}-b`];
  await client.appendToStream(a, numbered(2));
  await client.appendToStream(b, numbered(2));
  const { position: last } = await client.appendToStream(a, numbered(1, 'Counted', 2));
  const [first] = await all(client.readStream(a, { maxCount: 1 }));
  if (!first?.event?.position || !last) throw new Error('no position');
  const mine = (events: readonly AllStreamResolvedEvent[]) =>
    events
      .filter(({ event }) => event?.streamId.startsWith(`${category}-`))
      .map(({ event }) => `${event?.streamId.slice(category.length + 1)}@${event?.revision}`);
  return { category, first: first.event.position, last, mine };
}

const inOrder = ['a@0', 'a@1', 'b@0', 'b@1', 'a@2'];

describe('reading $all', () => {
  it('reads forwards in the order of recording, from a position on, that one included', async () => {
    const { first, mine } = await interleaved();
    const read = await all(client.readAll({ fromPosition: first }));
    expect(mine(read)).toEqual(inOrder);
    expect(read[0]?.event?.position).toEqual(first);
    const positions = read.map((event) => at(event).commit);
    expect(positions).toEqual([...new Set(positions)].sort((x, y) => (x < y ? -1 : 1)));
  });

  it('reads backwards from the end, and from a position on, that one excluded', async () => {
    const { first, last, mine } = await interleaved();
    const latest = await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 200 }));
    expect(mine(latest)).toEqual(inOrder.toReversed());
    const positions = latest.map((event) => at(event).commit);
    expect(positions).toEqual([...new Set(positions)].sort((x, y) => (x > y ? -1 : 1)));
    const before = await all(client.readAll({ direction: BACKWARDS, fromPosition: last, maxCount: 200 }));
    expect(mine(before)).toEqual(inOrder.slice(0, -1).toReversed());
    const none = await all(client.readAll({ direction: BACKWARDS, fromPosition: first, maxCount: 200 }));
    expect(mine(none)).toEqual([]);
  });

  it('gives at most what is asked', async () => {
    const { first, mine } = await interleaved();
    expect(await all(client.readAll({ maxCount: 10 }))).toHaveLength(10);
    expect(await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 5 }))).toHaveLength(5);
    if (onEmbedded)
      expect(mine(await all(client.readAll({ fromPosition: first, maxCount: 3 })))).toEqual(inOrder.slice(0, 3));
  });

  it('can be walked page by page without loss or doubling', async () => {
    const { first, mine } = await interleaved();
    const seen: AllStreamResolvedEvent[] = [];
    let from: Position = first;
    for (;;) {
      const page = await all(client.readAll({ fromPosition: from, maxCount: 3 }));
      const fresh = page.filter((event) => seen.length === 0 || at(event).commit > from.commit);
      seen.push(...fresh);
      const end = page.at(-1);
      if (!end || fresh.length === 0) break;
      from = at(end);
    }
    expect(mine(seen)).toEqual(inOrder);
  });

  it('has nothing before the start, and nothing after the end', async () => {
    expect(await all(client.readAll({ direction: BACKWARDS, fromPosition: START }))).toEqual([]);
    if (onEmbedded) expect(await all(client.readAll({ fromPosition: END }))).toEqual([]);
  });

  it('is not filtered by this client, which sends no filter with a read', async () => {
    const { first, category } = await interleaved();
    const options = { fromPosition: first, maxCount: 4, filter: streamNameFilter({ prefixes: [`${category}-b`] }) };
    expect((await all(client.readAll(options)))[0]?.event?.streamId).toBe(`${category}-a`);
  });

  it('holds the metadata of streams as events of the system', async () => {
    const { category, last } = await interleaved();
    await client.setStreamMetadata(`${category}-a`, { custom: 'z' });
    const later = await all(client.readAll({ fromPosition: last }));
    expect(later.map(({ event }) => `${event?.streamId} ${event?.type}`)).toContain(`$$${category}-a $metadata`);
  });

  it('shows a tombstone as an event of the system', async () => {
    const { category, last } = await interleaved();
    await client.tombstoneStream(`${category}-b`);
    const later = await all(client.readAll({ fromPosition: last }));
    expect(later.map(({ event }) => `${event?.streamId} ${event?.type}`)).toContain(`${category}-b $streamDeleted`);
  });
});
