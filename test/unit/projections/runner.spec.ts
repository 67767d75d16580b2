import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import { foreseeBuild, goBack, switchTo } from '../../../src/platform/projections/build-choice.js';
import { silentObserver } from '../../../src/platform/projections/view-observer.js';
import { ViewsRunner } from '../../../src/platform/projections/views-runner.js';
import { type EventFeed, type EventSource, SubscriptionDropped } from '../../../src/platform/subscriptions/source.js';
import { MemorySource } from '../../support/views/memory-log.js';
import { perfectLink } from '../../support/views/memory-view-store.js';
import { schoolTotals, tally } from '../../support/views/sample-projections.js';
import { World } from '../../support/views/world.js';

/** A source whose n-th subscription fails in the given way. */
function failing(
  world: World,
  failures: readonly (Error | undefined)[],
): EventSource<RecordedEvent> & { opened: number } {
  const inner = new MemorySource(world.log);
  const source = {
    opened: 0,
    subscribe: (options: Parameters<typeof inner.subscribe>[0]): EventFeed<RecordedEvent> => {
      const failure = failures[source.opened++];
      const feed = inner.subscribe(options);
      let calls = 0;
      return {
        next: (limit) => (failure && calls++ > 0 ? Promise.reject(failure) : feed.next(limit)),
        close: () => feed.close(),
      };
    },
    end: () => inner.end(),
    readStream: (stream: string) => inner.readStream(stream),
  };
  return source;
}

const unavailable = () => Object.assign(new Error('14 UNAVAILABLE: connection dropped'), { code: 14 });

