import {
  DISPATCH_TO_SINGLE,
  END,
  type EventStoreDBClient,
  PARK,
  type PersistentSubscriptionToStream,
  type PersistentSubscriptionToStreamResolvedEvent,
  type PersistentSubscriptionToStreamSettings,
  PINNED,
  persistentSubscriptionToStreamSettingsFromDefaults,
  RETRY,
  ROUND_ROBIN,
  SKIP,
  START,
  STOP,
} from '@eventstore/db-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import {
  all,
  client as connect,
  event,
  failure,
  newStream,
  numbered,
  openServer,
  record,
  type ServerUnderTest,
  until,
} from './harness.js';

let server: ServerUnderTest;
let client: EventStoreDBClient;
const made: [string, string][] = [];
beforeAll(async () => {
  server = await openServer();
  client = connect(server.url);
});
afterEach(async () => {
  for (const [stream, group] of made.splice(0)) {
    await client.deletePersistentSubscriptionToStream(stream, group).catch(() => undefined);
  }
});
afterAll(async () => {
  await client.dispose();
  await server.close();
});

async function group(
  stream: string,
  settings: Partial<PersistentSubscriptionToStreamSettings> = {},
  name = 'g1',
): Promise<string> {
  await client.createPersistentSubscriptionToStream(
    stream,
    name,
    persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: START, ...settings }),
  );
  made.push([stream, name]);
  return name;
}

async function stream(count: number): Promise<string> {
  const name = newStream();
  if (count > 0) await client.appendToStream(name, numbered(count));
  return name;
}

type Delivered = PersistentSubscriptionToStreamResolvedEvent;
const place = ({ event: e, link, retryCount }: Delivered) => `${(e ?? link)?.revision}/r${retryCount}`;

/** Consumes with a rule for each delivery; what came, in order. */
function consume(
  name: string,
  groupName: string,
  answer: (delivered: Delivered, subscription: PersistentSubscriptionToStream) => Promise<void> | void = (e, s) =>
    s.ack(e),
  bufferSize?: number,
) {
  const subscription = client.subscribeToPersistentSubscriptionToStream(
    name,
    groupName,
    bufferSize ? { bufferSize } : {},
  );
  const seen = record<Delivered>(subscription);
  subscription.on('data', (delivered) => {
    Promise.resolve(answer(delivered, subscription)).catch((error: Error) => {
      seen.error = error;
    });
  });
  return { subscription, seen, stop: () => subscription.unsubscribe() };
}

const doesNotExist = (name: string, groupName: string) => ({
  name: 'PersistentSubscriptionDoesNotExistError',
  type: 'persistent-subscription-does-not-exist',
  code: 5,
  message: `5 NOT_FOUND: Subscription group ${groupName} on stream ${name} does not exist.`,
  streamName: name,
  groupName,
});

