import type { Clock } from '../../src/platform/clock/clock.js';

/** A clock that stands still until it is moved. */
export class FixedClock implements Clock {
  constructor(private at = Date.parse('2026-03-27T09:00:00.000Z')) {}

  now(): string {
    return new Date(this.at).toISOString();
  }

  epoch(): number {
    return this.at;
  }

  advance(milliseconds: number): void {
    this.at += milliseconds;
  }
}
