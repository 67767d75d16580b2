import type { Stored } from './projection.js';
import type { ViewStore } from './view-store.js';

/** One document that is not the same in two builds. Names fields, never their values: those are personal data. */
export interface Difference {
  readonly key: string;
  /** `missing` from the first build, `surplus` in it, or the fields that differ, with dots: ['due', 'absences.2.code']. */
  readonly fields: readonly string[];
}

export interface Comparison {
  /** Documents of both builds together, each key once. */
  readonly compared: number;
  /** Fields looked at in them, those within lists and parts each by itself. */
  readonly fields: number;
  readonly equal: number;
  /** By key. */
  readonly differences: readonly Difference[];
}

/** Two builds document by document, both read in the order of `_id`, without holding more than a page of either. */
export async function compareBuilds(store: Pick<ViewStore, 'scan'>, one: string, other: string): Promise<Comparison> {
  const [left, right] = [store.scan(one)[Symbol.asyncIterator](), store.scan(other)[Symbol.asyncIterator]()];
  const differences: Difference[] = [];
  let compared = 0;
  let fields = 0;
  let a = await left.next();
  let b = await right.next();
  while (!a.done || !b.done) {
    const order = a.done ? 1 : b.done ? -1 : compareIds(a.value._id, b.value._id);
    const [one, other] = [order <= 0 ? present(a.value) : undefined, order >= 0 ? present(b.value) : undefined];
    if (one || other) compared += 1;
    if (one && other) fields += fieldsIn(shown(one), shown(other));
    const difference = differenceOf(one, other);
    if (difference) differences.push(difference);
    const [takeLeft, takeRight] = [order <= 0, order >= 0];
    if (takeLeft) a = await left.next();
    if (takeRight) b = await right.next();
  }
  return { compared, fields, equal: compared - differences.length, differences };
}

/** Undefined when they say the same. The runner's own fields don't count, but being out of date does. */
export function differenceOf(one: Stored | undefined, other: Stored | undefined): Difference | undefined {
  if (!one || !other) {
    const key = one?._id ?? other?._id;
    return key === undefined ? undefined : { key, fields: [one ? 'surplus' : 'missing'] };
  }
  const fields = differing(shown(one), shown(other), '');
  return fields.length === 0 ? undefined : { key: one._id, fields };
}

function present(document: Stored | undefined): Stored | undefined {
  return document?._deleted ? undefined : document;
}

function shown({ _seen, _deleted, _stale, ...fields }: Stored): Record<string, unknown> {
  return { ...fields, ...(_stale && { _stale: true }) };
}

function differing(one: unknown, other: unknown, path: string): string[] {
  if (Object.is(one, other)) return [];
  if (!isContainer(one) || !isContainer(other) || Array.isArray(one) !== Array.isArray(other)) return [path];
  if (one instanceof Date || other instanceof Date) return String(one) === String(other) ? [] : [path];
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].sort().flatMap((name) => differing(one[name], other[name], path === '' ? name : `${path}.${name}`));
}

/** How many values `differing` looks at. */
function fieldsIn(one: unknown, other: unknown): number {
  const parts = [one, other].filter((value) => isContainer(value) && !(value instanceof Date));
  if (parts.length === 0) return 1;
  const names = new Set(parts.flatMap((part) => Object.keys(part as object)));
  let sum = 0;
  for (const name of names) sum += fieldsIn(memberOf(one, name), memberOf(other, name));
  return Math.max(1, sum);
}

function memberOf(value: unknown, name: string): unknown {
  return isContainer(value) ? value[name] : undefined;
}

function isContainer(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

/** The order in which databases sort strings: by their bytes. */
function compareIds(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one), Buffer.from(other));
}
