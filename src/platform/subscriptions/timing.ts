import { randomInt } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

/** Waiting and chance as a port, so that a schedule can be repeated from a seed. */
export interface Timing {
  /** Milliseconds that never step back. For durations, never for dates. */
  monotonic(): number;
  /** Resolves after `ms`, or at once when the signal aborts. Never rejects. */
  delay(ms: number, signal?: AbortSignal): Promise<void>;
  /** From 0 up to, but not, 1. */
  chance(): number;
}

const STEPS = 2 ** 32;

export const systemTiming: Timing = {
  monotonic: () => performance.now(),
  delay: (ms, signal) => sleep(ms, undefined, signal ? { signal } : {}).catch(() => undefined),
  chance: () => randomInt(STEPS) / STEPS,
};
