import { setImmediate as turn } from 'node:timers/promises';
import {
  type AllStreamResolvedEvent,
  END,
  type EventStoreDBClient,
  eventTypeFilter,
  excludeSystemEvents,
  type Filter,
  type Position,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  all,
  client as connect,
  event,
  failure,
  labels,
  newCategory,
  newStream,
  numbered,
  numberOf,
  openServer,
  record,
  type ServerUnderTest,
  until,
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

describe('a subscription to a stream', () => {
  it('gives what is there, says that it has caught up, and goes on live', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(9));
    const subscription = client.subscribeToStream(stream, { fromRevision: START });
    const seen = record(subscription);
    await until('it has caught up', () => seen.caughtUp);
    expect(seen.events).toHaveLength(9);
    await client.appendToStream(stream, event('Live'));
    await until('the live event has come', () => seen.events.length === 10);
    expect(labels(seen.events)).toEqual([...Array.from({ length: 9 }, (_, n) => `${n}:Counted`), '9:Live']);
    expect(seen).toMatchObject({ confirmed: true, caughtUp: 1, fellBehind: 0, ended: false });
    expect((subscription as { id?: string }).id).toMatch(/^[0-9a-f-]{36}$/);
    await subscription.unsubscribe();
  });

  it('from the end gives only what comes later', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(3));
    const subscription = client.subscribeToStream(stream, { fromRevision: END });
    const seen = record(subscription);
    await until('it has caught up', () => seen.caughtUp);
    await client.appendToStream(stream, event('Live2'));
    await until('the live event has come', () => seen.events.length > 0);
    expect(labels(seen.events)).toEqual(['3:Live2']);
    await subscription.unsubscribe();
  });

  it('from a revision gives what comes after it', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(6));
    const subscription = client.subscribeToStream(stream, { fromRevision: 3n });
    const seen = record(subscription);
    await until('it has caught up', () => seen.caughtUp);
    expect(labels(seen.events)).toEqual(['4:Counted', '5:Counted']);
    await subscription.unsubscribe();
  });

  it('waits for a stream that does not exist yet', async () => {
    const stream = newStream();
    const subscription = client.subscribeToStream(stream);
    const seen = record(subscription);
    await until('it has caught up', () => seen.caughtUp);
    await client.appendToStream(stream, event('First'));
    await until('the event has come', () => seen.events.length > 0);
    expect(labels(seen.events)).toEqual(['0:First']);
    await subscription.unsubscribe();
  });

  it('gives each event once and in order while others write during the catch-up', async () => {
    const stream = newStream();
    for (let from = 0; from < 3000; from += 500) await client.appendToStream(stream, numbered(500, 'Counted', from));
    const subscription = client.subscribeToStream(stream);
    const seen = record(subscription);
    const writers = Array.from({ length: 200 }, () => client.appendToStream(stream, event('Counted')));
    await Promise.all(writers);
    await until('all have come', () => seen.events.length >= 3200);
    await turn();
    expect(seen.events.map(({ event: e }) => e?.revision)).toEqual(Array.from({ length: 3200 }, (_, n) => BigInt(n)));
    await subscription.unsubscribe();
  });

  it('that is ended by its client gets nothing more, and the server goes on', async () => {
    const stream = newStream();
    const subscription = client.subscribeToStream(stream);
    const seen = record(subscription);
    await until('it has caught up', () => seen.caughtUp);
    await subscription.unsubscribe();
    await client.appendToStream(stream, event('Unseen'));
    const other = client.subscribeToStream(stream);
    const others = record(other);
    await until('another sees it', () => others.events.length === 1);
    expect(seen.events).toEqual([]);
    expect(seen.error).toBeUndefined();
    await other.unsubscribe();
  });
});

