import { Readable } from 'node:stream';
import type { EventStoreDBClient } from '@eventstore/db-client';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { EventStoreSource } from '../../../src/platform/subscriptions/event-store-source.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));
const turns = async () => {
  for (let left = 10; left > 0; left--) await turn();
};

function subscribed() {
  const log = Object.assign(new Readable({ objectMode: true, read() {} }), { unsubscribe: async () => undefined });
  const source = new EventStoreSource({ subscribeToAll: () => log } as unknown as EventStoreDBClient);
  return { log, feed: source.subscribe({ from: 'end', streamPrefixes: ['child-'] }) };
}

/** A chunk that is waited for, and what it came to. */
function asked(chunk: Promise<{ readonly events: readonly unknown[] }>) {
  const outcome: { events?: readonly unknown[]; error?: unknown } = {};
  chunk.then(
    ({ events }) => Object.assign(outcome, { events }),
    (error: unknown) => Object.assign(outcome, { error }),
  );
  return outcome;
}

describe('a busy subscription', () => {
  beforeEach(() => {
    jest.useFakeTimers({ doNotFake: ['setImmediate', 'nextTick', 'queueMicrotask'] });
  });
  afterEach(() => {
    jest.useRealTimers();
  });

  it('hands out at once what comes after a pause', async () => {
    const { log, feed } = subscribed();
    log.push('one');
    await turns();
    expect((await feed.next(10)).events).toEqual(['one']);
    jest.runAllTimers();
    const second = asked(feed.next(10));
    log.push('two');
    await turns();
    expect(second.events).toEqual(['two']);
    await feed.close();
  });

  it('gathers what comes right after a chunk', async () => {
    const { log, feed } = subscribed();
    log.push('one');
    await feed.next(10);
    const second = asked(feed.next(10));
    log.push('two');
    await turns();
    expect(second.events).toBeUndefined();
    log.push('three');
    await turns();
    jest.runAllTimers();
    await turns();
    expect(second.events).toEqual(['two', 'three']);
    await feed.close();
  });

  it('waits no longer for a chunk that is full', async () => {
    const { log, feed } = subscribed();
    log.push('one');
    await feed.next(2);
    const second = asked(feed.next(2));
    log.push('two');
    log.push('three');
    await turns();
    expect(second.events).toEqual(['two', 'three']);
    await feed.close();
  });

  it('loses nothing that came before it was dropped', async () => {
    const { log, feed } = subscribed();
    log.push('one');
    await feed.next(10);
    const second = asked(feed.next(10));
    log.push('two');
    log.push(null);
    await turns();
    expect(second.events).toEqual(['two']);
    await expect(feed.next(10)).rejects.toThrow('ended by the server');
    await feed.close();
  });
});
