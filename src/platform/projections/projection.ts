import type { IndexDescription } from 'mongodb';
import type { DomainEvent, RecordedEvent } from '../event-store/envelope.js';

/** What a projection makes: a plain document. Names that start with `_` (but `_id`) belong to the runner. */
export interface ViewDocument {
  readonly _id: string;
}

/** Documents picked by equal fields, joined by "and": `{ school: '121234' }`. */
export type Selection = Readonly<Record<string, string | number | boolean | null>>;

/**
 * A view as one file: pure, without a clock, the same events always give the same documents. The runner reads, batches,
 * guards, writes, resumes and rebuilds. Change what a document says → raise `version`, and a new collection is built.
 */
export interface Projection<D extends ViewDocument = ViewDocument, E extends DomainEvent = DomainEvent> {
  /** Lower-case words joined by `-`: 'caseload'. */
  readonly name: string;
  /** Whole number from 1. */
  readonly version: number;
  /** Streams that feed it: ['child-', 'school-']. */
  readonly streamPrefixes: readonly string[];
  /** Made before the first document is written. */
  readonly indexes: readonly IndexDescription[];
  /** The documents (by `_id`) that this event changes; none for an event that says nothing to this view. */
  keys(event: RecordedEvent<E>): readonly string[];
  /**
   * For an event that changes documents of other streams (a school's calendar): those documents that match this, as they
   * stand just before the event, have it applied as well. An index on the fields is needed.
   */
  affects?(event: RecordedEvent<E>): Selection | undefined;
  /**
   * The document after the event; never changes the one given. Undefined: there is no such document (a removed one stays
   * as a tombstone with `_deleted`, so that a late writer can't bring it back). It may throw only if the event can't be
   * understood at all: that quarantines this one document.
   */
  apply(document: D | undefined, event: RecordedEvent<E>, key: string): D | undefined;
  /**
   * Given: what is computed from a document's facts, once for each time that it is written, however many events came
   * before. Pure, as `apply`; a throw quarantines the document.
   */
  complete?(document: D): D;
  /**
   * Given: the document must see every event of that stream, from revision 0 without a gap, so `keys` must name it for all
   * of them. It makes waiting for a revision possible, lets a gap stop the view, and makes `requeue` cheap.
   */
  wholeStream?(key: string): string;
  /** The documents that can't be trusted when an event of this stream can't be read. Default: the text after the first `-`. */
  keysOfStream?(streamId: string): readonly string[];
}

/** How far a document has come. */
export interface Seen {
  /** `positionText` of the last event that was folded into it. */
  readonly position: string;
  /** Revision, in the stream that `wholeStream` names, of the last event folded. */
  readonly revision?: number;
}

/** Why a document can't be trusted. No personal data. */
export interface Staleness {
  readonly position: string;
  readonly revision: number;
  /** Class of the error, never its message. */
  readonly error: string;
}

/** What the runner adds to each document. */
export interface Bookkeeping {
  readonly _seen: Seen;
  /** Set while the document is quarantined: pages must say that it may be out of date. */
  readonly _stale?: Staleness;
  readonly _deleted?: true;
}

export type Stored<D extends ViewDocument = ViewDocument> = D & Bookkeeping;

/** Collection, checkpoint and lease of one build of a view: `caseload_v3`. A rebuild of the same version adds `_r<n>`. */
export function collectionName(name: string, label: string): string {
  return `${name}_${label}`;
}

/** `v3`; `v3_r1` for the first rebuild of version 3. */
export function buildLabel(version: number, rebuild = 0): string {
  return rebuild === 0 ? `v${version}` : `v${version}_r${rebuild}`;
}
