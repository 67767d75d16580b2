import { BACKWARDS, binaryEvent, END, type EventStoreDBClient, FORWARDS, START } from '@eventstore/db-client';
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

async function account(): Promise<string> {
  const stream = newStream();
  await client.appendToStream(
    stream,
    ['Opened', 'Deposited', 'Deposited', 'Withdrawn', 'Closed'].map((type) => event(type)),
  );
  return stream;
}

describe('reading a stream', () => {
  it('reads forwards from the start, and backwards from the end', async () => {
    const stream = await account();
    const forwards = ['0:Opened', '1:Deposited', '2:Deposited', '3:Withdrawn', '4:Closed'];
    expect(await readLabels(client, stream)).toEqual(forwards);
    expect(await readLabels(client, stream, { direction: FORWARDS, fromRevision: START })).toEqual(forwards);
    expect(await readLabels(client, stream, { direction: BACKWARDS, fromRevision: END })).toEqual(
      forwards.toReversed(),
    );
  });

  it.each([
    ['forwards from revision 3, at most 2', { fromRevision: 3n, maxCount: 2 }, ['3:Withdrawn', '4:Closed']],
    ['forwards at most 2', { maxCount: 2 }, ['0:Opened', '1:Deposited']],
    ['forwards, more asked than there is', { fromRevision: 4n, maxCount: 50 }, ['4:Closed']],
    ['forwards from past the end', { fromRevision: 50n }, []],
    [
      'backwards from the end, at most 3',
      { direction: BACKWARDS, fromRevision: END, maxCount: 3 },
      ['4:Closed', '3:Withdrawn', '2:Deposited'],
    ],
    ['backwards from revision 1', { direction: BACKWARDS, fromRevision: 1n }, ['1:Deposited', '0:Opened']],
    ['backwards from past the end', { direction: BACKWARDS, fromRevision: 50n, maxCount: 1 }, ['4:Closed']],
    ['backwards from START', { direction: BACKWARDS, fromRevision: START }, ['0:Opened']],
  ] as const)('reads %s', async (_name, options, expected) => {
    expect(await readLabels(client, await account(), options)).toEqual(expected);
  });

  it('reads a stream longer than any page', async () => {
    const stream = newStream();
    for (let from = 0; from < 2500; from += 500) await client.appendToStream(stream, numbered(500, 'Counted', from));
    const revisions = (await all(client.readStream(stream))).map(({ event: e }) => e?.revision);
    expect(revisions).toEqual(Array.from({ length: 2500 }, (_, n) => BigInt(n)));
    const backwards = await all(client.readStream(stream, { direction: BACKWARDS, fromRevision: END }));
    expect(backwards.map(({ event: e }) => e?.revision)).toEqual(revisions.toReversed());
  });

  it('gives the whole resolved event', async () => {
    const stream = newStream();
    const started = Date.now();
    const written = event('Deposited', 2);
    const { position } = await client.appendToStream(stream, [event('Opened'), event('Deposited'), written]);
    const read = (await all(client.readStream(stream)))[2];
    expect(read).toEqual({
      event: {
        streamId: stream,
        id: written.id,
        revision: 2n,
        type: 'Deposited',
        data: { n: 2 },
        metadata: { user: 'x' },
        isJson: true,
        created: expect.any(Date),
        position,
      },
      commitPosition: position?.commit,
    });
    const created = read?.event?.created.getTime() ?? 0;
    expect(Math.abs(created - started)).toBeLessThan(10 * 60_000);
  });

  it('gives binary data and metadata as bytes', async () => {
    const stream = newStream();
    const bytes = binaryEvent({ type: 'Bin', data: Uint8Array.of(1, 2, 3), metadata: Uint8Array.of(9) });
    await client.appendToStream(stream, bytes);
    const [read] = await all(client.readStream(stream));
    expect(read?.event).toMatchObject({ id: bytes.id, type: 'Bin', isJson: false });
    expect(Buffer.from(read?.event?.data as unknown as Uint8Array)).toEqual(Buffer.of(1, 2, 3));
    // 9 parses as no JSON (it is a tab), so that the client hands out the bytes.
    expect(Buffer.from(read?.event?.metadata as unknown as Uint8Array)).toEqual(Buffer.of(9));
  });

  it('gives no metadata where there was none', async () => {
    const stream = newStream();
    await client.appendToStream(stream, binaryEvent({ type: 'Bare', data: new Uint8Array(0) }));
    const [read] = await all(client.readStream(stream));
    expect(read?.event?.metadata).toBeUndefined();
    expect(read?.event?.data).toHaveLength(0);
  });

  it('refuses a stream that does not exist', async () => {
    const stream = newStream();
    const expected = {
      name: 'StreamNotFoundError',
      type: 'stream-not-found',
      code: undefined,
      message: `${stream} not found`,
      streamName: stream,
    };
    expect(await failure(() => all(client.readStream(stream)))).toEqual(expected);
    expect(await failure(() => all(client.readStream(stream, { direction: BACKWARDS, fromRevision: END })))).toEqual(
      expected,
    );
  });

  it('answers a read of nothing as the real server does', async () => {
    const stream = await account();
    expect(await failure(() => all(client.readStream(stream, { maxCount: 0 })))).toEqual({
      name: 'UnknownError',
      type: 'unknown',
      code: 2,
      message: '2 UNKNOWN: Unexpected ReadStreamResult: Error',
    });
  });

  it('stops when the client cancels, and goes on serving', async () => {
    const stream = newStream();
    for (let from = 0; from < 2000; from += 500) await client.appendToStream(stream, numbered(500, 'Counted', from));
    const reading = client.readStream(stream);
    let seen = 0;
    for await (const _ of reading) {
      seen += 1;
      if (seen === 10) break;
    }
    await reading.cancel();
    expect(await readLabels(client, stream, { maxCount: 1 })).toEqual(['0:Counted']);
  });
});

