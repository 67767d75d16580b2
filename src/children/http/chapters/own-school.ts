import { schoolOf } from '../../day-contexts.js';
import type { Child } from '../../domain/child.js';

/** The school named, or the one whose roll the child is on, or was on last. */
export function atOwnSchool<G extends { urn?: string }>(given: G, child: Child): G & { urn: string } {
  return { ...given, urn: given.urn ?? schoolOf(child) ?? '' };
}
