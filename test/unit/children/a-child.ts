import {
  type Child,
  type ChildCommand,
  type ChildEvent,
  decide,
  evolve,
  initialChild,
} from '../../../src/children/domain/child.js';
import type { DecisionContext } from '../../../src/children/domain/facet.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import { schoolDaysFrom } from '../../../src/schools/domain/school-days.js';
import { specify } from '../../support/decider.js';
import { codes, norfolkCalendar, policyFor } from '../../support/policy.js';

export const urn = '120001';
export const otherUrn = '120002';

/** A day at a Norfolk school under the Riverside policy. */
export function on(today: string, more: Partial<DecisionContext> = {}): DecisionContext {
  return { now: `${today}T10:00:00.000Z`, today, calendar: norfolkCalendar, policy: policyFor(today), codes, ...more };
}

export const given = specify<Child, ChildCommand, ChildEvent, DecisionContext>(
  { initial: initialChild, evolve, decide },
  on('2025-11-12'),
);

export const registered: ChildEvent = {
  type: 'ChildRegistered',
  data: {
    childId: '0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11',
    givenName: 'Sara',
    familyName: 'Amin',
    dateOfBirth: '2013-04-07',
    address: { lines: ['21 Elm Road'], postcode: 'NR3 1AA', authority: '926' },
    parents: [{ parentId: 'p1', name: 'Nadia Amin', livesWith: true, phones: ['01603 496 0123'] }],
    occurredOn: '2025-09-03',
  },
};

export const enrolled: ChildEvent = { type: 'AddedToRoll', data: { urn, occurredOn: '2025-09-03' } };
export const pupil: readonly ChildEvent[] = [registered, enrolled];

/** Whole school days of one code, as the register's facts. */
export function absent(code: string, from: string, to: string): ChildEvent[] {
  return schoolDaysFrom(norfolkCalendar, from, to).flatMap((occurredOn) =>
    (['AM', 'PM'] as const).map(
      (session): ChildEvent => ({ type: 'AbsenceRecorded', data: { urn, occurredOn, session, code } }),
    ),
  );
}

export const removed = (occurredOn: string, ground = '9(1)(g)'): ChildEvent => ({
  type: 'RemovedFromRoll',
  data: { urn, occurredOn, ground, guards: [], basis: {}, destinationKnown: false },
});

export const fold = (...events: readonly ChildEvent[]): Child => events.reduce(evolve, initialChild);

/** The commands one after another, each on the facts of those before; what they added. */
export function walk(events: readonly ChildEvent[], ...steps: readonly (readonly [ChildCommand, DecisionContext])[]) {
  let child = fold(...events);
  const added: ChildEvent[] = [];
  for (const [command, context] of steps) {
    const facts = decide(child, command, context);
    added.push(...facts);
    child = facts.reduce(evolve, child);
  }
  return { child, added };
}

/** The refusal of a command, for looking at its guards. */
export function refusalOf(
  events: readonly ChildEvent[],
  command: ChildCommand,
  context: DecisionContext,
): Refusal['reason'] {
  try {
    decide(fold(...events), command, context);
  } catch (error) {
    if (error instanceof Refusal) return error.reason;
    throw error;
  }
  throw new Error('it was not refused');
}
