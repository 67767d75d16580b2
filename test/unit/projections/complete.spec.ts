import { describe, expect, it } from '@jest/globals';
import { BatchFold, keysOf } from '../../../src/platform/projections/fold.js';
import type { Projection, ViewDocument } from '../../../src/platform/projections/projection.js';
import type { Decoded } from '../../../src/platform/subscriptions/decoding.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import { MemoryLog } from '../../support/views/memory-log.js';

interface Counted extends ViewDocument {
  readonly count: number;
  readonly words: string;
}

/** A view whose words are computed from the count, and cannot be for thirteen. */
function counting() {
  let computed = 0;
  const projection: Projection<Counted> = {
    name: 'counting',
    version: 1,
    streamPrefixes: ['child-'],
    indexes: [],
    keys: ({ streamId }) => [streamId.slice('child-'.length)],
    wholeStream: (key) => `child-${key}`,
    apply: (document, _event, key) => ({ _id: key, count: (document?.count ?? 0) + 1, words: '' }),
    complete: (document) => {
      computed++;
      if (document.count === 13) throw new RangeError('unlucky');
      return { ...document, words: `${document.count} facts` };
    },
  };
  return { projection: projection as unknown as Projection, computed: () => computed };
}

function fold(projection: Projection, count: number) {
  const log = new MemoryLog();
  const folding = new BatchFold(projection, new Map(), new Map());
  for (let n = 0; n < count; n++) {
    const event = log.append('child-a', { type: 'AbsenceRecorded', data: {} });
    const { streamId, revision, position, type } = event;
    const item: Decoded = { streamId, revision, type, position, created: 0, at: positionText(position), event };
    folding.add(item, keysOf(projection, item).keys);
  }
  return { writes: folding.writes(), poisoned: folding.poisoned };
}

describe('what is computed from a document’s facts', () => {
  it('is computed once for each writing, however many events went before', () => {
    const { projection, computed } = counting();
    expect(fold(projection, 5).writes).toMatchObject([
      { _id: 'a', count: 5, words: '5 facts', _seen: { revision: 4 } },
    ]);
    expect(computed()).toBe(1);
  });

  it('and cannot be, puts the document in quarantine as an event would', () => {
    const { writes, poisoned } = fold(counting().projection, 13);
    expect(poisoned).toMatchObject([{ key: 'a', revision: 12, error: 'RangeError' }]);
    expect(writes).toMatchObject([{ _id: 'a', _stale: { error: 'RangeError' } }]);
  });
});
