import type { DatabaseSync, StatementSync } from 'node:sqlite';
import { DamagedLog } from './damage.js';
import type { StreamNames, TypeNames } from './names.js';
import { dataOf, isIntact, LINK_TYPE, placeOf, type StoredEvent, TOMBSTONE } from './stored-event.js';
import type { StreamState, StreamTable } from './stream-table.js';

const COLUMNS = 'event.position, event.stream, event.revision, event.type, event.created, event.body';
/** A slice ends early at so many bytes, so that large events do not pile up in memory. */
const SLICE_BYTES = 262_144;

type Row = readonly [number, number, number, number, number, Uint8Array];

function eventsOf(rows: Iterable<unknown>): StoredEvent[] {
  const events: StoredEvent[] = [];
  let bytes = 0;
  for (const row of rows as Iterable<Row>) {
    const [position, stream, revision, type, created, body] = row;
    if (!isIntact(body, placeOf(position, stream, revision))) {
      throw new DamagedLog(`The event at position ${position} is damaged on disk.`);
    }
    events.push({ position, stream, revision, type, created, body });
    bytes += body.length;
    if (bytes >= SLICE_BYTES) break;
  }
  return events;
}

/** The part of a stream that its metadata lets readers see: revisions from `first` to `last`, not older than `since`. */
export interface VisibleRange {
  readonly first: number;
  readonly last: number;
  readonly since: number;
}

/** A slice of a stream and where the next one begins; `next` is undefined at the end. */
export interface StreamSlice {
  readonly events: readonly StoredEvent[];
  readonly next: number | undefined;
}

/** Reads the log in slices: each call is one short stay in SQLite, so that appends get their turn in between. */
export class LogReader {
  readonly #streams: StreamTable;
  readonly #streamNames: StreamNames;
  readonly #types: TypeNames;
  readonly #now: () => number;
  readonly #forwards: StatementSync;
  readonly #backwards: StatementSync;
  readonly #streamForwards: StatementSync;
  readonly #streamBackwards: StatementSync;
  readonly #one: StatementSync;
  readonly #at: StatementSync;
  readonly #created: StatementSync;

  constructor(
    database: DatabaseSync,
    streams: StreamTable,
    names: { readonly streams: StreamNames; readonly types: TypeNames },
    now: () => number,
  ) {
    this.#streams = streams;
    this.#streamNames = names.streams;
    this.#types = names.types;
    this.#now = now;
    const prepare = (sql: string) => {
      const statement = database.prepare(sql);
      statement.setReturnArrays(true);
      return statement;
    };
    this.#forwards = prepare(`SELECT ${COLUMNS} FROM event WHERE position >= ? ORDER BY position LIMIT ?`);
    this.#backwards = prepare(`SELECT ${COLUMNS} FROM event WHERE position < ? ORDER BY position DESC LIMIT ?`);
    const ofStream = `SELECT ${COLUMNS} FROM stream_event s CROSS JOIN event ON event.position = s.position WHERE s.stream = ?`;
    this.#streamForwards = prepare(`${ofStream} AND s.revision >= ? AND s.revision <= ? ORDER BY s.revision LIMIT ?`);
    this.#streamBackwards = prepare(
      `${ofStream} AND s.revision >= ? AND s.revision <= ? ORDER BY s.revision DESC LIMIT ?`,
    );
    this.#created = database.prepare(
      'SELECT created FROM stream_event s JOIN event USING (position) WHERE s.stream = ? AND s.revision = ?',
    );
    this.#at = prepare(`SELECT ${COLUMNS} FROM event WHERE position = ?`);
    this.#one = prepare(`${ofStream} AND s.revision = ?`);
  }

  /** Events at `from` and after it, in log order. */
  log(from: number, limit: number): StoredEvent[] {
    return eventsOf(this.#forwards.iterate(from, limit));
  }

  /** Events before `before`, latest first. */
  logBackwards(before: number, limit: number): StoredEvent[] {
    return eventsOf(this.#backwards.iterate(before, limit));
  }

  visible(state: StreamState): VisibleRange {
    const { maxCount, maxAge, truncateBefore } = state.retention;
    return {
      first: Math.max(0, truncateBefore ?? 0, maxCount === undefined ? 0 : state.last - maxCount + 1),
      last: state.last,
      since: maxAge === undefined ? 0 : this.#now() - maxAge,
    };
  }

  /** Visible events with revision `from` and above. */
  stream(state: StreamState, from: number, limit: number): StreamSlice {
    const { first, last, since } = this.visible(state);
    const earliest = Math.max(from, first);
    const start = since === 0 || earliest > last ? earliest : this.#firstSince(state, earliest, last, since);
    if (start > last) return { events: [], next: undefined };
    const read = eventsOf(this.#streamForwards.iterate(state.name.id, start, last, limit));
    const end = read.at(-1);
    const next = end === undefined || end.revision >= last ? undefined : end.revision + 1;
    return { events: since === 0 ? read : read.filter((event) => event.created >= since), next };
  }

  /** The first revision that is young enough, found by halving: a stream is in order of time. */
  #firstSince(state: StreamState, from: number, last: number, since: number): number {
    let low = from;
    let high = last + 1;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const created = this.#created.get(state.name.id, middle);
      if (created !== undefined && Number(created.created) >= since) high = middle;
      else low = middle + 1;
    }
    return low;
  }

  /** Visible events with revision `from` and below, latest first. */
  streamBackwards(state: StreamState, from: number, limit: number): StreamSlice {
    const { first, last, since } = this.visible(state);
    const start = Math.min(from, last);
    if (start < first) return { events: [], next: undefined };
    const read = eventsOf(this.#streamBackwards.iterate(state.name.id, first, start, limit));
    const end = read.at(-1);
    const next = end === undefined || end.revision <= first ? undefined : end.revision - 1;
    return { events: since === 0 ? read : read.filter((event) => event.created >= since), next };
  }

  /** One event, if its stream lets it be seen. */
  event(stream: string, revision: number): StoredEvent | undefined {
    const state = this.#streams.find(stream);
    if (state === undefined) return undefined;
    const [found] = eventsOf(this.#one.iterate(state.name.id, revision));
    return found !== undefined && this.isVisible(found) ? found : undefined;
  }

  /** The events at these positions, in this order; fewer if they are large. */
  at(positions: readonly number[]): StoredEvent[] {
    const events: StoredEvent[] = [];
    let bytes = 0;
    for (const position of positions) {
      const [event] = eventsOf(this.#at.iterate(position));
      if (event === undefined) throw new Error(`nothing lies at position ${position} of the log`);
      events.push(event);
      bytes += event.body.length;
      if (bytes >= SLICE_BYTES) break;
    }
    return events;
  }

  /** Whether the event's stream still lets it be seen. */
  isVisible(event: StoredEvent): boolean {
    const state = this.#streams.find(this.#streamNames.name(event.stream).text);
    if (state === undefined || state.last === TOMBSTONE || state.retention.deleted) return false;
    const { first, last, since } = this.visible(state);
    return event.revision >= first && event.revision <= last && event.created >= since;
  }

  /** The event that a link points to. `link` itself comes back as `event` if it is no link. */
  resolve(event: StoredEvent): { event: StoredEvent | undefined; link: StoredEvent | undefined } {
    if (this.#types.name(event.type).text !== LINK_TYPE) return { event, link: undefined };
    const [, revision, stream] = /^(\d+)@(.+)$/s.exec(Buffer.from(dataOf(event.body)).toString('utf8')) ?? [];
    if (revision === undefined || stream === undefined) return { event: undefined, link: event };
    return { event: this.event(stream, Number(revision)), link: event };
  }
}
