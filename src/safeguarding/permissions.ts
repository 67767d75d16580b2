import type { Child } from '../children/domain/child.js';
import { maySee, unknownChild } from '../children/permissions.js';
import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';

/** Whoever works with a child may say that they fear for it; they are not told what others have said. */
const TELLERS: readonly string[] = [
  'school-staff',
  'head-teacher',
  'cme-assistant',
  'strategy-manager',
  'attendance-team',
];

/** The roles that may ever hold the right: whom a list is offered to. */
export const SAFEGUARDING_ROLES: readonly string[] = ['safeguarding-lead', 'safeguarding-officer'];

export function isSafeguarding({ role }: Person): boolean {
  return SAFEGUARDING_ROLES.includes(role);
}

/** Throws 403: that there is such a list is no secret. */
export function assertSafeguarding(person: Person): void {
  if (!isSafeguarding(person)) throw problem('forbidden', 'This list is for safeguarding leads.');
}

/**
 * The designated safeguarding lead of the child's school, and the authority's safeguarding officer (DOMAIN 6.5). Not the
 * head, not the CME Assistants, not their manager, not an auditor: each need of theirs is one for emergency access.
 */
export function maySafeguard(person: Person, child: Child): boolean {
  return isSafeguarding(person) && maySee(person, child);
}

/**
 * Throws the 404 of a child that is not on record, whoever asks and whatever there is: neither that there is a restricted
 * record nor that there is none may be told from it.
 */
export function assertMaySafeguard(person: Person, child: Child): void {
  if (!maySafeguard(person, child)) throw unknownChild();
}

/** As above, before anything of the request is looked at: the right that the role can never have. @throws Problem (404) */
export function assertEverSafeguards(person: Person): void {
  if (!isSafeguarding(person)) throw unknownChild();
}

/** For telling a concern. @throws Problem (404), as above */
export function assertEverTells(person: Person): void {
  if (!isSafeguarding(person) && !TELLERS.includes(person.role)) throw unknownChild();
}

/** For telling a concern. @throws Problem (404), as above */
export function assertMayTell(person: Person, child: Child): void {
  assertEverTells(person);
  if (!maySee(person, child)) throw unknownChild();
}
