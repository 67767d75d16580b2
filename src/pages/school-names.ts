import type { Render } from './templates.js';

/** The name of a school by its URN; undefined when it is not on record. */
export type SchoolName = (urn: string) => string | undefined;

/**
 * Pages with schools by their names. Facts and duties name a school by its URN, as "school 900001"; every text that a view
 * is given passes here, so that no page has to think of it. What names no school is left as it is, not copied: a county's
 * page has two thousand texts.
 */
export function namingSchools(render: Render, nameOf: SchoolName): Render {
  const named = (text: string) =>
    text.includes('chool ')
      ? text.replace(/\b[Ss]chool (\d{6})\b/g, (words, urn: string) => nameOf(urn) ?? words)
      : text;
  const through = (value: unknown): unknown => {
    if (typeof value === 'string') return named(value);
    if (typeof value !== 'object' || value === null) return value;
    return Array.isArray(value) ? each(value) : members(value as Readonly<Record<string, unknown>>);
  };
  const each = (items: readonly unknown[]) => {
    let changed: unknown[] | undefined;
    for (let at = 0; at < items.length; at++) {
      const item = through(items[at]);
      if (item === items[at]) continue;
      changed ??= [...items];
      changed[at] = item;
    }
    return changed ?? items;
  };
  const members = (object: Readonly<Record<string, unknown>>) => {
    let changed: Record<string, unknown> | undefined;
    for (const name of Object.keys(object)) {
      const member = through(object[name]);
      if (member === object[name]) continue;
      changed ??= { ...object };
      changed[name] = member;
    }
    return changed ?? object;
  };
  return (view, context) => render(view, members(context));
}
