import type { Clock } from '../clock/clock.js';
import type { ProcessObserver } from '../subscriptions/process.js';
import type { WakingObserver } from '../waking/waker.js';

/** How one process stands, as this program has seen it since it started. */
export interface Standing {
  /** Instant at which it last did what there was to do. */
  readonly lastDoneAt?: string;
  /** Instant since which every attempt has failed. */
  readonly failingSince?: string;
  /** Class of the last error, while it fails. */
  readonly error?: string;
  /** Instances that were put in quarantine. */
  readonly held: number;
}

const NOTHING: Standing = { held: 0 };

/** Remembers how the processes of this program fare, for health. Those that another program works are not here. */
export class ProcessStandings implements ProcessObserver, WakingObserver {
  readonly #standings = new Map<string, Standing>();

  constructor(private readonly clock: Clock) {}

  get all(): Readonly<Record<string, Standing>> {
    return Object.fromEntries(this.#standings);
  }

  woke(process: string): void {
    this.#done(process);
  }

  reacted(process: string): void {
    this.#done(process);
  }

  retrying(process: string, error: string): void {
    const { failingSince = this.clock.now(), ...before } = this.#of(process);
    this.#standings.set(process, { ...before, failingSince, error });
  }

  held(process: string): void {
    const before = this.#of(process);
    this.#standings.set(process, { ...before, held: before.held + 1 });
  }

  #done(process: string): void {
    this.#standings.set(process, { lastDoneAt: this.clock.now(), held: this.#of(process).held });
  }

  #of(process: string): Standing {
    return this.#standings.get(process) ?? NOTHING;
  }
}
