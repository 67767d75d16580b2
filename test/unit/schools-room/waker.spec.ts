import { describe, expect, it } from '@jest/globals';
import { Waker, type WakingObserver, type WakingProcess } from '../../../src/platform/waking/waker.js';
import { FixedClock } from '../../support/fixed-clock.js';
import { MemoryLeases } from '../../support/views/memory-leases.js';
import { Seeded } from '../../support/views/seeded.js';
import { VirtualTiming } from '../../support/views/virtual-timing.js';

class Heard implements WakingObserver {
  readonly lines: string[] = [];
  woke(process: string, recorded: number): void {
    this.lines.push(`${process} ${recorded}`);
  }
  retrying(process: string, error: string): void {
    this.lines.push(`${process} ${error}`);
  }
}

function setUp() {
  const timing = new VirtualTiming(new Seeded(7));
  const leases = new MemoryLeases(() => timing.monotonic());
  const observer = new Heard();
  const woken: string[] = [];
  const begin = (holder: string, wake: WakingProcess['wake'] = async () => 0) => {
    const process: WakingProcess = {
      name: 'sweep',
      wake: async (now, lease) => {
        woken.push(holder);
        return wake(now, lease);
      },
    };
    const deps = { leases: leases.through(), clock: new FixedClock(), timing, observer };
    return new Waker(deps, process, { everyMs: 1_000, leaseMs: 3_000 }, holder);
  };
  return { timing, leases, observer, woken, begin };
}

describe('the waker', () => {
  it('wakes a process again and again, in one program at a time, and the other takes over', async () => {
    const { timing, woken, begin } = setUp();
    const [one, other] = [begin('one'), begin('other')];
    void one.start();
    await timing.runUntil(() => woken.length === 1, 100);
    void other.start();
    await timing.runUntil(() => woken.length === 5, 10_000);
    expect(new Set(woken)).toEqual(new Set(['one']));
    await one.stop();
    await timing.runUntil(() => woken.at(-1) === 'other', 10_000);
    await other.stop();
  });

  it('says that it has begun when the first waking is over, or belongs to another program', async () => {
    const { timing, woken, begin } = setUp();
    let release = (): void => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const begun: string[] = [];
    const one = begin('one', () => held.then(() => 3));
    const other = begin('other');
    void one.start().then(() => begun.push('one'));
    await timing.runUntil(() => woken.length === 1, 100);
    void other.start().then(() => begun.push('other'));
    await timing.runUntil(() => begun.length === 1, 100);
    expect(begun).toEqual(['other']);
    release();
    await timing.runUntil(() => begun.length === 2, 100);
    await Promise.all([one.stop(), other.stop()]);
  });

  it('tries again, later each time, when a waking fails, and sets the lease free', async () => {
    const { timing, leases, observer, begin } = setUp();
    let fails = 3;
    const waker = begin('one', async () => {
      if (fails-- > 0) throw Object.assign(new Error('away'), { name: 'StoreUnavailable' });
      return 2;
    });
    void waker.start();
    await timing.runUntil(() => observer.lines.length === 4, 60_000);
    expect(observer.lines).toEqual([...Array(3).fill('sweep StoreUnavailable'), 'sweep 2']);
    await waker.stop();
    expect(leases.documents.get('process:sweep')?.holder).toBeUndefined();
  });

  it('stops between two pieces of work', async () => {
    const { timing, observer, begin } = setUp();
    let pieces = 0;
    const waker = begin('one', async (_, lease) => {
      for (;;) {
        lease.check();
        pieces++;
        await timing.delay(10);
      }
    });
    void waker.start();
    await timing.runUntil(() => pieces === 5, 1_000);
    let stopped = false;
    void waker.stop().then(() => {
      stopped = true;
    });
    await timing.runUntil(() => stopped, 1_000);
    expect(observer.lines).toEqual([]);
  });
});