describe('a subscription to $all', () => {
  it('from a position gives what comes after it, in order', async () => {
    const category = newCategory();
    const { position } = await client.appendToStream(`${category}-a`, event('Before'));
    await client.appendToStream(`${category}-a`, event('Between'));
    const subscription = client.subscribeToAll({ fromPosition: position ?? START });
    const seen = record<AllStreamResolvedEvent>(subscription);
    await until('it has caught up', () => seen.caughtUp);
    await client.appendToStream(`${category}-b`, event('After'));
    const mine = () => seen.events.filter(({ event: e }) => e?.streamId.startsWith(`${category}-`));
    await until('the live event has come', () => mine().length >= 2);
    expect(mine().map(({ event: e }) => e?.type)).toEqual(['Between', 'After']);
    expect(seen).toMatchObject({ confirmed: true, caughtUp: 1, fellBehind: 0 });
    await subscription.unsubscribe();
  });

  it('from the end gives only what comes later', async () => {
    const category = newCategory();
    await client.appendToStream(`${category}-a`, event('Before'));
    const subscription = client.subscribeToAll({ fromPosition: END });
    const seen = record<AllStreamResolvedEvent>(subscription);
    await until('it has caught up', () => seen.caughtUp);
    await client.appendToStream(`${category}-a`, event('After'));
    const mine = () => seen.events.filter(({ event: e }) => e?.streamId.startsWith(`${category}-`));
    await until('the live event has come', () => mine().length > 0);
    expect(mine().map(({ event: e }) => e?.type)).toEqual(['After']);
    await subscription.unsubscribe();
  });

  it('serves many subscribers at the end, each with every event once', async () => {
    const category = newCategory();
    const subscribers = Array.from({ length: 60 }, () => {
      const subscription = client.subscribeToAll({
        fromPosition: END,
        filter: streamNameFilter({ prefixes: [`${category}-`] }),
      });
      return { subscription, seen: record<AllStreamResolvedEvent>(subscription) };
    });
    await until('all have caught up', () => subscribers.every(({ seen }) => seen.caughtUp));
    for (let n = 0; n < 20; n += 1) await client.appendToStream(`${category}-${n % 3}`, event('Seen', n));
    await until('all have all', () => subscribers.every(({ seen }) => seen.events.length >= 20));
    for (const { subscription, seen } of subscribers) {
      expect(seen.events.map(numberOf)).toEqual(Array.from({ length: 20 }, (_, n) => n));
      await subscription.unsubscribe();
    }
  });
});

interface Filtered {
  readonly seen: ReturnType<typeof record<AllStreamResolvedEvent>>;
  readonly checkpoints: Position[];
  /** Events and checkpoints in the order in which they came. */
  readonly order: ['event' | 'checkpoint', bigint][];
  stop(): Promise<void>;
}

function filtered(filter: Filter, fromPosition?: Position | typeof START | typeof END): Filtered {
  const checkpoints: Position[] = [];
  const order: Filtered['order'] = [];
  const subscription = client.subscribeToAll({
    ...(fromPosition ? { fromPosition } : {}),
    filter: {
      ...filter,
      checkpointReached: (_subscription, position) => {
        checkpoints.push(position);
        order.push(['checkpoint', position.commit]);
      },
    },
  });
  const seen = record<AllStreamResolvedEvent>(subscription);
  // What is pushed is noted before any buffering, so that the order between events and checkpoints is the wire's.
  const push = subscription.push.bind(subscription);
  subscription.push = (chunk: AllStreamResolvedEvent | null) => {
    if (chunk) order.push(['event', chunk.event?.position?.commit ?? 0n]);
    return push(chunk);
  };
  return { seen, checkpoints, order, stop: () => subscription.unsubscribe() };
}

