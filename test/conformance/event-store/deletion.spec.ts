import { ANY, BACKWARDS, END, type EventStoreDBClient, NO_STREAM, STREAM_EXISTS } from '@eventstore/db-client';
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
const position = { commit: expect.any(BigInt), prepare: expect.any(BigInt) };
const notFound = (name: string) => ({
  name: 'StreamNotFoundError',
  type: 'stream-not-found',
  code: undefined,
  message: `${name} not found`,
  streamName: name,
});

describe('deleting a stream', () => {
  it('answers a position, and the stream is not found any more', async () => {
    const name = await stream(3);
    expect(await client.deleteStream(name)).toEqual({ position });
    expect(await failure(() => all(client.readStream(name)))).toEqual(notFound(name));
    expect(await failure(() => all(client.readStream(name, { direction: BACKWARDS, fromRevision: END })))).toEqual(
      notFound(name),
    );
  });

  it('hides the events from $all no longer than it must: they stay in the log', async () => {
    const name = await stream(2);
    const [first] = await all(client.readStream(name));
    await client.deleteStream(name);
    const found = await all(
      client.readAll({ fromPosition: first?.event?.position ?? { commit: 0n, prepare: 0n }, maxCount: 1 }),
    );
    expect(found[0]?.event?.position).toEqual(first?.event?.position);
  });

  it('refuses a wrong revision with the actual one', async () => {
    const name = await stream(3);
    expect(await failure(() => client.deleteStream(name, { expectedRevision: 77n }))).toEqual({
      name: 'WrongExpectedVersionError',
      type: 'wrong-expected-version',
      code: 9,
      message: `9 FAILED_PRECONDITION: Delete failed due to WrongExpectedVersion. Stream: ${name}, Expected version: 77, Actual version: 2`,
      streamName: name,
      expectedVersion: 77n,
      actualVersion: 2n,
    });
    expect(await readLabels(client, name)).toHaveLength(3);
  });

  it('takes the exact revision, and refuses NO_STREAM on a stream that exists', async () => {
    const name = await stream(3);
    expect((await failure(() => client.deleteStream(name, { expectedRevision: NO_STREAM }))).name).toBe(
      'WrongExpectedVersionError',
    );
    expect(await client.deleteStream(name, { expectedRevision: 2n })).toEqual({ position });
  });

  it.each([
    ['ANY', ANY],
    ['NO_STREAM', NO_STREAM],
    ['the exact revision', 2n],
  ] as const)('lets it be created again by %s, with the revisions going on', async (_name, expectedRevision) => {
    const name = await stream(3);
    await client.deleteStream(name);
    expect(await client.appendToStream(name, numbered(2, 'Again'), { expectedRevision })).toMatchObject({
      success: true,
      nextExpectedRevision: 4n,
    });
    expect(await readLabels(client, name)).toEqual(['3:Again', '4:Again']);
    expect(await readLabels(client, name, { direction: BACKWARDS, fromRevision: END })).toEqual(['4:Again', '3:Again']);
  });

  it('takes STREAM_EXISTS on a deleted stream as deleted', async () => {
    const name = await stream(1);
    await client.deleteStream(name);
    expect(
      await failure(() => client.appendToStream(name, event('Late'), { expectedRevision: STREAM_EXISTS })),
    ).toMatchObject({ name: 'StreamDeletedError', type: 'stream-deleted', streamName: name });
    expect(await failure(() => all(client.readStream(name)))).toEqual(notFound(name));
  });

  it('of what was deleted already, or never there, is answered as 24.10 does', async () => {
    const name = await stream(2);
    await client.deleteStream(name);
    expect(await client.deleteStream(name, { expectedRevision: ANY })).toEqual({ position });
    expect(await client.deleteStream(name, { expectedRevision: NO_STREAM })).toEqual({ position });
    const never = newStream();
    expect(await failure(() => client.deleteStream(never, { expectedRevision: ANY }))).toMatchObject({
      name: 'WrongExpectedVersionError',
      code: 9,
      streamName: never,
    });
  });

  it('shows itself as stream metadata, and the re-creation too', async () => {
    const name = await stream(3);
    await client.deleteStream(name);
    expect((await client.getStreamMetadata(name)).metadata?.truncateBefore).toBe(Number(0x7fffffffffffffffn));
    await client.appendToStream(name, event('Again'));
    expect((await client.getStreamMetadata(name)).metadata?.truncateBefore).toBe(3);
  });

  it('can be done again and again', async () => {
    const name = await stream(2);
    for (let revision = 2n; revision < 5n; revision += 1n) {
      await client.deleteStream(name);
      expect(await client.appendToStream(name, event('Again'))).toMatchObject({ nextExpectedRevision: revision });
      expect(await readLabels(client, name)).toEqual([`${revision}:Again`]);
    }
  });
});

describe('tombstoning a stream', () => {
  const deleted = (name: string, code: number | undefined) => ({
    name: 'StreamDeletedError',
    type: 'stream-deleted',
    code,
    message: code === undefined ? '' : `9 FAILED_PRECONDITION: Event stream '${name}' is deleted.`,
    streamName: name,
  });

  it('answers a position, and reading, appending and deleting then say that it is deleted', async () => {
    const name = await stream(1);
    expect(await client.tombstoneStream(name)).toEqual({ position });
    expect(await failure(() => all(client.readStream(name)))).toEqual(deleted(name, 9));
    expect(await failure(() => all(client.readStream(name, { direction: BACKWARDS, fromRevision: END })))).toEqual(
      deleted(name, 9),
    );
    for (const expectedRevision of [ANY, NO_STREAM, STREAM_EXISTS, 0n] as const) {
      expect(await failure(() => client.appendToStream(name, event('Late'), { expectedRevision }))).toEqual(
        deleted(name, undefined),
      );
    }
    expect(await failure(() => client.deleteStream(name))).toEqual(deleted(name, 9));
    expect(await failure(() => client.tombstoneStream(name))).toEqual(deleted(name, 9));
  });

  it('says so to an append with credentials too', async () => {
    const name = await stream(1);
    await client.tombstoneStream(name);
    expect(
      await failure(() =>
        client.appendToStream(name, event('Late'), { credentials: { username: 'a', password: 'b' } }),
      ),
    ).toEqual(deleted(name, 9));
  });

  it('refuses a wrong revision, and takes the right one', async () => {
    const name = await stream(2);
    expect(await failure(() => client.tombstoneStream(name, { expectedRevision: 5n }))).toMatchObject({
      name: 'WrongExpectedVersionError',
      code: 9,
      streamName: name,
      expectedVersion: 5n,
      actualVersion: 1n,
    });
    expect(await client.tombstoneStream(name, { expectedRevision: 1n })).toEqual({ position });
  });

  it('takes a stream that was only deleted, and one that never was', async () => {
    const once = await stream(1);
    await client.deleteStream(once);
    expect(await client.tombstoneStream(once)).toEqual({ position });
    const never = newStream();
    expect(await client.tombstoneStream(never)).toEqual({ position });
    expect(await failure(() => client.appendToStream(never, event('Late')))).toEqual(deleted(never, undefined));
  });

  it('drops a subscription to it with the same words', async () => {
    const name = await stream(1);
    await client.tombstoneStream(name);
    const subscription = client.subscribeToStream(name);
    const seen = record(subscription);
    await until('the subscription has failed', () => seen.error);
    expect(await failure(() => Promise.reject(seen.error))).toEqual(deleted(name, 9));
  });
});
