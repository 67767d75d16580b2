import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  type AllStreamResolvedEvent,
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  excludeSystemEvents,
  jsonEvent,
  KurrentDBClient,
  NO_STREAM,
  PARK,
  type PersistentSubscriptionToStreamResolvedEvent,
  persistentSubscriptionToStreamSettingsFromDefaults,
  RETRY,
  type ResolvedEvent,
  START,
  STREAM_EXISTS,
  streamNameFilter,
} from '@kurrent/kurrentdb-client';
import {
  all,
  capabilitiesOf,
  failure,
  labels,
  newCategory,
  newStream,
  numberOf,
  openServer,
  record,
  type ServerUnderTest,
  until,
} from './neutral.js';

/** The successor's client, which reads through a native bridge. A file of its own: it and the other client share one global. */
let server: ServerUnderTest;
let client: KurrentDBClient;
const groups: [string, string][] = [];
beforeAll(async () => {
  server = await openServer();
  client = KurrentDBClient.connectionString(server.url.replace(/^[a-z]+/, 'kurrentdb'));
});
afterEach(async () => {
  for (const [stream, group] of groups.splice(0)) {
    await client.deletePersistentSubscriptionToStream(stream, group).catch(() => undefined);
  }
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

const event = (type: string, n = 0) => jsonEvent({ type, data: { n }, metadata: { user: 'x' } });
const numbered = (count: number, type = 'Counted', from = 0) =>
  Array.from({ length: count }, (_, index) => event(type, from + index));
const read = async (stream: string, options?: Parameters<KurrentDBClient['readStream']>[1]) =>
  labels(await all(client.readStream(stream, options)));

describe('appending', () => {
  it('answers the next revision and the position', async () => {
    const stream = newStream();
    expect(await client.appendToStream(stream, numbered(3), { streamState: NO_STREAM })).toEqual({
      success: true,
      nextExpectedRevision: 2n,
      position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) },
    });
    expect(await client.appendToStream(stream, event('B'), { streamState: 2n })).toMatchObject({
      nextExpectedRevision: 3n,
    });
    expect(await client.appendToStream(stream, event('C'), { streamState: STREAM_EXISTS })).toMatchObject({
      nextExpectedRevision: 4n,
    });
  });

  it.each([
    ['batch append', {}],
    ['a call of its own', { credentials: { username: 'a', password: 'b' } }],
  ])('refuses another state than the one expected, through %s', async (_name, how) => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(3), { ...how, streamState: NO_STREAM });
    for (const [streamState, expected] of [
      [NO_STREAM, { actualState: 2n, expectedState: 'no_stream' }],
      [1n, { actualState: 2n, expectedState: 1n }],
      [9n, { actualState: 2n, expectedState: 9n }],
    ] as const) {
      const refused = await failure(() => client.appendToStream(stream, event('Late'), { ...how, streamState }));
      expect(refused).toMatchObject({
        name: 'WrongExpectedVersionError',
        type: 'wrong-expected-version',
        streamName: stream,
      });
      expect(Object.values(refused)).toEqual(expect.arrayContaining(Object.values(expected)));
    }
    expect(await read(stream)).toHaveLength(3);
  });

  it('is repeatable', async () => {
    const stream = newStream();
    const same = event('Dup');
    const first = await client.appendToStream(stream, same, { streamState: ANY });
    expect(await client.appendToStream(stream, same, { streamState: ANY })).toEqual(first);
    expect(await read(stream)).toEqual(['0:Dup']);
  });

  it('refuses more than 1 MiB', async () => {
    const stream = newStream();
    const huge = binaryEvent({ type: 'Big', data: new Uint8Array(2 * 1024 * 1024) });
    expect(await failure(() => client.appendToStream(stream, huge))).toMatchObject({
      name: 'MaxAppendSizeExceededError',
      type: 'maximum-append-size-exceeded',
    });
  });

  it('to several streams at once is not a thing of this server’s version, and the client is told so', async () => {
    if (!server.embedded) return;
    const refused = await failure(() =>
      client.multiStreamAppend([{ streamName: newStream(), events: [event('A')], expectedState: ANY }]),
    );
    expect(refused.name).toBe('UnsupportedError');
  });
});

