import fc from 'fast-check';
import type {
  AnyBulkWriteOperation,
  Collection,
  Document,
  Filter,
  IndexDescription,
  Sort,
  UpdateFilter,
} from 'mongodb';

/** The fields are the generator's business. */
interface Thing extends Document {
  readonly _id: string;
}

/** One operation on a collection; its answer, in a form that compares. */
export interface Operation {
  readonly says: string;
  [fc.toStringMethod]?(): string;
  /** Changes nothing that can be seen, if indexes do what they should. */
  readonly unseen?: boolean;
  run(things: Collection<Thing>): Promise<unknown>;
}

const ids = fc.integer({ min: 0, max: 9 }).map((it) => `id-${it}`);
const paths = fc.constantFrom('a', 'b', 'c', 'd.e', 'd.f');
const scalars = fc.oneof(
  fc.integer({ min: -2, max: 4 }),
  fc.constantFrom('', 'p', 'P', 'q', 'é'),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom(0.5, -1.25, 1e15),
  fc.constantFrom(new Date(0), new Date('2026-09-01T00:00:00Z')),
);
const comparable = fc.oneof(fc.integer({ min: -2, max: 4 }), fc.constantFrom('p', 'q'), fc.constantFrom(new Date(5)));
const lists = fc.array(fc.integer({ min: 0, max: 3 }), { maxLength: 3 });
const items = fc.array(fc.integer({ min: 0, max: 3 }), { minLength: 1, maxLength: 3 });
const fields = fc.record(
  {
    a: scalars,
    b: fc.oneof(scalars, lists),
    c: scalars,
    d: fc.record({ e: scalars, f: scalars }, { requiredKeys: [] }),
  },
  { requiredKeys: [] },
);

const condition: fc.Arbitrary<unknown> = fc.oneof(
  scalars,
  fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), comparable).map(([operator, to]) => ({ [operator]: to })),
  fc
    .tuple(fc.integer({ min: -2, max: 1 }), fc.integer({ min: 1, max: 4 }))
    .map(([from, to]) => ({ $gte: from, $lt: to })),
  scalars.map((it) => ({ $ne: it })),
  scalars.map((it) => ({ $eq: it })),
  fc.array(scalars, { maxLength: 3 }).map((it) => ({ $in: it })),
  fc.array(scalars, { maxLength: 3 }).map((it) => ({ $nin: it })),
  fc.boolean().map((it) => ({ $exists: it })),
  comparable.map((it) => ({ $not: { $gt: it } })),
  fc.constantFrom({ $regex: '^p' }, { $regex: 'P', $options: 'i' }),
);
const simple = fc.dictionary(paths, condition, { maxKeys: 2, noNullPrototype: true });
const byId = fc.oneof(
  ids.map((_id) => ({ _id })),
  fc.array(ids, { maxLength: 3 }).map((it) => ({ _id: { $in: it } })),
);
const filters = fc.oneof(
  { weight: 3, arbitrary: simple },
  { weight: 2, arbitrary: byId },
  { weight: 1, arbitrary: fc.tuple(simple, simple).map((it) => ({ $or: it })) },
  { weight: 1, arbitrary: fc.tuple(simple, simple).map((it) => ({ $and: it })) },
  { weight: 1, arbitrary: fc.tuple(simple, simple).map((it) => ({ $nor: it })) },
) as fc.Arbitrary<Filter<Thing>>;

const updates = fc.oneof(
  fc.dictionary(paths, scalars, { minKeys: 1, maxKeys: 2, noNullPrototype: true }).map(($set) => ({ $set })),
  paths.map((path) => ({ $unset: { [path]: '' } })),
  fc.tuple(paths, fc.integer({ min: -3, max: 3 })).map(([path, by]) => ({ $inc: { [path]: by } })),
  fc.tuple(paths, comparable).map(([path, to]) => ({ $min: { [path]: to } })),
  fc.tuple(paths, comparable).map(([path, to]) => ({ $max: { [path]: to } })),
  fc.integer({ min: 0, max: 3 }).map((it) => ({ $push: { b: it } })),
  items.map(($each) => ({ $push: { b: { $each } } })),
  items.map(($each) => ({ $addToSet: { b: { $each } } })),
  fc.integer({ min: 0, max: 3 }).map((it) => ({ $pull: { b: it } })),
  fc.tuple(scalars, comparable).map(([one, other]) => ({ $set: { a: one }, $setOnInsert: { c: other } })),
) as fc.Arbitrary<UpdateFilter<Thing>>;

const sorts = fc
  .tuple(fc.constantFrom('a', 'c', 'd.e'), fc.constantFrom(1, -1), fc.constantFrom(1, -1))
  .map(([path, direction, last]): Sort => ({ [path]: direction as 1 | -1, _id: last as 1 | -1 }));
const projections = fc.constantFrom<Document>(
  {},
  { a: 1 },
  { a: 0, d: 0 },
  { 'd.e': 1, _id: 0 },
  { 'd.e': 0 },
  { _id: 1 },
);

/** An error as its code: messages differ, and those of a driver hold addresses. */
async function outcome(work: Promise<unknown>): Promise<unknown> {
  try {
    return await work;
  } catch (error) {
    return { refused: (error as { code?: unknown }).code };
  }
}

