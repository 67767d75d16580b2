import { describe, expect, it } from '@jest/globals';
import { BatchFold, keysOf } from '../../../src/platform/projections/fold.js';
import type { Projection, Stored, ViewDocument } from '../../../src/platform/projections/projection.js';
import type { Decoded } from '../../../src/platform/subscriptions/decoding.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import { MemoryLog } from '../../support/views/memory-log.js';
import { schoolTotals, tally } from '../../support/views/sample-projections.js';

function items(types: readonly string[], stream = 'child-a', log = new MemoryLog()): Decoded[] {
  return types.map((type) => {
    const event = log.append(stream, { type, data: { school: '100' } });
    const { streamId, revision, position } = event;
    const place = { streamId, revision, type, position, created: 0, at: positionText(position) };
    return type === 'FromTheFuture' ? { ...place, failure: 'UnknownEventType' } : { ...place, event };
  });
}

function fold(
  projection: Projection<ViewDocument>,
  events: readonly Decoded[],
  stored: readonly Stored[] = [],
  quarantine: ReadonlyMap<string, string> = new Map(),
) {
  const folding = new BatchFold(projection, new Map(stored.map((document) => [document._id, document])), quarantine);
  for (const event of events) {
    const named = keysOf(projection, event);
    folding.add(named.item, named.keys);
  }
  return { writes: folding.writes(), poisoned: folding.poisoned };
}

describe('folding a batch', () => {
  it('writes each document once, with the last event that it has seen', () => {
    const events = items(['AbsenceRecorded', 'AbsenceRecorded', 'AbsenceRecorded']);
    const { writes } = fold(tally(), events);
    expect(writes).toEqual([
      { _id: 'a', count: 3, revisions: [0, 1, 2], _seen: { position: events[2]?.at, revision: 2 } },
    ]);
  });

  it('passes over what the stored document has seen, and writes nothing for it', () => {
    const events = items(['AbsenceRecorded', 'AbsenceRecorded']);
    const { writes } = fold(tally(), events);
    expect(fold(tally(), events, writes).writes).toEqual([]);
  });

  it('keeps no revision where a document follows no stream', () => {
    const { writes } = fold(schoolTotals, items(['AbsenceRecorded']));
    expect(writes[0]?._seen).toEqual({ position: expect.any(String) });
  });

  it('refuses a gap in the stream that a document must see all of', () => {
    const [first, , third] = items(['AbsenceRecorded', 'AbsenceRecorded', 'AbsenceRecorded']);
    expect(() =>
      fold(
        tally(),
        [first, third].filter((item) => item !== undefined),
      ),
    ).toThrow(/expected revision 1, found 2/);
    expect(() =>
      fold(
        tally(),
        [third].filter((item) => item !== undefined),
      ),
    ).toThrow(/expected revision 0, found 2/);
  });

  it('leaves a tombstone that a redelivered event does not bring back', () => {
    const events = items(['AbsenceRecorded', 'Removed']);
    const { writes } = fold(tally(), events);
    expect(writes).toEqual([{ _id: 'a', _deleted: true, _seen: { position: events[1]?.at, revision: 1 } }]);
    expect(fold(tally(), events, writes).writes).toEqual([]);
  });

  it('builds a removed document anew from what comes after', () => {
    const events = items(['AbsenceRecorded', 'Removed', 'AbsenceRecorded']);
    expect(fold(tally(), events).writes).toMatchObject([{ _id: 'a', count: 1, revisions: [2] }]);
  });

  it('leaves a document as its last good event made it, marks it, and changes it no more', () => {
    const events = items(['AbsenceRecorded', 'Poisoned', 'AbsenceRecorded']);
    const { writes, poisoned } = fold(tally(), events);
    expect(poisoned).toEqual([
      { key: 'a', at: events[1]?.at, streamId: 'child-a', revision: 1, type: 'Poisoned', error: 'RangeError' },
    ]);
    expect(writes).toMatchObject([
      { _id: 'a', count: 1, revisions: [0], _stale: { position: events[1]?.at, revision: 1, error: 'RangeError' } },
    ]);
  });

  it('marks a document whose quarantine was noted before a crash, without trying again', () => {
    const events = items(['AbsenceRecorded', 'Poisoned', 'AbsenceRecorded']);
    const quarantine = new Map([['a', events[1]?.at ?? '']]);
    const { writes, poisoned } = fold(tally(), events, [], quarantine);
    expect(poisoned).toEqual([]);
    expect(writes).toMatchObject([{ count: 1, _stale: { error: 'Quarantined' } }]);
  });

  it('makes up no document where the first event is the poisoned one', () => {
    const { writes, poisoned } = fold(tally(), items(['FromTheFuture', 'AbsenceRecorded']));
    expect(writes).toEqual([]);
    expect(poisoned).toMatchObject([{ key: 'a', error: 'UnknownEventType' }]);
  });

  it('goes on with other documents', () => {
    const log = new MemoryLog();
    const mixed = [...items(['Poisoned'], 'child-a', log), ...items(['AbsenceRecorded'], 'child-b', log)];
    expect(fold(tally(), mixed).writes).toMatchObject([{ _id: 'b', count: 1 }]);
  });

  it('takes a document with another id than its key for a fault', () => {
    const wrong: Projection = { ...tally(), apply: () => ({ _id: 'elsewhere' }) };
    expect(fold(wrong, items(['AbsenceRecorded'])).poisoned).toMatchObject([{ key: 'a', error: 'WrongDocumentId' }]);
  });

  it('holds the documents of the stream for doubtful when the keys themselves can’t be told', () => {
    const broken: Projection = {
      ...tally(),
      keys: () => {
        throw new TypeError('no such field');
      },
    };
    expect(fold(broken, items(['AbsenceRecorded'])).poisoned).toMatchObject([{ key: 'a', error: 'TypeError' }]);
  });
});
