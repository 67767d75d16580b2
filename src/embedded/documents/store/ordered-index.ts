import { eachField, endOfValue, locate, type Place } from '../bson/raw.js';
import { keys } from '../bson/sort-key.js';
import { Bson } from '../bson/types.js';
import { CommandError } from '../errors.js';
import { follow, namesOf } from '../query/comparison.js';
import { SortedEntries } from './sorted-entries.js';
import { type Stored, SUFFIX_LENGTH } from './stored.js';

export interface IndexField {
  readonly path: string;
  readonly descending: boolean;
}

export interface IndexDefinition {
  readonly name: string;
  readonly fields: readonly IndexField[];
  readonly unique: boolean;
  readonly sparse: boolean;
}

interface Column {
  readonly names: readonly Buffer[];
  readonly descending: boolean;
}

/** An index in order: it serves equality, ranges, sorting and uniqueness alike. */
export class OrderedIndex {
  readonly definition: IndexDefinition;
  readonly entries = new SortedEntries();
  /** The columns in which some document has, or had, an array: one entry an item, so their order is not that of documents. */
  readonly multikey: Set<number> = new Set();
  private readonly columns: readonly Column[];
  private readonly place: Place = { type: 0, at: 0 };

  constructor(definition: IndexDefinition) {
    this.definition = definition;
    this.columns = definition.fields.map(({ path, descending }) => ({ names: namesOf(path), descending }));
  }

  get complete(): boolean {
    return !this.definition.sparse;
  }

  /** The keys of a record with these bytes: one, unless an array is indexed; none, if a sparse index leaves it out. */
  keysOf(document: Buffer, suffix: string): readonly string[] {
    keys.reset();
    let anything = !this.definition.sparse;
    for (const column of this.columns) {
      const from = keys.position;
      const found = follow(document, column.names, this.place);
      if (found === 'array' || (found === 'value' && this.place.type === Bson.array))
        return this.manyKeys(document, suffix);
      if (found === 'missing') keys.missing();
      else {
        keys.value(document, this.place.type, this.place.at);
        anything = true;
      }
      if (column.descending) keys.invert(from);
    }
    if (!anything) return NONE;
    keys.text(suffix);
    return [keys.take()];
  }

  /** Whether two documents have the same bytes in every field of this index, and so the same keys: cheaper than making them. */
  sameIn(one: Buffer, other: Buffer): boolean {
    const { place } = this;
    return this.columns.every(({ names }) => {
      const name = names[0] as Buffer;
      const there = locate(one, 0, name, place);
      const { type, at } = place;
      if (locate(other, 0, name, place) !== there) return false;
      if (!there) return true;
      const end = endOfValue(one, type, at);
      return type === place.type && one.compare(other, place.at, endOfValue(other, type, place.at), at, end) === 0;
    });
  }

  add(record: Stored, its: readonly string[]): void {
    for (const key of its) this.entries.add(key, record);
  }

  remove(its: readonly string[]): void {
    for (const key of its) this.entries.remove(key);
  }

  /** Another record that already has one of these keys, if the index is unique. */
  conflict(its: readonly string[], self: Stored): Stored | undefined {
    if (!this.definition.unique) return undefined;
    for (const key of its) {
      const other = this.entries.firstWithPrefix(key.slice(0, -SUFFIX_LENGTH));
      if (other && other !== self) return other;
    }
    return undefined;
  }

  private manyKeys(document: Buffer, suffix: string): readonly string[] {
    let columns: string[] | undefined;
    let rows: string[] = [''];
    for (const [at, { names, descending }] of this.columns.entries()) {
      const found = follow(document, names, this.place);
      if (found === 'array' || (found === 'value' && this.place.type === Bson.array)) this.multikey.add(at);
      const values = columnKeys(document, names, descending);
      if (values.length > 1) {
        if (columns) throw new CommandError('CannotIndexParallelArrays', 'cannot index parallel arrays');
        columns = values;
      }
      rows = rows.flatMap((row) => values.map((value) => row + value));
    }
    return [...new Set(rows)].map((row) => row + suffix);
  }
}

const NONE: readonly string[] = [];

/** The keys of one field that has, or lies beyond, an array. */
function columnKeys(document: Buffer, names: readonly Buffer[], descending: boolean): string[] {
  const values: string[] = [];
  const take = (source: Buffer, type: number, at: number) => {
    keys.reset();
    keys.value(source, type, at);
    if (descending) keys.invert(0);
    values.push(keys.take());
  };
  walk(document, names, take);
  if (values.length === 0) {
    keys.reset();
    keys.missing();
    if (descending) keys.invert(0);
    values.push(keys.take());
  }
  return values;
}

/** Calls `take` for every value that a path leads to, going through the items of arrays. */
export function walk(
  document: Buffer,
  names: readonly Buffer[],
  take: (source: Buffer, type: number, at: number) => void,
): void {
  const [name, ...rest] = names;
  if (!name) return;
  const place: Place = { type: 0, at: 0 };
  if (follow(document, [name], place) !== 'value') return;
  const { type, at } = place;
  if (type === Bson.array) {
    eachField(document, at, (itemType, _name, itemAt, itemEnd) => {
      if (rest.length === 0) take(document, itemType, itemAt);
      else if (itemType === Bson.object) walk(document.subarray(itemAt, itemEnd), rest, take);
    });
  } else if (rest.length === 0) take(document, type, at);
  else if (type === Bson.object) walk(document.subarray(at), rest, take);
}