describe('reading through the bridge', () => {
  it('reads a stream in both directions with limits', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(5));
    expect(await read(stream)).toEqual(['0:Counted', '1:Counted', '2:Counted', '3:Counted', '4:Counted']);
    expect(await read(stream, { direction: BACKWARDS, fromRevision: END, maxCount: 2 })).toEqual([
      '4:Counted',
      '3:Counted',
    ]);
    expect(await read(stream, { fromRevision: 3n, maxCount: 1 })).toEqual(['3:Counted']);
  });

  it('gives the whole event, and binary data as bytes', async () => {
    const stream = newStream();
    const written = event('Deposited', 2);
    const { position } = await client.appendToStream(stream, written);
    await client.appendToStream(
      stream,
      binaryEvent({ type: 'Bin', data: Uint8Array.of(1, 2, 3), metadata: Uint8Array.of(9) }),
    );
    const [first, second] = await all(client.readStream(stream));
    expect(first).toMatchObject({
      event: {
        streamId: stream,
        id: written.id,
        revision: 0n,
        type: 'Deposited',
        data: { n: 2 },
        metadata: { user: 'x' },
        isJson: true,
        position,
      },
      commitPosition: position?.commit,
    });
    expect(Math.abs((first?.event?.created.getTime() ?? 0) - Date.now())).toBeLessThan(10 * 60_000);
    expect(Buffer.from(second?.event?.data as unknown as Uint8Array)).toEqual(Buffer.of(1, 2, 3));
    expect(second?.event?.isJson).toBe(false);
  });

  it('reads a long stream', async () => {
    const stream = newStream();
    for (let from = 0; from < 3000; from += 500) await client.appendToStream(stream, numbered(500, 'Counted', from));
    const revisions = (await all(client.readStream(stream))).map(({ event: e }) => e?.revision);
    expect(revisions).toEqual(Array.from({ length: 3000 }, (_, n) => BigInt(n)));
  });

  it('tells streams that are missing and streams that are tombstoned', async () => {
    const missing = newStream();
    expect(await failure(() => all(client.readStream(missing)))).toMatchObject({
      name: 'StreamNotFoundError',
      streamName: missing,
    });
    const gone = newStream();
    await client.appendToStream(gone, event('A'));
    await client.tombstoneStream(gone);
    expect(await failure(() => all(client.readStream(gone)))).toMatchObject({
      name: 'StreamDeletedError',
      streamName: gone,
    });
  });

  it('reads $all both ways, and with a filter', async () => {
    const category = newCategory();
    await client.appendToStream(`${category}-1`, numbered(3));
    const [first] = await all(client.readStream(`${category}-1`, { maxCount: 1 }));
    const { position } = await client.appendToStream(`${category}-2`, event('Last'));
    const mine = (events: readonly { event?: { streamId: string; revision: bigint } }[]) =>
      events
        .filter(({ event: e }) => e?.streamId.startsWith(`${category}-`))
        .map(({ event: e }) => `${e?.streamId.slice(-1)}@${e?.revision}`);
    const forwards = await all(client.readAll({ fromPosition: first?.event?.position ?? START, maxCount: 100 }));
    expect(mine(forwards)).toEqual(['1@0', '1@1', '1@2', '2@0']);
    const backwards = await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 50 }));
    expect(mine(backwards)).toEqual(['2@0', '1@2', '1@1', '1@0']);
    const filtered = await all(client.readAll({ filter: streamNameFilter({ prefixes: [`${category}-`] }) }));
    expect(mine(filtered)).toEqual(['1@0', '1@1', '1@2', '2@0']);
    expect(filtered).toHaveLength(4);
    expect(filtered.at(-1)?.event?.position).toEqual(position);
    const ordinary = await all(
      client.readAll({ fromPosition: first?.event?.position ?? START, filter: excludeSystemEvents() }),
    );
    expect(ordinary.some(({ event: e }) => e?.type.startsWith('$'))).toBe(false);
  });

  it('resolves links', async () => {
    const stream = newStream();
    const list = newStream('list');
    await client.appendToStream(stream, numbered(2));
    await client.appendToStream(list, binaryEvent({ type: '$>', data: Buffer.from(`1@${stream}`) }));
    const [resolved] = await all(client.readStream(list, { resolveLinkTos: true }));
    expect([resolved?.event?.streamId, resolved?.event?.revision, resolved?.link?.streamId]).toEqual([
      stream,
      1n,
      list,
    ]);
  });
});

