import { type LocalDate } from '../../schools/domain/local-date.js';
import { nextSchoolDay } from '../../schools/domain/school-days.js';
import type { Child } from './child.js';
import { calendarOf, deadline } from './deadline.js';
import {
  aDate,
  type DayContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  known,
  type Order,
  refuse,
} from './facet.js';
import type { Address } from './identity.js';
import { enrolmentOn, mainEnrolment } from './roll.js';

/** A pupil who leaves, or has left, a school; without a named school the second clock of 20 days runs (R15). */
export interface Leaver {
  readonly urn: string;
  readonly occurredOn: LocalDate;
  readonly lastAttended: LocalDate;
  readonly reportedOn?: LocalDate;
  readonly reachedOn?: LocalDate;
}

export interface Destination {
  readonly urn?: string;
  readonly name?: string;
  readonly authority?: string;
  readonly startDate?: LocalDate;
  readonly namedOn: LocalDate;
  readonly confirmedOn?: LocalDate;
  readonly noShowOn?: LocalDate;
}

interface Named {
  readonly urn?: string;
  readonly name?: string;
  readonly authority?: string;
  readonly startDate?: LocalDate;
}

export type LeaverEvent =
  | Fact<
      'PupilLeaving',
      {
        readonly urn: string;
        readonly occurredOn: LocalDate;
        readonly lastAttended: LocalDate;
        /** Reg. 8(3): told by the parent, for the deletion return. */
        readonly newAddress?: Address;
        readonly newAddressFrom?: LocalDate;
        readonly reason?: string;
      }
    >
  | Fact<
      'LeaverWithoutDestinationReported',
      { readonly urn: string; readonly occurredOn: LocalDate; readonly authority: string }
    >
  | Fact<
      'UnplacedLeaverTwentyDaysReached',
      {
        readonly urn: string;
        readonly occurredOn: LocalDate;
        readonly from: LocalDate;
        /** How the first day was chosen: the policy does not say it. */
        readonly basis: string;
        readonly dayCount: number;
        readonly calendarVersion: number;
        readonly sum: string;
      }
    >
  | Fact<'DestinationSchoolNamed', Named & { readonly occurredOn: LocalDate }>
  | Fact<
      'DestinationEnrolmentConfirmed',
      { readonly urn?: string; readonly occurredOn: LocalDate; readonly startDate?: LocalDate; readonly by: string }
    >
  | Fact<'DestinationNoShow', { readonly urn?: string; readonly occurredOn: LocalDate }>;

export type LeaverCommand =
  | Order<
      'DeclareLeaving',
      {
        readonly urn?: string;
        readonly occurredOn?: LocalDate;
        readonly lastAttended?: LocalDate;
        readonly destination?: Named;
        readonly newAddress?: Address;
        readonly newAddressFrom?: LocalDate;
        readonly reason?: string;
      }
    >
  | Order<'NameDestination', Named & { readonly occurredOn?: LocalDate }>
  | Order<
      'ConfirmDestinationEnrolment',
      { readonly urn?: string; readonly startDate?: LocalDate; readonly by?: string; readonly occurredOn?: LocalDate }
    >
  | Order<'RecordDestinationNoShow', { readonly occurredOn?: LocalDate }>;

export const leaverFolds: Folds<LeaverEvent> = {
  PupilLeaving: (child, { urn, occurredOn, lastAttended }) => {
    const { destination: _, ...rest } = child;
    return { ...rest, leaver: { urn, occurredOn, lastAttended } };
  },
  LeaverWithoutDestinationReported: (child, { occurredOn }) =>
    child.leaver === undefined ? child : { ...child, leaver: { ...child.leaver, reportedOn: occurredOn } },
  UnplacedLeaverTwentyDaysReached: (child, { occurredOn }) =>
    child.leaver === undefined ? child : { ...child, leaver: { ...child.leaver, reachedOn: occurredOn } },
  DestinationSchoolNamed: (child, { occurredOn, ...named }) => ({
    ...child,
    destination: { ...named, namedOn: occurredOn },
  }),
  DestinationEnrolmentConfirmed: (child, { urn, occurredOn, startDate }) => ({
    ...child,
    destination: {
      ...child.destination,
      ...(urn ? { urn } : {}),
      ...(startDate ? { startDate } : {}),
      namedOn: child.destination?.namedOn ?? occurredOn,
      confirmedOn: occurredOn,
    },
  }),
  DestinationNoShow: (child, { occurredOn }) =>
    child.destination === undefined ? child : { ...child, destination: { ...child.destination, noShowOn: occurredOn } },
};

