import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Collection, Document, Filter } from 'mongodb';
import { documentsNow, pingDocuments } from '../../../src/platform/documents/connect.js';
import { SERVERS, type ServerUnderTest } from './servers.js';

interface Thing {
  readonly _id: string;
  readonly [field: string]: unknown;
}

describe.each(SERVERS)('reads on %s', (_name, start) => {
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

  const ids = async (filter: Filter<Thing>) =>
    (await things.find(filter).sort({ _id: 1 }).toArray()).map(({ _id }) => _id).join('');

  const VARIOUS: Thing[] = [
    { _id: 'a', n: 1, text: 'Smith', list: [1, 2], place: { town: 'Diss' } },
    { _id: 'b', n: 2, text: 'smythe', list: [2, 3], place: { town: 'Holt' } },
    { _id: 'c', n: null, text: 'Jones', list: [], place: { town: null } },
    { _id: 'd', text: 'x', list: 2 },
    { _id: 'e', n: 'text', at: new Date(5), flag: true },
    { _id: 'f', n: 2.5, list: [{ k: 1 }, { k: 2 }], flag: false },
  ];

  it.each<[Filter<Thing>, string]>([
    [{}, 'abcdef'],
    [{ n: 1 }, 'a'],
    [{ n: null }, 'cd'],
    [{ n: { $ne: 1 } }, 'bcdef'],
    [{ n: { $gt: 1 } }, 'bf'],
    [{ n: { $gte: 1, $lt: 2.5 } }, 'ab'],
    [{ n: { $lte: 'z' } }, 'e'],
    [{ n: { $in: [1, null] } }, 'acd'],
    [{ n: { $nin: [1, null] } }, 'bef'],
    [{ n: { $exists: true } }, 'abcef'],
    [{ n: { $exists: false } }, 'd'],
    [{ n: { $not: { $gt: 1 } } }, 'acde'],
    [{ at: { $lt: new Date(6) } }, 'e'],
    [{ flag: false }, 'f'],
    [{ text: /^sm/i }, 'ab'],
    [{ text: { $regex: '^S' } }, 'a'],
    [{ text: { $not: /^s/i } }, 'cdef'],
    [{ 'place.town': 'Holt' }, 'b'],
    [{ 'place.town': null }, 'cdef'],
    [{ place: { town: 'Diss' } }, 'a'],
    [{ list: 2 }, 'abd'],
    [{ list: [1, 2] }, 'a'],
    [{ list: { $size: 2 } }, 'abf'],
    [{ list: { $all: [2, 3] } }, 'b'],
    [{ list: { $gt: 2 } }, 'b'],
    [{ list: { $ne: 2 } }, 'cef'],
    [{ 'list.k': 2 }, 'f'],
    [{ $or: [{ n: 1 }, { flag: true }] }, 'ae'],
    [{ $and: [{ n: { $gt: 1 } }, { flag: false }] }, 'f'],
    [{ $nor: [{ n: 1 }, { flag: true }] }, 'bcdf'],
    [{ n: { $in: [] } }, ''],
  ])('find by %j', async (filter, expected) => {
    await things.insertMany(VARIOUS);
    expect(await ids(filter)).toBe(expected);
    await things.createIndex({ n: 1, _id: 1 });
    await things.createIndex({ list: 1 });
    await things.createIndex({ 'place.town': 1 });
    expect(await ids(filter)).toBe(expected);
  });

  it.each<[string, Document, number]>([
    ['an unknown operator', { a: { $foo: 1 } }, 2],
    ['$in of what is no list', { a: { $in: 1 } }, 2],
    ['an empty $and', { $and: [] }, 2],
  ])('refuse %s', async (_what, filter, code) => {
    await things.insertOne({ _id: 'a' });
    await expect(things.find(filter as Filter<Thing>).toArray()).rejects.toMatchObject({ code });
  });

  it('sort by the order of types, then of values', async () => {
    const values = [undefined, null, -1, 1.5, 'B', 'a', { x: 1 }, false, true, new Date(1)];
    const documents = values.map((v, at) => ({ _id: String(at), ...(v === undefined ? {} : { v }) }));
    await things.insertMany(documents.toReversed());
    const sorted = async (sort: 1 | -1) =>
      (await things.find().sort({ v: sort, _id: 1 }).toArray()).map(({ _id }) => _id).join('');
    expect(await sorted(1)).toBe('0123456789');
    expect(await sorted(-1)).toBe('9876543201');
  });

  it('give pages in order, and what is left out by a projection stays out', async () => {
    await things.insertMany(
      Array.from({ length: 60 }, (_, at) => ({ _id: String(at).padStart(2, '0'), odd: at % 2, due: 100 - at })),
    );
    await things.createIndex({ odd: 1, due: 1, _id: 1 });
    const page = await things.find({ odd: 1 }).sort({ due: 1, _id: 1 }).skip(2).limit(2).project({ due: 1 }).toArray();
    expect(page).toEqual([
      { _id: '55', due: 45 },
      { _id: '53', due: 47 },
    ]);
    expect(await things.find({ odd: 0 }).sort({ due: -1 }).limit(1).project({ _id: 0, odd: 0 }).toArray()).toEqual([
      { due: 100 },
    ]);
  });

  it.each<[Document, Document]>([
    [{ a: 1 }, { _id: 'x', a: 1 }],
    [{ a: 0 }, { _id: 'x', b: { c: 1, d: 2 }, e: [{ f: 1, g: 2 }, 3] }],
    [
      { 'b.c': 1, a: 1 },
      { _id: 'x', a: 1, b: { c: 1 } },
    ],
    [
      { 'b.c': 0, _id: 0 },
      { a: 1, b: { d: 2 }, e: [{ f: 1, g: 2 }, 3] },
    ],
    [{ 'e.f': 1 }, { _id: 'x', e: [{ f: 1 }] }],
    [
      { 'e.f': 0, b: 0 },
      { _id: 'x', a: 1, e: [{ g: 2 }, 3] },
    ],
    [{ _id: 1 }, { _id: 'x' }],
    [{ none: 1 }, { _id: 'x' }],
  ])('project by %j', async (projection, expected) => {
    await things.insertOne({ _id: 'x', a: 1, b: { c: 1, d: 2 }, e: [{ f: 1, g: 2 }, 3] });
    const found = await things.findOne({}, { projection });
    expect(found).toEqual(expected);
    expect(Object.keys(found ?? {})).toEqual(Object.keys(expected));
  });

  it('refuse a projection that includes and excludes', async () => {
    await things.insertOne({ _id: 'x' });
    await expect(things.findOne({}, { projection: { a: 1, b: 0 } })).rejects.toMatchObject({ code: 31254 });
    await expect(things.findOne({}, { projection: { a: 0, b: 1 } })).rejects.toMatchObject({ code: 31253 });
  });

  it('give large results in batches, and forget a cursor that is closed', async () => {
    await things.insertMany(Array.from({ length: 2500 }, (_, at) => ({ _id: String(at).padStart(5, '0') })));
    const cursor = things.find().sort({ _id: 1 }).batchSize(400);
    const seen: string[] = [];
    for await (const { _id } of cursor) seen.push(_id);
    expect(seen).toHaveLength(2500);
    expect(new Set(seen).size).toBe(2500);
    const early = things.find().batchSize(2);
    await early.next();
    await early.close();
    expect(await things.find().limit(-5).toArray()).toHaveLength(5);
  });

  it('count, and list what is distinct', async () => {
    await things.insertMany([{ _id: 'a', k: 2 }, { _id: 'b', k: 1 }, { _id: 'c', k: [3, 1] }, { _id: 'd' }]);
    expect(await things.countDocuments()).toBe(4);
    expect(await things.countDocuments({ k: 1 })).toBe(2);
    expect(await things.countDocuments({ k: 9 })).toBe(0);
    expect(await things.countDocuments({}, { skip: 1, limit: 2 })).toBe(2);
    expect(await things.estimatedDocumentCount()).toBe(4);
    expect((await things.distinct('k')).toSorted()).toEqual([1, 2, 3]);
    expect(await things.distinct('k', { _id: 'a' })).toEqual([2]);
  });

  it('aggregate: match, sort, skip, limit, project, count, unwind, and group with one sum', async () => {
    await things.insertMany([
      { _id: 'a', stage: 'x', n: 1, list: [1, 2] },
      { _id: 'b', stage: 'y', n: 2, list: [] },
      { _id: 'c', stage: 'x', n: 3, list: [3] },
    ]);
    const run = (...pipeline: Document[]) => things.aggregate(pipeline).toArray();
    expect(await run({ $match: { n: { $gt: 1 } } }, { $sort: { _id: -1 } }, { $project: { n: 1 } })).toEqual([
      { _id: 'c', n: 3 },
      { _id: 'b', n: 2 },
    ]);
    expect(await run({ $sort: { _id: 1 } }, { $skip: 1 }, { $limit: 1 }, { $project: { _id: 1 } })).toEqual([
      { _id: 'b' },
    ]);
    expect(await run({ $match: { stage: 'x' } }, { $count: 'n' })).toEqual([{ n: 2 }]);
    expect(await run({ $unwind: '$list' }, { $sort: { list: -1 } }, { $project: { list: 1 } })).toEqual([
      { _id: 'c', list: 3 },
      { _id: 'a', list: 2 },
      { _id: 'a', list: 1 },
    ]);
    const byStage = { $sort: { _id: 1 } };
    expect(await run({ $group: { _id: '$stage', n: { $sum: 1 } } }, byStage)).toEqual([
      { _id: 'x', n: 2 },
      { _id: 'y', n: 1 },
    ]);
    expect(await run({ $group: { _id: '$stage', total: { $sum: '$n' } } }, byStage)).toEqual([
      { _id: 'x', total: 4 },
      { _id: 'y', total: 2 },
    ]);
    expect(await run({ $group: { _id: null, n: { $count: {} } } })).toEqual([{ _id: null, n: 3 }]);
  });

  it('tell the clock of the database, and answer a ping', async () => {
    await pingDocuments(server.client);
    expect(await documentsNow(server.client)).toBeInstanceOf(Date);
  });

  it('answer an unknown command with CommandNotFound', async () => {
    await expect(server.database.command({ inventedCommand: 1 })).rejects.toMatchObject({
      code: 59,
      codeName: 'CommandNotFound',
    });
  });
});
