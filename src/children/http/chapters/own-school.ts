import { schoolOf } from '../../day-contexts.js';
import type { Child } from '../../domain/child.js';
import type { Asking } from '../recording.js';

/**
 * The school named; else, of the schools whose roll the child is on or was on last, the one that whoever asks works for.
 * The old and the new school of a child between two see it both, and each means itself.
 */
export function atOwnSchool<G extends { urn?: string }>(given: G, child: Child, asking: Asking): G & { urn: string } {
  return { ...given, urn: given.urn ?? ownSchool(child, asking) ?? schoolOf(child) ?? '' };
}

function ownSchool({ roll }: Child, { schools }: Asking): string | undefined {
  const own = roll.filter(({ urn }) => schools.includes(urn));
  return (own.findLast(({ to }) => to === undefined) ?? own.at(-1))?.urn;
}
