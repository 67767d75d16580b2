import type { Link } from '../../support/views/memory-view-store.js';
import type { Seeded } from '../../support/views/seeded.js';
import type { VirtualTiming } from '../../support/views/virtual-timing.js';

/** A call may hang for as long as this and four times as long: past the end of a lease. */
export const LEASE_MS = 5000;

/**
 * All that one process says to the outside goes through here; when it is killed, what was under way may still arrive: at
 * any time later, or (`unguarded`: the server cannot refuse what is late) only there and then.
 */
export class FaultyLink implements Link {
  #alive = true;
  readonly #underWay = new Set<() => void>();

  constructor(
    private readonly seeded: Seeded,
    private readonly timing: VirtualTiming,
    private readonly faulty: () => boolean,
    private readonly count: (fault: string) => void,
    private readonly awayUntil: () => number,
    private readonly unguarded: boolean,
    private readonly stalls: boolean,
  ) {}

  kill(): void {
    this.#alive = false;
    if (!this.unguarded) return;
    for (const arrive of this.#underWay) if (this.seeded.happens(0.5)) arrive();
  }

  async call<T>(work: () => T): Promise<T> {
    if (!this.#alive) return never();
    this.#underWay.add(work);
    await this.#latency();
    this.#underWay.delete(work);
    if (!this.#alive) {
      if (!this.unguarded && this.seeded.happens(0.5)) work();
      return never();
    }
    if (!this.faulty()) return work();
    if (this.timing.monotonic() < this.awayUntil() || this.#rarely('connection cut before the work', 0.02))
      throw networkError();
    const result = work();
    if (this.#rarely('answer lost after the work', 0.02)) throw networkError();
    return result;
  }

  cutAfter(documents: number): number | undefined {
    return this.faulty() && documents > 1 && this.#rarely('connection cut within a batch', 0.15)
      ? this.seeded.whole(1, documents - 1)
      : undefined;
  }

  async feed(awayUntil: () => number): Promise<void> {
    if (!this.#alive) return never();
    await this.timing.delay(this.seeded.whole(0, 30));
    if (!this.#alive) return never();
    if (!this.faulty()) return;
    if (this.timing.monotonic() < awayUntil()) throw Object.assign(new Error('14 UNAVAILABLE'), { code: 14 });
    if (this.#rarely('subscription dropped', 0.08))
      throw Object.assign(new Error('ended'), { name: 'SubscriptionDropped' });
  }

  async #latency(): Promise<void> {
    const stalled = this.stalls && this.faulty() && this.#rarely('call stalled past the lease', 0.01);
    await this.timing.delay(stalled ? this.seeded.whole(LEASE_MS, 4 * LEASE_MS) : this.seeded.whole(0, 20));
  }

  #rarely(fault: string, probability: number): boolean {
    if (!this.seeded.happens(probability)) return false;
    this.count(fault);
    return true;
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined);
}

function networkError(): Error {
  return Object.assign(new Error('connection closed'), { name: 'MongoNetworkError' });
}
