import { join } from 'node:path';
import type { EventLog } from '../log/event-log.js';
import { dataOf, eventId, METADATA_TYPE, type StoredEvent, TOMBSTONE_TYPE } from '../log/stored-event.js';
import { describedStreamOf, isMetadataStream, readRetention } from '../log/stream-metadata.js';
import { computedStreamsOf } from './computed-names.js';
import { LinkFile, removeLinkFile } from './link-file.js';

const FILE = 'links.db';
const SLICE = 512;

/**
 * Keeps the links of computed streams abreast of the log. Nothing is done until somebody first reads such a stream;
 * then the log is gone through once, and from there on every commit is followed.
 */
export class LinkIndex {
  readonly #log: EventLog;
  readonly #path: string;
  readonly #waiting: ((error?: unknown) => void)[] = [];
  #file: LinkFile | undefined;
  #position = 0;
  #catchingUp = false;
  #closed = false;

  constructor(log: EventLog, directory: string) {
    this.#log = log;
    this.#path = join(directory, FILE);
  }

  /** Calls back as soon as the links reach the end of the log, or with what keeps them from it. */
  whenCaughtUp(callback: (error?: unknown) => void): void {
    this.#waiting.push(callback);
    if (this.#catchingUp) return;
    this.#catchingUp = true;
    this.#catchUp();
  }

  /** A commit, in log order. Links that cannot be written are made later: the commit stands. */
  follow(events: readonly StoredEvent[]): void {
    if (this.#file === undefined || this.#catchingUp || events[0]?.position !== this.#position + 1) return;
    try {
      this.#link(this.#file, events);
    } catch {
      this.#giveUp();
    }
  }

  length(stream: string): number {
    return this.#open().length(stream);
  }

  /** Links as (number, position), see LinkFile. */
  read(stream: string, from: number, limit: number, backwards: boolean): readonly (readonly [number, number])[] {
    return this.#open().read(stream, from, limit, backwards);
  }

  close(): void {
    this.#closed = true;
    this.#finish(new Error('The event store is closing.'));
    this.#giveUp();
  }

  readonly #catchUp = (): void => {
    if (this.#closed) return;
    try {
      const file = this.#open();
      const events = this.#log.reader.log(this.#position + 1, SLICE);
      if (events.length > 0) this.#link(file, events);
      if (events.length === 0 || this.#position >= this.#log.head()) this.#finish(undefined);
      else setImmediate(this.#catchUp);
    } catch (error) {
      this.#giveUp();
      this.#finish(error);
    }
  };

  #finish(error: unknown): void {
    this.#catchingUp = false;
    for (const callback of this.#waiting.splice(0)) callback(error);
  }

  #giveUp(): void {
    this.#file?.close();
    this.#file = undefined;
  }

  #link(file: LinkFile, events: readonly StoredEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    file.advance({ position: last.position, event: eventId(last.body) }, () => {
      for (const event of events) {
        const stream = this.#log.streamNames.name(event.stream).text;
        const type = this.#log.typeNames.name(event.type).text;
        const deletes = deletedStream(stream, type, event);
        for (const computed of computedStreamsOf(stream, event.revision, type, deletes))
          file.add(computed, event.position);
      }
    });
    this.#position = last.position;
  }

  /** Opens the file; links that were made from another log, or from one that was since restored, are thrown away. */
  #open(): LinkFile {
    if (this.#file !== undefined) return this.#file;
    let file = new LinkFile(this.#path);
    const { position, event } = file.progress();
    const [there] = position === 0 ? [] : this.#log.reader.log(position, 1);
    const matches =
      position === 0 || (there?.position === position && Buffer.compare(eventId(there.body), event) === 0);
    if (!matches) {
      file.close();
      removeLinkFile(this.#path);
      file = new LinkFile(this.#path);
    }
    this.#position = matches ? position : 0;
    this.#file = file;
    return file;
  }
}

function deletedStream(stream: string, type: string, event: StoredEvent): string | undefined {
  if (type === TOMBSTONE_TYPE) return stream;
  if (type !== METADATA_TYPE || !isMetadataStream(stream)) return undefined;
  return readRetention(dataOf(event.body)).deleted ? describedStreamOf(stream) : undefined;
}
