import { describe, expect, it } from '@jest/globals';
import type { Document } from 'bson';
import fc from 'fast-check';
import { parse } from '../../../src/embedded/documents/bson/raw.js';
import { Filter } from '../../../src/embedded/documents/query/filter.js';
import { compileQuery } from '../../../src/embedded/documents/query/mingo.js';
import { countMatching, select } from '../../../src/embedded/documents/query/selection.js';
import { Sorter } from '../../../src/embedded/documents/query/sort.js';
import type { Collection } from '../../../src/embedded/documents/store/collection.js';
import type { IndexField } from '../../../src/embedded/documents/store/ordered-index.js';
import { bytesOf, collectionOf } from './arbitraries.js';

const FIELDS = ['a', 'b', 'c', 'd.e'] as const;
const fields = fc.constantFrom(...FIELDS);
const small = fc.oneof(fc.integer({ min: 0, max: 4 }), fc.constantFrom('p', 'q', 'r'), fc.constant(null), fc.boolean());
const orArray = fc.oneof({ weight: 9, arbitrary: small }, { weight: 1, arbitrary: fc.array(small, { maxLength: 3 }) });

const contents = (field: fc.Arbitrary<unknown>) =>
  fc
    .record({ a: field, b: field, c: field, e: field }, { requiredKeys: [] })
    .map(({ e, ...others }): Document => (e === undefined ? others : { ...others, d: { e } }));

const condition = fc.oneof(
  small,
  fc.record({ $in: fc.array(small, { maxLength: 3 }) }),
  fc.record({ $ne: small }),
  fc.record({ $nin: fc.array(small, { maxLength: 2 }) }),
  fc.record({ $exists: fc.boolean() }),
  fc
    .tuple(fc.constantFrom('$gt', '$gte'), fc.constantFrom('$lt', '$lte'), fc.nat(4), fc.nat(4))
    .map(([low, high, from, to]) => ({ [low]: from, [high]: to })),
  fc.tuple(fc.constantFrom('$gt', '$gte', '$lt', '$lte'), fc.constantFrom(1, 3, 'q')).map(([it, to]) => ({ [it]: to })),
);
const plainFilter = fc.dictionary(fields, condition, { maxKeys: 3, noNullPrototype: true }) as fc.Arbitrary<Document>;
const filters: fc.Arbitrary<Document> = fc.oneof(
  { weight: 4, arbitrary: plainFilter },
  { weight: 1, arbitrary: fc.tuple(plainFilter, plainFilter).map(([one, other]) => ({ $or: [one, other] })) },
  { weight: 1, arbitrary: fc.tuple(plainFilter, plainFilter).map(([one, other]) => ({ $and: [one, other] })) },
);
const orders: fc.Arbitrary<IndexField[]> = fc
  .uniqueArray(fc.record({ path: fields, descending: fc.boolean() }), { maxLength: 3, selector: ({ path }) => path })
  .chain((order) => fc.boolean().map((descending) => [...order, { path: '_id', descending }]));
const indexes = fc.array(
  fc.record({
    fields: fc.uniqueArray(fc.record({ path: fc.constantFrom(...FIELDS, '_id'), descending: fc.boolean() }), {
      minLength: 1,
      maxLength: 4,
      selector: ({ path }: IndexField) => path,
    }),
    sparse: fc.boolean(),
  }),
  { maxLength: 4 },
);

interface Question {
  readonly criteria: Document;
  readonly sort: IndexField[];
  readonly skip: number;
  readonly limit: number;
}

/** Asks once without and once with the indexes. @returns whether an index was used */
function compare(collection: Collection, addIndexes: () => void, { criteria, sort, skip, limit }: Question): boolean {
  const filter = new Filter(bytesOf(criteria));
  const all = [...collection.all()].filter(({ bytes }) => filter.matches(bytes));
  const expected = new Sorter(sort).first(all, 0).slice(skip, limit > 0 ? skip + limit : undefined);
  addIndexes();
  const found = select(collection, { filter, sort, skip, limit });
  expect(found.records.map(({ id }) => id)).toEqual(expected.map(({ id }) => id));
  const unsorted = select(collection, { filter, sort: [], skip: 0, limit: 0 });
  expect(new Set(unsorted.records)).toEqual(new Set(all));
  expect(unsorted.records).toHaveLength(all.length);
  expect(countMatching(collection, filter)).toBe(all.length);
  return found.stage === 'IXSCAN';
}

