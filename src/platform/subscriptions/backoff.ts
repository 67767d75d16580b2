/** Waits between attempts that go on for ever: doubled each time, jittered so that processes don't knock together. */
export interface BackoffLimits {
  /** Milliseconds. */
  readonly first: number;
  /** Milliseconds. */
  readonly most: number;
}

/** At most so long that a view whose store is back goes on well before health calls it ill (30 s). */
export const RESUBSCRIBE: BackoffLimits = { first: 100, most: 5000 };

export class Backoff {
  #failures = 0;

  constructor(
    private readonly chance: () => number,
    private readonly limits: BackoffLimits = RESUBSCRIBE,
  ) {}

  /** Milliseconds to wait before the next attempt: half to all of the doubled wait. */
  next(): number {
    const ceiling = Math.min(this.limits.most, this.limits.first * 2 ** Math.min(this.#failures, 30));
    this.#failures += 1;
    return ceiling / 2 + (this.chance() * ceiling) / 2;
  }

  /** Call after progress. */
  reset(): void {
    this.#failures = 0;
  }
}
