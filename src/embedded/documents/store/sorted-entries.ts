import type { Stored } from './stored.js';

const LARGEST_CHUNK = 512;

interface Chunk {
  readonly keys: string[];
  readonly records: Stored[];
}

/**
 * Entries in the order of their keys, in chunks of at most 512: a search is two binary searches, an insertion moves half
 * a chunk. Keys are unique (an index ends each with the record's number).
 */
export class SortedEntries {
  private readonly chunks: Chunk[] = [];
  size = 0;

  add(key: string, record: Stored): void {
    this.size++;
    if (this.chunks.length === 0) {
      this.chunks.push({ keys: [key], records: [record] });
      return;
    }
    const index = this.chunkFor(key);
    const chunk = this.chunks[index] as Chunk;
    const at = lowerBound(chunk.keys, key);
    if (at === chunk.keys.length) {
      chunk.keys.push(key);
      chunk.records.push(record);
    } else {
      chunk.keys.splice(at, 0, key);
      chunk.records.splice(at, 0, record);
    }
    if (chunk.keys.length > LARGEST_CHUNK) this.split(index, at);
  }

  remove(key: string): void {
    if (this.chunks.length === 0) return;
    const index = this.chunkFor(key);
    const chunk = this.chunks[index] as Chunk;
    const at = lowerBound(chunk.keys, key);
    if (chunk.keys[at] !== key) return;
    this.size--;
    chunk.keys.splice(at, 1);
    chunk.records.splice(at, 1);
    if (chunk.keys.length === 0) this.chunks.splice(index, 1);
  }

  /** The first record whose key is at or after `prefix` and begins with it. */
  firstWithPrefix(prefix: string): Stored | undefined {
    const [key, record] = this.firstFrom(prefix) ?? [];
    return key?.startsWith(prefix) ? record : undefined;
  }

  /** The first entry at or after a key. */
  firstFrom(from: string): readonly [string, Stored] | undefined {
    if (this.chunks.length === 0) return undefined;
    let index = this.chunkFor(from);
    let chunk = this.chunks[index] as Chunk;
    let at = lowerBound(chunk.keys, from);
    if (at === chunk.keys.length) {
      const next = this.chunks[++index];
      if (!next) return undefined;
      chunk = next;
      at = 0;
    }
    return [chunk.keys[at] as string, chunk.records[at] as Stored];
  }

  /** How many entries lie in [from, to). */
  count(from: string, to: string): number {
    if (this.chunks.length === 0 || from >= to) return 0;
    const first = this.chunkFor(from);
    const last = this.chunkFor(to);
    let entries =
      lowerBound((this.chunks[last] as Chunk).keys, to) - lowerBound((this.chunks[first] as Chunk).keys, from);
    for (let i = first; i < last; i++) entries += (this.chunks[i] as Chunk).keys.length;
    return entries;
  }

  /** The records of [from, to), forwards or backwards, with their keys. Changes while it runs are not allowed for. */
  *range(from: string, to: string, backwards: boolean): Generator<[string, Stored]> {
    if (this.chunks.length === 0) return;
    const first = this.chunkFor(from);
    const last = this.chunkFor(to);
    const step = backwards ? -1 : 1;
    for (let index = backwards ? last : first; index >= first && index <= last; index += step) {
      const { keys, records } = this.chunks[index] as Chunk;
      const low = index === first ? lowerBound(keys, from) : 0;
      const high = index === last ? lowerBound(keys, to) : keys.length;
      if (backwards) for (let at = high - 1; at >= low; at--) yield [keys[at] as string, records[at] as Stored];
      else for (let at = low; at < high; at++) yield [keys[at] as string, records[at] as Stored];
    }
  }

  /** The last chunk that begins at or before `key`. */
  private chunkFor(key: string): number {
    let low = 0;
    let high = this.chunks.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >>> 1;
      if (((this.chunks[middle] as Chunk).keys[0] as string) <= key) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** Halves a chunk; where keys come in order, nearly all stay, so that chunks end up full. */
  private split(index: number, at: number): void {
    const chunk = this.chunks[index] as Chunk;
    const keep = at === chunk.keys.length - 1 ? LARGEST_CHUNK - 16 : LARGEST_CHUNK >>> 1;
    this.chunks.splice(index + 1, 0, { keys: chunk.keys.splice(keep), records: chunk.records.splice(keep) });
  }
}

function lowerBound(keys: readonly string[], key: string): number {
  let low = 0;
  let high = keys.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((keys[middle] as string) < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