describe('a selection by the indexes', () => {
  const limits = { skip: fc.nat(3), limit: fc.nat(8) };

  it('finds what reading everything through finds, in the same order', () => {
    let byIndex = 0;
    fc.assert(
      fc.property(
        fc.oneof(fc.array(contents(small), { maxLength: 60 }), fc.array(contents(orArray), { maxLength: 40 })),
        indexes,
        fc.record({ criteria: filters, sort: orders, ...limits }),
        (documents, definitions, question) => {
          const collection = collectionOf(documents);
          const addIndexes = () => {
            definitions.forEach((definition, at) => {
              try {
                collection.addIndex({ ...definition, name: `index-${at}`, unique: false });
              } catch {
                // Two arrays in one index: not offered, nor by MongoDB.
              }
            });
          };
          if (compare(collection, addIndexes, question)) byIndex++;
        },
      ),
      { numRuns: 1000 },
    );
    expect(byIndex).toBeGreaterThan(100);
  });

  it('does so where an index fits: several values of its first field, both bounds of its second, its order', () => {
    const first = fc.oneof(fc.nat(3), fc.record({ $in: fc.uniqueArray(fc.nat(3), { maxLength: 3 }) }));
    const bounds = fc.record({ $gte: fc.nat(4), $lt: fc.nat(4) }, { requiredKeys: [] });
    const criteria = fc
      .tuple(first, fc.option(bounds, { nil: undefined }))
      .map(([a, b]): Document => (b && Object.keys(b).length > 0 ? { a, b } : { a }));
    const sort = fc
      .tuple(fc.constantFrom<string[]>(['b', '_id'], ['a', 'b', '_id'], ['_id'], ['b', 'a', '_id']), fc.boolean())
      .map(([paths, descending]) => paths.map((path) => ({ path, descending })));
    const list = (most: number) => fc.oneof(fc.nat(most), fc.array(fc.nat(most), { maxLength: 3 }));
    const numbers = fc.oneof(fc.record({ a: fc.nat(3), b: list(4) }), fc.record({ a: list(3), b: fc.nat(4) }));
    const plain = fc.record({ a: fc.nat(3), b: fc.nat(4) });
    fc.assert(
      fc.property(
        fc.oneof(
          fc.array(plain, { minLength: 10, maxLength: 60 }),
          fc.array(numbers, { minLength: 10, maxLength: 60 }),
        ),
        fc.record({ criteria, sort, ...limits }),
        (documents, question) => {
          const collection = collectionOf(documents);
          const fitting = ['a', 'b', '_id'].map((path) => ({ path, descending: false }));
          compare(
            collection,
            () => collection.addIndex({ name: 'fitting', fields: fitting, unique: false, sparse: false }),
            question,
          );
        },
      ),
      { numRuns: 800 },
    );
  });

  it('judges a document from its bytes as the query library judges it', () => {
    fc.assert(
      fc.property(contents(small), filters, (document, criteria) => {
        const bytes = bytesOf(document);
        expect(new Filter(bytesOf(criteria)).matches(bytes)).toBe(compileQuery(parse(bytesOf(criteria)))(parse(bytes)));
      }),
      { numRuns: 2000 },
    );
  });

  it('stays right while documents change and go', () => {
    const change = fc.record({ at: fc.nat(29), to: fc.option(contents(orArray), { nil: undefined }) });
    fc.assert(
      fc.property(
        fc.array(contents(small), { minLength: 30, maxLength: 30 }),
        fc.array(change),
        filters,
        (documents, changes, criteria) => {
          const collection = collectionOf(documents);
          for (const path of FIELDS) {
            collection.addIndex({
              name: path,
              fields: [{ path, descending: false }],
              unique: false,
              sparse: path === 'b',
            });
          }
          const records = [...collection.all()];
          const gone = new Set<number>();
          for (const { at, to } of changes) {
            const record = records[at];
            if (!record || gone.has(at)) continue;
            if (to) collection.replace(record, bytesOf({ _id: parse(record.bytes)._id, ...to }));
            else {
              collection.remove(record);
              gone.add(at);
            }
          }
          const filter = new Filter(bytesOf(criteria));
          const expected = [...collection.all()].filter(({ bytes }) => filter.matches(bytes));
          expect(new Set(select(collection, { filter, sort: [], skip: 0, limit: 0 }).records)).toEqual(
            new Set(expected),
          );
          for (const index of collection.indexes()) {
            const complete = [...collection.all()].reduce(
              (sum, it) => sum + index.keysOf(it.bytes, it.suffix).length,
              0,
            );
            expect(index.entries.size).toBe(complete);
          }
        },
      ),
      { numRuns: 300 },
    );
  });
});
