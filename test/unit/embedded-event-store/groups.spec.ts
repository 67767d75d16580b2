import { describe, expect, it } from '@jest/globals';
import { packBody } from '../../../src/embedded/event-store/log/stored-event.js';
import { type Answer, Backlog } from '../../../src/embedded/event-store/persistent/backlog.js';
import { Consumer } from '../../../src/embedded/event-store/persistent/consumer.js';
import type { GroupMessage } from '../../../src/embedded/event-store/persistent/group-message.js';
import type { ConsumerStrategy } from '../../../src/embedded/event-store/persistent/group-settings.js';
import { strategyOf } from '../../../src/embedded/event-store/persistent/strategies.js';

function message(place: number, stream = 1, metadata = ''): GroupMessage {
  const body = packBody(
    { id: Buffer.alloc(16, place), type: '', isJson: true, data: new Uint8Array(), metadata: Buffer.from(metadata) },
    0,
  );
  const event = { position: place, stream, revision: place, type: 1, created: 0, body };
  return { resolved: { event, link: undefined }, origin: { place, before: place - 1, sequence: place }, retries: 0 };
}
const replayed = (place: number): GroupMessage => ({ ...message(place), origin: undefined });
const placeOf = (one: GroupMessage) => one.resolved.event?.position;

describe('a backlog', () => {
  const offered = (backlog: Backlog, answer: (place: number | undefined) => Answer) => {
    const seen: (number | undefined)[] = [];
    backlog.offer((one) => {
      seen.push(placeOf(one));
      return answer(placeOf(one));
    });
    return seen;
  };

  it('offers what is tried again first, in the order of the source, then what was replayed, then what was read', () => {
    const backlog = new Backlog();
    backlog.add(message(5));
    for (const place of [3, 1, 2]) backlog.addRetry(message(place));
    backlog.addRetry(replayed(9));
    expect(offered(backlog, () => 'taken')).toEqual([1, 2, 3, 9, 5]);
    expect([backlog.retryCount, backlog.readCount]).toEqual([0, 0]);
  });

  it('keeps what is skipped, and everything from where nobody has room', () => {
    const backlog = new Backlog();
    for (const place of [1, 2, 3, 4]) backlog.add(message(place));
    offered(backlog, (place) => (place === 1 ? 'skipped' : place === 2 ? 'taken' : 'full'));
    expect(offered(backlog, () => 'taken')).toEqual([1, 3, 4]);
  });

  it('knows the lowest of what it holds, for the checkpoint', () => {
    const backlog = new Backlog();
    for (const place of [7, 8]) backlog.add(message(place));
    backlog.addRetry(message(3));
    backlog.addRetry(replayed(1));
    expect([...backlog.origins()].map(({ place }) => place)).toEqual([3, 7]);
  });
});

describe('a consumer strategy', () => {
  /** Two consumers of two slots each; says who got each message. */
  function handOut(name: ConsumerStrategy, messages: readonly GroupMessage[]) {
    const strategy = strategyOf(name, { streamOf: ({ resolved }) => String(resolved.event?.stream) });
    const link = { from: '', connectionName: '', send: () => undefined, drop: () => undefined };
    const consumers = [new Consumer(link, 2, false), new Consumer(link, 2, false)];
    for (const consumer of consumers) strategy.add(consumer);
    return messages.map((one) => {
      const answer = strategy.push(one);
      return answer instanceof Consumer ? consumers.indexOf(answer) : answer;
    });
  }
  const five = [1, 2, 3, 4, 5].map((place) => message(place, place));

  it('RoundRobin gives to each in turn, until all are full', () => {
    expect(handOut('RoundRobin', five)).toEqual([0, 1, 0, 1, 'full']);
  });

  it('DispatchToSingle fills one before the next', () => {
    expect(handOut('DispatchToSingle', five)).toEqual([0, 0, 1, 1, 'full']);
  });

  it('Pinned keeps a stream with one, and skips what that one has no room for', () => {
    const [one, again, third, other] = handOut('Pinned', [message(1), message(2), message(3), message(4, 2)]);
    expect([again, third]).toEqual([one, 'skipped']);
    expect(other).not.toBe(one);
  });

  it('PinnedByCorrelation keeps a correlation with one, whatever the stream', () => {
    const metadata = '{"$correlationId":"c1"}';
    const [one, again] = handOut('PinnedByCorrelation', [message(1, 1, metadata), message(2, 2, metadata)]);
    expect(again).toBe(one);
  });
});
