import { NULL_KEY } from '../bson/sort-key.js';
import type { IndexField, OrderedIndex } from '../store/ordered-index.js';
import type { Comparison } from './comparison.js';
import type { Filter } from './filter.js';

export interface Interval {
  /** What the keys of the interval begin with and what does not count when intervals are merged. */
  readonly prefix: string;
  readonly from: string;
  readonly to: string;
}

/** What a filter and a sort order make of one index. */
export interface Bounds {
  readonly index: OrderedIndex;
  readonly intervals: readonly Interval[];
  /** The intervals say all that the filter says: no document needs to be looked at. */
  readonly covered: boolean;
  /** Entries come in the order asked for, forwards or backwards. */
  readonly order: 'forwards' | 'backwards' | undefined;
  readonly entries: number;
}

/** Comes after every key: keys hold code units up to 255. */
const TOP = '\u0100';
const MOST_INTERVALS = 200;

/** @returns undefined if the index is of no use for this filter and sort order */
export function boundsOf(index: OrderedIndex, filter: Filter, sort: readonly IndexField[]): Bounds | undefined {
  if (!index.complete && !includesAll(index, filter)) return undefined;
  const { fields } = index.definition;
  const used = new Set<Comparison>();
  const single = new Set<string>();
  let prefixes: string[] = [''];
  let column = 0;
  for (; column < fields.length; column++) {
    const field = fields[column] as IndexField;
    const equal = equality(filter, field.path, index.multikey);
    if (!equal) break;
    const values = equal.operator === 'eq' ? [equal.key] : [...equal.keys];
    if (prefixes.length * values.length > MOST_INTERVALS) break;
    if (values.length === 1) single.add(field.path);
    used.add(equal);
    prefixes = prefixes.flatMap((prefix) =>
      values.map((value) => prefix + (field.descending ? inverted(value) : value)),
    );
  }
  const next = fields[column];
  let intervals = next
    ? ranged(prefixes, next, filter, index.multikey, used)
    : prefixes.map((prefix) => ({ prefix, from: prefix, to: prefix + TOP }));
  let order: Bounds['order'];
  if (!index.multikey && sort.length > 0) {
    const wanted = sort.filter(({ path }) => !single.has(path));
    order = orderOf(fields.slice(column), wanted);
    if (!order && prefixes.length > 1) {
      // The order begins with the fields that may have several values: whole keys decide.
      order = orderOf(
        fields.filter(({ path }) => !single.has(path)),
        wanted,
      );
      if (order) intervals = intervals.map((interval) => ({ ...interval, prefix: '' }));
    }
  }
  if (used.size === 0 && order === undefined) return undefined;
  let entries = 0;
  for (const { from, to } of intervals) entries += index.entries.count(from, to);
  const covered = !index.multikey && filter.plain && filter.comparisons.every((comparison) => used.has(comparison));
  return { index, intervals, covered, order, entries };
}

function equality(filter: Filter, path: string, multikey: boolean): Comparison | undefined {
  let best: Comparison | undefined;
  for (const comparison of filter.comparisons) {
    if (comparison.path !== path) continue;
    if (comparison.operator === 'eq') {
      if (!multikey || comparison.key !== NULL_KEY) return comparison;
    } else if (comparison.operator === 'in' && !(multikey && comparison.keys.has(NULL_KEY))) best ??= comparison;
  }
  return best;
}

function ranged(
  prefixes: readonly string[],
  field: IndexField,
  filter: Filter,
  multikey: boolean,
  used: Set<Comparison>,
): Interval[] {
  let from = '';
  let to = TOP;
  for (const comparison of filter.comparisons) {
    if (comparison.path !== field.path) continue;
    const range = rangeOf(comparison, field.descending);
    if (!range) continue;
    used.add(comparison);
    if (range.from > from) from = range.from;
    if (range.to < to) to = range.to;
    // Different items of an array may satisfy different bounds.
    if (multikey) break;
  }
  return prefixes.map((prefix) => ({ prefix, from: prefix + from, to: prefix + to }));
}

function rangeOf({ operator, key }: Comparison, descending: boolean): { from: string; to: string } | undefined {
  const bound = descending ? inverted(key) : key;
  const rank = bound.charAt(0);
  const all = { from: rank, to: rank + TOP };
  const after = descending ? operator === 'lt' || operator === 'lte' : operator === 'gt' || operator === 'gte';
  if (after) return { ...all, from: operator === 'gte' || operator === 'lte' ? bound : bound + TOP };
  if (operator === 'gt' || operator === 'lt') return { ...all, to: bound };
  if (operator === 'gte' || operator === 'lte') return { ...all, to: bound + TOP };
  return undefined;
}

/** Whether these columns of an index give the sort order. */
function orderOf(offered: readonly IndexField[], wanted: readonly IndexField[]): Bounds['order'] {
  if (wanted.length > offered.length) return undefined;
  let backwards: boolean | undefined;
  for (const [at, { path, descending }] of wanted.entries()) {
    const column = offered[at] as IndexField;
    if (column.path !== path) return undefined;
    const turned = column.descending !== descending;
    if (backwards !== undefined && backwards !== turned) return undefined;
    backwards = turned;
  }
  return backwards ? 'backwards' : 'forwards';
}

/** Whether every document that the filter can match is in an index that leaves some out. */
function includesAll({ definition }: OrderedIndex, filter: Filter): boolean {
  const paths = new Set(definition.fields.map(({ path }) => path));
  return filter.comparisons.some((comparison) => paths.has(comparison.path) && needsPresence(comparison));
}

function needsPresence({ operator, key, keys }: Comparison): boolean {
  if (operator === 'eq') return key !== NULL_KEY;
  if (operator === 'in') return !keys.has(NULL_KEY);
  return operator !== 'ne' && operator !== 'nin' && operator !== 'missing';
}

function inverted(key: string): string {
  let text = '';
  for (let i = 0; i < key.length; i++) text += String.fromCharCode(255 - key.charCodeAt(i));
  return text;
}
