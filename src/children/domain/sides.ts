import type { Side } from './enquiries.js';
import { type DecisionContext, refuse } from './facet.js';
import type { SchoolRole } from './owners.js';

const OF_A_SCHOOL: readonly string[] = ['school-staff', 'head-teacher', 'safeguarding-lead'] satisfies SchoolRole[];

/** The side that whoever asks belongs to; undefined for the system, which speaks for none. */
function sideOf({ actor }: DecisionContext): Side | undefined {
  if (actor === undefined || actor.role === 'system') return undefined;
  return OF_A_SCHOOL.includes(actor.role) ? 'school' : 'la';
}

/**
 * Reg. 9(1)(h) and (i) want the efforts of both: a school's people record nothing as the authority's. The authority may
 * take down what a school has told it, so this holds one way only.
 */
export function notForTheAuthority(side: Side, context: DecisionContext): void {
  if (side === 'la' && sideOf(context) === 'school') otherSide();
}

/** What a side says of itself, and nobody for it: that its enquiries are complete, and what they came to. */
export function ofOneself(side: Side, context: DecisionContext): void {
  const own = sideOf(context);
  if (own !== undefined && own !== side) otherSide();
}

function otherSide(): never {
  return refuse('R53', 'other-side', 'The school and the local authority each speak for themselves.', {
    kind: 'invalid',
  });
}
