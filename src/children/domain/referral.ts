import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { groundClock } from './clocks.js';
import { enquiriesDone, enquiriesSince, minimumEnquiries } from './enquiries.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';
import { lastEnrolment, mainEnrolment } from './roll.js';

/** Why the authority is told. */
export const REFERRAL_BASES = [
  'twenty-days-absent',
  'continuous-absence',
  'leaver-without-school',
  'leaver-twenty-days',
  'place-not-taken-up',
  'moved-no-destination',
  'welfare',
  'other',
] as const;
export type ReferralBasis = (typeof REFERRAL_BASES)[number];

export interface Referral {
  readonly referralId: string;
  readonly occurredOn: LocalDate;
  readonly basis: ReferralBasis;
  readonly urn?: string;
  readonly authority: string;
  readonly welfareRisk?: boolean;
}

export type ReferralEvent = Fact<
  'ReferredToLA',
  Referral & {
    readonly form: string;
    readonly formVersion: string;
    /** What the school knew: the day count with the calendar it was counted on, and the enquiries it had made. */
    readonly dayCount: number;
    readonly calendarVersion?: number;
    readonly lastAttended?: LocalDate;
    readonly lastSeen?: LocalDate;
    readonly enquiriesDone: readonly string[];
    readonly enquiriesNotDone: readonly string[];
    /** Why the minimum was not done, in the referrer's words. */
    readonly enquiriesNotMade?: string;
    readonly reason?: string;
  }
>;

export type ReferralCommand = Order<
  'ReferToLA',
  {
    readonly referralId: string;
    readonly basis?: ReferralBasis;
    readonly occurredOn?: LocalDate;
    readonly urn?: string;
    readonly lastSeen?: LocalDate;
    readonly lastAttended?: LocalDate;
    /** Reason to fear for the child: reported at once, whatever enquiries are still open. */
    readonly welfareRisk?: boolean;
    readonly enquiriesNotMade?: string;
    readonly reason?: string;
  }
>;

export const referralFolds: Folds<ReferralEvent> = {
  ReferredToLA: (child, { referralId, occurredOn, basis, urn, authority, welfareRisk }) => ({
    ...child,
    referrals: [
      ...child.referrals,
      { referralId, occurredOn, basis, authority, ...(urn ? { urn } : {}), ...(welfareRisk ? { welfareRisk } : {}) },
    ],
  }),
};

/** When what was reported before had come to an end: the case closed, or the child back in education. */
function settledOn(child: Child): LocalDate {
  const closed = child.case?.closed?.on ?? '';
  const back = child.reengagement?.on ?? '';
  return closed > back ? closed : back;
}

export const referralDecisions: Decisions<ReferralCommand, ReferralEvent> = {
  ReferToLA: (child, { type: _, occurredOn, basis = 'continuous-absence', ...command }, context) => {
    known(child, 'R12');
    if (child.referrals.some(({ referralId }) => referralId === command.referralId)) return [];
    const on = happenedOn(occurredOn, context, 'R12');
    const since = enquiriesSince(child);
    // One report an episode (R12): the same basis again tells the authority nothing.
    if (
      child.referrals.some(
        (held) => held.basis === basis && held.occurredOn >= since && held.occurredOn >= settledOn(child),
      )
    )
      return [];
    const done = enquiriesDone(child, 'school', since);
    const notDone = minimumEnquiries('school', context).filter((code) => !done.includes(code));
    const excused = command.welfareRisk || basis === 'welfare' || (command.enquiriesNotMade ?? '').trim() !== '';
    if (notDone.length > 0 && !excused && basis !== 'leaver-without-school') {
      refuse(
        'R53',
        'enquiries-not-complete',
        'The school makes all reasonable enquiries first, says why not, or reports a risk to welfare.',
        {
          failed: notDone,
        },
      );
    }
    const urn = command.urn ?? mainEnrolment(child)?.urn ?? lastEnrolment(child)?.urn;
    const clock = urn === undefined ? undefined : groundClock(child, urn, context);
    const form = context.policy.forms.CME1;
    return [
      {
        type: 'ReferredToLA',
        data: {
          ...command,
          ...(urn === undefined ? {} : { urn }),
          basis,
          occurredOn: on,
          authority: context.policy.authorityCode ?? '',
          form: 'CME1',
          formVersion: form?.version ?? '',
          dayCount: clock?.count ?? 0,
          ...(context.calendar === undefined ? {} : { calendarVersion: context.calendar.version }),
          enquiriesDone: done,
          enquiriesNotDone: notDone,
        },
      },
    ];
  },
};
