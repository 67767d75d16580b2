import { describe, expect, it } from '@jest/globals';
import { type Decision, decideWrite } from '../../../src/embedded/event-store/log/decision.js';
import { RecentIds } from '../../../src/embedded/event-store/log/recent-ids.js';
import { TOMBSTONE } from '../../../src/embedded/event-store/log/stored-event.js';
import { KEEP_ALL } from '../../../src/embedded/event-store/log/stream-metadata.js';
import type { StreamState } from '../../../src/embedded/event-store/log/stream-table.js';
import type { ExpectedRevision } from '../../../src/embedded/event-store/log/write.js';

const id = (n: number) => Buffer.alloc(16, n);
const STREAM = 5;

/** A stream that holds events with the ids 0, 1, 2. */
function decide(expected: ExpectedRevision, ids: readonly number[], changes: Partial<StreamState> = {}): Decision {
  const name = { id: STREAM, text: 'loan-1', field: new Uint8Array() };
  const state = { name, last: 2, retention: KEEP_ALL, idsRemembered: true, ...changes };
  const recent = new RecentIds();
  for (const n of [0, 1, 2]) recent.add(id(n), { stream: STREAM, revision: n, position: n + 1 });
  recent.add(id(9), { stream: STREAM + 1, revision: 0, position: 4 });
  const idAt = (stream: number, revision: number) => (stream === STREAM && revision <= 2 ? id(revision) : undefined);
  return decideWrite(state, expected, ids.map(id), recent, idAt);
}

const go = { kind: 'go', recreates: false };
const wrong = { kind: 'wrong-revision', current: 2 };

describe('a write', () => {
  it.each<[string, ExpectedRevision, number[], object]>([
    ['at the last revision', 2, [7], go],
    ['of new events with any', 'any', [7, 8], go],
    ['of new events where a stream exists', 'stream-exists', [7], go],
    ['of no events with any', 'any', [], go],
    ['of no events at the last revision', 2, [], go],
    ['before the last revision', 1, [7], wrong],
    ['beyond the last revision', 3, [7], wrong],
    ['where no stream should be', 'no-stream', [7], wrong],
    ['of no events before the last revision', 1, [], wrong],
    ['of an event that another stream has', 'any', [9], go],
  ])('%s', (_, expected, ids, decision) => {
    expect(decide(expected, ids)).toEqual(decision);
  });

  it('to a stream that is not there goes with any and with no stream, and else finds nothing', () => {
    const decisions = (['any', 'no-stream', 'stream-exists', 0] as const).map((expected) =>
      decideWrite(undefined, expected, [id(1)], new RecentIds(), () => undefined),
    );
    const none = { kind: 'wrong-revision', current: -1 };
    expect(decisions).toEqual([go, go, none, none]);
  });

  it('to a tombstoned stream is refused, whatever it expects', () => {
    for (const expected of ['any', 'no-stream', 'stream-exists', 2] as const) {
      expect(decide(expected, [7], { last: TOMBSTONE })).toEqual({ kind: 'deleted' });
    }
  });

  it('to a soft-deleted stream brings it back, unless it has to exist', () => {
    const retention = { deleted: true };
    expect(decide('any', [7], { retention })).toEqual({ kind: 'go', recreates: true });
    expect(decide('no-stream', [7], { retention })).toEqual({ kind: 'go', recreates: true });
    expect(decide(2, [7], { retention })).toEqual({ kind: 'go', recreates: true });
    expect(decide(1, [7], { retention })).toEqual(wrong);
    expect(decide('stream-exists', [7], { retention })).toEqual({ kind: 'deleted' });
  });
});

describe('a write that comes again', () => {
  it.each<[string, ExpectedRevision, number[], number]>([
    ['with any', 'any', [1, 2], 2],
    ['with stream exists', 'stream-exists', [0], 0],
    ['with no stream', 'no-stream', [0, 1], 1],
    ['with its revision', 1, [2], 2],
  ])('%s is answered as the first time', (_, expected, ids, revision) => {
    expect(decide(expected, ids)).toEqual({ kind: 'repeated', revision });
  });

  it.each<[string, ExpectedRevision, number[]]>([
    ['with any', 'any', [2, 7]],
    ['with no stream', 'no-stream', [0, 7]],
    ['with its revision, running past the end', 1, [2, 7]],
  ])('%s, but only in part, has the wrong revision', (_, expected, ids) => {
    expect(decide(expected, ids)).toEqual(wrong);
  });
});
