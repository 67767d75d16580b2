import { BACKWARDS, END, type EventStoreDBClient, NO_STREAM } from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  all,
  client as connect,
  event,
  failure,
  newStream,
  numbered,
  openServer,
  readLabels,
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

async function stream(count: number): Promise<string> {
  const name = newStream();
  await client.appendToStream(name, numbered(count));
  return name;
}

describe('stream metadata', () => {
  it('is absent where none was set', async () => {
    const name = await stream(1);
    expect(await client.getStreamMetadata(name)).toEqual({ streamName: name });
    const never = newStream();
    expect(await client.getStreamMetadata(never)).toEqual({ streamName: never });
  });

  it('is kept with its own members and the custom ones, and answers where it lies', async () => {
    const name = await stream(1);
    const set = await client.setStreamMetadata(name, { maxCount: 4, maxAge: 3600, custom: 'z' });
    expect(set).toEqual({
      success: true,
      nextExpectedRevision: 0n,
      position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) },
    });
    expect(await client.getStreamMetadata(name)).toEqual({
      streamName: name,
      metadata: { maxCount: 4, maxAge: 3600, custom: 'z' },
      metastreamRevision: set.position?.commit,
    });
  });

  it('is an event of the stream $$<name>, of which only the last is kept', async () => {
    const name = await stream(1);
    await client.setStreamMetadata(name, { custom: 1 });
    await client.setStreamMetadata(name, { custom: 2 }, { expectedRevision: 0n });
    const kept = await all(client.readStream(`$$${name}`));
    expect(kept.map(({ event: e }) => [e?.revision, e?.type, e?.data])).toEqual([[1n, '$metadata', { custom: 2 }]]);
  });

  it('refuses a stale revision of the metadata', async () => {
    const name = await stream(1);
    await client.setStreamMetadata(name, { custom: 1 }, { expectedRevision: NO_STREAM });
    expect(
      await failure(() => client.setStreamMetadata(name, { custom: 2 }, { expectedRevision: NO_STREAM })),
    ).toMatchObject({ name: 'WrongExpectedVersionError', streamName: `$$${name}`, actualVersion: 0n });
  });

  it('can be set before the stream is there', async () => {
    const name = newStream();
    await client.setStreamMetadata(name, { maxCount: 2 });
    expect((await failure(() => all(client.readStream(name)))).name).toBe('StreamNotFoundError');
    await client.appendToStream(name, numbered(5), { expectedRevision: NO_STREAM });
    expect(await readLabels(client, name)).toEqual(['3:Counted', '4:Counted']);
  });

  it('keeps the access list that it was given', async () => {
    const name = await stream(1);
    const acl = { readRoles: ['$all'], writeRoles: ['$admins', 'staff'] };
    await client.setStreamMetadata(name, { acl, cacheControl: 30 });
    expect((await client.getStreamMetadata(name)).metadata).toEqual({ acl, cacheControl: 30 });
  });
});

describe('maxCount', () => {
  it('shows only the last ones, in every kind of read', async () => {
    const name = await stream(11);
    await client.setStreamMetadata(name, { maxCount: 4 });
    const kept = ['7:Counted', '8:Counted', '9:Counted', '10:Counted'];
    expect(await readLabels(client, name)).toEqual(kept);
    expect(await readLabels(client, name, { direction: BACKWARDS, fromRevision: END })).toEqual(kept.toReversed());
    expect(await readLabels(client, name, { fromRevision: 2n, maxCount: 2 })).toEqual(kept.slice(0, 2));
    expect(await readLabels(client, name, { direction: BACKWARDS, fromRevision: 8n })).toEqual([
      '8:Counted',
      '7:Counted',
    ]);
    expect(await readLabels(client, name, { direction: BACKWARDS, fromRevision: 5n })).toEqual([]);
    const subscription = client.subscribeToStream(name);
    const seen = record(subscription);
    await until('the subscription has caught up', () => seen.caughtUp > 0);
    expect(seen.events.map(({ event: e }) => `${e?.revision}:${e?.type}`)).toEqual(kept);
    await subscription.unsubscribe();
  });

  it('moves on with new events, and can be widened again', async () => {
    const name = await stream(5);
    await client.setStreamMetadata(name, { maxCount: 2 });
    await client.appendToStream(name, event('New'), { expectedRevision: 4n });
    expect(await readLabels(client, name)).toEqual(['4:Counted', '5:New']);
    await client.setStreamMetadata(name, {});
    expect(await readLabels(client, name)).toHaveLength(6);
  });
});

describe('truncateBefore', () => {
  it('hides what lies before the revision', async () => {
    const name = await stream(6);
    await client.setStreamMetadata(name, { truncateBefore: 4 });
    expect(await readLabels(client, name)).toEqual(['4:Counted', '5:Counted']);
    expect(await readLabels(client, name, { direction: BACKWARDS, fromRevision: END })).toEqual([
      '5:Counted',
      '4:Counted',
    ]);
  });

  it('leaves the later of two limits in force', async () => {
    const name = await stream(6);
    await client.setStreamMetadata(name, { truncateBefore: 2, maxCount: 1 });
    expect(await readLabels(client, name)).toEqual(['5:Counted']);
  });

  it('past the end leaves nothing, and the revisions go on', async () => {
    const name = await stream(3);
    await client.setStreamMetadata(name, { truncateBefore: 3 });
    expect(await readLabels(client, name)).toEqual([]);
    expect(await client.appendToStream(name, event('New'), { expectedRevision: 2n })).toMatchObject({
      nextExpectedRevision: 3n,
    });
    expect(await readLabels(client, name)).toEqual(['3:New']);
  });
});

describe('maxAge', () => {
  it('hides what is older', async () => {
    const name = await stream(2);
    await client.setStreamMetadata(name, { maxAge: 1 });
    await until('the events are over age', async () => (await readLabels(client, name)).length === 0);
    await client.appendToStream(name, event('Young'), { expectedRevision: 1n });
    expect(await readLabels(client, name)).toEqual(['2:Young']);
    await client.setStreamMetadata(name, { maxAge: 3600 });
    expect(await readLabels(client, name)).toHaveLength(3);
  });
});