describe('a group of a stream', () => {
  it('is made once, and a second time refused', async () => {
    const name = await stream(1);
    expect(await group(name)).toBe('g1');
    expect(
      await failure(() =>
        client.createPersistentSubscriptionToStream(name, 'g1', persistentSubscriptionToStreamSettingsFromDefaults()),
      ),
    ).toEqual({
      name: 'PersistentSubscriptionExistsError',
      type: 'persistent-subscription-exists',
      code: 6,
      message: `6 ALREADY_EXISTS: Subscription group g1 on stream ${name} exists.`,
      streamName: name,
      groupName: 'g1',
    });
  });

  it('is deleted once, and a second time not found', async () => {
    const name = await stream(1);
    await group(name);
    await client.deletePersistentSubscriptionToStream(name, 'g1');
    expect(await failure(() => client.deletePersistentSubscriptionToStream(name, 'g1'))).toEqual(
      doesNotExist(name, 'g1'),
    );
  });

  it('that does not exist cannot be followed, looked at, changed or replayed', async () => {
    const name = await stream(1);
    const seen = record(client.subscribeToPersistentSubscriptionToStream(name, 'nogroup'));
    await until('it has failed', () => seen.error);
    expect(await failure(() => Promise.reject(seen.error))).toEqual(doesNotExist(name, 'nogroup'));
    const settings = persistentSubscriptionToStreamSettingsFromDefaults();
    for (const attempt of [
      () => client.getPersistentSubscriptionToStreamInfo(name, 'nogroup'),
      () => client.updatePersistentSubscriptionToStream(name, 'nogroup', settings),
      () => client.replayParkedMessagesToStream(name, 'nogroup'),
    ]) {
      expect(await failure(attempt)).toEqual(doesNotExist(name, 'nogroup'));
    }
  });

  it('drops its consumers when it is deleted', async () => {
    const name = await stream(1);
    await group(name);
    const { seen } = consume(name, 'g1');
    await until('it is confirmed', () => seen.confirmed);
    await client.deletePersistentSubscriptionToStream(name, 'g1');
    await until('the consumer is dropped', () => seen.error ?? seen.ended);
    expect(await failure(() => Promise.reject(seen.error))).toEqual({
      name: 'PersistentSubscriptionDroppedError',
      type: 'persistent-subscription-dropped',
      code: 1,
      message: `1 CANCELLED: Subscription group g1 on stream ${name} was dropped.`,
      streamName: name,
      groupName: 'g1',
    });
  });

  it('is listed for its stream and among all', async () => {
    const name = await stream(1);
    await group(name);
    await group(name, {}, 'g2');
    const mine = await client.listPersistentSubscriptionsToStream(name);
    expect(mine.map(({ groupName }) => groupName).sort()).toEqual(['g1', 'g2']);
    const every = await client.listAllPersistentSubscriptions();
    expect(every.filter(({ eventSource }) => eventSource === name)).toHaveLength(2);
    const none = newStream();
    expect(await failure(() => client.listPersistentSubscriptionsToStream(none))).toMatchObject({
      name: 'PersistentSubscriptionDoesNotExistError',
      streamName: none,
    });
  });

  it('can be made for a stream that is not there yet', async () => {
    const name = await stream(0);
    await group(name);
    const { seen, stop } = consume(name, 'g1');
    await until('it is confirmed', () => seen.confirmed);
    await client.appendToStream(name, event('First'));
    await until('the event has come', () => seen.events.length > 0);
    expect(seen.events.map(place)).toEqual(['0/r0']);
    await stop();
  });

  it('shows the settings that it was made with, and those that it was changed to', async () => {
    const name = await stream(1);
    const settings = {
      messageTimeout: 12_000,
      maxRetryCount: 3,
      checkPointAfter: 1_500,
      checkPointLowerBound: 5,
      checkPointUpperBound: 50,
      maxSubscriberCount: 7,
      liveBufferSize: 60,
      readBatchSize: 11,
      historyBufferSize: 40,
      consumerStrategyName: DISPATCH_TO_SINGLE,
      resolveLinkTos: true,
      extraStatistics: true,
    } as const;
    await group(name, settings);
    const info = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
    expect(info).toMatchObject({ eventSource: name, groupName: 'g1', settings: { ...settings, startFrom: START } });
    await client.updatePersistentSubscriptionToStream(
      name,
      'g1',
      persistentSubscriptionToStreamSettingsFromDefaults({ startFrom: 1n, maxRetryCount: 8 }),
    );
    expect((await client.getPersistentSubscriptionToStreamInfo(name, 'g1')).settings).toMatchObject({
      startFrom: 1n,
      maxRetryCount: 8,
      consumerStrategyName: ROUND_ROBIN,
    });
  });

  it('starts where it is told: after the start, at a revision, at the end', async () => {
    const name = await stream(5);
    await group(name, { startFrom: START }, 'start');
    await group(name, { startFrom: 3n }, 'third');
    await group(name, { startFrom: END }, 'end');
    const consumers = ['start', 'third', 'end'].map((g) => consume(name, g));
    await until('all are confirmed', () => consumers.every(({ seen }) => seen.confirmed));
    await client.appendToStream(name, event('Live'));
    await until('the live event has come to all', () =>
      consumers.every(({ seen }) => seen.events.at(-1)?.event?.type === 'Live'),
    );
    expect(consumers.map(({ seen }) => seen.events.map(({ event: e }) => Number(e?.revision)))).toEqual([
      [0, 1, 2, 3, 4, 5],
      [3, 4, 5],
      [5],
    ]);
    for (const { stop } of consumers) await stop();
  });

  it('refuses more consumers than it allows', async () => {
    const name = await stream(1);
    await group(name, { maxSubscriberCount: 1 });
    const first = consume(name, 'g1');
    await until('the first is confirmed', () => first.seen.confirmed);
    const second = consume(name, 'g1');
    await until('the second is refused', () => second.seen.error);
    expect(await failure(() => Promise.reject(second.seen.error))).toMatchObject({
      name: 'PersistentSubscriptionMaximumSubscribersReachedError',
      type: 'maximum-subscribers-reached',
      code: 9,
      streamName: name,
      groupName: 'g1',
    });
    await first.stop();
  });
});

