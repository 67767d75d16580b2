import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock/clock.js';
import { Backoff } from '../subscriptions/backoff.js';
import { errorClass } from '../subscriptions/failures.js';
import { Lease, type LeaseStore } from '../subscriptions/lease.js';
import type { Timing } from '../subscriptions/timing.js';

/**
 * Something that time brings about, not an event. It is woken now and then and finds by the state what is outstanding, so
 * a waking that was missed is made up for by the next, and one too many does nothing.
 */
export interface WakingProcess {
  /** Lower-case words joined by `-`: 'child-reviews'. Its lease goes by it. */
  readonly name: string;
  /**
   * Does what is outstanding at an instant; answers how many facts were recorded.
   * @param lease to be checked (it throws LeaseLost) before each piece of work
   */
  wake(now: string, lease: Pick<Lease, 'check'>): Promise<number>;
}

export interface WakingObserver {
  woke(process: string, recorded: number): void;
  /** A store is away, or something failed: it is tried again. */
  retrying(process: string, error: string): void;
}

export interface WakerDependencies {
  readonly leases: LeaseStore;
  readonly clock: Clock;
  readonly timing: Timing;
  readonly observer: WakingObserver;
}

export interface WakerOptions {
  /** Milliseconds between two wakings, and between two looks at a lease that another program holds. */
  readonly everyMs?: number;
  readonly leaseMs?: number;
}

const EVERY_MS = 30_000;
const LEASE_MS = 15_000;

/** Wakes one process, in one program at a time. */
export class Waker {
  readonly #stopping = new AbortController();
  #running: Promise<void> | undefined;

  constructor(
    private readonly deps: WakerDependencies,
    readonly process: WakingProcess,
    private readonly options: WakerOptions = {},
    private readonly holder: string = randomUUID(),
  ) {}

  /** Resolves when what is outstanding now has been done, here or elsewhere, or has failed once. */
  start(): Promise<void> {
    return new Promise((resolve) => {
      this.#running ??= this.#run(resolve).finally(resolve);
    });
  }

  /** Waits for the piece of work that is being done. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
  }

  async #run(firstDone: () => void): Promise<void> {
    const { leases, timing, observer } = this.deps;
    const { signal } = this.#stopping;
    const backoff = new Backoff(() => timing.chance());
    const everyMs = this.options.everyMs ?? EVERY_MS;
    while (!signal.aborted) {
      let lease: Lease | undefined;
      let waitMs = everyMs;
      try {
        const ttlMs = this.options.leaseMs ?? LEASE_MS;
        lease = await Lease.take(leases, timing, `process:${this.process.name}`, this.holder, { ttlMs });
        if (lease) await this.#wakeWhileHeld(lease, everyMs, backoff, firstDone);
      } catch (error) {
        if (!signal.aborted) observer.retrying(this.process.name, errorClass(error));
        waitMs = backoff.next();
      } finally {
        await lease?.release();
      }
      firstDone();
      await timing.delay(waitMs, signal);
    }
  }

  async #wakeWhileHeld(lease: Lease, everyMs: number, backoff: Backoff, done: () => void): Promise<void> {
    const { clock, timing, observer } = this.deps;
    const { signal } = this.#stopping;
    const checked = {
      check: () => {
        signal.throwIfAborted();
        lease.check();
      },
    };
    while (!signal.aborted) {
      lease.check();
      observer.woke(this.process.name, await this.process.wake(clock.now(), checked));
      backoff.reset();
      done();
      await timing.delay(everyMs, signal);
    }
  }
}
