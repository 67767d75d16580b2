import type { IndexDescription } from 'mongodb';
import { ERASED } from '../../platform/event-store/definition.js';
import type { RecordedEvent } from '../../platform/event-store/envelope.js';
import type { Projection, ViewDocument } from '../../platform/projections/projection.js';
import { type DayContexts, schoolOf } from '../day-contexts.js';
import { type Child, type ChildEvent, evolve, initialChild } from '../domain/child.js';
import { findingKeys } from '../domain/finding.js';
import type { Identity } from '../domain/identity.js';
import { nextReview } from '../domain/next-review.js';
import { type CaseloadRow, caseloadRow } from '../domain/row.js';
import type { Stage } from '../domain/stage.js';
import { type Team, type TeamWork, teamWork } from '../domain/team-work.js';

/** Stages in which nobody has anything to do. */
export const QUIET_STAGES: readonly Stage[] = ['on-roll', 'closed', 'left'];

/** What of a school changes the sums about its children. */
const MOVES_DATES: ReadonlySet<string> = new Set([
  'CalendarAdopted',
  'CalendarAmended',
  'SchoolClosedUnexpectedly',
  'PolicyAdopted',
]);

/** Who asks what a review would find: the view itself. */
const VIEW = { id: 'caseload', role: 'system', organisation: '' };

/** The sort key of each team's list: the date of its work, then the child; empty while nothing waits for it. */
export const TEAM_KEYS = { 'ehcp-coordinator': 'byEhcp', 'exclusions-team': 'byExclusions' } as const;

/** Sorts after every date. */
export const NO_DATE = '9999-12-31';

/** One child in the caseload: the row, what it is filtered and sorted by, and the facts that it was computed from. */
export interface CaseloadDocument extends ViewDocument, CaseloadRow {
  readonly name: string;
  readonly school: string | null;
  /** The URNs of the schools whose people may see the child. */
  readonly seenBy: readonly string[];
  readonly yearGroup: string | null;
  /** Unique sort keys, ending in name and id, so that a page begins exactly where the last one ended. */
  readonly byDue: string;
  readonly byName: string;
  readonly bySchool: string;
  readonly byStage: string;
  readonly teams: Readonly<Partial<Record<Team, TeamWork>>>;
  readonly byEhcp: string;
  readonly byExclusions: string;
  /** The day from which the clock has something to say of the child, and its id. */
  readonly byReview: string;
  /** What the child is found by: names, the date of birth, and numbers as hashes. They go where the names go, with this document. */
  readonly foundBy: readonly string[];
  /** Hashes of the numbers that the child has or had, in the order in which they were told. */
  readonly numbers: readonly string[];
  /** The child without what a list does not need to know. */
  readonly child: Child;
  /** Instant of the last fact that changed it, a school's included. */
  readonly at: string;
}

/** Before the row is computed for the first time. */
const EMPTY: CaseloadDocument = {
  _id: '',
  stage: 'on-roll',
  owner: null,
  nextAction: null,
  due: null,
  name: '',
  school: null,
  seenBy: [],
  yearGroup: null,
  byDue: '',
  byName: '',
  bySchool: '',
  byStage: '',
  teams: {},
  byEhcp: '',
  byExclusions: '',
  byReview: '',
  foundBy: [],
  numbers: [],
  child: initialChild,
  at: '',
};

type ListedPerson = Pick<
  Identity,
  | 'childId'
  | 'givenName'
  | 'familyName'
  | 'dateOfBirth'
  | 'yearGroup'
  | 'sen'
  | 'mobileChild'
  | 'mainSchool'
  | 'registeredOn'
  | 'address'
>;

/**
 * The view behind the caseload. A row depends on facts only, not on the day it is looked at: due dates are dates, and
 * whether one is past is asked of the reader's day.
 */
export class CaseloadProjection implements Projection<CaseloadDocument, ChildEvent> {
  readonly name = 'caseload';
  readonly version = 9;
  readonly streamPrefixes = ['child-', 'school-'];
  readonly indexes: readonly IndexDescription[] = [
    { key: { byDue: 1 } },
    { key: { byName: 1 } },
    { key: { bySchool: 1 } },
    { key: { byStage: 1 } },
    { key: { byReview: 1 } },
    { key: { stage: 1, byDue: 1 } },
    { key: { school: 1, byDue: 1 } },
    { key: { owner: 1, byDue: 1 } },
    // By stage, the many children with nothing outstanding lie between those of one owner.
    { key: { owner: 1, byStage: 1 } },
    { key: { seenBy: 1, byDue: 1 } },
    { key: { byEhcp: 1 } },
    { key: { byExclusions: 1 } },
    { key: { foundBy: 1, byName: 1 } },
  ];

  /** @param hash of a number, which stands nowhere as it is */
  constructor(
    private readonly days: DayContexts,
    private readonly hash: (number: string) => string,
  ) {}

  keys({ streamId }: RecordedEvent): readonly string[] {
    return streamId.startsWith('child-') ? [streamId.slice('child-'.length)] : [];
  }

  wholeStream(key: string): string {
    return `child-${key}`;
  }

  /** A school's new calendar or policy moves the due dates of its children. */
  affects({ streamId, type }: RecordedEvent): { school: string } | undefined {
    return MOVES_DATES.has(type) ? { school: streamId.slice('school-'.length) } : undefined;
  }

