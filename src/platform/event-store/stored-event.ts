import type { EventMetadata, LogPosition } from './envelope.js';

/** An event as it goes into the store: personal fields encrypted, the envelope complete. */
export interface EventToStore {
  readonly id: string;
  readonly contentType: 'application/json';
  readonly type: string;
  readonly data: Record<string, unknown>;
  readonly metadata: EventMetadata & Record<string, unknown>;
}

/** An event as the store gives it back (the client's recorded event fits). Nothing in it has been checked yet. */
export interface StoredEvent {
  readonly streamId: string;
  readonly id: string;
  readonly revision: bigint;
  readonly type: string;
  readonly data: unknown;
  readonly metadata?: unknown;
  readonly position?: LogPosition;
}

/** What the client hands out for each event read. `event` is missing for a link to a deleted event. */
export interface ResolvedStoredEvent {
  readonly event?: StoredEvent;
}

/** The end of a stream, as far as the next event must know it. */
export interface StreamTail {
  /** -1: no event yet. */
  readonly revision: number;
  /** The last event's integrity hash; null before the first event. */
  readonly hash: string | null;
  readonly recordedAt?: string;
}

export const EMPTY_STREAM: StreamTail = { revision: -1, hash: null };
