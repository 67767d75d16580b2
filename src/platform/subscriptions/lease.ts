import type { Timing } from './timing.js';

/** Who works a view or a process now. Kept in the database and timed by the database's clock. */
export interface LeaseStore {
  /** The fencing token (higher than `above` and every one before) if the lease was free; undefined if someone holds it. */
  acquire(id: string, holder: string, ttlMs: number, above?: number): Promise<number | undefined>;
  /** False when the lease has gone to someone else. */
  renew(id: string, holder: string, token: number, ttlMs: number): Promise<boolean>;
  /** Sets it free; what was the last token is kept, or the next holder would be refused for ever. */
  release(id: string, holder: string, token: number): Promise<void>;
  /** Whether anybody holds it now. Only to be told: by the time of the answer it may be otherwise. */
  isHeld(id: string): Promise<boolean>;
}

export class LeaseLost extends Error {
  override readonly name = 'LeaseLost';
}

export interface LeaseOptions {
  /** Milliseconds after which another process may take over. */
  readonly ttlMs: number;
  /** A token that has been seen, by which a checkpoint is fenced: leases may have been put back without it. */
  readonly above?: number;
}

/** A lease that this process holds: renews it until it is released or lost. */
export class Lease {
  #validUntil: number;
  #stopped = new AbortController();
  #lost = false;
  readonly #whenTaken: (() => void)[] = [];

  private constructor(
    private readonly store: LeaseStore,
    private readonly timing: Timing,
    readonly id: string,
    private readonly holder: string,
    readonly token: number,
    private readonly ttlMs: number,
    taken: number,
  ) {
    this.#validUntil = taken + ttlMs;
  }

  /** Undefined when someone else holds it. */
  static async take(
    store: LeaseStore,
    timing: Timing,
    id: string,
    holder: string,
    { ttlMs, above }: LeaseOptions,
  ): Promise<Lease | undefined> {
    const asked = timing.monotonic();
    const token = await store.acquire(id, holder, ttlMs, above);
    if (token === undefined) return undefined;
    const lease = new Lease(store, timing, id, holder, token, ttlMs, asked);
    void lease.#keep();
    return lease;
  }

  /** By this process's own count of the time since it last asked: an answer that came late makes it shorter, never longer. */
  get held(): boolean {
    return !this.#lost && !this.#stopped.signal.aborted && this.timing.monotonic() < this.#validUntil;
  }

  /** @throws LeaseLost */
  check(): void {
    if (!this.held) throw new LeaseLost(this.id);
  }

  async release(): Promise<void> {
    if (this.#stopped.signal.aborted) return;
    this.#stopped.abort();
    if (!this.#lost) await this.store.release(this.id, this.holder, this.token).catch(() => undefined);
  }

  /** After a checkpoint was refused: someone else has the lease. */
  lose(): void {
    this.#stopped.abort();
    this.#taken();
  }

  /**
   * Called once, when the database says that someone else has it. That may have been so for a while, whatever this
   * process's own count says: the clock of the database may have stepped forward.
   */
  onTaken(work: () => void): void {
    this.#whenTaken.push(work);
  }

  #taken(): void {
    this.#lost = true;
    for (const work of this.#whenTaken.splice(0)) work();
  }

  async #keep(): Promise<void> {
    const { signal } = this.#stopped;
    let asked = this.#validUntil - this.ttlMs;
    while (!signal.aborted && !this.#lost) {
      // Counted from the last question, so that a slow answer does not put off the next.
      await this.timing.delay(Math.max(0, asked + this.ttlMs / 3 - this.timing.monotonic()), signal);
      if (signal.aborted) return;
      asked = this.timing.monotonic();
      try {
        if (await this.store.renew(this.id, this.holder, this.token, this.ttlMs)) this.#validUntil = asked + this.ttlMs;
        else this.#taken();
      } catch {
        // The database is away: asked again until the time is up, then `held` says no.
        if (this.timing.monotonic() >= this.#validUntil) this.#lost = true;
      }
    }
  }
}
