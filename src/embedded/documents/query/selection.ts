import type { Collection } from '../store/collection.js';
import type { IndexField, OrderedIndex } from '../store/ordered-index.js';
import type { Stored } from '../store/stored.js';
import { type Bounds, boundsOf, type Interval } from './bounds.js';
import { Filter } from './filter.js';
import { Sorter } from './sort.js';

export interface Request {
  readonly filter: Filter;
  readonly sort: readonly IndexField[];
  readonly skip: number;
  /** 0 = no limit. */
  readonly limit: number;
}

/** How a request is answered, and what that took. `explain` shows it, and tests prove by it that nothing is scanned. */
export interface Selection {
  readonly stage: 'IDHACK' | 'IXSCAN' | 'COLLSCAN' | 'EOF';
  readonly index: OrderedIndex | undefined;
  readonly sortedInMemory: boolean;
  readonly records: Stored[];
  keysExamined: number;
  documentsExamined: number;
}

export const EVERYTHING = new Filter(Buffer.from([5, 0, 0, 0, 0]));

/** Finds the records that a request asks for, in its order, by the cheapest way that the indexes offer. */
export function select(collection: Collection | undefined, request: Request): Selection {
  if (!collection) return selection('EOF', undefined, false);
  const { filter, sort } = request;
  const ids = filter.ids();
  if (ids) return byId(collection, ids, request);
  const bounds = cheapest(collection, request);
  const examined = selection(bounds ? 'IXSCAN' : 'COLLSCAN', bounds?.index, sort.length > 0 && !bounds?.order);
  const matching = bounds ? byIndex(bounds, filter, examined) : byScan(collection, filter, examined);
  const wanted = request.limit > 0 ? request.skip + request.limit : 0;
  if (examined.sortedInMemory)
    examined.records.push(...skipped(new Sorter(sort).first(matching, wanted), request.skip));
  else take(matching, request.skip, request.limit, examined.records);
  return examined;
}

/** How many documents match, without looking at them where an index tells. */
export function countMatching(collection: Collection | undefined, filter: Filter): number {
  if (!collection) return 0;
  if (filter.empty) return collection.size;
  const request: Request = { filter, sort: [], skip: 0, limit: 0 };
  if (!filter.ids()) {
    const bounds = cheapest(collection, request);
    if (bounds?.covered) return bounds.entries;
  }
  return select(collection, request).records.length;
}

function selection(stage: Selection['stage'], index: OrderedIndex | undefined, sortedInMemory: boolean): Selection {
  return { stage, index, sortedInMemory, records: [], keysExamined: 0, documentsExamined: 0 };
}

function byId(collection: Collection, ids: Iterable<string>, { filter, sort, skip, limit }: Request): Selection {
  const exact = filter.plain && filter.comparisons.length === 1;
  const found = selection('IDHACK', undefined, false);
  const matching: Stored[] = [];
  for (const id of ids) {
    const record = collection.get(id);
    if (!record) continue;
    found.keysExamined++;
    found.documentsExamined++;
    if (exact || filter.matches(record.bytes)) matching.push(record);
  }
  const sorted = sort.length > 0 && matching.length > 1 ? new Sorter(sort).first(matching, 0) : matching;
  take(sorted, skip, limit, found.records);
  return found;
}

/** The index that needs the fewest entries; undefined if reading the collection through is no worse. */
function cheapest(collection: Collection, { filter, sort, skip, limit }: Request): Bounds | undefined {
  if (filter.comparisons.length === 0 && sort.length === 0) return undefined;
  const offers: Bounds[] = [];
  for (const index of collection.indexes()) {
    const bounds = boundsOf(index, filter, sort);
    if (bounds) offers.push(bounds);
  }
  if (offers.length === 0 || sort[0]?.path === '_id') {
    const wanted = sort[0]?.path === '_id' || filter.comparisons.some(({ path }) => path === '_id');
    const bounds = wanted ? boundsOf(collection.idIndex(), filter, sort) : undefined;
    if (bounds) offers.push(bounds);
  }
  const fewest = Math.min(collection.size, ...offers.map(({ entries }) => entries));
  let best: Bounds | undefined;
  let least = sort.length > 0 ? sorting(collection.size) : collection.size;
  for (const offer of offers) {
    const cost = costOf(offer, fewest, sort.length > 0, limit > 0 ? skip + limit : 0);
    if (cost > least) continue;
    // Of two that read as much, the one that need not look at the documents.
    if (cost === least && best && (best.covered || !offer.covered)) continue;
    least = cost;
    best = offer;
  }
  return best;
}

/** In entries read. Where the order comes for free, a limit ends the reading after a share of the entries. */
function costOf({ entries, covered, order }: Bounds, fewest: number, sorted: boolean, wanted: number): number {
  if (sorted && !order) return sorting(entries);
  if (wanted === 0) return entries;
  const share = covered ? 1 : entries / Math.max(1, fewest);
  return Math.min(entries, wanted * share);
}

function sorting(entries: number): number {
  return entries * (1 + Math.log2(entries + 1) / 4);
}

function* byScan(collection: Collection, filter: Filter, examined: Selection): Generator<Stored> {
  for (const record of collection.all()) {
    examined.documentsExamined++;
    if (filter.empty || filter.matches(record.bytes)) yield record;
  }
}

function* byIndex(bounds: Bounds, filter: Filter, examined: Selection): Generator<Stored> {
  const { index, covered, once, order, intervals } = bounds;
  const seen = once ? undefined : new Set<Stored>();
  const backwards = order === 'backwards';
  const merged = order !== undefined && intervals.length > 1;
  for (const record of merged ? merge(index, intervals, backwards) : chain(index, intervals, backwards)) {
    examined.keysExamined++;
    if (seen?.has(record)) continue;
    seen?.add(record);
    if (!covered) {
      examined.documentsExamined++;
      if (!filter.matches(record.bytes)) continue;
    }
    yield record;
  }
}

function* chain(index: OrderedIndex, intervals: readonly Interval[], backwards: boolean): Generator<Stored> {
  for (const { from, to } of intervals) for (const [, record] of index.entries.range(from, to, backwards)) yield record;
}

/** Several intervals that are each in order, as one in order: compared by what follows their prefixes. */
function* merge(index: OrderedIndex, intervals: readonly Interval[], backwards: boolean): Generator<Stored> {
  const heads: { rest: string; record: Stored; prefix: number; source: Generator<[string, Stored]> }[] = [];
  for (const { prefix, from, to } of intervals) {
    const source = index.entries.range(from, to, backwards);
    const first = source.next();
    if (!first.done) {
      const [key, record] = first.value;
      heads.push({ rest: key.slice(prefix.length), record, prefix: prefix.length, source });
    }
  }
  while (heads.length > 0) {
    let best = 0;
    for (let i = 1; i < heads.length; i++) {
      const rest = (heads[i] as { rest: string }).rest;
      const leading = (heads[best] as { rest: string }).rest;
      if (backwards ? rest > leading : rest < leading) best = i;
    }
    const head = heads[best] as (typeof heads)[number];
    yield head.record;
    const next = head.source.next();
    if (next.done) heads.splice(best, 1);
    else {
      head.rest = next.value[0].slice(head.prefix);
      head.record = next.value[1];
    }
  }
}

function skipped(records: Stored[], skip: number): Stored[] {
  return skip > 0 ? records.slice(skip) : records;
}

function take(records: Iterable<Stored>, skip: number, limit: number, into: Stored[]): void {
  let passed = 0;
  for (const record of records) {
    if (passed++ < skip) continue;
    into.push(record);
    if (limit > 0 && into.length === limit) return;
  }
}