describe('consuming', () => {
  it('retries and parks as it is told, as observed on the real server', async () => {
    const name = await stream(9);
    await group(name, { checkPointLowerBound: 1, checkPointUpperBound: 2, checkPointAfter: 100 });
    const { seen, stop } = consume(name, 'g1', (delivered, subscription) => {
      const revision = Number(delivered.event?.revision);
      if (revision === 0 && delivered.retryCount === 0) return subscription.nack(RETRY, 'again', delivered);
      if (revision === 3) return subscription.nack(PARK, 'no good', delivered);
      return subscription.ack(delivered);
    });
    await until('all have come', () => seen.events.length >= 10);
    const places = seen.events.map(place);
    expect(places.toSorted()).toEqual(
      ['0/r0', '0/r1', ...Array.from({ length: 8 }, (_, n) => `${n + 1}/r0`)].toSorted(),
    );
    expect(places.filter((p) => p.endsWith('/r0'))).toEqual(Array.from({ length: 9 }, (_, n) => `${n}/r0`));
    expect(seen.events[0]).toMatchObject({ event: { streamId: name, type: 'Counted' }, retryCount: 0 });
    const parked = `$persistentsubscription-${name}::g1-parked`;
    const links = await until('the event is parked', () =>
      all(client.readStream(parked, { resolveLinkTos: true })).catch(() => undefined),
    );
    expect(
      links.map(({ event: e, link }) => [link?.streamId, link?.revision, link?.type, e?.streamId, e?.revision]),
    ).toEqual([[parked, 0n, '$>', name, 3n]]);
    await stop();
  });

  it('tells how it stands', async () => {
    const name = await stream(12);
    await group(name, { checkPointLowerBound: 1, checkPointUpperBound: 1 });
    const { seen, stop } = consume(name, 'g1', (delivered, subscription) =>
      delivered.event?.revision === 3n ? subscription.nack(PARK, 'no good', delivered) : subscription.ack(delivered),
    );
    await until('all have come', () => seen.events.length === 12);
    const info = await until('it has settled', async () => {
      const now = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return now.stats.parkedMessageCount === 1n && now.stats.totalInFlightMessages === 0 && now;
    });
    expect(info).toMatchObject({
      eventSource: name,
      groupName: 'g1',
      status: 'Live',
      stats: {
        totalItems: 12n,
        readBufferCount: 0,
        liveBufferCount: 0n,
        retryBufferCount: 0,
        totalInFlightMessages: 0,
        outstandingMessagesCount: 0,
        parkedMessageCount: 1n,
        lastKnownEventRevision: 11n,
      },
    });
    expect(info.connections).toHaveLength(1);
    expect(info.connections[0]).toMatchObject({ totalItems: 12n, connectionName: expect.any(String) });
    const checkpoint = await until('a checkpoint is shown', async () => {
      const now = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return now.stats.lastCheckpointedEventRevision !== undefined && now.stats;
    });
    expect(checkpoint.lastCheckpointedEventRevision).toBeLessThanOrEqual(11n);
    await stop();
  });

  it('parks what has been retried too often', async () => {
    const name = await stream(2);
    await group(name, { maxRetryCount: 2 });
    const { seen, stop } = consume(name, 'g1', (delivered, subscription) =>
      delivered.event?.revision === 0n ? subscription.nack(RETRY, 'again', delivered) : subscription.ack(delivered),
    );
    await until('it is parked', async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return stats.parkedMessageCount === 1n;
    });
    expect(seen.events.map(place).filter((p) => p.startsWith('0'))).toEqual(['0/r0', '0/r1', '0/r2']);
    await stop();
  });

  it.each([
    ['skip', SKIP],
    ['stop', STOP],
  ] as const)('takes %s as an end of that event', async (_name, action) => {
    const name = await stream(3);
    await group(name);
    const { seen, stop } = consume(
      name,
      'g1',
      (delivered, subscription) =>
        delivered.event?.revision === 1n ? subscription.nack(action, 'enough', delivered) : subscription.ack(delivered),
      1,
    );
    await until('all have come', () => seen.events.length >= 3);
    expect(seen.events.map(place)).toEqual(['0/r0', '1/r0', '2/r0']);
    const { stats } = await until('nothing is under way', async () => {
      const info = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return info.stats.totalInFlightMessages === 0 && info;
    });
    expect(stats).toMatchObject({ parkedMessageCount: 0n, retryBufferCount: 0 });
    await stop();
  });

  it('sends again what is not answered in time', async () => {
    const name = await stream(1);
    await group(name, { messageTimeout: 300 });
    const { seen, stop } = consume(name, 'g1', (delivered, subscription) =>
      delivered.retryCount === 0 ? undefined : subscription.ack(delivered),
    );
    await until('it has come again', () => seen.events.length >= 2);
    expect(seen.events.map(place)).toEqual(['0/r0', '0/r1']);
    await stop();
  });

  it('has no more under way than the consumer has room for', async () => {
    const name = await stream(20);
    await group(name);
    const held: Delivered[] = [];
    const { seen, subscription, stop } = consume(name, 'g1', (delivered) => void held.push(delivered), 4);
    await until('the room is full', () => seen.events.length === 4);
    const { stats } = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
    expect(stats.totalInFlightMessages).toBe(4);
    expect(seen.events).toHaveLength(4);
    await subscription.ack(...held.splice(0));
    await until('the next have come', () => seen.events.length === 8);
    expect(seen.events.map(place)).toEqual(Array.from({ length: 8 }, (_, n) => `${n}/r0`));
    await stop();
  });

  it('gives another consumer what the first left unanswered', async () => {
    const name = await stream(3);
    await group(name);
    const first = consume(name, 'g1', () => undefined);
    await until('the first has them', () => first.seen.events.length === 3);
    await first.stop();
    const second = consume(name, 'g1');
    await until('the second has them', () => second.seen.events.length >= 3);
    expect(second.seen.events.map(({ event: e }) => e?.revision)).toEqual([0n, 1n, 2n]);
    await second.stop();
  });

  it('goes on from its checkpoint with a new consumer', async () => {
    const name = await stream(6);
    await group(name, { checkPointLowerBound: 1, checkPointUpperBound: 1 });
    const first = consume(name, 'g1');
    await until('all have come', () => first.seen.events.length === 6);
    await until('the checkpoint is at the end', async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return stats.totalInFlightMessages === 0;
    });
    await first.stop();
    const second = consume(name, 'g1');
    await until('it is confirmed', () => second.seen.confirmed);
    await client.appendToStream(name, event('Live'));
    await until('the live event has come', () => second.seen.events.length > 0);
    expect(second.seen.events.map(place)).toEqual(['6/r0']);
    await second.stop();
  });

  it('replays what was parked', async () => {
    const name = await stream(4);
    await group(name);
    let patient = false;
    const { seen, stop } = consume(name, 'g1', (delivered, subscription) =>
      patient || Number(delivered.event?.revision) % 2 === 0
        ? subscription.ack(delivered)
        : subscription.nack(PARK, 'not yet', delivered),
    );
    await until('two are parked', async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return stats.parkedMessageCount === 2n;
    });
    patient = true;
    await client.replayParkedMessagesToStream(name, 'g1');
    await until('they have come again', () => seen.events.length === 6);
    const replayed = seen.events.slice(4);
    expect(replayed.map(({ event: e }) => [e?.streamId, e?.revision])).toEqual([
      [name, 1n],
      [name, 3n],
    ]);
    expect(replayed[0]?.link?.streamId).toBe(`$persistentsubscription-${name}::g1-parked`);
    await until('none is parked any more', async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return stats.parkedMessageCount === 0n;
    });
    await stop();
  });

  it('replays only as many as it is told', async () => {
    const name = await stream(3);
    await group(name);
    let patient = false;
    const { seen, stop } = consume(name, 'g1', (delivered, subscription) =>
      patient ? subscription.ack(delivered) : subscription.nack(PARK, 'not yet', delivered),
    );
    await until('all are parked', async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return stats.parkedMessageCount === 3n;
    });
    patient = true;
    await client.replayParkedMessagesToStream(name, 'g1', { stopAt: 2 });
    await until('one is left', async () => {
      const { stats } = await client.getPersistentSubscriptionToStreamInfo(name, 'g1');
      return stats.parkedMessageCount === 1n;
    });
    await until('two have come again', () => seen.events.length === 5);
    expect(seen.events.slice(3).map(({ event: e }) => e?.revision)).toEqual([0n, 1n]);
    await stop();
  });
});

