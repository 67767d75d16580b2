import { localThreshold } from '../../policy/domain/local-threshold.js';
import { settingOf } from '../../policy/domain/policy-on.js';
import { type AbsenceEvent, REASON_NOT_ESTABLISHED } from './absence.js';
import { returnDue } from './away-duties.js';
import type { Child, ChildEvent } from './child.js';
import { calendarOf, deadline } from './deadline.js';
import { evolve } from './evolve.js';
import type { DecisionContext, Decisions, Order } from './facet.js';
import { isUnplaced, secondClock } from './leavers.js';
import { referralDecisions } from './referral.js';
import { absenceReview, ESCALATED_AT_ONCE } from './risk.js';
import { lastEnrolment, onRoll } from './roll.js';
import { unexplainedDays } from './school-duties.js';
import { openAbsence } from './stage.js';
import { thresholdFacts } from './thresholds.js';
import { breachFacts, timerFacts } from './timers.js';

/**
 * What the clock brings: run by a process each day, after a register, after a change of calendar. Nobody has to remember
 * it, and running it twice records nothing twice.
 */
export type ReviewCommand = Order<'ReviewChild', object>;

/** The code of an absence in other or unknown circumstances: what N becomes. */
const UNKNOWN_CIRCUMSTANCES = 'O';

type Step = (child: Child, context: DecisionContext) => readonly ChildEvent[];

const expireCodeN: Step = (child, context) =>
  child.unresolved.flatMap(({ urn, date, session }): AbsenceEvent[] => {
    const limit = deadline('codeNResolution', date, context);
    if (limit === undefined || context.today <= limit.due) return [];
    const about = { urn, occurredOn: date, session };
    const reason = 'no reason established within five school days';
    return [
      { type: 'CodeNExpired', data: about },
      { type: 'AbsenceAmended', data: { ...about, from: REASON_NOT_ESTABLISHED, to: UNKNOWN_CIRCUMSTANCES, reason } },
    ];
  });

const reviewThresholds: Step = (child, context) =>
  onRoll(child).flatMap(({ urn }) => (context.calendar?.urn === urn ? thresholdFacts(child, urn, context) : []));

const overdueReturns: Step = (child, context) =>
  child.leave.flatMap(({ leaveId, granted, returnedOn, overdue, expectedReturn }): ChildEvent[] => {
    if (granted === undefined || returnedOn !== undefined || overdue) return [];
    const expectedOn = returnDue(granted.last, expectedReturn, context);
    if (context.today <= expectedOn) return [];
    const { version } = calendarOf(context);
    return [
      { type: 'ReturnOverdue', data: { leaveId, expectedOn, occurredOn: context.today, calendarVersion: version } },
    ];
  });

const leaverDayTwenty: Step = (child, context) => {
  const { leaver } = child;
  if (leaver === undefined || leaver.reachedOn !== undefined || !isUnplaced(child)) return [];
  const { from, reached } = secondClock(leaver, context);
  if (reached === undefined || context.today < reached.due) return [];
  const basis = settingOf(context.policy, 'leaverClockStart');
  const data = {
    urn: leaver.urn,
    occurredOn: reached.due,
    from,
    basis: typeof basis === 'string' ? basis : 'first-school-day-after-last-attended',
    dayCount: reached.amount,
    calendarVersion: calendarOf(context).version,
    sum: reached.sum,
  };
  const report = {
    type: 'ReferToLA',
    referralId: `leaver/${leaver.urn}/${from}`,
    basis: 'leaver-twenty-days',
    urn: leaver.urn,
    lastAttended: leaver.lastAttended,
    enquiriesNotMade: 'reported by the policy’s second clock',
  } as const;
  return [{ type: 'UnplacedLeaverTwentyDaysReached', data }, ...referralDecisions.ReferToLA(child, report, context)];
};

/** A22: with a protection plan, in care or at known risk, an unexplained absence is escalated on its first day. */
const escalateUnexplained: Step = (child, context) => {
  const open = openAbsence(child);
  if (open === undefined || !ESCALATED_AT_ONCE.includes(child.risk.welfare)) return [];
  const reviewId = absenceReview(open.urn, open.from.date);
  const known =
    child.risk.concluded.includes(reviewId) || child.risk.pending.some((review) => review.reviewId === reviewId);
  if (known || unexplainedDays(child, open.urn, open.from.date, context).length === 0) return [];
  const data = { reviewId, occurredOn: context.today, trigger: 'unexplained-absence', immediate: true } as const;
  return [{ type: 'RiskReviewRequested', data }];
};

const overdueReplies: Step = (child, context) =>
  child.unreported.flatMap(({ episode, replyDue, repliedOn, overdue }): ChildEvent[] =>
    replyDue === undefined || repliedOn !== undefined || overdue || context.today <= replyDue
      ? []
      : [{ type: 'SchoolReplyOverdue', data: { episode, due: replyDue, occurredOn: context.today } }],
  );

/** On no roll and not known to be educated otherwise. */
export function isOut(child: Child): boolean {
  const { status } = child.education;
  const elsewhere =
    child.destination?.confirmedOn !== undefined || status === 'home-education' || status === 'alternative-provision';
  return onRoll(child).length === 0 && !elsewhere;
}

export const hasLocalThreshold = ({ policy: { timescales } }: DecisionContext): boolean =>
  timescales.localCmeThreshold !== undefined && timescales.localCmeThresholdCalendar !== undefined;

/** R25: out for as long as the policy's own definition asks. */
const localDefinition: Step = (child, context) => {
  const out = lastEnrolment(child)?.to;
  if (child.education.localThresholdMetOn !== undefined || out === undefined) return [];
  if (!isOut(child) || !hasLocalThreshold(context)) return [];
  const { met, on, schoolDays, calendarDays } = localThreshold(out, calendarOf(context), context.policy, context.today);
  if (!met) return [];
  const sums = {
    schoolDays: schoolDays.sum,
    calendarDays: calendarDays.sum,
    calendarVersion: calendarOf(context).version,
  };
  return [{ type: 'LocalCmeThresholdMet', data: { occurredOn: on, since: out, ...sums } }];
};

/** In this order: breaches are of the day as it was found; the dates are reconciled last. */
const STEPS: readonly Step[] = [
  breachFacts,
  expireCodeN,
  reviewThresholds,
  overdueReturns,
  leaverDayTwenty,
  escalateUnexplained,
  overdueReplies,
  localDefinition,
  timerFacts,
];

/** Whether a review would record anything: until the first step that finds a fact, nothing changes for the next one. */
export function findsAnything(child: Child, context: DecisionContext): boolean {
  return child.identity !== undefined && STEPS.some((step) => step(child, context).length > 0);
}

export const reviewDecisions: Decisions<ReviewCommand, ChildEvent> = {
  ReviewChild: (child, _command, context) => {
    if (child.identity === undefined) return [];
    const found: ChildEvent[] = [];
    let state = child;
    for (const step of STEPS) {
      const facts = step(state, context);
      found.push(...facts);
      state = facts.reduce(evolve, state);
    }
    return found;
  },
};
