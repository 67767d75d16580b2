/** Where a build of a view stands, for the command line, pages and health. */
export interface ProjectionStatus {
  readonly name: string;
  /** `v3`, `v3_r1` … */
  readonly label: string;
  readonly version: number;
  /** Readers are served from this build. */
  readonly live: boolean;
  /**
   * `waiting`: nobody works it, or who does has not said how it stands. `stopped`: a gap or, in a rebuild, a poisoned
   * event; needs a person.
   */
  readonly state: 'waiting' | 'catching-up' | 'live' | 'retrying' | 'stopped';
  /** Position of the last event whose documents are written; absent before the first. */
  readonly position?: string;
  /** Events of its streams handled by this process since it began. */
  readonly eventsDone: number;
  /** Guess of how many there are; absent when nothing is known. */
  readonly eventsEstimated?: number;
  readonly quarantined: number;
  /** Instant of the last progress, ISO 8601. */
  readonly lastProgressAt?: string;
  /** Class of the last error. */
  readonly error?: string;
}
