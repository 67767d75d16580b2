import { Binary, type Document, Long, ObjectId, serialize, Timestamp } from 'bson';
import fc from 'fast-check';
import { Collection } from '../../../src/embedded/documents/store/collection.js';

/** Values of the types that documents of this project hold, and of those that a stranger might send. */
export const scalars: fc.Arbitrary<unknown> = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer({ min: -5, max: 5 }),
  fc.double({ noNaN: true }),
  fc.constantFrom('', 'a', 'ab', 'b', 'é', '\u{1F600}', 'a\0b'),
  fc.string({ maxLength: 6 }),
  fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2100-01-01T00:00:00Z'), noInvalidDate: true }),
);

export const values: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: scalars },
  { weight: 1, arbitrary: fc.array(scalars, { maxLength: 3 }) },
  {
    weight: 1,
    arbitrary: fc.dictionary(fc.constantFrom('x', 'y', 'z'), scalars, { maxKeys: 3, noNullPrototype: true }),
  },
  { weight: 1, arbitrary: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }).map((it) => Long.fromBigInt(it)) },
  { weight: 1, arbitrary: fc.uint8Array({ minLength: 12, maxLength: 12 }).map((it) => new ObjectId(it)) },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 4 }).map((it) => new Binary(it)) },
  { weight: 1, arbitrary: fc.integer({ min: 0, max: 100 }).map((it) => new Timestamp({ t: it, i: it })) },
);

export function bytesOf(document: Document): Buffer {
  return Buffer.from(serialize(document));
}

/** A collection of these documents, whose ids are not in the order of insertion. */
export function collectionOf(documents: readonly Document[]): Collection {
  const collection = new Collection('test', 'things');
  documents.forEach((document, at) => {
    collection.insert(bytesOf({ _id: `id-${(at * 7) % 101}-${at}`, ...document }));
  });
  return collection;
}
