import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Collection, Document, Filter, UpdateFilter } from 'mongodb';
import { type ServerUnderTest, startEmbedded } from '../../contract/documents/servers.js';

describe('the embedded server refuses what other servers answer otherwise or not at all', () => {
  let server: ServerUnderTest;
  let things: Collection;

  beforeAll(async () => {
    server = await startEmbedded();
    things = server.database.collection('things');
    await things.insertOne({ n: 1, list: [1, 2] });
  });
  afterAll(() => server.stop());

  it.each<[string, Document, number]>([
    ['$elemMatch', { list: { $elemMatch: { $gt: 1 } } }, 2],
    ['$expr', { $expr: { $gt: ['$n', 0] } }, 2],
    ['$where', { $where: 'true' }, 2],
    ['$type', { n: { $type: 'int' } }, 2],
    ['$mod', { n: { $mod: [2, 1] } }, 2],
    ['$text', { $text: { $search: 'x' } }, 2],
  ])('filters with %s', async (_what, filter, code) => {
    await expect(things.find(filter as Filter<Document>).toArray()).rejects.toMatchObject({ code });
  });

  it.each<[string, Document | Document[], Document, number]>([
    ['a pipeline', [{ $set: { at: '$$NOW' } }], {}, 238],
    ['array filters', { $set: { 'list.$[it]': 5 } }, { arrayFilters: [{ it: 1 }] }, 238],
    ['a position', { $set: { 'list.$': 5 } }, {}, 238],
    ['$pull with a condition', { $pull: { list: { $gt: 1 } } }, {}, 238],
    ['$push with a slice', { $push: { list: { $each: [1], $slice: 2 } } }, {}, 238],
    ['$mul', { $mul: { n: 2 } }, {}, 9],
    ['$rename', { $rename: { n: 'm' } }, {}, 9],
    ['a timestamp', { $currentDate: { at: { $type: 'timestamp' } } }, {}, 238],
    ['a collation', { $set: { n: 1 } }, { collation: { locale: 'en' } }, 238],
  ])('updates by %s', async (_what, update, options, code) => {
    await expect(things.updateOne({}, update as UpdateFilter<Document>, options)).rejects.toMatchObject({ code });
    expect(await things.findOne({}, { projection: { _id: 0 } })).toEqual({ n: 1, list: [1, 2] });
  });

  it.each<[Document, number]>([
    [{ $facet: { a: [] } }, 40324],
    [{ $lookup: { from: 'b', localField: 'a', foreignField: 'b', as: 'c' } }, 40324],
    [{ $set: { a: '$n' } }, 40324],
    [{ $out: 'elsewhere' }, 40324],
    [{ $changeStream: {} }, 40324],
    [{ $group: { _id: null, a: { $sum: 1 }, b: { $sum: '$n' } } }, 238],
    [{ $group: { _id: null, a: { $max: '$n' } } }, 238],
    [{ $project: { m: '$n' } }, 238],
  ])('the stage %j', async (stage, code) => {
    await expect(things.aggregate([stage]).toArray()).rejects.toMatchObject({ code });
  });

  it.each<[string, Document]>([
    ['partial', { partialFilterExpression: { n: 1 } }],
    ['expiring', { expireAfterSeconds: 5 }],
    ['collated', { collation: { locale: 'en' } }],
  ])('indexes that are %s', async (_what, options) => {
    await expect(things.createIndex({ n: 1 }, options)).rejects.toMatchObject({ code: 238 });
  });

  it('indexes of text, and lists in two fields of one index', async () => {
    await expect(things.createIndex({ n: 'text' })).rejects.toMatchObject({ code: 67 });
    const lists = server.database.collection('lists');
    await lists.insertOne({ a: [1], b: [] });
    await lists.createIndex({ a: 1, b: 1 });
    await expect(lists.insertOne({ a: [1, 2], b: [1, 2] })).rejects.toMatchObject({ code: 171 });
  });

  it('a projection of what findAndModify answers, and collections of special kinds', async () => {
    const projected = things.findOneAndUpdate({}, { $set: { n: 1 } }, { projection: { n: 1 } });
    await expect(projected).rejects.toMatchObject({ code: 238 });
    await expect(server.database.createCollection('capped', { capped: true, size: 1000 })).rejects.toMatchObject({
      code: 238,
    });
  });

  it('transactions', async () => {
    const session = server.client.startSession();
    session.startTransaction();
    await expect(things.insertOne({ n: 2 }, { session })).rejects.toMatchObject({
      code: 263,
      message: expect.stringContaining('Transactions are not offered'),
    });
    await session.abortTransaction();
    await session.endSession();
    expect(await things.countDocuments({ n: 2 })).toBe(0);
  });
});
