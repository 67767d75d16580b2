import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  type Collection,
  type Document,
  Double,
  Long,
  MongoBulkWriteError,
  ObjectId,
  type UpdateFilter,
  UUID,
} from 'mongodb';
import { isDuplicateKey } from '../../../src/platform/documents/errors.js';
import { SERVERS, type ServerUnderTest } from './servers.js';

/** The fields are the test's business; the driver's types for updates need `any` for such documents. */
interface Thing extends Document {
  readonly _id: string;
}

describe.each(SERVERS)('writes on %s', (_name, start) => {
  let server: ServerUnderTest;
  let things: Collection<Thing>;
  let counter = 0;

  beforeAll(async () => {
    server = await start();
  });
  beforeEach(() => {
    things = server.database.collection(`things${++counter}`);
  });
  afterAll(() => server.stop());

  const all = () => things.find().sort({ _id: 1 }).toArray();
  const code = (work: Promise<unknown>) => work.then(() => undefined).catch((error: { code?: unknown }) => error.code);
  const guarded = (_id: string, seen: number) => ({
    replaceOne: { filter: { _id, seen: { $lt: seen } }, replacement: { _id, seen }, upsert: true },
  });

  it('keep every type that documents of the project have', async () => {
    const document = {
      _id: 'all',
      text: 'Zoë \u{1F600}',
      whole: 12,
      real: 1.5,
      large: 9007199254740991,
      larger: Long.fromString('9007199254740993'),
      double: new Double(3),
      yes: true,
      nothing: null,
      at: new Date('2026-01-02T03:04:05.678Z'),
      id: new ObjectId('507f1f77bcf86cd799439011'),
      uuid: new UUID('00112233-4455-6677-8899-aabbccddeeff'),
      list: [1, 'a', null, { x: [] }],
      empty: {},
    };
    await things.insertOne(document);
    expect(await things.findOne({ _id: 'all' })).toEqual({ ...document, double: 3 });
    expect(await things.countDocuments({ larger: Long.fromString('9007199254740993') })).toBe(1);
    expect(await things.countDocuments({ larger: Long.fromString('9007199254740992') })).toBe(0);
  });

  it('refuse a second document of the same _id', async () => {
    await things.insertOne({ _id: 'a' });
    const refused = await things.insertOne({ _id: 'a', second: true }).catch((error: unknown) => error);
    expect(isDuplicateKey(refused)).toBe(true);
    expect(await all()).toEqual([{ _id: 'a' }]);
  });

  it('refuse a second document of the same unique key, also compound', async () => {
    await things.createIndex({ upn: 1 }, { unique: true });
    await things.createIndex({ school: 1, number: 1 }, { unique: true });
    await things.insertOne({ _id: 'a', upn: 'U1', school: 's', number: 1 });
    expect(await code(things.insertOne({ _id: 'b', upn: 'U1', school: 's', number: 2 }))).toBe(11000);
    expect(await code(things.insertOne({ _id: 'c', upn: 'U2', school: 's', number: 1 }))).toBe(11000);
    await things.insertOne({ _id: 'd', upn: 'U2', school: 's', number: 2 });
    // FerretDB 1.24 refuses this too, with a code of its own.
    await expect(things.updateOne({ _id: 'd' }, { $set: { upn: 'U1' } })).rejects.toThrow();
    await things.updateOne({ _id: 'd' }, { $set: { upn: 'U3' } });
    await things.insertOne({ _id: 'e', upn: 'U2', school: 't', number: 1 });
    expect((await all()).map(({ _id }) => _id)).toEqual(['a', 'd', 'e']);
  });

  it('let several documents be without a field that is unique and sparse', async () => {
    await things.createIndex({ upn: 1 }, { unique: true, sparse: true });
    await things.insertMany([{ _id: 'a' }, { _id: 'b' }, { _id: 'c', upn: 'U1' }]);
    expect(await code(things.insertOne({ _id: 'd', upn: 'U1' }))).toBe(11000);
  });

  it('go on after a duplicate if they are not ordered, and end there if they are', async () => {
    await things.insertOne({ _id: 'x' });
    const unordered = things.insertMany([{ _id: 'a' }, { _id: 'x' }, { _id: 'b' }], { ordered: false });
    await expect(unordered).rejects.toMatchObject({ code: 11000, insertedCount: 2 });
    const ordered = things.insertMany([{ _id: 'c' }, { _id: 'x' }, { _id: 'd' }]);
    await expect(ordered).rejects.toMatchObject({ code: 11000, insertedCount: 1 });
    expect((await all()).map(({ _id }) => _id)).toEqual(['a', 'b', 'c', 'x']);
  });

  it('replace whole documents behind a guard, and say by E11000 that one has been passed', async () => {
    await things.bulkWrite([guarded('a', 5), guarded('b', 5)], { ordered: false });
    await things.bulkWrite([guarded('a', 7), guarded('c', 1)], { ordered: false });
    expect(await all()).toEqual([
      { _id: 'a', seen: 7 },
      { _id: 'b', seen: 5 },
      { _id: 'c', seen: 1 },
    ]);
    const late = await things.bulkWrite([guarded('a', 6)], { ordered: false }).catch((error: unknown) => error);
    expect(late).toBeInstanceOf(MongoBulkWriteError);
    expect(isDuplicateKey(late)).toBe(true);
    expect(await things.findOne({ _id: 'a' })).toEqual({ _id: 'a', seen: 7 });
  });

  it('replace a document and keep its _id', async () => {
    await things.insertOne({ _id: 'a', old: 1 });
    const { matchedCount, modifiedCount } = await things.replaceOne({ old: 1 }, { fresh: 2 });
    expect([matchedCount, modifiedCount]).toEqual([1, 1]);
    expect(await all()).toEqual([{ _id: 'a', fresh: 2 }]);
    expect(await code(things.replaceOne({ _id: 'a' }, { _id: 'b' } as Document))).toBe(66);
    expect(await code(things.replaceOne({ _id: 'c' }, { _id: 'b' } as Document, { upsert: true }))).toBe(66);
    await things.replaceOne({ _id: 'c' }, { made: true }, { upsert: true });
    await things.replaceOne({ _id: 'd', made: false }, { _id: 'd', n: 1 } as Document, { upsert: true });
    expect(await all()).toEqual([
      { _id: 'a', fresh: 2 },
      { _id: 'c', made: true },
      { _id: 'd', n: 1 },
    ]);
  });

  it.each<[string, Document, Document]>([
    ['$set', { $set: { n: 3, 'e.new': 1, 'list.0': 'first' } }, { n: 3, e: { f: 1, new: 1 }, list: ['first', 2] }],
    ['$unset', { $unset: { n: '', 'e.f': '', none: '' } }, { e: {}, list: [1, 2] }],
    ['$inc', { $inc: { n: 0.5, 'e.count': 2 } }, { n: 2.5, e: { f: 1, count: 2 }, list: [1, 2] }],
    ['$min', { $min: { n: 1, fresh: 4 } }, { n: 1, e: { f: 1 }, list: [1, 2], fresh: 4 }],
    ['$max', { $max: { n: 1, fresh: 4 } }, { n: 2, e: { f: 1 }, list: [1, 2], fresh: 4 }],
    ['$push', { $push: { list: 3, fresh: 1 } }, { n: 2, e: { f: 1 }, list: [1, 2, 3], fresh: [1] }],
    ['$push of several', { $push: { list: { $each: [3, 4] } } }, { n: 2, e: { f: 1 }, list: [1, 2, 3, 4] }],
    ['$addToSet', { $addToSet: { list: { $each: [2, 3] } } }, { n: 2, e: { f: 1 }, list: [1, 2, 3] }],
    ['$pull', { $pull: { list: 1 } }, { n: 2, e: { f: 1 }, list: [2] }],
    ['$setOnInsert on an update', { $setOnInsert: { n: 9 } }, { n: 2, e: { f: 1 }, list: [1, 2] }],
  ])('change fields by %s', async (_operator, update, expected) => {
    await things.insertOne({ _id: 'a', n: 2, e: { f: 1 }, list: [1, 2] });
    const { matchedCount } = await things.updateOne({ _id: 'a' }, update as UpdateFilter<Thing>);
    expect(matchedCount).toBe(1);
    expect(await things.findOne()).toEqual({ _id: 'a', ...expected });
  });

  it('tell a match from a change', async () => {
    await things.insertOne({ _id: 'a', n: 1 });
    expect(await things.updateOne({ _id: 'a' }, { $set: { n: 1 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 0,
    });
    expect(await things.updateOne({ _id: 'a' }, { $set: { n: 2 } })).toMatchObject({
      matchedCount: 1,
      modifiedCount: 1,
    });
    expect(await things.updateOne({ _id: 'b' }, { $set: { n: 2 } })).toMatchObject({
      matchedCount: 0,
      modifiedCount: 0,
    });
    expect(await things.updateMany({}, { $set: { m: 1 } })).toMatchObject({ matchedCount: 1, modifiedCount: 1 });
  });

  it('take the date from the clock of the database', async () => {
    await things.updateOne({ _id: 'a' }, { $currentDate: { at: true } }, { upsert: true });
    expect((await things.findOne())?.at).toBeInstanceOf(Date);
  });

  it.each<[string, Document, number]>([
    ['an unknown operator', { $foo: { a: 1 } }, 9],
    ['two changes of one field', { $set: { a: 1 }, $inc: { a: 1 } }, 40],
    ['a sum with a text', { $inc: { text: 1 } }, 14],
    ['an item for what is no list', { $push: { n: 1 } }, 2],
    ['a field within a number', { $set: { 'n.x': 1 } }, 28],
    ['another _id', { $set: { _id: 'b' } }, 66],
    ['a name with a dollar', { $set: { a: { $b: 1 } } }, 2],
  ])('refuse %s and change nothing', async (_what, update, expected) => {
    await things.insertOne({ _id: 'a', n: 2, text: 'x' });
    expect(await code(things.updateOne({ _id: 'a' }, update as UpdateFilter<Thing>))).toBe(expected);
    expect(await things.findOne()).toEqual({ _id: 'a', n: 2, text: 'x' });
  });

  it('refuse names that could not be addressed', async () => {
    expect(await code(things.insertOne({ _id: 'a', 'b.c': 1 }))).toBe(2);
    expect(await code(things.insertOne({ _id: 'a', $b: 1 }))).toBe(2);
  });

  it('make a document of an upsert from what its filter says is equal', async () => {
    const filter = { _id: 'a', token: { $lte: 4 }, 'place.name': 'x' };
    const outcome = await things.updateOne(
      filter,
      { $set: { token: 4 }, $inc: { n: 2 }, $setOnInsert: { made: true } },
      { upsert: true },
    );
    expect(outcome).toMatchObject({ matchedCount: 0, upsertedCount: 1, upsertedId: 'a' });
    expect(await things.findOne()).toEqual({ _id: 'a', token: 4, place: { name: 'x' }, n: 2, made: true });
  });

  it('find and change one document, as it was or as it is', async () => {
    await things.insertMany([
      { _id: 'a', kind: 1, order: 2 },
      { _id: 'b', kind: 1, order: 1 },
    ]);
    const inOrder = { sort: { order: 1 } } as const;
    expect(await things.findOneAndUpdate({ kind: 1 }, { $inc: { n: 1 } }, inOrder)).toEqual({
      _id: 'b',
      kind: 1,
      order: 1,
    });
    const after = await things.findOneAndUpdate(
      { kind: 1 },
      { $inc: { n: 1 } },
      { ...inOrder, returnDocument: 'after' },
    );
    expect(after).toEqual({ _id: 'b', kind: 1, order: 1, n: 2 });
    expect(await things.findOneAndReplace({ _id: 'a' }, { kind: 2 }, { returnDocument: 'after' })).toEqual({
      _id: 'a',
      kind: 2,
    });
    expect(await things.findOneAndDelete({ _id: 'a' })).toEqual({ _id: 'a', kind: 2 });
    expect(await things.findOneAndUpdate({ _id: 'none' }, { $set: { n: 1 } })).toBeNull();
    const made = await things.findOneAndUpdate(
      { _id: 'new' },
      { $set: { n: 1 } },
      { upsert: true, returnDocument: 'after' },
    );
    expect(made).toEqual({ _id: 'new', n: 1 });
  });

  it('delete one or all that match', async () => {
    await things.insertMany(['a', 'b', 'c', 'd'].map((_id, at) => ({ _id, odd: at % 2 === 1 })));
    expect((await things.deleteOne({ odd: true })).deletedCount).toBe(1);
    expect((await things.deleteMany({ odd: false })).deletedCount).toBe(2);
    expect((await things.deleteMany({ odd: 'no' })).deletedCount).toBe(0);
    expect((await all()).map(({ _id }) => _id)).toEqual(['d']);
  });

  it('are atomic where the portable locks rely on it: one insert of an _id, one delete, wins', async () => {
    const inserts = await Promise.allSettled(
      Array.from({ length: 30 }, (_, by) => things.insertOne({ _id: 'lock', by })),
    );
    expect(inserts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    const deletes = await Promise.all(Array.from({ length: 30 }, () => things.deleteOne({ _id: 'lock' })));
    expect(deletes.filter(({ deletedCount }) => deletedCount === 1)).toHaveLength(1);
  });
});
