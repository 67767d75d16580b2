import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';
import type { Child, ChildCommand } from './domain/child.js';

/** The roles that tokens may name. */
export const ROLES = [
  'school-staff',
  'head-teacher',
  'cme-assistant',
  'strategy-manager',
  'auditor',
  'subscriber',
] as const;
export type Role = (typeof ROLES)[number];

const READERS: readonly string[] = ['school-staff', 'head-teacher', 'cme-assistant', 'strategy-manager', 'auditor'];
const RECORDERS: readonly string[] = ['school-staff', 'head-teacher', 'cme-assistant', 'strategy-manager'];
const AT_SCHOOL: readonly string[] = ['school-staff', 'head-teacher'];
const AT_AUTHORITY: readonly string[] = ['cme-assistant', 'strategy-manager'];

/** What fewer than all recorders may do; a command that is not named here may come from any of them. */
const NARROWER: Partial<Record<ChildCommand['type'], readonly string[]>> = {
  // The head decides on leave, and on nobody else's behalf (R06, R09); the deletion of a name is the school's (R13).
  RefuseLeave: ['head-teacher'],
  GrantLeave: ['head-teacher'],
  OpenCase: AT_AUTHORITY,
  AssignCase: AT_AUTHORITY,
  SetNextAction: AT_AUTHORITY,
  AddCaseNote: AT_AUTHORITY,
  ReviewCase: AT_AUTHORITY,
  CloseCase: AT_AUTHORITY,
  ReopenCase: AT_AUTHORITY,
  RequestVisit: AT_AUTHORITY,
  ScheduleVisit: AT_AUTHORITY,
  DirectAction: ['strategy-manager'],
};

/** Whether the person may see records of named children at all. Throws 403 otherwise: a subscriber gets no personal data. */
export function assertReader(person: Person): void {
  if (!READERS.includes(person.role)) throw problem('forbidden', 'This role sees no records of named children.');
}

/** Throws 403 when the person's role may not give that command to any child. */
export function assertMayOrder(person: Person, command: ChildCommand['type']): void {
  const allowed = NARROWER[command] ?? RECORDERS;
  if (!allowed.includes(person.role))
    throw problem('forbidden', 'This role may not record that.', { mayRecord: allowed });
}

export function isAtSchool(person: Person): boolean {
  return AT_SCHOOL.includes(person.role);
}

/** The schools whose children the person may see; undefined for all of the authority. */
export function schoolsSeenBy(person: Person): readonly string[] | undefined {
  return isAtSchool(person) ? person.schools : undefined;
}

/** A school's people see the children on its roll, and those who were on no other roll since. */
export function maySee(person: Person, child: Child): boolean {
  const schools = schoolsSeenBy(person);
  if (schools === undefined) return true;
  const open = child.roll.filter((entry) => entry.to === undefined);
  const relevant = open.length > 0 ? open : child.roll.slice(-1);
  return relevant.some((entry) => schools.includes(entry.urn));
}

/** Throws 404 for another school's child: that there is such a record is itself a fact about a child. */
export function assertMaySee(person: Person, child: Child): void {
  if (!maySee(person, child)) throw unknownChild();
}

export function unknownChild() {
  return problem('not-found', 'There is no child with this id.', { what: 'child' });
}
