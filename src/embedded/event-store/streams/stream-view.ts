import type { LogReader } from '../log/reader.js';
import { TOMBSTONE } from '../log/stored-event.js';
import type { StreamTable } from '../log/stream-table.js';
import type { ResolvedEvent } from '../wire/recorded-event.js';

/** A piece of a stream; `next` is where the one after it begins, undefined at the end. */
export interface Slice {
  readonly events: readonly ResolvedEvent[];
  readonly next: number | undefined;
}

export const EMPTY: Slice = { events: [], next: undefined };

/** A stream as its readers see it, whether it lies in the log or is computed from it. */
export interface StreamView {
  readonly name: string;
  /** 'missing': never written, or soft-deleted; 'tombstoned': gone for good. */
  status(): 'present' | 'missing' | 'tombstoned';
  /** Revision of the last event, seen or not; -1: none. */
  last(): number;
  /** The lowest revision that is seen. */
  first(): number;
  /** Events from revision `from` on. */
  read(from: number, limit: number, resolveLinks: boolean): Slice;
  /** Events from revision `from` down. */
  readBackwards(from: number, limit: number, resolveLinks: boolean): Slice;
}

/** The revision by which a reader of the stream counts: the link's, if a link led to the event. */
export function revisionOf(resolved: ResolvedEvent): number {
  return (resolved.link ?? resolved.event)?.revision ?? -1;
}

/** A stream that lies in the log. It need not exist yet. */
export class LoggedStream implements StreamView {
  readonly name: string;
  readonly #streams: StreamTable;
  readonly #reader: LogReader;

  constructor(name: string, streams: StreamTable, reader: LogReader) {
    this.name = name;
    this.#streams = streams;
    this.#reader = reader;
  }

  status(): 'present' | 'missing' | 'tombstoned' {
    const state = this.#streams.find(this.name);
    if (state === undefined || state.last < 0) return 'missing';
    if (state.last === TOMBSTONE) return 'tombstoned';
    return state.retention.deleted ? 'missing' : 'present';
  }

  last(): number {
    return this.#streams.find(this.name)?.last ?? -1;
  }

  first(): number {
    const state = this.#streams.find(this.name);
    return state === undefined ? 0 : this.#reader.visible(state).first;
  }

  read(from: number, limit: number, resolveLinks: boolean): Slice {
    const state = this.#streams.find(this.name);
    if (state === undefined || this.status() !== 'present') return EMPTY;
    const { events, next } = this.#reader.stream(state, from, limit);
    return { events: events.map((event) => this.#resolved(event, resolveLinks)), next };
  }

  readBackwards(from: number, limit: number, resolveLinks: boolean): Slice {
    const state = this.#streams.find(this.name);
    if (state === undefined || this.status() !== 'present') return EMPTY;
    const { events, next } = this.#reader.streamBackwards(state, from, limit);
    return { events: events.map((event) => this.#resolved(event, resolveLinks)), next };
  }

  #resolved(event: ResolvedEvent['event'] & object, resolveLinks: boolean): ResolvedEvent {
    return resolveLinks ? this.#reader.resolve(event) : { event, link: undefined };
  }
}
