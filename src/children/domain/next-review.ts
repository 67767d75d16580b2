import { localThreshold } from '../../policy/domain/local-threshold.js';
import { type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { calendarOf } from './deadline.js';
import { duties } from './duties.js';
import type { Duty } from './duty.js';
import type { DecisionContext } from './facet.js';
import { findsAnything, hasLocalThreshold, isOut } from './review.js';
import { lastEnrolment } from './roll.js';
import { TIMED, TIMED_FROM_DAY } from './timers.js';

/**
 * The first day on which the clock has something to say of the child, unless something else is recorded before: a review
 * on any day from today to that one records nothing. Today when something is to be recorded now; null when no day brings
 * anything.
 */
export function nextReview(child: Child, context: DecisionContext): LocalDate | null {
  if (child.identity === undefined) return null;
  const outstanding = duties(child, context);
  if (outstanding.length === 0 && isQuiet(child)) return null;
  const { today } = context;
  if (findsAnything(child, context)) return today;
  const days = [...outstanding.flatMap(daysOf), ...localThresholdDay(child, context)].filter((day) => day > today);
  return days.reduce<LocalDate | null>((first, day) => (first === null || day < first ? day : first), null);
}

/** Nothing was counted or set that a day, or a change of calendar, could take back. */
function isQuiet(child: Child): boolean {
  return !isOut(child) && Object.keys(child.deadlines).length === 0 && Object.keys(child.thresholds).length === 0;
}

/** The days on which a duty makes a fact: its date is set, reached, and gone by. */
function daysOf({ kind, due, explanation }: Duty): LocalDate[] {
  const breached = plusDays(due, 1);
  if (!TIMED.has(kind)) return [breached];
  const set = kind === 'report-missing' ? explanation.days?.counted[TIMED_FROM_DAY - 1] : undefined;
  return [...(set === undefined ? [] : [set]), due, breached];
}

function localThresholdDay(child: Child, context: DecisionContext): LocalDate[] {
  const out = lastEnrolment(child)?.to;
  if (out === undefined || !isOut(child) || !hasLocalThreshold(context)) return [];
  return [localThreshold(out, calendarOf(context), context.policy, context.today).on];
}
