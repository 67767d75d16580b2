import type { Render } from './templates.js';

/** The name of a school by its URN; undefined when it is not on record. */
export type SchoolName = (urn: string) => string | undefined;

/**
 * Pages with schools by their names. Facts and duties name a school by its URN, as "school 900001"; every text that a view
 * is given passes here, so that no page has to think of it.
 */
export function namingSchools(render: Render, nameOf: SchoolName): Render {
  const named = (text: string) => text.replace(/\b[Ss]chool (\d{6})\b/g, (words, urn: string) => nameOf(urn) ?? words);
  const through = (value: unknown): unknown => {
    if (typeof value === 'string') return named(value);
    if (Array.isArray(value)) return value.map(through);
    if (typeof value !== 'object' || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, through(member)]));
  };
  return (view, context) => render(view, through(context) as Readonly<Record<string, unknown>>);
}
