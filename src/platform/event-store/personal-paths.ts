import type { PersonalField } from './definition.js';

/** A mutable JSON node on the way to a field. */
type Node = Record<string, unknown> | unknown[];

/** A value found at a path, with what is needed to put another in its place. */
export interface FoundField {
  readonly holder: Node;
  readonly key: string | number;
  readonly value: unknown;
  /** Concrete: `parents.0.name`. */
  readonly path: string;
  /** What each `*` of the path stood for. */
  readonly items: readonly string[];
}

/** A personal field, its paths taken apart once for all events of the type. */
export interface CompiledField {
  readonly path: readonly string[];
  /** Undefined: the subject is the stream's. */
  readonly subjectAt?: readonly string[];
}

/** @throws Error when a subject's path has more `*` than the field's: it would not say whose the field is */
export function compileField(field: PersonalField): CompiledField {
  const path = field.path.split('.');
  if (field.subject === 'stream') return { path };
  const subjectAt = field.subject.at.split('.');
  if (stars(subjectAt) > stars(path)) {
    throw new Error(`personal field ${field.path}: its subject ${field.subject.at} stands in a list of its own`);
  }
  return { path, subjectAt };
}

function stars(path: readonly string[]): number {
  return path.filter((part) => part === '*').length;
}

function isNode(value: unknown): value is Node {
  return typeof value === 'object' && value !== null;
}

function child(node: Node, key: string): unknown {
  if (Array.isArray(node)) return node[Number(key)];
  return Object.hasOwn(node, key) ? node[key] : undefined;
}

/**
 * Each value at a path that is there and is not null.
 * @throws Error when the path leads into a plain value: what stands there may be personal and would stay readable
 */
export function findFields(data: Record<string, unknown>, path: readonly string[]): FoundField[] {
  const found: FoundField[] = [];
  const visit = (node: Node, depth: number, walked: readonly string[], items: readonly string[]): void => {
    const part = path[depth];
    if (part === undefined) return;
    for (const key of part === '*' ? Object.keys(node) : [part]) {
      const value = child(node, key);
      if (value === undefined || value === null) continue;
      const here = [...walked, key];
      const through = part === '*' ? [...items, key] : items;
      if (depth === path.length - 1) {
        found.push({ holder: node, key, value, path: here.join('.'), items: through });
      } else if (isNode(value)) {
        visit(value, depth + 1, here, through);
      } else {
        throw new Error(`${path.join('.')} leads into a plain value at ${here.join('.')}`);
      }
    }
  };
  visit(data, 0, [], []);
  return found;
}

/** The plain values in what was found; itself when it is one. An erased list is then still a list, of erased values. */
export function leavesOf(field: FoundField): FoundField[] {
  if (!isNode(field.value)) return [field];
  const holder = field.value;
  return Object.keys(holder).flatMap((key) => {
    const value = child(holder, key);
    if (value === undefined || value === null) return [];
    return leavesOf({ holder, key, value, path: `${field.path}.${key}`, items: field.items });
  });
}

/** The person's id that stands at `path`, its `*` being `items` in order; undefined when there is none. */
export function subjectAt(data: object, path: readonly string[], items: readonly string[]): string | undefined {
  let node: unknown = data;
  let star = 0;
  for (const part of path) {
    if (!isNode(node)) return undefined;
    const key = part === '*' ? items[star++] : part;
    node = key === undefined ? undefined : child(node, key);
  }
  return typeof node === 'string' && node !== '' ? node : undefined;
}

/** Puts a value in the place of a found one. */
export function replaceField(field: FoundField, value: unknown): void {
  (field.holder as Record<string | number, unknown>)[field.key] = value;
}

/** Each value of a tree that `wanted` picks, with its concrete path; what is picked is not searched further. */
export function findValues<T>(data: object, wanted: (value: unknown) => value is T): { field: FoundField; value: T }[] {
  const found: { field: FoundField; value: T }[] = [];
  const visit = (holder: Node, prefix: string): void => {
    for (const key of Object.keys(holder)) {
      const value = (holder as Record<string, unknown>)[key];
      if (!isNode(value)) continue;
      const path = prefix === '' ? key : `${prefix}.${key}`;
      if (wanted(value)) found.push({ field: { holder, key, value, path, items: [] }, value });
      else visit(value, path);
    }
  };
  visit(data as Node, '');
  return found;
}
