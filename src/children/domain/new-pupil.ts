import type { LocalDate } from '../../schools/domain/local-date.js';
import { isOpen } from './case-upkeep.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import { type Duty, duty } from './duty.js';
import {
  type DayContext,
  type DecisionContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  known,
  type Order,
} from './facet.js';
import type { LeaverEvent } from './leavers.js';
import { atSchool, caseOwner } from './owners.js';
import { type Enrolment, onRoll, type RollEvent } from './roll.js';
import type { TimerEvent } from './timers.js';

/**
 * Reg. 13(1) to (3): a school tells the authority whom it has entered in its admission register, within five days. For a
 * child that left another school it is the strongest evidence of arrival (R16, A14).
 */
export type NewPupilEvent = Fact<
  'NewPupilReturnMade',
  {
    readonly urn: string;
    readonly occurredOn: LocalDate;
    /** The day on which the name was entered: the starting day. */
    readonly enteredOn: LocalDate;
    readonly due: LocalDate;
    readonly sum: string;
  }
>;

export type NewPupilCommand = Order<
  'MakeNewPupilReturn',
  {
    readonly urn: string;
    /** Today unless it is given; of a pupil whose name the register has, the day that it has. */
    readonly enteredOn?: LocalDate;
    readonly yearGroup?: string;
    readonly occurredOn?: LocalDate;
  }
>;

export const newPupilFolds: Folds<NewPupilEvent> = {
  NewPupilReturnMade: (child, { urn, occurredOn }) => ({
    ...child,
    roll: child.roll.map((entry) =>
      entry.urn === urn && entry.to === undefined ? { ...entry, returnMadeOn: occurredOn } : entry,
    ),
  }),
};

const KIND = 'new-pupil-return';
const about = ({ urn, from }: Pick<Enrolment, 'urn' | 'from'>) => `${urn}/${from}`;

/** Whether anything says that the child was somewhere else before: then the return ends the looking for it. */
function cameFromElsewhere(child: Child, urn: string): boolean {
  return (
    child.leaver !== undefined ||
    child.destination !== undefined ||
    isOpen(child.case) ||
    child.roll.some((entry) => entry.urn !== urn)
  );
}

export const newPupilDecisions: Decisions<NewPupilCommand, NewPupilEvent | RollEvent | LeaverEvent | TimerEvent> = {
  MakeNewPupilReturn: (child, { urn, enteredOn, yearGroup, occurredOn }, context) => {
    known(child, 'R16');
    const here = onRoll(child).find((entry) => entry.urn === urn);
    if (here?.returnMadeOn !== undefined) return [];
    const on = happenedOn(occurredOn, context, 'R16');
    const from = here?.from ?? happenedOn(enteredOn, context, 'R16');
    const entered: readonly RollEvent[] =
      here === undefined
        ? [{ type: 'AddedToRoll', data: { urn, occurredOn: from, ...(yearGroup ? { yearGroup } : {}) } }]
        : [];
    const when = deadline('newPupilReturn', from, context);
    const due = when?.due ?? on;
    const made: NewPupilEvent = {
      type: 'NewPupilReturnMade',
      data: { urn, occurredOn: on, enteredOn: from, due, sum: when?.sum ?? '' },
    };
    return [
      ...entered,
      made,
      ...arrival(child, urn, from, on, here),
      // A first entry was told by the registration itself.
      ...(here !== undefined && here === child.roll[0] ? [] : lateness(child, { urn, from, due, on }, context)),
    ];
  },
};

function arrival(
  child: Child,
  urn: string,
  from: LocalDate,
  on: LocalDate,
  here: Enrolment | undefined,
): LeaverEvent[] {
  // A second school by agreement is nobody's destination.
  if (here?.subsidiary || !cameFromElsewhere(child, urn)) return [];
  const { destination } = child;
  if (destination?.confirmedOn !== undefined && destination.urn === urn && destination.startDate === from) return [];
  const data = { urn, startDate: from, by: KIND, occurredOn: on };
  return [{ type: 'DestinationEnrolmentConfirmed', data }];
}

/** A return that came after its day is a breach, recorded once: here, unless the review of the day before has found it. */
function lateness(
  child: Child,
  { urn, from, due, on }: { urn: string; from: LocalDate; due: LocalDate; on: LocalDate },
  context: DecisionContext,
): TimerEvent[] {
  const key = `${KIND}:${about({ urn, from })}`;
  if (on <= due || child.breaches.includes(key)) return [];
  const when = deadline('newPupilReturn', from, context);
  if (when === undefined) return [];
  const owner = atSchool('school-staff', child, urn);
  const { rule, paragraph } = when;
  return [{ type: 'DutyBreached', data: { key, kind: KIND, due, owner, rule, paragraph, occurredOn: context.today } }];
}

/**
 * What an entry makes due: the return of the school that a child has come to from another, and, when it has come, the look
 * of the case's owner at the case that it may close. A first entry is told by the registration itself.
 */
export function newPupilDuties(child: Child, context: DayContext): readonly Duty[] {
  const found: Duty[] = [];
  for (const entry of child.roll.slice(1)) {
    if (entry.to !== undefined || entry.subsidiary || entry.returnMadeOn !== undefined) continue;
    const owner = atSchool('school-staff', child, entry.urn);
    const due = deadline('newPupilReturn', entry.from, context);
    found.push(...duty(KIND, about(entry), owner, 'Send the new pupil return to the local authority', due));
  }
  if (!isOpen(child.case)) return found;
  const since = child.case.reopenedOn ?? child.case.openedOn;
  for (const entry of onRoll(child)) {
    if (entry.returnMadeOn === undefined || entry.returnMadeOn < since) continue;
    const due = deadline('informationVerification', entry.returnMadeOn, context);
    const action = `Check the new pupil return of school ${entry.urn} and close the case`;
    found.push(...duty('check-new-pupil-return', about(entry), caseOwner(child, context), action, due));
  }
  return found;
}
