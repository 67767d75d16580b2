import { problem } from './problem.js';

/** What stands behind the `?` of an address. */
export type QueryValues = Readonly<Record<string, unknown>>;

/** A 400 problem that names the one wrong field. */
export function wrong(pointer: string, detail: string) {
  return problem('invalid-fields', 'One field is missing or wrong.', { errors: [{ pointer, detail }] });
}

/** Throws a 400 problem for a parameter that nobody reads: a filter that was mistyped is not dropped in silence. */
export function assertKnown(query: QueryValues, known: readonly string[]): void {
  for (const name of Object.keys(query)) {
    if (!known.includes(name)) throw wrong(`?${name}`, `There is no such filter. There are: ${known.join(', ')}.`);
  }
}

/** A whole number, such as minRevision; undefined when it is not there. Throws a 400 problem. */
export function countOf(
  query: QueryValues,
  name: string,
  { least = 0, most = Number.MAX_SAFE_INTEGER }: { readonly least?: number; readonly most?: number } = {},
): number | undefined {
  const value = query[name];
  if (value === undefined) return undefined;
  const number = typeof value === 'string' && /^\d{1,16}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  const bounds = most < Number.MAX_SAFE_INTEGER ? ` from ${least} to ${most}` : least > 0 ? ` from ${least} on` : '';
  throw wrong(`?${name}`, `Must be a whole number${bounds}.`);
}
