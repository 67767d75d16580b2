import { keyOf } from '../bson/sort-key.js';
import type { Collection } from '../store/collection.js';
import { type OrderedIndex, walk } from '../store/ordered-index.js';
import type { Stored } from '../store/stored.js';
import { namesOf } from './comparison.js';
import type { Filter } from './filter.js';
import { select } from './selection.js';

/** What a value is found by: its bytes in a document. */
export interface Found {
  readonly source: Buffer;
  readonly type: number;
  readonly at: number;
}

/** The different values of a field in the documents that match, in order, and how many documents were read for them. */
export interface Distinct {
  readonly values: readonly Found[];
  readonly documentsExamined: number;
}

/** Comes after whatever an entry has behind a value: keys hold code units up to 255. */
const TOP = '\u0100';

/** An index that begins with the field names each value once; otherwise every document that matches is read. */
export function distinctValues(collection: Collection | undefined, path: string, filter: Filter): Distinct {
  const names = namesOf(path);
  const index = collection && filter.empty ? indexOn(collection, path) : undefined;
  if (index) return byIndex(index, names);
  const { records } = select(collection, { filter, sort: [], skip: 0, limit: 0 });
  const values = new Map<string, Found>();
  for (const record of records) collect(record, names, values);
  return { values: inOrder(values), documentsExamined: records.length };
}

/** One that has every document, each once, in the order of the field. */
function indexOn(collection: Collection, path: string): OrderedIndex | undefined {
  for (const index of collection.indexes()) {
    const [first] = index.definition.fields;
    if (first?.path === path && !first.descending && index.complete && index.multikey.size === 0) return index;
  }
  return undefined;
}

/** Reads one document of each value and goes on behind all its others. A missing field is listed as null is, and is none. */
function byIndex({ entries }: OrderedIndex, names: readonly Buffer[]): Distinct {
  const values = new Map<string, Found>();
  let documentsExamined = 0;
  for (let from = ''; ; ) {
    const next = entries.firstFrom(from);
    if (!next) return { values: inOrder(values), documentsExamined };
    const [entry, record] = next;
    const before = values.size;
    documentsExamined++;
    const key = collect(record, names, values);
    from = values.size > before && key !== undefined ? key + TOP : `${entry}\0`;
  }
}

/** @returns the key of the value that was found last */
function collect({ bytes }: Stored, names: readonly Buffer[], into: Map<string, Found>): string | undefined {
  let last: string | undefined;
  walk(bytes, names, (source, type, at) => {
    last = keyOf(source, type, at);
    if (!into.has(last)) into.set(last, { source, type, at });
  });
  return last;
}

function inOrder(values: ReadonlyMap<string, Found>): Found[] {
  return [...values].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, found]) => found);
}
