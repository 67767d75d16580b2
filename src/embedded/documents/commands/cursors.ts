import { randomBytes } from 'node:crypto';
import { Long } from 'bson';
import { Nested, RawArray as Raw, type RawArray } from '../bson/reply.js';
import { CommandError } from '../errors.js';

const FIRST_BATCH = 101;
const LARGEST_BATCH_BYTES = 16 * 1024 * 1024;
const MOST_CURSORS = 10_000;

interface Cursor {
  readonly namespace: string;
  readonly documents: readonly Buffer[];
  next: number;
}

/**
 * Results that a client takes batch by batch. A cursor holds the documents as they were when it was opened; since a
 * document's bytes never change, that costs no copy. The oldest cursor gives way when there are too many.
 */
export class Cursors {
  private readonly open = new Map<string, Cursor>();

  /** The first batch as a reply's `cursor`; what is left over can be had by `next`. */
  first(namespace: string, documents: readonly Buffer[], batchSize: number | undefined, single: boolean): Nested {
    const cursor: Cursor = { namespace, documents, next: 0 };
    const batch = this.batch(cursor, batchSize ?? FIRST_BATCH);
    const done = single || cursor.next >= documents.length;
    const id = done ? Long.ZERO : this.keep(cursor);
    return new Nested({ firstBatch: batch, id, ns: namespace });
  }

  /** @throws CommandError CursorNotFound (43) */
  next(id: bigint, batchSize: number | undefined): Nested {
    const key = String(id);
    const cursor = this.open.get(key);
    if (!cursor) throw new CommandError('CursorNotFound', `cursor id ${key} not found`);
    const batch = this.batch(cursor, batchSize || Number.POSITIVE_INFINITY);
    const done = cursor.next >= cursor.documents.length;
    if (done) this.open.delete(key);
    return new Nested({ nextBatch: batch, id: done ? Long.ZERO : Long.fromBigInt(id), ns: cursor.namespace });
  }

  kill(id: bigint): boolean {
    return this.open.delete(String(id));
  }

  private keep(cursor: Cursor): Long {
    if (this.open.size >= MOST_CURSORS) {
      const [oldest] = this.open.keys();
      if (oldest !== undefined) this.open.delete(oldest);
    }
    const id = Long.fromBigInt(BigInt(randomBytes(6).readUIntBE(0, 6)) + 1n);
    this.open.set(id.toString(), cursor);
    return id;
  }

  private batch(cursor: Cursor, batchSize: number): RawArray {
    let bytes = 0;
    const from = cursor.next;
    let to = from;
    while (to < cursor.documents.length && to - from < batchSize) {
      bytes += (cursor.documents[to] as Buffer).length + 16;
      if (bytes > LARGEST_BATCH_BYTES && to > from) break;
      to++;
    }
    cursor.next = to;
    return new Raw(cursor.documents.slice(from, to));
  }
}
