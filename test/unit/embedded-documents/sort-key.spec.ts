import { describe, expect, it } from '@jest/globals';
import { Binary, Decimal128, type Document, Double, Int32, Long, MaxKey, MinKey, ObjectId } from 'bson';
import fc from 'fast-check';
import { locate, type Place } from '../../../src/embedded/documents/bson/raw.js';
import { keyOf, keys, textOf } from '../../../src/embedded/documents/bson/sort-key.js';
import { bytesOf, values } from './arbitraries.js';

const V = Buffer.from('v');

function key(value: unknown): string {
  const bytes = bytesOf({ v: value });
  const place: Place = { type: 0, at: 0 };
  locate(bytes, 0, V, place);
  return keyOf(bytes, place.type, place.at);
}

describe('sort keys', () => {
  it('order values as MongoDB does: by type, then within the type', () => {
    const ascending: unknown[] = [
      new MinKey(),
      null,
      Number.NaN,
      Number.NEGATIVE_INFINITY,
      Long.MIN_VALUE,
      -1e9,
      -1.5,
      0,
      Number.MIN_VALUE,
      1,
      1.5,
      2,
      Long.fromString('9007199254740992'),
      Long.fromString('9007199254740993'),
      Long.fromString('9007199254740994'),
      Number.POSITIVE_INFINITY,
      '',
      'A',
      'a',
      'a\0',
      'aa',
      'b',
      'é',
      '\uffff',
      '\u{1F600}',
      {},
      { a: 1 },
      { a: 1, b: 1 },
      { a: 2 },
      { b: 1 },
      { a: 'x' },
      [],
      [1],
      [1, 2],
      [2],
      new Binary(Buffer.from([])),
      new Binary(Buffer.from([9])),
      new Binary(Buffer.from([1, 1])),
      new ObjectId('000000000000000000000001'),
      new ObjectId('ff0000000000000000000001'),
      false,
      true,
      new Date(-5),
      new Date(0),
      new Date(5),
      /a/,
      /b/,
      new MaxKey(),
    ];
    const sorted = [...ascending].reverse().sort((left, right) => (key(left) < key(right) ? -1 : 1));
    expect(sorted).toEqual(ascending);
  });

  it('are equal for equal numbers of different types', () => {
    const same = [1, new Double(1), new Int32(1), Long.fromNumber(1), Decimal128.fromString('1')].map(key);
    expect(new Set(same).size).toBe(1);
    expect(key(new Double(-0))).toBe(key(0));
    expect(key(Long.fromString('9007199254740992'))).toBe(key(new Double(9007199254740992)));
  });

  it('end themselves: none is the beginning of another, so that several in a row compare as a compound key', () => {
    fc.assert(
      fc.property(values, values, (left, right) => {
        const [one, other] = [key(left), key(right)];
        return one === other || !other.startsWith(one);
      }),
    );
  });

  it('turned upside down, order the other way round', () => {
    const inverted = (value: unknown): string => {
      const bytes = bytesOf({ v: value });
      keys.reset();
      keys.value(bytes, bytes[4] as number, 7);
      keys.invert(0);
      return keys.take();
    };
    fc.assert(
      fc.property(values, values, (left, right) => {
        const [one, other] = [key(left), key(right)];
        if (one === other) return inverted(left) === inverted(right);
        return one < other === inverted(left) > inverted(right);
      }),
    );
  });

  it('hold keys of any length', () => {
    const long = 'x'.repeat(100_000);
    const document: Document = { a: long, b: [long, { c: long }] };
    expect(key(document)).toBe(key({ ...document }));
    expect(key(document) < key({ ...document, b: [`${long}y`] })).toBe(true);
  });

  it('give back the text that they were made of, zeros included, and of nothing else', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.string({ unit: fc.constantFrom('\0', 'ÿ', 'a') })),
        (text) => {
          expect(textOf(key(text))).toEqual(Buffer.from(text, 'utf8'));
        },
      ),
    );
    for (const other of [null, 1, true, { a: 'b' }, ['a']]) expect(textOf(key(other))).toBeUndefined();
  });
});