describe('links', () => {
  const linkTo = (target: string) =>
    binaryEvent({ type: '$>', data: Buffer.from(target, 'utf8'), metadata: undefined });

  it('resolves a link that a client wrote, and gives the link as it is where that is not asked', async () => {
    const stream = await account();
    const list = newStream('list');
    await client.appendToStream(list, [linkTo(`3@${stream}`), linkTo(`1@${stream}`)]);
    const resolved = await all(client.readStream(list, { resolveLinkTos: true }));
    expect(resolved.map(({ event: e, link }) => [e?.streamId, e?.revision, link?.streamId, link?.revision])).toEqual([
      [stream, 3n, list, 0n],
      [stream, 1n, list, 1n],
    ]);
    expect(resolved[0]?.link?.type).toBe('$>');
    expect(resolved[0]?.commitPosition).toBe(resolved[0]?.link?.position?.commit);
    const raw = await all(client.readStream(list));
    expect(raw.map(({ event: e, link }) => [e?.type, e?.streamId, e?.isJson, link])).toEqual([
      ['$>', list, false, undefined],
      ['$>', list, false, undefined],
    ]);
    expect(Buffer.from(raw[0]?.event?.data as unknown as Uint8Array).toString()).toBe(`3@${stream}`);
  });

  it('gives the link alone where its event is gone', async () => {
    const list = newStream('list');
    const gone = await account();
    await client.appendToStream(list, linkTo(`0@${gone}`));
    await client.deleteStream(gone);
    await client.appendToStream(list, linkTo(`7@${newStream()}`));
    const resolved = await all(client.readStream(list, { resolveLinkTos: true }));
    expect(resolved.map(({ event: e, link }) => [e, link?.revision])).toEqual([
      [undefined, 0n],
      [undefined, 1n],
    ]);
  });

  it('resolves links in subscriptions too', async () => {
    const stream = await account();
    const list = newStream('list');
    await client.appendToStream(list, linkTo(`4@${stream}`));
    const seen: unknown[] = [];
    const subscription = client
      .subscribeToStream(list, { resolveLinkTos: true })
      .on('data', ({ event: e, link }) => seen.push([e?.streamId, e?.type, link?.streamId]));
    await client.appendToStream(list, linkTo(`0@${stream}`));
    await until('both links have come', () => seen.length === 2);
    expect(seen).toEqual([
      [stream, 'Closed', list],
      [stream, 'Opened', list],
    ]);
    await subscription.unsubscribe();
  });
});
