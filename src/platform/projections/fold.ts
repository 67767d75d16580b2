import type { RecordedEvent } from '../event-store/envelope.js';
import type { Decoded } from '../subscriptions/decoding.js';
import { errorClass } from '../subscriptions/failures.js';
import { StreamGap } from '../subscriptions/stream-gap.js';
import type { Projection, Stored, ViewDocument } from './projection.js';

/** One document put in quarantine: from this event on it is not changed any more. */
export interface Poison {
  readonly key: string;
  readonly at: string;
  readonly streamId: string;
  readonly revision: number;
  readonly type: string;
  readonly error: string;
}

/** Attempts at `apply` before an event counts as poison. Pure code answers the same each time; this is for the rest. */
const TRIES = 3;

interface Working {
  document: Stored | undefined;
  position: string;
  revision: number | undefined;
  dirty: boolean;
  /** The last event that changed it in this run. */
  last?: Decoded;
}

/**
 * Folds a run of events into documents in memory, so that each document is written once however many events touched it.
 * Pure. Start it with the documents as they are stored; ask `writes()` at the end.
 */
export class BatchFold {
  readonly #working = new Map<string, Working>();
  readonly #poisoned = new Map<string, Poison>();

  constructor(
    private readonly projection: Projection,
    documents: ReadonlyMap<string, Stored>,
    /** Key → position of the event that put it in quarantine. */
    private readonly quarantine: ReadonlyMap<string, string>,
  ) {
    for (const [key, document] of documents) this.#working.set(key, working(document));
  }

  /**
   * @param keys the documents that it changes (`keysOf`, and those selected by `affects`)
   * @throws StreamGap when a document misses an event of the stream that it follows
   */
  add(item: Decoded, keys: readonly string[]): void {
    for (const key of keys) this.#addTo(key, item);
  }

  /** The documents that this run put in quarantine. */
  get poisoned(): readonly Poison[] {
    return [...this.#poisoned.values()];
  }

  changed(key: string): boolean {
    return this.#working.get(key)?.dirty === true;
  }

  /** The documents that changed, whole, ready to be written under their guard. */
  writes(): Stored[] {
    const writes: Stored[] = [];
    for (const [key, now] of this.#working) {
      if (!now.dirty || !now.document) continue;
      this.#complete(key, now);
      const { document, position, revision } = now;
      const _seen = revision === undefined ? { position } : { position, revision };
      writes.push({ ...document, _id: key, _seen });
    }
    return writes;
  }

  #complete(key: string, now: Working): void {
    if (!this.projection.complete || !now.document || now.document._deleted) return;
    try {
      now.document = { ...now.document, ...this.projection.complete(now.document) };
    } catch (thrown) {
      if (now.last) this.#poison(key, now, now.last, errorClass(thrown));
    }
  }

  #addTo(key: string, item: Decoded): void {
    const now = this.#workingFor(key);
    if (item.at <= now.position) return;
    const quarantinedAt = this.quarantine.get(key) ?? this.#poisoned.get(key)?.at;
    if (quarantinedAt !== undefined && item.at >= quarantinedAt) {
      this.#markStale(now, item, undefined);
      return;
    }
    const follows = this.projection.wholeStream?.(key) === item.streamId;
    if (follows) this.#checkGap(now, item);
    const outcome = item.event ? this.#tryApply(now.document, item.event, key) : { error: item.failure ?? 'Error' };
    if ('error' in outcome) {
      this.#poison(key, now, item, outcome.error);
      return;
    }
    now.position = item.at;
    if (follows) now.revision = item.revision;
    if (outcome.document) {
      now.document = present(outcome.document);
      now.dirty = true;
      now.last = item;
    } else if (now.document || this.projection.wholeStream) {
      now.document = tombstone(key);
      now.dirty = true;
    }
  }

  #checkGap(now: Working, item: Decoded): void {
    const expected = (now.revision ?? -1) + 1;
    if (item.revision !== expected) throw new StreamGap(item.streamId, expected, item.revision);
  }

  #tryApply(
    document: Stored | undefined,
    event: RecordedEvent,
    key: string,
  ): { document: ViewDocument | undefined } | { error: string } {
    const before = document?._deleted ? undefined : document;
    let error = 'Error';
    for (let attempt = 0; attempt < TRIES; attempt += 1) {
      try {
        const after = this.projection.apply(before, event, key);
        if (after === undefined || after._id === key) return { document: after };
        return { error: 'WrongDocumentId' };
      } catch (thrown) {
        error = errorClass(thrown);
      }
    }
    return { error };
  }

  #poison(key: string, now: Working, item: Decoded, error: string): void {
    const { at, streamId, revision, type } = item;
    this.#poisoned.set(key, { key, at, streamId, revision, type, error });
    this.#markStale(now, item, error);
  }

  /** The document stays as its last good event left it, and says so. Where there was none, none is made up. */
  #markStale(now: Working, item: Decoded, error: string | undefined): void {
    now.position = item.at;
    if (!now.document || now.document._stale || now.document._deleted) return;
    const _stale = { position: item.at, revision: item.revision, error: error ?? 'Quarantined' };
    now.document = { ...now.document, _stale };
    now.dirty = true;
  }

  #workingFor(key: string): Working {
    const known = this.#working.get(key);
    if (known) return known;
    const fresh = working(undefined);
    this.#working.set(key, fresh);
    return fresh;
  }
}

/**
 * The documents that an event names. An event that could not be read, or that `keys` can't understand, names those that
 * can't be trusted without it.
 */
export function keysOf(
  projection: Projection,
  item: Decoded,
): { readonly keys: readonly string[]; readonly item: Decoded } {
  if (item.event) {
    try {
      return { keys: distinct(projection.keys(item.event)), item };
    } catch (error) {
      const { event: _, ...rest } = item;
      return keysOf(projection, { ...rest, failure: errorClass(error) });
    }
  }
  const ofStream = projection.keysOfStream?.(item.streamId) ?? [item.streamId.slice(item.streamId.indexOf('-') + 1)];
  return { keys: distinct(ofStream), item };
}

function distinct(keys: readonly string[]): readonly string[] {
  return keys.length < 2 ? keys : [...new Set(keys)];
}

function working(document: Stored | undefined): Working {
  return {
    document,
    position: document?._seen.position ?? '',
    revision: document?._seen.revision,
    dirty: false,
  };
}

function present(document: ViewDocument): Stored {
  if (!('_stale' in document || '_deleted' in document)) return document as Stored;
  const { _stale, _deleted, ...rest } = document as Stored;
  return rest as Stored;
}

function tombstone(key: string): Stored {
  return { _id: key, _seen: { position: '' }, _deleted: true };
}
