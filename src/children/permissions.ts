import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';
import type { Child, ChildCommand } from './domain/child.js';
import { TEAMS, type Team } from './domain/team-work.js';
import { ROLES, type Role, WHO_MAY_ORDER } from './who-may-order.js';

export { ROLES, type Role };

const AT_SCHOOL: readonly string[] = ['school-staff', 'head-teacher', 'safeguarding-lead'];
/** See single records that their work is about, and of lists that of their own work only. */
const OF_LINKED_RECORDS: readonly string[] = TEAMS;
const READERS: readonly string[] = ROLES.filter((role) => role !== 'subscriber');

/** Orders whose `urn` is another school than the one that speaks: where the child goes. */
const ABOUT_ANOTHER_SCHOOL: readonly ChildCommand['type'][] = [
  'NameDestination',
  'ConfirmDestinationEnrolment',
  'ReEngage',
];

/** What a correction takes out of account, by the order that had put it there. */
const ORDER_OF = {
  contact: 'ContactParent',
  enquiry: 'MakeEnquiry',
  visit: 'LogHomeVisit',
  'agency-enquiry': 'AskAgency',
  information: 'RecordInformation',
  cause: 'RecordCause',
  sibling: 'LinkSibling',
  exclusion: 'RecordExclusion',
} as const;

/** Whether the person may see records of named children at all. Throws 403 otherwise: a subscriber gets no personal data. */
export function assertReader(person: Person): void {
  if (!READERS.includes(person.role)) throw problem('forbidden', 'This role sees no records of named children.');
}

/** Throws 403 for who sees no lists of children, only single records that their work is about. */
export function assertReadsLists(person: Person): void {
  assertReader(person);
  if (isOfTeam(person)) {
    throw problem(
      'forbidden',
      'This role sees single records that its work is about, and the list of its own work only.',
    );
  }
}

/** Whether the person's lists are that of a team's own work only. */
export function isOfTeam({ role }: Pick<Person, 'role'>): boolean {
  return OF_LINKED_RECORDS.includes(role);
}

/** The team whose list the person works from. Throws 403 for who has another list. */
export function teamOfPerson({ role }: Pick<Person, 'role'>): Team {
  const team = TEAMS.find((each) => each === role);
  if (team === undefined)
    throw problem('forbidden', 'This list is for the EHCP Co-ordinators and the Exclusions team.');
  return team;
}

/** Throws 403 when the person's role may not give that command to any child. */
export function assertMayOrder(person: Person, command: ChildCommand['type']): void {
  assertMayOrderOneOf(person, [command]);
}

/** Throws 403 when the person's role may give none of those commands to any child. */
export function assertMayOrderOneOf(person: Person, commands: readonly ChildCommand['type'][]): void {
  const allowed: readonly string[] = [...new Set(commands.flatMap((command) => WHO_MAY_ORDER[command]))];
  if (!allowed.includes(person.role))
    throw problem('forbidden', 'This role may not record that.', { mayRecord: allowed });
}

/**
 * Throws 403 for what the role may order in general, but not so: a school's people speak for their own schools, and a
 * correction is for who may record what it takes back.
 */
export function assertMayOrderSo(person: Person, child: Child, command: ChildCommand): void {
  if (command.type === 'CorrectFact' && command.withdrawn !== undefined) {
    assertMayOrder(person, ORDER_OF[command.withdrawn.kind]);
  }
  if (!isAtSchool(person) || ABOUT_ANOTHER_SCHOOL.includes(command.type)) return;
  const urn = schoolNamedIn(command, child);
  if (urn !== undefined && !person.schools.includes(urn)) {
    throw problem('forbidden', 'This is about the register or the roll of another school.');
  }
}

/** The school whose register, roll or decision an order is about, by the order itself or by what it refers to. */
export function schoolNamedIn(command: ChildCommand, child: Child): string | undefined {
  if ('urn' in command) return command.urn === '' ? undefined : command.urn;
  if ('leaveId' in command) return child.leave.find(({ leaveId }) => leaveId === command.leaveId)?.urn;
  if ('proposalId' in command) return child.proposals.find(({ proposalId }) => proposalId === command.proposalId)?.urn;
  if ('exclusionId' in command)
    return child.exclusions.find(({ exclusionId }) => exclusionId === command.exclusionId)?.urn;
  return undefined;
}

export function isAtSchool(person: Person): boolean {
  return AT_SCHOOL.includes(person.role);
}

/** The schools whose children the person may see; undefined for all of the authority. */
export function schoolsSeenBy(person: Person): readonly string[] | undefined {
  return isAtSchool(person) ? person.schools : undefined;
}

/**
 * A school's people see the children on its roll, and those who were on no other roll since; a federation's those of its
 * schools (R05). EHCP co-ordinators see children with a plan, the Exclusions team those who were excluded.
 */
export function maySee(person: Person, child: Child): boolean {
  if (person.role === 'ehcp-coordinator') {
    return (
      ['E', 'S'].includes(child.identity?.sen ?? '') || child.notices.some(({ sharedOn }) => sharedOn !== undefined)
    );
  }
  if (person.role === 'exclusions-team') return child.exclusions.length > 0;
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

/** As `assertMaySee`, for recording: the Exclusions team records the first exclusion of a pupil whom it cannot see yet. */
export function assertMayAddTo(person: Person, child: Child, command: ChildCommand['type']): void {
  if (person.role === 'exclusions-team' && command === 'RecordExclusion') return;
  assertMaySee(person, child);
}

export function unknownChild() {
  return problem('not-found', 'There is no child with this id.', { what: 'child' });
}