describe('deletion and metadata', () => {
  it('deletes, and goes on with the revisions', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(2));
    await client.deleteStream(stream);
    expect((await failure(() => all(client.readStream(stream)))).name).toBe('StreamNotFoundError');
    expect(await client.appendToStream(stream, event('Again'), { streamState: NO_STREAM })).toMatchObject({
      nextExpectedRevision: 2n,
    });
  });

  it('keeps metadata, and limits by it', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(6));
    await client.setStreamMetadata(stream, { maxCount: 2, custom: 'z' });
    expect((await client.getStreamMetadata(stream)).metadata).toEqual({ maxCount: 2, custom: 'z' });
    expect(await read(stream)).toEqual(['4:Counted', '5:Counted']);
  });
});

describe('subscribing', () => {
  it('to a stream gives what is there, says that it has caught up, and goes on', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(3));
    const subscription = client.subscribeToStream(stream);
    const seen = record<ResolvedEvent>(subscription);
    await until('it has caught up', () => seen.caughtUp);
    await client.appendToStream(stream, event('Live'));
    await until('the live event has come', () => seen.events.length === 4);
    expect(labels(seen.events)).toEqual(['0:Counted', '1:Counted', '2:Counted', '3:Live']);
    await subscription.unsubscribe();
  });

  it('to $all with a filter gives each event once, with checkpoints, and resumes', async () => {
    const category = newCategory();
    const filter = { prefixes: [`${category}-`], checkpointInterval: 1, maxSearchWindow: 5 };
    for (let n = 0; n < 10; n += 1) await client.appendToStream(`${category}-${n % 2}`, event('Counted', n));
    const checkpoints: bigint[] = [];
    const first = client.subscribeToAll({
      fromPosition: START,
      filter: streamNameFilter({ ...filter, checkpointReached: (_s, { commit }) => void checkpoints.push(commit) }),
    });
    const seen = record<AllStreamResolvedEvent>(first);
    await until('it has caught up', () => seen.caughtUp);
    expect(seen.events.map(numberOf)).toEqual(Array.from({ length: 10 }, (_, n) => n));
    await until('a checkpoint has come', () => checkpoints.length > 0);
    await first.unsubscribe();
    const middle = seen.events[4]?.event?.position;
    const second = client.subscribeToAll({ fromPosition: middle ?? START, filter: streamNameFilter(filter) });
    const rest = record<AllStreamResolvedEvent>(second);
    await until('it has caught up', () => rest.caughtUp);
    expect(rest.events.map(numberOf)).toEqual([5, 6, 7, 8, 9]);
    await second.unsubscribe();
  });

  it('through a group retries and parks', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(3));
    await client.createPersistentSubscriptionToStream(
      stream,
      'g1',
      persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START }),
    );
    groups.push([stream, 'g1']);
    const subscription = client.subscribeToPersistentSubscriptionToStream(stream, 'g1');
    const seen = record<PersistentSubscriptionToStreamResolvedEvent>(subscription);
    subscription.on('data', (delivered: PersistentSubscriptionToStreamResolvedEvent) => {
      const revision = Number(delivered.event?.revision);
      if (revision === 0 && delivered.retryCount === 0) void subscription.nack(RETRY, 'again', delivered);
      else if (revision === 2) void subscription.nack(PARK, 'no good', delivered);
      else void subscription.ack(delivered);
    });
    await until('one is parked', async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo(stream, 'g1');
      return stats.parkedMessageCount === 1n && seen.events.length === 4;
    });
    expect(seen.events.map(({ event: e, retryCount }) => `${e?.revision}/r${retryCount}`).sort()).toEqual([
      '0/r0',
      '0/r1',
      '1/r0',
      '2/r0',
    ]);
    await subscription.unsubscribe();
  });
});

describe('what the server tells of itself', () => {
  it('is its version', async () => {
    expect((await capabilitiesOf(client)).serverVersion).toMatch(/^\d+\.\d+\.\d+/);
  });
});
