import { eachField, int32, type Place } from '../bson/raw.js';
import { keys } from '../bson/sort-key.js';
import { Bson } from '../bson/types.js';
import { CommandError } from '../errors.js';
import { type IndexField, walk } from '../store/ordered-index.js';
import { type Stored, suffixOf } from '../store/stored.js';
import { follow, namesOf } from './comparison.js';

/** Reads `{ due: 1, _id: -1 }`. @throws CommandError Location15975 for anything but 1 and -1 */
export function readSort(bytes: Buffer): IndexField[] {
  const fields: IndexField[] = [];
  eachField(bytes, 0, (type, path, at) => {
    const direction = numberAt(bytes, type, at);
    if (direction !== 1 && direction !== -1) {
      throw new CommandError('Location15975', '$sort key ordering must be 1 (for ascending) or -1 (for descending)');
    }
    fields.push({ path, descending: direction === -1 });
  });
  return fields;
}

/** A number of any BSON type, or undefined. */
export function numberAt(bytes: Buffer, type: number, at: number): number | undefined {
  if (type === Bson.int32) return int32(bytes, at);
  if (type === Bson.double) return bytes.readDoubleLE(at);
  if (type === Bson.int64) return Number(bytes.readBigInt64LE(at));
  return undefined;
}

/** Gives each document one string that sorts as the sort order says. */
export class Sorter {
  private readonly columns: readonly { readonly names: readonly Buffer[]; readonly descending: boolean }[];
  private readonly place: Place = { type: 0, at: 0 };

  constructor(sort: readonly IndexField[]) {
    this.columns = sort.map(({ path, descending }) => ({ names: namesOf(path), descending }));
  }

  /** The first `limit` records in order (all of them with 0). */
  first(records: Iterable<Stored>, limit: number): Stored[] {
    const most = limit > 0 ? Math.max(limit * 4, 1024) : Number.POSITIVE_INFINITY;
    let kept: [string, Stored][] = [];
    let bound: string | undefined;
    for (const record of records) {
      const key = this.keyOf(record);
      if (bound !== undefined && key > bound) continue;
      kept.push([key, record]);
      if (kept.length < most) continue;
      kept = kept.sort(byKey).slice(0, limit);
      bound = kept.at(-1)?.[0];
    }
    kept.sort(byKey);
    return (limit > 0 ? kept.slice(0, limit) : kept).map(([, record]) => record);
  }

  /** Documents that are not records, in order; equal ones keep theirs. */
  sorted(documents: readonly Buffer[]): Buffer[] {
    const records = documents.map((bytes, at) => ({ bytes, id: '', suffix: suffixOf(at) }));
    return this.first(records, 0).map(({ bytes }) => bytes);
  }

  private keyOf(record: Stored): string {
    keys.reset();
    const parts: string[] = [];
    for (const { names, descending } of this.columns) {
      const from = keys.position;
      const found = follow(record.bytes, names, this.place);
      if (found === 'array' || (found === 'value' && this.place.type === Bson.array)) {
        parts.push(keys.take(), extremeKey(record.bytes, names, descending));
        keys.reset();
        continue;
      }
      if (found === 'missing') keys.missing();
      else keys.value(record.bytes, this.place.type, this.place.at);
      if (descending) keys.invert(from);
    }
    return `${parts.join('')}${keys.take()}${record.suffix}`;
  }
}

/** The item of an array that decides its place: the least, or the greatest where the order descends. */
function extremeKey(document: Buffer, names: readonly Buffer[], descending: boolean): string {
  let best: string | undefined;
  const parts: string[] = [];
  walk(document, names, (source, type, at) => {
    keys.reset();
    keys.value(source, type, at);
    if (descending) keys.invert(0);
    parts.push(keys.take());
  });
  for (const part of parts) if (best === undefined || part < best) best = part;
  if (best !== undefined) return best;
  return String.fromCharCode(descending ? 255 - EMPTY_ARRAY : EMPTY_ARRAY);
}

/** An empty array sorts before null. */
const EMPTY_ARRAY = 0x05;

function byKey(left: [string, Stored], right: [string, Stored]): number {
  return left[0] < right[0] ? -1 : 1;
}
