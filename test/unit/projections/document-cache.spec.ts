import { expect, test } from '@jest/globals';
import { DocumentCache } from '../../../src/platform/projections/document-cache.js';
import type { Stored } from '../../../src/platform/projections/projection.js';

const document = (key: string): Stored => ({ _id: key, _seen: { position: '1' } });
const keysTo = (count: number) => Array.from({ length: count }, (_, index) => `child-${index}`);

/** A cache whose database is asked for nothing that the test does not see. */
function cacheOf() {
  const asked: string[] = [];
  const cache = new DocumentCache(async (keys) => {
    asked.push(...keys);
    return new Map(keys.map((key) => [key, document(key)]));
  });
  return { cache, asked };
}

test('the pupils of a large school, told by a file each session, are read from the database no second time once live', async () => {
  const { cache, asked } = cacheOf();
  cache.turnLive();
  const pupils = keysTo(2_000);
  for (let session = 0; session < 2; session++) {
    for (let start = 0; start < pupils.length; start += 50) {
      const known = await cache.get(new Set(pupils.slice(start, start + 50)));
      const documents = [...known.values()].map((one) => ({ ...one }));
      cache.pending(documents);
      cache.written(documents);
    }
  }
  expect(asked).toHaveLength(2_000);
});

test('once live it keeps a bounded number, and reads what it let go', async () => {
  const { cache, asked } = cacheOf();
  cache.turnLive();
  const documents = keysTo(20_000).map(document);
  cache.pending(documents);
  cache.written(documents);
  const known = await cache.get(new Set(keysTo(20_000)));
  expect(known.size).toBe(20_000);
  expect(asked.length).toBeGreaterThan(17_000);
});

test('what is folded but not written is never let go, however much it is', async () => {
  const { cache, asked } = cacheOf();
  cache.turnLive();
  const documents = keysTo(20_000).map(document);
  cache.pending(documents);
  const known = await cache.get(new Set(keysTo(20_000)));
  expect(asked).toHaveLength(0);
  expect(known.get('child-7')).toBe(documents[7]);
});
