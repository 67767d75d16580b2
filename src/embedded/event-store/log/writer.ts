import { randomBytes } from 'node:crypto';
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { decideWrite } from './decision.js';
import type { StreamNames, TypeNames } from './names.js';
import { RecentIds } from './recent-ids.js';
import {
  eventId,
  METADATA_TYPE,
  type ProposedEvent,
  packBody,
  placeOf,
  type StoredEvent,
  TOMBSTONE,
  TOMBSTONE_TYPE,
} from './stored-event.js';
import {
  DELETED_FROM,
  describedStreamOf,
  isMetadataStream,
  KEEP_ALL,
  metadataStreamOf,
  recreatedFrom,
} from './stream-metadata.js';
import type { StreamState, StreamTable } from './stream-table.js';
import type { Write, WriteResult } from './write.js';

/** How many of a stream's last ids are read when it is first written to with expected revision 'any'. */
const REMEMBERED_OF_A_STREAM = 64;
const NOTHING = new Uint8Array();

/** A random UUID, version 4, as its sixteen bytes. */
export function randomId(): Uint8Array {
  const id = randomBytes(16);
  id[6] = ((id[6] as number) & 0x0f) | 0x40;
  id[8] = ((id[8] as number) & 0x3f) | 0x80;
  return id;
}

/** Decides and writes a group of changes in one transaction: when `commit` returns, all of it is on disk, or none. */
export class LogWriter {
  readonly #database: DatabaseSync;
  readonly #streams: StreamTable;
  readonly #streamNames: StreamNames;
  readonly #types: TypeNames;
  readonly #now: () => number;
  readonly #recent = new RecentIds();
  readonly #begin: StatementSync;
  readonly #commit: StatementSync;
  readonly #insertEvent: StatementSync;
  readonly #insertRevision: StatementSync;
  readonly #bodyAt: StatementSync;
  readonly #lastBodies: StatementSync;
  readonly #positionAt: StatementSync;
  readonly #highest: StatementSync;
  /** Position of the last event in the log, 0: none. */
  head: number;
  #written: StoredEvent[] = [];