describe('runner of views', () => {
  it('subscribes again after UNAVAILABLE and after a normal end, as often as it takes', async () => {
    const world = new World();
    world.absent('ada', '100', '200');
    const source = failing(world, [unavailable(), new SubscriptionDropped('ended'), unavailable(), unavailable()]);
    const reasons: string[] = [];
    const observer = { ...silentObserver, dropped: (reason: string) => reasons.push(reason) };
    const runner = world.runner([tally()], { source, observer });
    await world.timing.runUntil(() => source.opened === 5, 60_000);
    world.absent('ada');
    await world.untilLevel('tally_v1');
    await world.done(runner.stop());
    expect(world.documents('tally_v1')).toMatchObject([{ _id: 'ada', revisions: [0, 1, 2] }]);
    expect(reasons).toEqual(['Error', 'SubscriptionDropped', 'Error', 'Error']);
  });

  it('waits longer between attempts that fail one after the other, up to five seconds', async () => {
    const world = new World();
    world.absent('ada');
    const opened: number[] = [];
    const source: EventSource<RecordedEvent> = {
      ...failing(world, []),
      subscribe: () => {
        opened.push(world.timing.monotonic());
        return { next: () => Promise.reject(unavailable()), close: async () => undefined };
      },
    };
    const runner = world.runner([tally()], { source });
    await world.timing.runUntil(() => opened.length === 14, 600_000);
    const waits = opened.slice(1).map((at, index) => at - (opened[index] ?? 0));
    expect(waits[0]).toBeGreaterThanOrEqual(50);
    expect(waits[0]).toBeLessThanOrEqual(100);
    expect(Math.max(...waits)).toBeLessThanOrEqual(5000);
    expect(waits.at(-1)).toBeGreaterThanOrEqual(2500);
    await world.done(runner.stop());
  });

  it('writes the checkpoint again when that failed after the documents were written', async () => {
    const world = new World();
    world.absent('ada', '100', '200');
    let failed = false;
    const link = {
      ...perfectLink,
      call: async <T>(work: () => T): Promise<T> => {
        const documents = world.database.collections.get('tally_v1')?.size ?? 0;
        if (documents > 0 && !failed) {
          failed = true;
          throw Object.assign(new Error('connection closed'), { name: 'MongoNetworkError' });
        }
        return work();
      },
    };
    const runner = world.runner([tally()], { link });
    await world.untilLevel('tally_v1');
    await world.done(runner.stop());
    expect(failed).toBe(true);
    expect(world.documents('tally_v1')).toMatchObject([{ revisions: [0, 1] }]);
  });

  it('finishes what it is writing when it is stopped, and sets its leases free', async () => {
    const world = new World();
    world.absent('ada', '100', '200');
    const runner = world.runner([tally()], { link: world.slowLink(50) });
    await world.timing.runUntil(() => (world.database.collections.get('tally_v1')?.size ?? 0) > 0, 10_000);
    await world.done(runner.stop());
    expect(world.leases.documents.get('tally_v1')?.holder).toBeUndefined();
    expect(world.leases.documents.get('tally_v1')?.token).toBe(1);
    const other = world.runner([tally()], {}, 'two');
    await world.untilLevel('tally_v1');
    await world.done(other.stop());
    expect(world.documents('tally_v1')).toMatchObject([{ revisions: [0, 1] }]);
  });

  it('hands over within the lease when the process that works a view falls silent', async () => {
    const world = new World();
    let silent = false;
    const link = {
      ...perfectLink,
      call: <T>(work: () => T): Promise<T> => (silent ? new Promise(() => undefined) : Promise.resolve(work())),
    };
    world.runner([tally()], { link }, 'one');
    world.absent('ada');
    await world.untilLevel('tally_v1');
    const second = world.runner([tally()], {}, 'two');
    silent = true;
    const since = world.timing.monotonic();
    world.absent('ada');
    await world.untilLevel('tally_v1');
    expect(world.timing.monotonic() - since).toBeLessThanOrEqual(5000 + 2 * 1000);
    expect(world.leases.documents.get('tally_v1')).toMatchObject({ holder: 'two', token: 2 });
    await world.done(second.stop());
  });

  it('refuses the checkpoint of a process whose lease has gone on, and lets it go on under a higher token', async () => {
    const world = new World();
    world.absent('ada');
    const first = world.runner([tally()], {}, 'one');
    await world.untilLevel('tally_v1');
    const stored = world.database.checkpoints.get('tally_v1');
    if (stored) world.database.checkpoints.set('tally_v1', { ...stored, token: 7 });
    world.absent('ada');
    await world.timing.runUntil(() => !first.workers.some(({ lease }) => lease.token === 1), 10_000);
    await world.untilLevel('tally_v1');
    expect(world.database.checkpoints.get('tally_v1')).toMatchObject({ token: 8 });
    await world.done(first.stop());
  });

  it('reads once more after a gap, and stops the view when the gap is still there', async () => {
    const world = new World();
    const [first, , third] = world.absent('ada', '100', '200', '300');
    world.log.events.splice(1, 1);
    const runner = world.runner([tally(), schoolTotals]);
    await world.timing.runUntil(() => world.database.checkpoints.get('tally_v1')?.state === 'stopped', 60_000);
    expect(world.database.checkpoints.get('tally_v1')).toMatchObject({ state: 'stopped', error: 'StreamGap' });
    world.absent('ben', '100');
    await world.untilLevel('school-totals_v1');
    expect(world.documents('school-totals_v1')).toHaveLength(2);
    expect([first, third]).toHaveLength(2);
    await world.done(runner.stop());
  });

  it('goes over a gap that was the subscription’s fault', async () => {
    const world = new World();
    world.absent('ada', '100', '200', '300');
    const inner = new MemorySource(world.log);
    let opened = 0;
    const source: EventSource<RecordedEvent> = {
      end: () => inner.end(),
      readStream: (stream) => inner.readStream(stream),
      subscribe: (options) => {
        const feed = inner.subscribe(options);
        const lossy = opened++ === 0;
        return {
          close: () => feed.close(),
          next: async (limit) => {
            const chunk = await feed.next(limit);
            return lossy ? { ...chunk, events: chunk.events.filter(({ revision }) => revision !== 1) } : chunk;
          },
        };
      },
    };
    const runner = world.runner([tally()], { source });
    await world.untilLevel('tally_v1');
    expect(world.documents('tally_v1')).toMatchObject([{ revisions: [0, 1, 2] }]);
    await world.done(runner.stop());
  });

  it('goes on with the other views when one can’t be written for a reason of its own', async () => {
    const world = new World();
    world.absent('ada', '100');
    const broken = { ...tally(), name: 'broken', keys: () => ['x'], indexes: [] };
    const store = world.store();
    const prepare = store.prepare.bind(store);
    store.prepare = (collection) =>
      collection === 'broken_v1' ? Promise.reject(new Error('index refused')) : prepare(collection);
    const runner = new ViewsRunner({ ...world.dependencies(), store }, [broken, tally()], {}, 'one');
    runner.start();
    await world.untilLevel('tally_v1');
    world.absent('ada', '200');
    await world.untilLevel('tally_v1');
    expect(runner.workers.find(({ build }) => build.name === 'broken')).toMatchObject({
      state: 'retrying',
      error: 'Error',
    });
    await world.done(runner.stop());
  });
});

