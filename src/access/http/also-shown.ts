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
