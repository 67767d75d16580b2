import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serialize } from 'bson';
import fc from 'fast-check';
import { type EmbeddedDocuments, startEmbeddedDocuments } from '../../../src/embedded/documents/index.js';
import { message, WireClient } from './wire-client.js';

describe('the wire', () => {
  const faults: string[] = [];
  let server: EmbeddedDocuments;

  beforeAll(async () => {
    server = await startEmbeddedDocuments({ directory: 'unused', port: 0 }, (fault) => faults.push(fault));
  });
  afterAll(async () => {
    await server.close();
    expect(faults).toEqual([]);
  });

  const alive = async () => {
    const client = await WireClient.open(server.port);
    client.send(message({ ping: 1 }));
    expect(await client.answer()).toEqual({ ok: 1 });
    client.close();
  };

  /** Sends bytes and ends; resolves when the server has closed or answered. */
  const sendAlone = async (bytes: Buffer) => {
    const client = await WireClient.open(server.port);
    client.send(bytes);
    client.socket.end();
    const answer = await client.answer();
    client.close();
    return answer;
  };

  it('is answered in order, also when several commands come in one piece or byte by byte', async () => {
    const client = await WireClient.open(server.port);
    const three = Buffer.concat([message({ ping: 1 }), message({ buildInfo: 1 }), message({ nothing: 1 })]);
    client.send(three);
    expect([await client.answer(), await client.answer(), await client.answer()]).toEqual([
      { ok: 1 },
      expect.objectContaining({ ok: 1, version: '7.0.0' }),
      expect.objectContaining({ ok: 0, code: 59, codeName: 'CommandNotFound' }),
    ]);
    for (const byte of message({ ping: 1 })) client.send(Buffer.from([byte]));
    expect(await client.answer()).toEqual({ ok: 1 });
    client.close();
  });

  it('greets a client of the older protocol', async () => {
    const body = serialize({ isMaster: 1, helloOk: true });
    const name = Buffer.from('admin.$cmd\0');
    const head = Buffer.alloc(16 + 4);
    const rest = Buffer.alloc(8);
    rest.writeInt32LE(-1, 4);
    const bytes = Buffer.concat([head, name, rest, body]);
    bytes.writeInt32LE(bytes.length, 0);
    bytes.writeInt32LE(2004, 12);
    expect(await sendAlone(bytes)).toMatchObject({ ismaster: true, helloOk: true, ok: 1 });
  });

  it('does not answer a message that wants no answer', async () => {
    const client = await WireClient.open(server.port);
    client.send(message({ insert: 'silent', documents: [{ _id: 1 }] }, 2));
    client.send(message({ count: 'silent' }));
    expect(await client.answer()).toMatchObject({ n: 1 });
    client.close();
  });

  it('takes documents beside the body, and a checksum at the end', async () => {
    const [one, two] = [Buffer.from(serialize({ _id: 1 })), Buffer.from(serialize({ _id: 2 }))];
    const section = Buffer.concat([Buffer.alloc(4), Buffer.from('documents\0'), one, two]);
    section.writeInt32LE(section.length, 0);
    const bytes = Buffer.concat([message({ insert: 'sections' }, 1), Buffer.from([1]), section, Buffer.alloc(4)]);
    bytes.writeInt32LE(bytes.length, 0);
    expect(await sendAlone(bytes)).toEqual({ n: 2, ok: 1 });
  });

  it.each([
    ['a length of zero', Buffer.alloc(16)],
    ['a negative length', Buffer.alloc(16, 0xff)],
    ['a length of a gigabyte', Buffer.from([0, 0, 0, 0x40, 0, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0])],
    ['HTTP', Buffer.from('GET / HTTP/1.1\r\nhost: localhost\r\n\r\n')],
    ['an unknown operation', Buffer.from([16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 2, 3, 4])],
    ['a compressed message', Buffer.from([16, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xdc, 7, 0, 0])],
    ['a message without a body', Buffer.from([20, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xdd, 7, 0, 0, 0, 0, 0, 0])],
    ['unknown flags', message({ ping: 1 }, 4)],
  ])('ends a connection that sends %s, and goes on serving', async (_what, bytes) => {
    expect(await sendAlone(bytes)).toBeUndefined();
    await alive();
  });

  it('survives bytes of any kind', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), async (bytes) => {
        await sendAlone(Buffer.from(bytes));
      }),
      { numRuns: 60 },
    );
    await alive();
  });

  it('survives sound messages that were damaged or cut', async () => {
    const sound = [
      message({
        insert: 'fuzz',
        documents: [{ _id: 'a', list: [1, { b: 'text' }], at: new Date(5), deep: { x: /a/i } }],
      }),
      message({
        find: 'fuzz',
        filter: { list: { $in: [1, 2] }, $or: [{ a: 1 }, { b: null }] },
        sort: { a: 1 },
        limit: 5,
      }),
      message({
        update: 'fuzz',
        updates: [{ q: { _id: 'a' }, u: { $set: { 'b.c': 1 }, $push: { list: 3 } }, upsert: true }],
      }),
      message({
        aggregate: 'fuzz',
        pipeline: [{ $match: { a: 1 } }, { $group: { _id: '$a', n: { $sum: 1 } } }],
        cursor: {},
      }),
      message({ createIndexes: 'fuzz', indexes: [{ key: { a: 1, b: -1 }, name: 'ab' }] }),
      message({ findAndModify: 'fuzz', query: { _id: 'a' }, update: { $inc: { n: 1 } }, new: true }),
      message({ getMore: 5n, collection: 'fuzz' }),
      message({ explain: { find: 'fuzz', filter: { a: 1 } } }),
    ];
    const damage = fc.record({ at: fc.nat(), byte: fc.integer({ min: 0, max: 255 }) });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...sound),
        fc.array(damage, { maxLength: 5 }),
        fc.option(fc.nat(), { nil: undefined }),
        async (original, damages, cut) => {
          const bytes = Buffer.from(original);
          // The length stays, so that the damage is inside.
          for (const { at, byte } of damages) bytes[4 + (at % (bytes.length - 4))] = byte;
          await sendAlone(cut === undefined ? bytes : bytes.subarray(0, cut % bytes.length));
        },
      ),
      { numRuns: 300 },
    );
    await alive();
  });

  it('survives arguments of the wrong kind in every command', async () => {
    const commands = [
      'find',
      'insert',
      'update',
      'delete',
      'aggregate',
      'count',
      'distinct',
      'findAndModify',
      'getMore',
      'killCursors',
    ];
    commands.push(
      'createIndexes',
      'listIndexes',
      'dropIndexes',
      'drop',
      'create',
      'listCollections',
      'renameCollection',
      'explain',
      'hello',
    );
    const names = [
      'filter',
      'query',
      'sort',
      'limit',
      'skip',
      'batchSize',
      'documents',
      'updates',
      'deletes',
      'pipeline',
      'key',
      'update',
    ];
    names.push(
      'indexes',
      'index',
      'cursors',
      'cursor',
      'to',
      'projection',
      'fields',
      'ordered',
      'collection',
      'q',
      'u',
      'upsert',
      'remove',
    );
    const odd = fc.oneof(
      fc.constantFrom<unknown>(
        null,
        1,
        -1,
        1.5,
        'text',
        true,
        [],
        {},
        [1],
        [{}],
        [{ q: 1, u: 2 }],
        { $a: 1 },
        { a: { $in: 1 } },
      ),
      fc.constantFrom<unknown>([{ q: {}, u: { $set: 1 } }], [{ key: 1, name: 2 }], { a: 'b' }, [[]], new Date(0), /a/, [
        { $group: 1 },
      ]),
      fc.constantFrom<unknown>(
        [{ $group: { n: { $sum: 1 } } }],
        [{ $match: 1 }],
        [{ $sort: { a: 'b' } }],
        { __proto__x: { y: 1 } },
        { '': 1 },
      ),
    );
    const client = await WireClient.open(server.port);
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...commands),
        fc.oneof(fc.constant('odd'), fc.constant('odd.things'), odd),
        fc.dictionary(fc.constantFrom(...names), odd, { maxKeys: 4, noNullPrototype: true }),
        async (name, first, others) => {
          client.send(message({ [name]: first, ...others }));
          const answer = await client.answer();
          expect(answer).toHaveProperty('ok');
          expect(answer?.code).not.toBe(1);
        },
      ),
      { numRuns: 1500 },
    );
    client.close();
    await alive();
  });

  it('does not pile up answers for a client that does not read, and answers all of them once it does', async () => {
    const client = await WireClient.open(server.port);
    client.send(message({ insert: 'large', documents: [{ _id: 1, text: 'x'.repeat(1_000_000) }] }));
    await client.answer();
    client.socket.pause();
    for (let i = 0; i < 100; i++) client.send(message({ find: 'large' }));
    await alive();
    client.socket.resume();
    for (let i = 0; i < 100; i++) expect((await client.answer())?.cursor.firstBatch).toHaveLength(1);
    client.close();
  });

  it('frees what a client leaves behind that goes away in the middle', async () => {
    for (let i = 0; i < 20; i++) {
      const client = await WireClient.open(server.port);
      const bytes = message({ insert: 'cut', documents: [{ _id: i, text: 'x'.repeat(10_000) }] });
      client.send(bytes.subarray(0, 5000));
      client.close();
    }
    await alive();
    const client = await WireClient.open(server.port);
    client.send(message({ count: 'cut' }));
    expect(await client.answer()).toMatchObject({ n: 0 });
    client.close();
  });
});
