import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import {
  EventStoreDBClient,
  jsonEvent,
  PARK,
  type PersistentSubscriptionToStreamResolvedEvent,
  persistentSubscriptionToAllSettingsFromDefaults,
  persistentSubscriptionToStreamSettingsFromDefaults,
  START,
  streamNameFilter,
} from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type StandAlone, startStandAlone } from './stand-alone.js';

/** Everything that is not an event must survive a kill as well: deletions, limits, groups and how far they are. */
let directory: string;
let server: StandAlone;
let client: EventStoreDBClient;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'event-store-restart-'));
  await open();
});
afterEach(async () => {
  await client.dispose();
  await server.kill();
  await rm(directory, { recursive: true, force: true });
});

async function open(): Promise<void> {
  server = await startStandAlone(directory);
  client = EventStoreDBClient.connectionString(server.url);
}

async function killAndOpen(): Promise<void> {
  await client.dispose();
  await server.kill();
  await open();
}

const numbered = (count: number, from = 0) =>
  Array.from({ length: count }, (_, n) => jsonEvent({ type: 'Counted', data: { n: from + n } }));

async function outcome(stream: string, resolveLinkTos = false): Promise<string[]> {
  try {
    const seen: string[] = [];
    for await (const { event, link } of client.readStream(stream, { resolveLinkTos })) {
      seen.push(
        `${link?.revision ?? ''} ${event?.streamId}@${event?.revision} ${event?.id} ${event?.created.getTime()}`,
      );
    }
    return seen;
  } catch (error) {
    return [String(Reflect.get(error as object, 'type'))];
  }
}

async function until(what: string, look: () => Promise<boolean> | boolean): Promise<void> {
  const end = performance.now() + 15_000;
  while (!(await look())) {
    if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
    await pause(15);
  }
}

describe('after a kill', () => {
  it('streams that were deleted, tombstoned, limited or made again are as they were', async () => {
    const streams = ['st-plain', 'st-deleted', 'st-again', 'st-tombstoned', 'st-limited', 'st-truncated'];
    for (const stream of streams) await client.appendToStream(stream, numbered(5));
    await client.deleteStream('st-deleted');
    await client.deleteStream('st-again');
    await client.appendToStream('st-again', numbered(2, 5));
    await client.tombstoneStream('st-tombstoned');
    await client.setStreamMetadata('st-limited', { maxCount: 2, custom: 'z' });
    await client.setStreamMetadata('st-truncated', { truncateBefore: 3 });
    const look = async () => ({
      reads: await Promise.all(streams.map((stream) => outcome(stream))),
      category: await outcome('$ce-st', true),
      types: await outcome('$et-Counted', true),
      metadata: await Promise.all(
        streams.map((stream) => client.getStreamMetadata(stream).catch((error: Error) => error.name)),
      ),
    });
    const before = await look();
    await killAndOpen();
    expect(await look()).toEqual(before);
    expect(before.reads.map(({ length }) => length)).toEqual([5, 1, 2, 1, 2, 2]);
    // And the next writes go on from there.
    expect(
      (await client.appendToStream('st-deleted', numbered(1, 9), { expectedRevision: 'no_stream' }))
        .nextExpectedRevision,
    ).toBe(5n);
    expect(
      (await client.appendToStream('st-again', numbered(1, 9), { expectedRevision: 6n })).nextExpectedRevision,
    ).toBe(7n);
    await expect(client.appendToStream('st-tombstoned', numbered(1))).rejects.toMatchObject({ type: 'stream-deleted' });
  });

  it('a repeat is still recognised, by its exact revision and by any', async () => {
    const events = numbered(3);
    const first = await client.appendToStream('repeat-1', events, { expectedRevision: 'no_stream' });
    await killAndOpen();
    expect(await client.appendToStream('repeat-1', events, { expectedRevision: 'no_stream' })).toEqual(first);
    expect(await client.appendToStream('repeat-1', events, { expectedRevision: 'any' })).toEqual(first);
    expect(await outcome('repeat-1')).toHaveLength(3);
  });

  it('groups are there with their settings, their place and what they parked', async () => {
    await client.appendToStream('grouped-1', numbered(20));
    const settings = { startFrom: START, maxRetryCount: 3, checkPointLowerBound: 1, checkPointUpperBound: 1 } as const;
    await client.createPersistentSubscriptionToStream(
      'grouped-1',
      'readers',
      persistentSubscriptionToStreamSettingsFromDefaults(settings),
    );
    await client.createPersistentSubscriptionToAll(
      'everyone',
      persistentSubscriptionToAllSettingsFromDefaults({ startFrom: START }),
      {
        filter: streamNameFilter({ prefixes: ['grouped-'] }),
      },
    );
    let done = 0;
    const subscription = client.subscribeToPersistentSubscriptionToStream('grouped-1', 'readers', { bufferSize: 1 });
    subscription.on('error', () => undefined);
    subscription.on('data', (delivered: PersistentSubscriptionToStreamResolvedEvent) => {
      const revision = Number(delivered.event?.revision);
      if (revision >= 12) return;
      done += 1;
      void (revision === 4 ? subscription.nack(PARK, 'no', delivered) : subscription.ack(delivered)).catch(
        () => undefined,
      );
    });
    const info = () => client.getPersistentSubscriptionToStreamInfo('grouped-1', 'readers');
    await until('twelve are done and the checkpoint is near', async () => {
      const { stats } = await info();
      return done === 12 && stats.parkedMessageCount === 1n && (stats.lastCheckpointedEventRevision ?? 0n) >= 8n;
    });
    const checkpoint = (await info()).stats.lastCheckpointedEventRevision ?? 0n;
    await killAndOpen();
    const after = await info();
    expect(after).toMatchObject({
      settings: { maxRetryCount: 3, startFrom: START },
      stats: { parkedMessageCount: 1n },
    });
    expect((await client.listPersistentSubscriptionsToAll()).map(({ groupName }) => groupName)).toEqual(['everyone']);

    const seen: bigint[] = [];
    const again = client.subscribeToPersistentSubscriptionToStream('grouped-1', 'readers');
    again.on('error', () => undefined);
    again.on('data', (delivered: PersistentSubscriptionToStreamResolvedEvent) => {
      seen.push(delivered.event?.revision ?? -1n);
      void again.ack(delivered).catch(() => undefined);
    });
    await until('the rest has come', () => seen.includes(19n));
    // At least once: nothing after the last answer is missing, and nothing before the checkpoint comes again.
    for (let revision = 12n; revision < 20n; revision += 1n) expect(seen).toContain(revision);
    expect(seen.every((revision) => revision > checkpoint - 1n)).toBe(true);
    await client.replayParkedMessagesToStream('grouped-1', 'readers');
    await until('the parked one has come', () => seen.includes(4n));
  });
});
