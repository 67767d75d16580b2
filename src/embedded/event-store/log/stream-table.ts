import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { GenerationCache } from './generation-cache.js';
import type { Name, StreamNames } from './names.js';
import { dataOf, TOMBSTONE } from './stored-event.js';
import {
  describedStreamOf,
  isMetadataStream,
  KEEP_ALL,
  KEEP_LAST,
  metadataStreamOf,
  type Retention,
  readRetention,
} from './stream-metadata.js';

const CACHED = 25_000;

/** What is known of one stream. Changed by the writer only, after its transaction has committed or within it. */
export interface StreamState {
  readonly name: Name;
  /** Revision of the last event; -1: none yet, TOMBSTONE: gone for good. */
  last: number;
  retention: Retention;
  /** The ids of its last events are among the recent ids. */
  idsRemembered: boolean;
}

/** The name of a state that stands for no stream of its own. */
const NO_NAME: Name = { id: -1, text: '', field: new Uint8Array() };

/** The streams by name, each with its last revision and retention, read when first asked for. */
export class StreamTable {
  readonly #names: StreamNames;
  readonly #cache = new GenerationCache<string, StreamState>(CACHED);
  readonly #last: StatementSync;
  readonly #body: StatementSync;

  constructor(database: DatabaseSync, names: StreamNames) {
    this.#names = names;
    this.#last = database.prepare('SELECT max(revision) AS last FROM stream_event WHERE stream = ?');
    this.#body = database.prepare(
      'SELECT body FROM stream_event JOIN event USING (position) WHERE stream_event.stream = ? AND stream_event.revision = ?',
    );
  }

  /** The stream, or undefined where nothing of this name was ever written nor described. */
  find(name: string): StreamState | undefined {
    if (isMetadataStream(name) && this.find(describedStreamOf(name))?.last === TOMBSTONE) {
      return { name: NO_NAME, last: TOMBSTONE, retention: KEEP_LAST, idsRemembered: true };
    }
    const cached = this.#cache.get(name);
    if (cached !== undefined) return cached;
    const known = this.#names.find(name);
    if (known !== undefined) return this.#load(known);
    const retention = this.retention(name);
    // Metadata may be written before the first event: such a stream has a retention and no number of its own.
    return retention === KEEP_ALL || retention === KEEP_LAST
      ? undefined
      : { name: NO_NAME, last: -1, retention, idsRemembered: true };
  }

  /** The stream to write to. Must run inside the transaction that first writes to it. */
  findOrAdd(name: string): StreamState {
    const found = this.find(name);
    // What `find` found of a stream without a number is its metadata.
    return found !== undefined && found.name !== NO_NAME ? found : this.#add(name, found?.retention);
  }

  #add(name: string, retention: Retention | undefined): StreamState {
    const added = {
      name: this.#names.add(name),
      last: -1,
      retention: retention ?? (isMetadataStream(name) ? KEEP_LAST : KEEP_ALL),
      idsRemembered: true,
    };
    this.#cache.set(name, added);
    return added;
  }

  /** The metadata stream of `name` has a new last event. */
  described(name: string, data: Uint8Array): void {
    const state = this.#cache.get(name);
    if (state !== undefined) state.retention = readRetention(data);
  }

  /** The last metadata event's data, or undefined. */
  metadata(name: string): Uint8Array | undefined {
    const stream = this.#names.find(metadataStreamOf(name));
    if (stream === undefined) return undefined;
    const last = this.#lastRevision(stream.id);
    if (last < 0 || last === TOMBSTONE) return undefined;
    const row = this.#body.get(stream.id, last);
    return row === undefined ? undefined : dataOf(row.body as Uint8Array);
  }

  forget(): void {
    this.#cache.clear();
  }

  #load(name: Name): StreamState {
    const last = this.#lastRevision(name.id);
    const state = { name, last, retention: this.retention(name.text), idsRemembered: last < 0 };
    this.#cache.set(name.text, state);
    return state;
  }

  /** What the stream's metadata says, read from the log. */
  retention(name: string): Retention {
    if (isMetadataStream(name)) return KEEP_LAST;
    const data = this.metadata(name);
    return data === undefined ? KEEP_ALL : readRetention(data);
  }

  #lastRevision(id: number): number {
    const last = this.#last.get(id)?.last;
    return last === null || last === undefined ? -1 : Number(last);
  }
}
