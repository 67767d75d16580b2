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
  /** No document has two entries in the intervals. */
  readonly once: boolean;
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
    const equal = index.multikey.has(column)
      ? rarest(index, prefixes, field, filter)
      : equality(filter, field.path, false);
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
  const intervals = next
    ? ranged(prefixes, next, filter, index.multikey.has(column), used)
    : prefixes.map((prefix) => ({ prefix, from: prefix, to: prefix + TOP }));
  const ordering = sort.length > 0 ? orderingOf(index, single, column, prefixes.length > 1, sort) : undefined;
  if (used.size === 0 && !ordering) return undefined;
  let entries = 0;
  for (const { from, to } of intervals) entries += index.entries.count(from, to);
  const once = onceEach(index, single, column);
  return {
    index,
    once,
    // Where the order begins with fields that may have several values, whole keys decide, not what follows the prefixes.
    intervals: ordering?.whole ? intervals.map((interval) => ({ ...interval, prefix: '' })) : intervals,
    covered: once && filter.plain && filter.comparisons.every((it) => used.has(it)),
    order: ordering?.order,
    entries,
  };
}

/** Whether a document has one entry at most in the intervals: arrays only in columns that are fixed to one value. */
function onceEach({ multikey, definition }: OrderedIndex, single: ReadonlySet<string>, column: number): boolean {
  return [...multikey].every((at) => at < column && single.has((definition.fields[at] as IndexField).path));
}

interface Ordering {
  readonly order: 'forwards' | 'backwards';
  readonly whole: boolean;
}

/** Whether the entries come in the order asked for: by what follows the fixed columns, or by all that are not fixed to one value. */
function orderingOf(
  { multikey, definition: { fields } }: OrderedIndex,
  single: ReadonlySet<string>,
  column: number,
  several: boolean,
  sort: readonly IndexField[],
): Ordering | undefined {
  const lists = new Set([...multikey].map((at) => (fields[at] as IndexField).path));
  // Of a list, the least or greatest item would decide.
  if (sort.some(({ path }) => lists.has(path))) return undefined;
  const wanted = sort.filter(({ path }) => !single.has(path));
  const following = orderOf(fields.slice(column), wanted);
  if (following) return { order: following, whole: false };
  const whole =
    several &&
    orderOf(
      fields.filter(({ path }) => !single.has(path)),
      wanted,
    );
  return whole ? { order: whole, whole: true } : undefined;
}

/** Of several values that a list must have all, the one with the fewest entries: the others are looked for in those alone. */
function rarest(
  index: OrderedIndex,
  prefixes: readonly string[],
  { path, descending }: IndexField,
  filter: Filter,
): Comparison | undefined {
  const fixed = filter.comparisons.filter(
    (comparison) => comparison.path === path && comparison.operator === 'eq' && comparison.key !== NULL_KEY,
  );
  if (fixed.length < 2) return equality(filter, path, true);
  let best: Comparison | undefined;
  let fewest = Number.POSITIVE_INFINITY;
  for (const comparison of fixed) {
    const value = descending ? inverted(comparison.key) : comparison.key;
    const entries = prefixes.reduce(
      (sum, prefix) => sum + index.entries.count(prefix + value, prefix + value + TOP),
      0,
    );
    if (entries >= fewest) continue;
    fewest = entries;
    best = comparison;
  }
  return best;
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
