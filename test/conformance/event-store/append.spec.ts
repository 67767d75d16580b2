import { randomUUID } from 'node:crypto';
import {
  ANY,
  BACKWARDS,
  binaryEvent,
  END,
  type EventStoreDBClient,
  NO_STREAM,
  STREAM_EXISTS,
} from '@eventstore/db-client';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  all,
  client as connect,
  event,
  failure,
  newStream,
  numbered,
  numberOf,
  openServer,
  readLabels,
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

const endOfAll = async () => {
  const [last] = await all(client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 }));
  return last?.event?.position;
};

/** Both ways in which the client appends: with no credentials it batches, with credentials it makes a call of its own. */
describe.each([
  ['batch append', {}],
  ['a call of its own (credentials given)', { credentials: { username: 'someone', password: 'x' } }],
])('append through %s', (_name, how) => {
  it('answers success, the next revision and a position', async () => {
    const stream = newStream();
    const answer = await client.appendToStream(stream, numbered(3), { ...how, expectedRevision: NO_STREAM });
    expect(answer).toEqual({
      success: true,
      nextExpectedRevision: 2n,
      position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) },
    });
    expect(answer.position).toEqual((await all(client.readStream(stream)))[2]?.event?.position);
  });

  it('refuses NO_STREAM on a stream that exists, with the class and fields of the real server', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(3), { ...how, expectedRevision: NO_STREAM });
    expect(
      await failure(() => client.appendToStream(stream, event('Again'), { ...how, expectedRevision: NO_STREAM })),
    ).toEqual({
      name: 'WrongExpectedVersionError',
      type: 'wrong-expected-version',
      code: undefined,
      message: '',
      streamName: stream,
      expectedVersion: 'no_stream',
      actualVersion: 2n,
    });
  });

  it('takes the exact revision, and refuses a stale one and a future one', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(3), { ...how, expectedRevision: NO_STREAM });
    expect(await client.appendToStream(stream, event('Withdrawn'), { ...how, expectedRevision: 2n })).toMatchObject({
      success: true,
      nextExpectedRevision: 3n,
    });
    for (const expectedVersion of [1n, 9n]) {
      expect(
        await failure(() =>
          client.appendToStream(stream, event('Late'), { ...how, expectedRevision: expectedVersion }),
        ),
      ).toEqual({
        name: 'WrongExpectedVersionError',
        type: 'wrong-expected-version',
        code: undefined,
        message: '',
        streamName: stream,
        expectedVersion,
        actualVersion: 3n,
      });
    }
    expect(await readLabels(client, stream)).toEqual(['0:Counted', '1:Counted', '2:Counted', '3:Withdrawn']);
  });

  it('refuses a revision on a stream that does not exist', async () => {
    const stream = newStream();
    expect(
      await failure(() => client.appendToStream(stream, event('Early'), { ...how, expectedRevision: 0n })),
    ).toMatchObject({ name: 'WrongExpectedVersionError', expectedVersion: 0n, actualVersion: 'no_stream' });
    expect((await failure(() => all(client.readStream(stream)))).name).toBe('StreamNotFoundError');
  });

  it('takes ANY on a new and on an old stream', async () => {
    const stream = newStream();
    expect(await client.appendToStream(stream, event('A'), { ...how, expectedRevision: ANY })).toMatchObject({
      success: true,
      nextExpectedRevision: 0n,
    });
    expect(await client.appendToStream(stream, event('B'), { ...how })).toMatchObject({ nextExpectedRevision: 1n });
  });

  it('takes STREAM_EXISTS where it does, and refuses it where it does not', async () => {
    const stream = newStream();
    expect(
      await failure(() => client.appendToStream(stream, event('A'), { ...how, expectedRevision: STREAM_EXISTS })),
    ).toEqual({
      name: 'WrongExpectedVersionError',
      type: 'wrong-expected-version',
      code: undefined,
      message: '',
      streamName: stream,
      expectedVersion: 'stream_exists',
      actualVersion: 'no_stream',
    });
    await client.appendToStream(stream, event('A'), how);
    expect(await client.appendToStream(stream, event('B'), { ...how, expectedRevision: STREAM_EXISTS })).toMatchObject({
      success: true,
      nextExpectedRevision: 1n,
    });
  });

  it('records a repeat by ANY only once and answers as the first time', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(5), how);
    const dup = event('Dup');
    const first = await client.appendToStream(stream, dup, { ...how, expectedRevision: ANY });
    expect(await client.appendToStream(stream, dup, { ...how, expectedRevision: ANY })).toEqual(first);
    expect(first.nextExpectedRevision).toBe(5n);
    expect(await readLabels(client, stream, { fromRevision: 5n })).toEqual(['5:Dup']);
  });

  it('records a repeat by an exact revision only once and answers as the first time', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(2), how);
    const pair = [event('Dup', 1), event('Dup', 2)];
    const first = await client.appendToStream(stream, pair, { ...how, expectedRevision: 1n });
    await client.appendToStream(stream, event('Later'), { ...how, expectedRevision: 3n });
    expect(await client.appendToStream(stream, pair, { ...how, expectedRevision: 1n })).toEqual(first);
    expect(first.nextExpectedRevision).toBe(3n);
    expect(await readLabels(client, stream, { fromRevision: 2n })).toEqual(['2:Dup', '3:Dup', '4:Later']);
  });

  it('records a repeat by NO_STREAM only once', async () => {
    const stream = newStream();
    const pair = numbered(2);
    const first = await client.appendToStream(stream, pair, { ...how, expectedRevision: NO_STREAM });
    expect(await client.appendToStream(stream, pair, { ...how, expectedRevision: NO_STREAM })).toEqual(first);
    expect(await readLabels(client, stream)).toHaveLength(2);
  });

  it('takes a repeat that carries something new as a wrong revision, and records nothing of it', async () => {
    const stream = newStream();
    const known = event('Known');
    await client.appendToStream(stream, known, { ...how, expectedRevision: NO_STREAM });
    for (const expectedRevision of [NO_STREAM, ANY] as const) {
      expect(
        (await failure(() => client.appendToStream(stream, [known, event('New')], { ...how, expectedRevision }))).name,
      ).toBe('WrongExpectedVersionError');
    }
    expect(await readLabels(client, stream)).toEqual(['0:Known']);
  });

  it('takes the same event id in another stream as another event', async () => {
    const [one, other] = [newStream(), newStream()];
    const same = event('Same');
    await client.appendToStream(one, same, how);
    expect(await client.appendToStream(other, same, how)).toMatchObject({ nextExpectedRevision: 0n });
    expect(await readLabels(client, other)).toEqual(['0:Same']);
  });

  it('takes an empty append and records nothing', async () => {
    const stream = newStream();
    await client.appendToStream(stream, numbered(9), how);
    expect(await client.appendToStream(stream, [], { ...how, expectedRevision: ANY })).toEqual({
      success: true,
      nextExpectedRevision: 8n,
      position: { commit: expect.any(BigInt), prepare: expect.any(BigInt) },
    });
    expect(await readLabels(client, stream)).toHaveLength(9);
  });

  it('refuses an append over 1 MiB, one event or many, and records none of it', async () => {
    const stream = newStream();
    await client.appendToStream(stream, event('First'), how);
    const big = (bytes: number) => binaryEvent({ type: 'Big', data: new Uint8Array(bytes).fill(7) });
    for (const tooMuch of [[big(2 * 1024 * 1024)], Array.from({ length: 64 }, () => big(32 * 1024))]) {
      const seen = await failure(() => client.appendToStream(stream, tooMuch, how));
      expect(seen).toMatchObject({ name: 'MaxAppendSizeExceededError', type: 'maximum-append-size-exceeded' });
      expect(seen.maxAppendSize).toBe(1024 * 1024);
    }
    expect(await readLabels(client, stream)).toEqual(['0:First']);
  });

  it('takes an append of just under 1 MiB', async () => {
    const stream = newStream();
    const many = Array.from({ length: 31 }, () => binaryEvent({ type: 'Big', data: new Uint8Array(32 * 1024) }));
    expect(await client.appendToStream(stream, many, how)).toMatchObject({ success: true, nextExpectedRevision: 30n });
  });
});

