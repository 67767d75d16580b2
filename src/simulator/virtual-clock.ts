import type { Clock } from '../platform/clock/clock.js';

/** A clock that stands until it is moved, and never goes back. */
export class VirtualClock implements Clock {
  #instant: number;

  /** @param start instant, ISO 8601 with Z */
  constructor(start: string) {
    this.#instant = Date.parse(start);
  }

  now(): string {
    return new Date(this.#instant).toISOString();
  }

  epoch(): number {
    return this.#instant;
  }

  /** Moves to an instant; stays when that is earlier. */
  moveTo(instant: string): void {
    this.#instant = Math.max(this.#instant, Date.parse(instant));
  }

  /** Moves on by a number of milliseconds, one unless told. */
  pass(milliseconds = 1): void {
    this.#instant += milliseconds;
  }
}