function operation<T>(
  name: string,
  parameters: fc.Arbitrary<T>,
  run: (things: Collection<Thing>, it: T) => Promise<unknown>,
) {
  return parameters.map((it): Operation => {
    const says = `${name} ${JSON.stringify(it)}`;
    return { says, run: (things) => outcome(run(things, it)), [fc.toStringMethod]: () => says };
  });
}

const counts = ({ matchedCount, modifiedCount, upsertedCount }: Document) => ({
  matchedCount,
  modifiedCount,
  upsertedCount,
});

const guarded = fc.uniqueArray(fc.tuple(ids, fc.integer({ min: 0, max: 5 })), {
  minLength: 1,
  maxLength: 4,
  selector: ([id]) => id,
});

/** Everything that the application may ask of a document store, in random sequences. */
export const operations: fc.Arbitrary<readonly Operation[]> = fc.array(
  fc.oneof(
    operation('insertOne', fc.tuple(ids, fields), async (things, [_id, it]) => {
      const { insertedId } = await things.insertOne({ _id, ...it });
      return insertedId;
    }),
    operation(
      'insertMany',
      fc.tuple(fc.array(ids, { minLength: 1, maxLength: 3 }), fc.boolean()),
      async (things, [many, ordered]) => {
        const { insertedCount } = await things.insertMany(
          many.map((_id) => ({ _id })),
          { ordered },
        );
        return insertedCount;
      },
    ),
    // By one id: which of several documents is changed is left open.
    operation('updateOne', fc.tuple(ids, updates, fc.boolean()), async (things, [_id, update, upsert]) =>
      counts(await things.updateOne({ _id }, update, { upsert })),
    ),
    operation('replaceOne', fc.tuple(ids, fields, fc.boolean()), async (things, [_id, it, upsert]) =>
      counts(await things.replaceOne({ _id }, it, { upsert })),
    ),
    operation('guarded bulkWrite', guarded, async (things, many) => {
      const writes = many.map(
        ([_id, seen]): AnyBulkWriteOperation<Thing> => ({
          replaceOne: { filter: { _id, seen: { $lt: seen } }, replacement: { _id, seen }, upsert: true },
        }),
      );
      // One at a time: FerretDB ends a batch at its first error.
      const outcomes: unknown[] = [];
      for (const write of writes) {
        outcomes.push(await outcome(things.bulkWrite([write], { ordered: false }).then((it) => it.upsertedCount)));
      }
      return outcomes;
    }),
    operation('bulkWrite', fc.uniqueArray(ids, { minLength: 1, maxLength: 4 }), async (things, many) => {
      const writes = many.map((_id) => ({
        replaceOne: { filter: { _id }, replacement: { _id, bulk: true }, upsert: true },
      }));
      return counts(await things.bulkWrite(writes, { ordered: false }));
    }),
    operation('updateMany', fc.tuple(filters, scalars), async (things, [filter, a]) =>
      counts(await things.updateMany(filter, { $set: { many: a } })),
    ),
    operation(
      'findOneAndUpdate',
      fc.tuple(ids, updates, fc.boolean(), fc.constantFrom('before', 'after')),
      (things, [_id, update, upsert, returnDocument]) =>
        things.findOneAndUpdate({ _id }, update, { upsert, returnDocument: returnDocument as 'before' | 'after' }),
    ),
    operation('findOneAndDelete', fc.tuple(filters, sorts), (things, [filter, sort]) =>
      things.findOneAndDelete(filter, { sort }),
    ),
    operation('deleteOne', ids, async (things, _id) => (await things.deleteOne({ _id })).deletedCount),
    operation('deleteMany', filters, async (things, filter) => (await things.deleteMany(filter)).deletedCount),
    operation(
      'find',
      fc.tuple(filters, sorts, fc.nat(3), fc.nat(5), projections),
      (things, [filter, sort, skip, limit, projection]) =>
        things.find(filter, { sort, skip, limit, projection }).toArray(),
    ),
    operation(
      'find in batches',
      fc.tuple(filters, sorts, fc.integer({ min: 2, max: 4 })),
      (things, [filter, sort, batchSize]) => things.find(filter, { sort, batchSize }).toArray(),
    ),
    operation('countDocuments', filters, (things, filter) => things.countDocuments(filter)),
    operation('distinct', fc.tuple(paths, filters), async (things, [path, filter]) =>
      (await things.distinct(path, filter)).map((it) => JSON.stringify(it)).sort(),
    ),
    operation('aggregate', fc.tuple(filters, fc.constantFrom('$a', '$d.e')), async (things, [$match, _id]) => {
      const groups = await things.aggregate([{ $match }, { $group: { _id, n: { $sum: 1 } } }]).toArray();
      return groups.map((it) => JSON.stringify(it)).sort();
    }),
    operation(
      'createIndex',
      fc.constantFrom<IndexDescription['key']>({ a: 1 }, { a: 1, c: -1, _id: 1 }, { 'd.e': 1, _id: 1 }, { c: 1 }),
      (things, key) => things.createIndex(key),
    ).map((it): Operation => ({ ...it, unseen: true })),
  ),
  { minLength: 1, maxLength: 25 },
);