/** Twelve events in two streams of one category, and as many in another one. */
async function traffic() {
  const [category, other] = [newCategory(), newCategory('other')];
  const tag = category.slice(-8);
  const { position: before } = await client.appendToStream(`${other}-0`, event(`Noise${tag}`));
  const types = [`Opened${tag}`, `Deposited${tag}`, `Deposited${tag}`, `Withdrawn${tag}`];
  for (let turn = 0; turn < 3; turn += 1) {
    await client.appendToStream(
      `${category}-${turn % 2}`,
      types.map((type) => event(type)),
    );
    await client.appendToStream(`${other}-1`, numbered(4, `Noise${tag}`));
  }
  if (!before) throw new Error('no position');
  const typesOf = ({ seen }: Filtered) => seen.events.map(({ event: e }) => e?.type.replace(tag, ''));
  return { category, other, tag, before, typesOf };
}

const once = ['Opened', 'Deposited', 'Deposited', 'Withdrawn'];
const thrice = [...once, ...once, ...once];

describe('a filtered subscription to $all', () => {
  it('filters by the prefix of the stream', async () => {
    const { category, typesOf } = await traffic();
    const following = filtered(streamNameFilter({ prefixes: [`${category}-`] }));
    await until('it has caught up', () => following.seen.caughtUp);
    expect(typesOf(following)).toEqual(thrice);
    await client.appendToStream(`${category}-9`, event('Live'));
    await client.appendToStream(`${newCategory()}-9`, event('Unseen'));
    await until('the live event has come', () => following.seen.events.length === 13);
    expect(following.seen.events.at(-1)?.event).toMatchObject({ streamId: `${category}-9`, type: 'Live' });
    expect(following.seen).toMatchObject({ confirmed: true, caughtUp: 1, fellBehind: 0 });
    await following.stop();
  });

  it('filters by one of several prefixes', async () => {
    const { category, before, typesOf } = await traffic();
    const following = filtered(
      streamNameFilter({ prefixes: [`${category}-1`, newCategory(), `${category}-0`] }),
      before,
    );
    await until('it has caught up', () => following.seen.caughtUp);
    expect(typesOf(following)).toEqual(thrice);
    await following.stop();
  });

  it('filters by the prefix of the event type', async () => {
    const { tag, before, typesOf } = await traffic();
    const following = filtered(eventTypeFilter({ prefixes: [`Deposited${tag}`.slice(0, -1)] }), before);
    await until('it has caught up', () => following.seen.caughtUp);
    expect(typesOf(following)).toEqual(Array.from({ length: 6 }, () => 'Deposited'));
    await following.stop();
  });

  it('filters by a regular expression over the stream', async () => {
    const { category, before } = await traffic();
    const following = filtered(streamNameFilter({ regex: `^${category}-[1-9]$` }), before);
    await until('it has caught up', () => following.seen.caughtUp);
    expect(following.seen.events.map(({ event: e }) => e?.streamId)).toEqual(
      Array.from({ length: 4 }, () => `${category}-1`),
    );
    await following.stop();
  });

  it('filters by a regular expression over the event type', async () => {
    const { tag, before, typesOf } = await traffic();
    const following = filtered(eventTypeFilter({ regex: `^(Opened|Withdrawn)${tag}$` }), before);
    await until('it has caught up', () => following.seen.caughtUp);
    expect(typesOf(following)).toEqual(['Opened', 'Withdrawn', 'Opened', 'Withdrawn', 'Opened', 'Withdrawn']);
    await following.stop();
  });

  it('leaves out the events of the system', async () => {
    const { category, before } = await traffic();
    await client.setStreamMetadata(`${category}-0`, { custom: 1 });
    await client.appendToStream(`${category}-0`, event('Last'));
    const following = filtered(excludeSystemEvents(), before);
    await until('it has caught up', () => following.seen.caughtUp);
    expect(following.seen.events.some(({ event: e }) => e?.streamId === `${category}-0` && e.type === 'Last')).toBe(
      true,
    );
    expect(following.seen.events.filter(({ event: e }) => e?.type.startsWith('$'))).toEqual([]);
    await following.stop();
  });

  it('sends checkpoints that never run ahead of what it has sent, nor back', async () => {
    const { category } = await traffic();
    const following = filtered(
      streamNameFilter({ prefixes: [`${category}-`], checkpointInterval: 1, maxSearchWindow: 4 }),
    );
    await until('it has caught up', () => following.seen.caughtUp);
    await until('a checkpoint has come', () => following.checkpoints.length > 2);
    for (let n = 0; n < 30; n += 1) await client.appendToStream(`${newCategory()}-1`, event('Unseen', n));
    const live = await client.appendToStream(`${category}-1`, event('Live'));
    await until('the live event has come', () => following.seen.events.length === 13);
    let last = -1n;
    for (const [kind, position] of following.order) {
      if (kind === 'checkpoint') expect(position).toBeGreaterThanOrEqual(last);
      else expect(position).toBeGreaterThan(last);
      last = position;
    }
    expect(live.position?.commit).toBe(following.seen.events.at(-1)?.event?.position?.commit);
    await following.stop();
  });

  it('sends checkpoints live as well, though nothing matches', async () => {
    const category = newCategory();
    const following = filtered(
      streamNameFilter({ prefixes: [`${category}-`], checkpointInterval: 1, maxSearchWindow: 5 }),
      END,
    );
    await until('it has caught up', () => following.seen.caughtUp);
    const { position } = await client.appendToStream(`${newCategory()}-1`, event('First'));
    const reached = () => following.checkpoints.some(({ commit }) => commit > (position?.commit ?? 0n));
    for (let n = 0; n < 40 && !reached(); n += 1) await client.appendToStream(`${newCategory()}-1`, event('Unseen', n));
    await until('a checkpoint has passed the first of them', reached);
    expect(following.seen.events).toEqual([]);
    await following.stop();
  });

  it('sends fewer checkpoints with a larger window and interval', async () => {
    const { category, before } = await traffic();
    const noise = `${newCategory()}-1`;
    for (let n = 0; n < 10; n += 1) await client.appendToStream(noise, numbered(100));
    const count = async (checkpointInterval: number, maxSearchWindow: number) => {
      const following = filtered(
        streamNameFilter({ prefixes: [`${category}-`], checkpointInterval, maxSearchWindow }),
        before,
      );
      await until('it has caught up', () => following.seen.caughtUp);
      await following.stop();
      return following.checkpoints.length;
    };
    const [often, seldom] = [await count(1, 10), await count(10, 50)];
    expect(often).toBeGreaterThan(20);
    expect(seldom).toBeGreaterThanOrEqual(1);
    expect(seldom).toBeLessThan(often / 10);
  });

  it('resumes at any checkpoint and at any event without loss or doubling', async () => {
    const { category, before } = await traffic();
    const whole = filtered(
      streamNameFilter({ prefixes: [`${category}-`], checkpointInterval: 1, maxSearchWindow: 3 }),
      before,
    );
    await until('it has caught up', () => whole.seen.caughtUp);
    await whole.stop();
    const places = [...whole.checkpoints, ...whole.seen.events.map(({ event: e }) => e?.position ?? before)];
    for (const place of places.filter((_, index) => index % 3 === 0)) {
      const rest = filtered(streamNameFilter({ prefixes: [`${category}-`] }), place);
      await until('it has caught up', () => rest.seen.caughtUp);
      await rest.stop();
      expect(rest.seen.events.map(({ event: e }) => e?.id)).toEqual(
        whole.seen.events
          .filter(({ event: e }) => (e?.position?.commit ?? 0n) > place.commit)
          .map(({ event: e }) => e?.id),
      );
    }
  });

  it('refuses an expression that cannot be understood, and goes on serving', async () => {
    const subscription = client.subscribeToAll({ filter: streamNameFilter({ regex: '(unclosed' }) });
    const seen = record(subscription);
    await until('it has failed', () => seen.error);
    expect((await failure(() => Promise.reject(seen.error))).name).toMatch(/Error$/);
    const stream = newStream();
    await client.appendToStream(stream, event('Fine'));
    expect(await all(client.readStream(stream))).toHaveLength(1);
  });
});