const isNamed = (named: Named | undefined): named is Named =>
  named !== undefined && ((named.urn ?? '') !== '' || (named.name ?? '').trim() !== '');

/** The leaver has no school to go to, or did not arrive there, and is not home educated. */
export function isUnplaced(child: Child): boolean {
  const { leaver, destination, education } = child;
  if (leaver === undefined || (destination !== undefined && destination.noShowOn === undefined)) return false;
  if (education.homeEducation === 'notified' || education.homeEducation === 'suitable') return false;
  return !child.roll.some(({ urn, to }) => urn !== leaver.urn && to === undefined);
}

/** R15: day 20 of the second clock, from the first school day after the last attended one. */
export function secondClock(leaver: Leaver, context: DayContext) {
  const from = nextSchoolDay(calendarOf(context), leaver.lastAttended);
  return { from, reached: deadline('leaverSecondClock', from, context) };
}

export const leaverDecisions: Decisions<LeaverCommand, LeaverEvent> = {
  DeclareLeaving: (child, { type: _, urn: given, occurredOn, lastAttended, destination, ...told }, context) => {
    known(child, 'R14');
    const on = happenedOn(occurredOn, context, 'R14');
    const urn = given ?? mainEnrolment(child)?.urn;
    if (urn === undefined || enrolmentOn(child, urn, on) === undefined) {
      refuse('R14', 'not-on-roll', 'Only a pupil on the roll can be said to leave it.');
    }
    if (
      child.leaver?.urn === urn &&
      (child.leaver.lastAttended === (lastAttended ?? on) || child.leaver.occurredOn === on)
    )
      return [];
    const leaving: LeaverEvent = {
      type: 'PupilLeaving',
      data: { urn, occurredOn: on, lastAttended: lastAttended ?? on, ...told },
    };
    if (isNamed(destination))
      return [leaving, { type: 'DestinationSchoolNamed', data: { ...destination, occurredOn: on } }];
    const authority = context.policy.authorityCode ?? '';
    return [leaving, { type: 'LeaverWithoutDestinationReported', data: { urn, occurredOn: on, authority } }];
  },
  NameDestination: (child, { type: _, occurredOn, ...named }, context) => {
    known(child, 'R16');
    if (!isNamed(named)) refuse('R16', 'no-school-named', 'Name the school or give its URN.', { kind: 'invalid' });
    if (named.startDate !== undefined) aDate(named.startDate, 'R16', 'The starting day');
    const held = child.destination;
    const same =
      held !== undefined && held.urn === named.urn && held.name === named.name && held.startDate === named.startDate;
    if (same && held.noShowOn === undefined) return [];
    return [{ type: 'DestinationSchoolNamed', data: { ...named, occurredOn: happenedOn(occurredOn, context, 'R16') } }];
  },
  ConfirmDestinationEnrolment: (child, { urn, startDate, by = 'receiving-school', occurredOn }, context) => {
    known(child, 'R16');
    if (child.destination?.confirmedOn !== undefined && (urn ?? child.destination.urn) === child.destination.urn)
      return [];
    if (child.destination === undefined && urn === undefined) {
      refuse('R16', 'no-destination', 'No school has been named that could confirm the enrolment.');
    }
    const data = {
      ...(urn ? { urn } : {}),
      ...(startDate ? { startDate } : {}),
      by,
      occurredOn: happenedOn(occurredOn, context, 'R16'),
    };
    return [{ type: 'DestinationEnrolmentConfirmed', data }];
  },
  RecordDestinationNoShow: (child, { occurredOn }, context) => {
    const held = child.destination ?? refuse('R16', 'no-destination', 'No school has been named.');
    if (held.noShowOn !== undefined) return [];
    if (held.confirmedOn !== undefined)
      refuse('R16', 'enrolment-confirmed', 'The school has confirmed that the child arrived.');
    const data = { ...(held.urn ? { urn: held.urn } : {}), occurredOn: happenedOn(occurredOn, context, 'R16') };
    return [{ type: 'DestinationNoShow', data }];
  },
};
