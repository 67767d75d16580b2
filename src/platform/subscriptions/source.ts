import type { LogPosition, RecordedEvent } from '../event-store/envelope.js';

/** What arrived, in the log's order. */
export interface Chunk<R> {
  readonly events: readonly R[];
  /** Everything of the log up to here has been looked at, so it is safe to resume from here once `events` are done. */
  readonly upTo?: LogPosition;
  /** After `events` the subscription has reached the end of the log. */
  readonly caughtUp: boolean;
}

export interface EventFeed<R> {
  /**
   * Waits for the next events, at most `limit`. With `lingerMs` it waits so long for `limit` of them, unless the end of
   * the log comes first: fewer and bigger chunks while catching up. Without it, what comes soon after another chunk may be
   * gathered for some milliseconds. Rejects when the subscription was dropped, and a normal end is a drop
   * (`SubscriptionDropped`). One call at a time.
   */
  next(limit: number, lingerMs?: number): Promise<Chunk<R>>;
  close(): Promise<void>;
}

export interface SubscribeOptions {
  /** Exclusive; undefined: from the log's first event. 'end': only what comes from now on. */
  readonly from: LogPosition | 'end' | undefined;
  readonly streamPrefixes: readonly string[];
  /**
   * Events of these types alone matter: the store need not send others. It may send more than were asked for, of other
   * streams or of types that begin so.
   */
  readonly types?: ReadonlySet<string>;
}

/** A catch-up subscription to the log of all streams, as a port: the real one speaks to EventStoreDB. */
export interface EventSource<R> {
  subscribe(options: SubscribeOptions): EventFeed<R>;
  /** Position of the log's last event of any stream; undefined when it is empty. */
  end(): Promise<LogPosition | undefined>;
  /** Every event of a stream from its first; nothing when there is no such stream. */
  readStream(streamId: string, fromRevision?: number): Promise<readonly R[]>;
}

/** What the runner must know of an event before it is decoded. */
export interface Located {
  readonly streamId: string;
  readonly revision: number;
  readonly type: string;
  readonly position: LogPosition;
  /** Milliseconds since 1970, as the store recorded it. */
  readonly created: number;
}

/** Turns what the store delivers into facts. */
export interface Decoder<R> {
  locate(raw: R): Located;
  /** Rejects for good when the event can't be understood; with a transient error (`isTransient`) when it may be later. */
  decode(raw: R): Promise<RecordedEvent> | RecordedEvent;
  /** A batch at once, so that its keys are fetched together. Rejects if any event does. */
  decodeAll?(raws: readonly R[]): Promise<readonly RecordedEvent[]>;
}

/** A subscription ended without an error, which is a drop all the same. */
export class SubscriptionDropped extends Error {
  override readonly name = 'SubscriptionDropped';
}
