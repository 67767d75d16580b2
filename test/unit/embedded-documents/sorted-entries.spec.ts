import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { SortedEntries } from '../../../src/embedded/documents/store/sorted-entries.js';
import type { Stored } from '../../../src/embedded/documents/store/stored.js';

function record(id: string): Stored {
  return { bytes: Buffer.alloc(0), id, suffix: '' };
}

const key = (number: number) => String(number).padStart(4, '0');

describe('entries in order', () => {
  it('answer as a sorted list does, whatever was added and removed', () => {
    const change = fc.record({ number: fc.integer({ min: 0, max: 3000 }), add: fc.boolean() });
    const question = fc.record({ from: fc.integer({ min: 0, max: 3000 }), to: fc.integer({ min: 0, max: 3000 }) });
    fc.assert(
      fc.property(
        fc.boolean(),
        fc.array(change, { maxLength: 50 }),
        fc.array(question, { minLength: 1, maxLength: 10 }),
        (filled, changes, questions) => {
          const entries = new SortedEntries();
          const model = new Set<string>();
          const add = (number: number) => {
            if (model.has(key(number))) return;
            model.add(key(number));
            entries.add(key(number), record(key(number)));
          };
          if (filled) for (let i = 0; i < 3000; i += 2) add((i * 7919) % 3000);
          for (const { number, add: adding } of changes) {
            if (adding) add(number);
            else {
              model.delete(key(number));
              entries.remove(key(number));
            }
          }
          const sorted = [...model].sort();
          expect(entries.size).toBe(sorted.length);
          for (const { from, to } of questions) {
            const expected = sorted.filter((it) => it >= key(from) && it < key(to));
            expect(entries.count(key(from), key(to))).toBe(expected.length);
            expect([...entries.range(key(from), key(to), false)].map(([it]) => it)).toEqual(expected);
            expect([...entries.range(key(from), key(to), true)].map(([it]) => it)).toEqual(expected.reverse());
            expect(entries.firstWithPrefix(key(from))?.id).toBe(model.has(key(from)) ? key(from) : undefined);
          }
        },
      ),
      { numRuns: 60 },
    );
  });
});
