import type { EventLog } from '../log/event-log.js';
import type { StreamViews } from '../streams/stream-views.js';
import type { Tail } from '../subscriptions/tail.js';

/** What the services share. */
export interface Store {
  readonly log: EventLog;
  readonly tail: Tail;
  readonly views: StreamViews;
  /** ms since 1970. */
  readonly now: () => number;
}

/** The largest append, all its events together: that of the real server unless configured otherwise. */
export const LARGEST_APPEND = 1024 * 1024;
