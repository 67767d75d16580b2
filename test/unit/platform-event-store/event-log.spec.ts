import type { EventStoreDBClient } from '@eventstore/db-client';
import { describe, expect, it } from '@jest/globals';
import { EventLog, isLost } from '../../../src/platform/event-store/event-log.js';

const patience = { attempts: 4, pause: 1, answer: 50 };

/** A client that answers appends from a list of outcomes. */
function appending(...outcomes: (() => Promise<unknown>)[]) {
  const sent: unknown[][] = [];
  const appendToStream = (...values: unknown[]) => {
    sent.push(values);
    return outcomes.shift()?.() ?? Promise.reject(new Error('asked too often'));
  };
  return { log: new EventLog({ appendToStream } as unknown as EventStoreDBClient, patience), sent };
}

const fail = (members: object) => () => Promise.reject(Object.assign(new Error('failed'), members));
const success = () =>
  Promise.resolve({ success: true, nextExpectedRevision: 4n, position: { commit: 9n, prepare: 9n } });
const append = (log: EventLog) => log.append('child-1', [], 3);

describe('EventLog.append', () => {
  it('sends the same again, behind the same revision, after each kind of lost connection', async () => {
    const { log, sent } = appending(fail({ code: 14 }), fail({ type: 'unavailable' }), fail({ code: 13 }), success);
    expect(await append(log)).toEqual({ conflict: false, revision: 4, position: { commit: 9n, prepare: 9n } });
    expect(sent).toHaveLength(4);
    expect(sent.every((values) => (values[2] as { expectedRevision: bigint }).expectedRevision === 3n)).toBe(true);
    expect(new Set(sent.map((values) => values[1])).size).toBe(1);
  });

  it('gives up after its attempts, with the cause', async () => {
    const lost = fail({ code: 14, cause: 'x' });
    const { log, sent } = appending(lost, lost, lost, lost, success);
    await expect(append(log)).rejects.toMatchObject({ name: 'StoreUnavailable', cause: { code: 14 } });
    expect(sent).toHaveLength(4);
  });

  it('does not wait for ever for an answer', async () => {
    const { log } = appending(() => new Promise(() => undefined), success);
    expect(await append(log)).toMatchObject({ revision: 4 });
  });

  it('tells conflicts, sizes and deleted streams in the project’s words', async () => {
    expect(await append(appending(fail({ type: 'wrong-expected-version' })).log)).toEqual({ conflict: true });
    await expect(
      append(appending(fail({ type: 'maximum-append-size-exceeded', maxAppendSize: 7 })).log),
    ).rejects.toMatchObject({
      name: 'EventTooLarge',
      maximumBytes: 7,
    });
    await expect(append(appending(fail({ type: 'stream-deleted' })).log)).rejects.toMatchObject({
      name: 'StreamNotFound',
    });
  });

  it('throws what it does not know, at once', async () => {
    const { log, sent } = appending(fail({ type: 'access-denied', code: 7 }), success);
    await expect(append(log)).rejects.toMatchObject({ type: 'access-denied' });
    expect(sent).toHaveLength(1);
  });

  it('expects no stream before the first event', async () => {
    const { log, sent } = appending(success);
    await log.append('child-1', [], -1);
    expect(sent[0]?.[2]).toEqual({ expectedRevision: 'no_stream' });
  });
});

describe('isLost', () => {
  it.each([
    [{ code: 14 }, true],
    [{ type: 'not-leader' }, true],
    [{ type: 'deadline-exceeded' }, true],
    [new Error('Channel has been shut down'), true],
    [new Error('Failed to discover after 3 attempts.'), true],
    [{ code: 7 }, false],
    [{ type: 'stream-not-found', code: 5 }, false],
    [new TypeError('x is not a function'), false],
    [undefined, false],
  ])('of %p is %p', (error, expected) => {
    expect(isLost(error)).toBe(expected);
  });
});