  apply(document: CaseloadDocument | undefined, event: RecordedEvent<ChildEvent>, key: string): CaseloadDocument {
    const before = document ?? EMPTY;
    const child = event.streamId.startsWith('child-') ? slim(before.child, evolve(before.child, event)) : before.child;
    const told = numbersTold(event);
    const numbers = told.length === 0 ? before.numbers : [...new Set([...before.numbers, ...told.map(this.hash)])];
    // What it is found by changes with its names and numbers only: few events touch those.
    const same = child.identity === before.child.identity && numbers === before.numbers;
    const found = same ? before.foundBy : foundBy(child, numbers);
    return { ...before, _id: key, child, numbers, foundBy: found, at: event.metadata.recordedAt };
  }

  /** The row and its order, from the facts and the instant of the last of them. */
  complete({ _id: childId, child, numbers, foundBy, at }: CaseloadDocument): CaseloadDocument {
    const context = this.days.decision(child, at, VIEW);
    const row = caseloadRow(child, context);
    const name = nameOf(child);
    const school = schoolOf(child) ?? null;
    const sortName = `${name.toLowerCase()}|${childId}`;
    const due = row.due ?? NO_DATE;
    const teams = teamWork(child, context);
    const keyOf = (work: TeamWork | undefined) => (work === undefined ? '' : `${work.due}|${childId}`);
    return {
      _id: childId,
      ...row,
      name,
      school,
      seenBy: seenBy(child),
      yearGroup: child.identity?.yearGroup ?? null,
      byDue: `${due}|${sortName}`,
      byName: sortName,
      bySchool: `${school ?? '~'}|${due}|${sortName}`,
      byStage: `${row.stage}|${due}|${sortName}`,
      teams,
      byEhcp: keyOf(teams['ehcp-coordinator']),
      byExclusions: keyOf(teams['exclusions-team']),
      byReview: `${nextReview(child, context) ?? NO_DATE}|${childId}`,
      foundBy,
      numbers,
      child,
      at,
    };
  }
}

function nameOf(child: Child): string {
  const { identity } = child;
  return identity === undefined
    ? ''
    : `${identity.familyName.toUpperCase()}, ${identity.knownAs ?? identity.givenName}`;
}

/** Nothing, once the person is erased: what is left of the record is found no more, by whatever number. */
function foundBy({ identity }: Child, numbers: readonly string[]): readonly string[] {
  if (identity === undefined || identity.familyName === ERASED) return [];
  return [...findingKeys(identity), ...numbers];
}

/** Pupil's and learner's numbers, present and former, and the references of the authority's systems. */
function numbersTold({ type, data }: ChildEvent): string[] {
  if (type === 'RecordedInLaSystem') return [data.reference];
  if (type !== 'ChildRegistered' && type !== 'DetailsChanged') return [];
  return [data.upn, data.uln, ...(data.formerUpns ?? [])].filter((number) => number !== undefined);
}

function seenBy(child: Child): string[] {
  const open = child.roll.filter(({ to }) => to === undefined);
  return [...new Set((open.length > 0 ? open : child.roll.slice(-1)).map(({ urn }) => urn))];
}

/**
 * Addresses, numbers and what was said to parents stay in the stream: a list computes its row without them. So does what the
 * authority's systems hold, which is kept under their names: no database takes a field named `Synergy 4.1`.
 */
function slim(before: Child, evolved: Child): Child {
  const { recordedIn, syncFailures } = before;
  const unnamed = evolved.recordedIn === recordedIn && evolved.syncFailures === syncFailures;
  const after = unnamed ? evolved : { ...evolved, recordedIn, syncFailures };
  if (after.identity === before.identity && after.contacts === before.contacts) return after;
  const identity = after.identity === before.identity ? after.identity : listed(after.identity);
  const contacts =
    after.contacts === before.contacts
      ? after.contacts
      : after.contacts.map(({ contactId, occurredOn, channel, outcome, urn, expectedReturn, checkId }) => ({
          contactId,
          occurredOn,
          channel,
          outcome,
          ...(urn === undefined ? {} : { urn }),
          ...(expectedReturn === undefined ? {} : { expectedReturn }),
          ...(checkId === undefined ? {} : { checkId }),
        }));
  return { ...after, contacts, ...(identity === undefined ? {} : { identity }) };
}

function listed(person: Identity | undefined): ListedPerson | undefined {
  if (person === undefined) return undefined;
  const { childId, givenName, familyName, knownAs, dateOfBirth, yearGroup, sen, mobileChild, mainSchool } = person;
  const { registeredOn, address } = person;
  return {
    childId,
    givenName,
    familyName,
    dateOfBirth,
    ...(knownAs === undefined ? {} : { knownAs }),
    ...(yearGroup === undefined ? {} : { yearGroup }),
    ...(sen === undefined ? {} : { sen }),
    ...(mobileChild === undefined ? {} : { mobileChild }),
    ...(mainSchool === undefined ? {} : { mainSchool }),
    ...(registeredOn === undefined ? {} : { registeredOn }),
    // Of the address only whose area it is in: a visit is asked for by it.
    ...(address?.authority === undefined ? {} : { address: { lines: [], authority: address.authority } }),
  };
}
