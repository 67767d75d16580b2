import type { ProposedEvent, StoredEvent } from './stored-event.js';

/** What the writer believes of the stream: a revision, or one of the three words. */
export type ExpectedRevision = number | 'any' | 'no-stream' | 'stream-exists';

export type WriteResult =
  /** `revision` is that of the last event written (-1: none was), `position` its place in the log. */
  | { readonly kind: 'written'; readonly revision: number; readonly position: number }
  /** The stream is at `current` (-1: there is none). */
  | { readonly kind: 'wrong-revision'; readonly current: number }
  | { readonly kind: 'deleted' }
  /** Nothing was written: the disk is full, cannot be written, or the store is closing. */
  | { readonly kind: 'failed'; readonly error: Error };

/** A change that waits for its turn. It is decided, written and answered together with its neighbours. */
export interface Write {
  readonly kind: 'append' | 'delete' | 'tombstone';
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: readonly ProposedEvent[];
  /** Asked right before writing: a caller that went away or ran out of time wants nothing any more. */
  readonly abandoned?: () => boolean;
  readonly done: (result: WriteResult) => void;
}

/** Called after each commit with what is now on disk, in log order. */
export type CommitListener = (events: readonly StoredEvent[]) => void;