describe('the consumer strategies', () => {
  async function shared(consumerStrategyName: PersistentSubscriptionToStreamSettings['consumerStrategyName']) {
    const name = await stream(0);
    await group(name, { consumerStrategyName });
    const consumers = [consume(name, 'g1'), consume(name, 'g1')];
    await until('both are confirmed', () => consumers.every(({ seen }) => seen.confirmed));
    for (let n = 0; n < 20; n += 1) {
      await client.appendToStream(name, event('Counted', n));
      await until(
        'it has come to one',
        () => consumers.reduce((sum, { seen }) => sum + seen.events.length, 0) === n + 1,
      );
    }
    for (const { stop } of consumers) await stop();
    return consumers.map(({ seen }) => seen.events.map(({ event: e }) => Number(e?.revision)));
  }

  it('RoundRobin gives to each in turn', async () => {
    const shares = await shared(ROUND_ROBIN);
    expect(shares.map(({ length }) => length)).toEqual([10, 10]);
    expect(shares.flat().sort((a, b) => a - b)).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });

  it('DispatchToSingle gives all to one that has room', async () => {
    const shares = await shared(DISPATCH_TO_SINGLE);
    expect(shares.map(({ length }) => length).sort((a, b) => a - b)).toEqual([0, 20]);
  });

  it('Pinned gives all of one stream to one', async () => {
    const shares = await shared(PINNED);
    expect(shares.map(({ length }) => length).sort((a, b) => a - b)).toEqual([0, 20]);
  });
});
