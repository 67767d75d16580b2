import { sqliteCode } from './damage.js';
import type { StoredEvent } from './stored-event.js';
import type { CommitListener, Write, WriteResult } from './write.js';

/** Group commit: flush after this many turns of the event loop without a new write … */
const IDLE_TURNS = 2;
/** … and at the latest after this many ms, or with so many writes waiting. */
const LONGEST_WAIT = 2;
const LARGEST_GROUP = 512;
/** Bytes after which a group takes no more in: one transaction must not hold the others up for long. */
const LARGEST_GROUP_BYTES = 16 * 1024 * 1024;

/** SQLite's number for 'the disk did not take what was written'. */
const FSYNC_FAILED = 1034;
/** Systems forget what they could not write and report success the next time: no later answer can be believed. */
const AFTER_FSYNC_FAILED =
  'The disk failed to take a write. Nothing more is written until the event store is started again.';

export interface GroupWriter {
  commit(writes: readonly Write[]): { results: WriteResult[]; events: readonly StoredEvent[] };
}

/**
 * Gathers writes that arrive close together into one transaction, so that they share one fsync. A client sends about
 * one append a turn of its event loop: flushing at once would group almost nothing, waiting long would slow the single
 * writer down. So it waits only while writes keep coming.
 */
export class CommitQueue {
  readonly #writer: GroupWriter;
  readonly #listeners: CommitListener[] = [];
  #waiting: Write[] = [];
  #scheduled = false;
  #since = 0;
  #seen = 0;
  #idle = 0;
  #closed = false;
  #broken: Error | undefined;

  constructor(writer: GroupWriter) {
    this.#writer = writer;
  }

  onCommit(listener: CommitListener): void {
    this.#listeners.push(listener);
  }

  submit(write: Write): void {
    if (this.#closed) {
      write.done({ kind: 'failed', error: new Error('The event store is closing.') });
      return;
    }
    this.#waiting.push(write);
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#since = performance.now();
    this.#seen = 0;
    this.#idle = 0;
    setImmediate(this.#turn);
  }

  /** Writes what is waiting; whatever comes later is refused. */
  close(): void {
    this.#closed = true;
    while (this.#waiting.length > 0) this.#flush();
  }

  readonly #turn = (): void => {
    const count = this.#waiting.length;
    if (count === this.#seen) this.#idle += 1;
    else this.#idle = 0;
    this.#seen = count;
    if (this.#idle < IDLE_TURNS && count < LARGEST_GROUP && performance.now() - this.#since < LONGEST_WAIT) {
      setImmediate(this.#turn);
      return;
    }
    this.#scheduled = false;
    this.#flush();
  };

  #flush(): void {
    const group = this.#waiting.splice(0, groupLength(this.#waiting)).filter((write) => write.abandoned?.() !== true);
    if (this.#waiting.length > 0 && !this.#scheduled) {
      this.#scheduled = true;
      setImmediate(this.#turn);
    }
    if (group.length === 0) return;
    const { results, events } = this.#commit(group);
    if (events.length > 0) for (const listener of this.#listeners) listener(events);
    for (const [index, write] of group.entries()) write.done(results[index] as WriteResult);
  }

  #commit(group: readonly Write[]): { results: readonly WriteResult[]; events: readonly StoredEvent[] } {
    try {
      if (this.#broken !== undefined) throw this.#broken;
      return this.#writer.commit(group);
    } catch (error) {
      if (sqliteCode(error) === FSYNC_FAILED) this.#broken = new Error(AFTER_FSYNC_FAILED, { cause: error });
      const failed: WriteResult = { kind: 'failed', error: error instanceof Error ? error : new Error(String(error)) };
      return { results: group.map(() => failed), events: [] };
    }
  }
}

function groupLength(waiting: readonly Write[]): number {
  let bytes = 0;
  let length = 0;
  for (const write of waiting) {
    if (length === LARGEST_GROUP || bytes >= LARGEST_GROUP_BYTES) break;
    for (const { data, metadata } of write.events) bytes += data.length + metadata.length;
    length += 1;
  }
  return length;
}