describe('append', () => {
  it('answers a stale revision without an error where the client asked for that', async () => {
    const { EventStoreDBClient: Client } = await import('@eventstore/db-client');
    const tolerant = Client.connectionString(
      `${server.url}${server.url.includes('?') ? '&' : '?'}throwOnAppendFailure=false`,
    );
    const stream = newStream();
    await tolerant.appendToStream(stream, numbered(4), { expectedRevision: NO_STREAM });
    expect(await tolerant.appendToStream(stream, event('Late'), { expectedRevision: 1n })).toMatchObject({
      success: false,
      nextExpectedRevision: 1n,
    });
    await tolerant.dispose();
  });

  it('says so when the append of an oversize batch fails, in the fields that the observed server gave', async () => {
    const stream = newStream();
    const huge = binaryEvent({ type: 'Big', data: new Uint8Array(2 * 1024 * 1024) });
    expect(await failure(() => client.appendToStream(stream, huge))).toEqual({
      name: 'MaxAppendSizeExceededError',
      type: 'maximum-append-size-exceeded',
      code: undefined,
      message: '',
      maxAppendSize: 1024 * 1024,
    });
  });

  it('gives the events of a batch that the client sends in several parts, as one', async () => {
    const stream = newStream();
    const parts = Array.from({ length: 30 }, (_, n) => event('Part', n));
    expect(await client.appendToStream(stream, parts, { batchAppendSize: 400 })).toMatchObject({
      nextExpectedRevision: 29n,
    });
    expect((await all(client.readStream(stream))).map(numberOf)).toEqual(parts.map((_, n) => n));
  });

  it('lets exactly one of many writers of one revision win', async () => {
    const stream = newStream();
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) =>
        client.appendToStream(stream, event('Won', n), { expectedRevision: NO_STREAM }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    expect(await readLabels(client, stream)).toEqual(['0:Won']);
  });

  it('keeps the order of appends that one client has under way together', async () => {
    const stream = newStream();
    const answers = await Promise.all(
      Array.from({ length: 200 }, (_, n) => client.appendToStream(stream, event('N', n))),
    );
    expect(answers.map(({ nextExpectedRevision }) => nextExpectedRevision)).toEqual(answers.map((_, n) => BigInt(n)));
    expect((await all(client.readStream(stream))).map(numberOf)).toEqual(answers.map((_, n) => n));
  });

  it('gives each event a later position than the one before, within an append and across streams', async () => {
    const before = await endOfAll();
    const [one, other] = [newStream(), newStream()];
    await client.appendToStream(one, numbered(3));
    await client.appendToStream(other, numbered(2));
    await client.appendToStream(one, numbered(1));
    const positions = [
      ...(await all(client.readStream(one, { maxCount: 3 }))),
      ...(await all(client.readStream(other))),
      ...(await all(client.readStream(one, { fromRevision: 3n }))),
    ].map(({ event: e }) => e?.position);
    let last = before?.commit ?? -1n;
    for (const position of positions) {
      expect(position?.commit).toBeGreaterThan(last);
      expect(position?.prepare).toBeLessThanOrEqual(position?.commit ?? 0n);
      last = position?.commit ?? last;
    }
  });

  it('keeps what it is given: ids, types, names and bytes of every kind', async () => {
    const stream = `${newStream()} Ärger/雪 'quote" %20`;
    const id = randomUUID();
    const data = { text: 'naïve – 雪 😀 \u0000 "\\', deep: { list: [1, 2.5, null, true] }, big: '9'.repeat(200) };
    await client.appendToStream(stream, [
      { id, contentType: 'application/json', type: 'Typ mit Leerzeichen 雪', data, metadata: { ключ: ['値'] } },
    ]);
    const [read] = await all(client.readStream(stream));
    expect(read?.event).toMatchObject({
      streamId: stream,
      id,
      type: 'Typ mit Leerzeichen 雪',
      data,
      metadata: { ключ: ['値'] },
      isJson: true,
    });
  });
});
