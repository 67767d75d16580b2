import type { LogPosition } from '../event-store/envelope.js';

/** What a reader has written and wants to see: a place in the log, or a document's revision (`Projection.wholeStream`). */
export type Awaited =
  | LogPosition
  | {
      readonly key: string;
      readonly revision: number;
    };

export interface WaitOptions {
  /** Milliseconds; the wait never lasts longer. */
  readonly timeoutMs: number;
}

/** Read-your-writes, bounded. */
export interface ViewWaiter {
  /** True once the live build of the view shows it; false when the time is up. */
  waitFor(name: string, awaited: Awaited, options: WaitOptions): Promise<boolean>;
}