  constructor(
    database: DatabaseSync,
    streams: StreamTable,
    names: { readonly streams: StreamNames; readonly types: TypeNames },
    now: () => number,
  ) {
    this.#database = database;
    this.#streams = streams;
    this.#streamNames = names.streams;
    this.#types = names.types;
    this.#now = now;
    this.#begin = database.prepare('BEGIN IMMEDIATE');
    this.#commit = database.prepare('COMMIT');
    this.#insertEvent = database.prepare(
      'INSERT INTO event (position, stream, revision, type, created, body) VALUES (?, ?, ?, ?, ?, ?)',
    );
    this.#insertRevision = database.prepare('INSERT INTO stream_event (stream, revision, position) VALUES (?, ?, ?)');
    this.#positionAt = database.prepare('SELECT position FROM stream_event WHERE stream = ? AND revision = ?');
    this.#bodyAt = database.prepare(
      'SELECT body FROM stream_event s JOIN event USING (position) WHERE s.stream = ? AND s.revision = ?',
    );
    this.#lastBodies = database.prepare(
      `SELECT position, s.revision, body FROM stream_event s JOIN event USING (position) WHERE s.stream = ?
       ORDER BY s.revision DESC LIMIT ${REMEMBERED_OF_A_STREAM}`,
    );
    this.#highest = database.prepare('SELECT coalesce(max(position), 0) AS head FROM event');
    this.head = this.#readHead();
  }

  /**
   * Answers nobody: the results are returned for the caller to hand out once it knows that they are on disk.
   * @throws whatever SQLite threw; then nothing was written.
   */
  commit(writes: readonly Write[]): { results: WriteResult[]; events: readonly StoredEvent[] } {
    this.#written = [];
    this.#begin.run();
    try {
      const results = writes.map((write) => this.#apply(write));
      this.#commit.run();
      return { results, events: this.#written };
    } catch (error) {
      this.#undo();
      throw error;
    }
  }

  #apply(write: Write): WriteResult {
    const state = this.#streams.find(write.stream);
    if (
      state !== undefined &&
      !state.idsRemembered &&
      (write.expected === 'any' || write.expected === 'stream-exists')
    ) {
      this.#rememberIds(state);
    }
    // A delete is decided as an append of one event that nobody has seen.
    const ids = write.kind === 'append' ? write.events.map((event) => event.id) : [randomId()];
    const idAt = (stream: number, revision: number) => this.#idAt(stream, revision);
    const decision = decideWrite(state, write.expected, ids, this.#recent, idAt);
    if (decision.kind === 'repeated') return this.#repeated(state, decision.revision);
    if (decision.kind !== 'go') return decision;
    if (write.kind === 'append') return this.#append(write, decision.recreates);
    return write.kind === 'delete' ? this.#softDelete(write.stream, state) : this.#tombstone(write.stream);
  }

  #append(write: Write, recreates: boolean): WriteResult {
    if (write.events.length === 0) {
      return { kind: 'written', revision: this.#streams.find(write.stream)?.last ?? -1, position: this.head };
    }
    const state = this.#streams.findOrAdd(write.stream);
    const first = state.last + 1;
    for (const event of write.events) this.#insert(state, state.last + 1, event);
    const result: WriteResult = { kind: 'written', revision: state.last, position: this.head };
    if (recreates) this.#recreate(write.stream, first);
    else if (isMetadataStream(write.stream)) this.#describedWhileDeleted(write);
    return result;
  }

  /** Metadata written for a soft-deleted stream brings it back, empty. */
  #describedWhileDeleted(write: Write): void {
    const described = describedStreamOf(write.stream);
    const last = write.events.at(-1);
    const wasDeleted = this.#streams.find(described)?.retention.deleted === true;
    if (last !== undefined) this.#streams.described(described, last.data);
    if (wasDeleted) this.#recreate(described, (this.#streams.find(described)?.last ?? -1) + 1);
  }

  #recreate(stream: string, from: number): void {
    this.#describe(stream, recreatedFrom(this.#streams.metadata(stream) ?? NOTHING, from));
  }

  #describe(stream: string, data: Uint8Array): void {
    const metadataStream = this.#streams.findOrAdd(metadataStreamOf(stream));
    const event = { id: randomId(), type: METADATA_TYPE, isJson: true, data, metadata: NOTHING };
    this.#insert(metadataStream, metadataStream.last + 1, event);
    this.#streams.described(stream, data);
  }

  #softDelete(stream: string, state: StreamState | undefined): WriteResult {
    if (state === undefined || (state.last < 0 && state.retention === KEEP_ALL)) {
      return { kind: 'wrong-revision', current: -1 };
    }
    this.#describe(stream, Buffer.from(`{"$tb":${DELETED_FROM}}`));
    return { kind: 'written', revision: state.last, position: this.head };
  }

  #tombstone(stream: string): WriteResult {
    const state = this.#streams.findOrAdd(stream);
    const event = { id: randomId(), type: TOMBSTONE_TYPE, isJson: true, data: NOTHING, metadata: NOTHING };
    this.#insert(state, TOMBSTONE, event);
    return { kind: 'written', revision: TOMBSTONE, position: this.head };
  }

  #insert(state: StreamState, revision: number, proposed: ProposedEvent): void {
    const event: StoredEvent = {
      position: this.head + 1,
      stream: state.name.id,
      revision,
      type: this.#types.findOrAdd(proposed.type).id,
      created: this.#now(),
      body: packBody(proposed, placeOf(this.head + 1, state.name.id, revision)),
    };
    this.#insertEvent.run(event.position, event.stream, revision, event.type, event.created, event.body);
    this.#insertRevision.run(event.stream, revision, event.position);
    this.head = event.position;
    state.last = revision;
    this.#recent.add(proposed.id, { stream: event.stream, revision, position: event.position });
    this.#written.push(event);
  }

  #repeated(state: StreamState | undefined, revision: number): WriteResult {
    const position = state === undefined ? undefined : this.#positionAt.get(state.name.id, revision)?.position;
    return { kind: 'written', revision, position: Number(position ?? this.head) };
  }

  #idAt(stream: number, revision: number): Uint8Array | undefined {
    const row = this.#bodyAt.get(stream, revision);
    return row === undefined ? undefined : eventId(row.body as Uint8Array);
  }

  #rememberIds(state: StreamState): void {
    for (const row of this.#lastBodies.all(state.name.id)) {
      const appended = { stream: state.name.id, revision: Number(row.revision), position: Number(row.position) };
      this.#recent.add(eventId(row.body as Uint8Array), appended);
    }
    state.idsRemembered = true;
  }

  /** Everything that the failed transaction put into memory goes; it is read again when next asked for. */
  #undo(): void {
    try {
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
    } finally {
      this.#streams.forget();
      this.#streamNames.forget();
      this.#types.forget();
      this.#recent.forget();
      this.head = this.#readHead();
      this.#written = [];
    }
  }

  #readHead(): number {
    return Number(this.#highest.get()?.head);
  }
}