describe('versions of a view', () => {
  async function upgraded(options: { switchWhenCaughtUp?: boolean } = {}) {
    const world = new World();
    world.absent('ada', '100', '200');
    const old = world.runner([tally(1)]);
    await world.untilLevel('tally_v1');
    await world.done(old.stop());
    const next = world.runner([tally(2)], options);
    await world.untilLevel('tally_v2');
    return { world, next };
  }

  it('serves the old one until the new one has caught up, then switches in one write', async () => {
    const { world, next } = await upgraded();
    await world.timing.runUntil(() => world.database.pointers.get('tally')?.live === 'v2', 10_000);
    expect(world.database.pointers.get('tally')).toEqual({ name: 'tally', live: 'v2', previous: 'v1' });
    expect(world.documents('tally_v1')).toMatchObject([{ count: 2 }]);
    expect(world.documents('tally_v2')).toMatchObject([{ count: 4 }]);
    await world.done(next.stop());
  });

  it('stays with the later one while programs of both run, and serves the earlier once nobody works the later', async () => {
    const world = new World();
    world.absent('ada', '100', '200');
    const old = world.runner([tally(1)], {}, 'old');
    await world.untilLevel('tally_v1');
    const next = world.runner([tally(2)], {}, 'next');
    const live = () => world.database.pointers.get('tally')?.live;
    await world.timing.runUntil(() => live() === 'v2', 10_000);
    await expect(world.timing.runUntil(() => live() === 'v1', 20_000)).rejects.toThrow('not within');
    world.absent('ada', '300');
    await world.untilLevel('tally_v1');
    await world.done(next.stop());
    await world.timing.runUntil(() => live() === 'v1', 10_000);
    expect(world.documents('tally_v1')).toMatchObject([{ count: 3 }]);
    await world.done(old.stop());
  });

  it('does not switch to one that was killed while it was being built and is taken up again', async () => {
    const world = new World();
    for (let count = 0; count < 100; count += 1) world.absent('ada');
    const old = world.runner([tally(1)], {}, 'old');
    await world.untilLevel('tally_v1');
    const position = () => world.database.checkpoints.get('tally_v2')?.position ?? '';
    const end = world.database.checkpoints.get('tally_v1')?.position ?? '';
    let alive = true;
    const slow = world.slowLink(300);
    const link = { ...slow, call: <T>(work: () => T) => (alive ? slow.call(work) : new Promise<T>(() => undefined)) };
    const batches = { catchingUp: 5, lingerMs: 0, live: 5 };
    world.runner([tally(2)], { link, batches }, 'killed');
    await world.timing.runUntil(() => position() !== '', 60_000);
    alive = false;
    expect(position() < end).toBe(true);
    const next = world.runner([tally(2)], { link: slow, batches }, 'next');
    await world.timing.runUntil(() => world.database.pointers.get('tally')?.live === 'v2', 600_000);
    expect(position()).toBe(end);
    await world.done(Promise.all([old.stop(), next.stop()]));
  });

  it('does not switch to one that had caught up long ago before it has caught up again', async () => {
    const world = new World();
    world.absent('ada');
    const old = world.runner([tally(1)], {}, 'old');
    await world.untilLevel('tally_v1');
    const first = world.runner([tally(2)], { switchWhenCaughtUp: false }, 'first');
    await world.untilLevel('tally_v2');
    await world.done(world.timing.delay(2000));
    await world.done(first.stop());
    expect(world.database.checkpoints.get('tally_v2')?.state).toBe('live');
    for (let count = 0; count < 100; count += 1) world.absent('ada');
    await world.untilLevel('tally_v1');
    const batches = { catchingUp: 5, lingerMs: 0, live: 5 };
    const again = world.runner([tally(2)], { link: world.slowLink(300), batches }, 'again');
    await world.timing.runUntil(() => world.database.pointers.get('tally')?.live === 'v2', 600_000);
    expect(world.documents('tally_v2')).toMatchObject([{ count: 202 }]);
    await world.done(Promise.all([old.stop(), again.stop()]));
  });

  it('does not switch to one that has lost its subscription before it has that again', async () => {
    const world = new World();
    world.absent('ada');
    const old = world.runner([tally(1)], {}, 'old');
    await world.untilLevel('tally_v1');
    world.database.pointers.set('tally', { name: 'tally', live: 'v1', held: true });
    let away = false;
    const inner = new MemorySource(world.log);
    const feeds: EventFeed<RecordedEvent>[] = [];
    const subscribe: EventSource<RecordedEvent>['subscribe'] = (options) => {
      const feed = inner.subscribe(options);
      feeds.push(feed);
      return away ? { ...feed, next: () => Promise.reject(unavailable()), close: () => feed.close() } : feed;
    };
    const source = { end: () => inner.end(), readStream: (stream: string) => inner.readStream(stream), subscribe };
    const next = world.runner([tally(2)], { source }, 'next');
    await world.untilLevel('tally_v2');
    await world.done(world.timing.delay(2000));
    away = true;
    await feeds.at(-1)?.close();
    await world.done(world.timing.delay(2000));
    world.absent('ada', '100');
    const live = () => world.database.pointers.get('tally')?.live;
    world.database.pointers.set('tally', { name: 'tally', live: 'v1' });
    await world.done(world.timing.delay(20_000));
    expect(live()).toBe('v1');
    away = false;
    await world.timing.runUntil(() => live() === 'v2', 60_000);
    expect(world.documents('tally_v2')).toMatchObject([{ count: 4 }]);
    await world.done(Promise.all([old.stop(), next.stop()]));
  });

  it('leaves the switch to a person where that is wished', async () => {
    const { world, next } = await upgraded({ switchWhenCaughtUp: false });
    await world.done(world.timing.delay(10_000));
    expect(world.database.pointers.get('tally')).toEqual({ name: 'tally', live: 'v1' });
    const choice = await foreseeBuild(world.store(), tally(2));
    if (choice) await switchTo(world.store(), choice.pointer, 'v2');
    expect(world.database.pointers.get('tally')).toEqual({ name: 'tally', live: 'v2', previous: 'v1' });
    await world.done(next.stop());
  });

  it('stays with the old one once a person has gone back, and keeps the new one up to date', async () => {
    const { world, next } = await upgraded();
    await world.timing.runUntil(() => world.database.pointers.get('tally')?.live === 'v2', 10_000);
    const pointer = world.database.pointers.get('tally');
    if (pointer) await goBack(world.store(), pointer);
    world.absent('ada', '300');
    await world.untilLevel('tally_v2');
    await world.done(world.timing.delay(10_000));
    expect(world.database.pointers.get('tally')).toMatchObject({ live: 'v1', previous: 'v2', held: true });
    await world.done(next.stop());
  });

  it('can’t go back where nothing was before', async () => {
    const world = new World();
    await expect(goBack(world.store(), { name: 'tally', live: 'v1' })).rejects.toThrow(/no earlier build/);
  });

  it('lets a new view catch up apart from those that are level', async () => {
    const world = new World();
    world.absent('ada', '100', '200', '300');
    const first = world.runner([tally()]);
    await world.untilLevel('tally_v1');
    await world.done(first.stop());
    const subscribed: (string | undefined)[] = [];
    const inner = new MemorySource(world.log);
    const source: EventSource<RecordedEvent> = {
      end: () => inner.end(),
      readStream: (stream) => inner.readStream(stream),
      subscribe: (options) => {
        subscribed.push(options.from === undefined || options.from === 'end' ? options.from : 'checkpoint');
        return inner.subscribe(options);
      },
    };
    const second = world.runner([tally(), schoolTotals], { source });
    await world.untilLevel('school-totals_v1');
    expect(subscribed.slice(0, 2).sort()).toEqual(['checkpoint', undefined]);
    await world.timing.runUntil(() => subscribed.length === 3, 10_000);
    expect(subscribed[2]).toBe('checkpoint');
    await world.done(second.stop());
  });
});
