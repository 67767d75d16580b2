import type { Timing } from '../../../src/platform/subscriptions/timing.js';
import type { Seeded } from './seeded.js';

interface Timer {
  readonly at: number;
  readonly order: number;
  readonly fire: () => void;
}

/** Time that passes only when nothing is left to do at this moment. One schedule never depends on the machine. */
export class VirtualTiming implements Timing {
  #now = 0;
  #order = 0;
  readonly #timers: Timer[] = [];

  constructor(private readonly seeded: Seeded) {}

  monotonic(): number {
    return this.#now;
  }

  chance(): number {
    return this.seeded.next();
  }

  delay(ms: number, signal?: AbortSignal): Promise<void> {
    if (signal?.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = { at: this.#now + ms, order: this.#order++, fire: resolve };
      this.#timers.push(timer);
      signal?.addEventListener(
        'abort',
        () => {
          const index = this.#timers.indexOf(timer);
          if (index >= 0) this.#timers.splice(index, 1);
          resolve();
        },
        { once: true },
      );
    });
  }

  /** Lets everything run until the condition holds. @throws Error when the virtual milliseconds are used up */
  async runUntil(condition: () => boolean, withinMs: number): Promise<void> {
    const end = this.#now + withinMs;
    for (;;) {
      await settled();
      if (condition()) return;
      const next = this.#earliest();
      if (!next || next.at > end) throw new Error(`not within ${withinMs} virtual ms (at ${this.#now})`);
      this.#timers.splice(this.#timers.indexOf(next), 1);
      this.#now = Math.max(this.#now, next.at);
      next.fire();
    }
  }

  #earliest(): Timer | undefined {
    return this.#timers.reduce<Timer | undefined>(
      (best, timer) =>
        !best || timer.at < best.at || (timer.at === best.at && timer.order < best.order) ? timer : best,
      undefined,
    );
  }
}

/** All promises that can run have run: a turn of the event loop comes after every microtask. */
function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
