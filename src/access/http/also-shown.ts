import type { FastifyRequest } from 'fastify';

/** Children whose records an answer shows something of, though its address names none of them. */
const shown = new WeakMap<FastifyRequest, readonly string[]>();

/** A page of something else that shows parts of children's records says whose: each is a look at that child (R65). */
export function alsoShows(request: FastifyRequest, childIds: readonly string[]): void {
  shown.set(request, [...(shown.get(request) ?? []), ...childIds]);
}

export function alsoShown(request: FastifyRequest): readonly string[] {
  return shown.get(request) ?? [];
}

/** What somebody looked for, and how many were shown: words and numbers, nothing of anybody. */
const searches = new WeakMap<FastifyRequest, Readonly<Record<string, string>>>();

/**
 * A search says by what it was made, not what was written there, and whom it showed: each of them is a look at that child.
 * @param asked its fields, of which the names are kept of those that were given
 */
export function searchedFor(
  request: FastifyRequest,
  asked: object,
  found: readonly { readonly childId: string }[],
): void {
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  searches.set(request, { by: given.map(([field]) => field).join('+'), shown: String(found.length) });
  alsoShows(
    request,
    found.map(({ childId }) => childId),
  );
}

export function searchOf(request: FastifyRequest): Readonly<Record<string, string>> {
  return searches.get(request) ?? {};
}
