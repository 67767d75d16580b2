import type { DueDate } from '../../policy/domain/due-date.js';
import { dueDate } from '../../policy/domain/due-date.js';
import { timescaleOf } from '../../policy/domain/policy-on.js';
import { isSchoolDay, type SchoolCalendar } from './calendar.js';
import {
  aDate,
  calendarOf,
  type Decisions,
  type Fact,
  type Folds,
  type Order,
  refuse,
  registered,
  type SchoolContext,
} from './facet.js';
import { datesFrom, type LocalDate, mondayOf, plusDays } from './local-date.js';
import type { School } from './school.js';

interface Reviewed {
  /** The Monday of the week: a week is named by it. */
  readonly week: LocalDate;
  /** The children who were not in school, to be followed up. */
  readonly flagged: readonly string[];
  /** How many children on the roll were looked at: all of them. */
  readonly covered: number;
  readonly occurredOn: LocalDate;
}

export type WeeklyReviewEvent = Fact<'WeeklyAttendanceReviewCompleted', Reviewed>;

export type WeeklyReviewCommand = Order<
  'CompleteWeeklyReview',
  {
    /** Any day of the week. */
    readonly week: LocalDate;
    readonly reviewed: readonly string[];
    readonly flagged: readonly string[];
  }
>;

/** By the Monday of the week: when it was reviewed. */
export type WeeklyReviews = Readonly<Record<LocalDate, { readonly on: LocalDate; readonly flagged: number }>>;

export const weeklyReviewFolds: Folds<WeeklyReviewEvent> = {
  WeeklyAttendanceReviewCompleted: (school, { week, flagged, occurredOn }) => ({
    ...school,
    reviews: { ...school.reviews, [week]: { on: occurredOn, flagged: flagged.length } },
  }),
};

export const weeklyReviewDecisions: Decisions<WeeklyReviewCommand, WeeklyReviewEvent> = {
  CompleteWeeklyReview: (school, { week, reviewed, flagged }, context) => {
    registered(school, 'R01');
    const monday = mondayOf(aDate(week, 'R01', 'The week'));
    if (school.reviews[monday] !== undefined) return [];
    const [first] = schoolDaysOfWeek(calendarOf(school, context), monday);
    if (first === undefined) refuse('R01', 'no-session-in-week', `The school did not meet in the week of ${monday}.`);
    if (first > context.today) refuse('R01', 'week-to-come', `The week of ${monday} has not begun.`);
    const looked = new Set(reviewed);
    const missed = (context.enrolled ?? []).filter((child) => !looked.has(child));
    if (missed.length > 0) {
      const detail = `${missed.length} of the children on the roll have not been looked at.`;
      refuse('R01', 'review-incomplete', detail, { failed: ['EVERY_CHILD_ON_ROLL_REVIEWED'] });
    }
    if (flagged.some((child) => !looked.has(child))) {
      refuse('R01', 'flagged-not-reviewed', 'A child was flagged who was not looked at.', { kind: 'invalid' });
    }
    const data = { week: monday, flagged, covered: looked.size, occurredOn: context.today };
    return [{ type: 'WeeklyAttendanceReviewCompleted', data }];
  },
};

export interface ReviewDue {
  readonly week: LocalDate;
  readonly when: DueDate;
  readonly overdue: boolean;
}

/**
 * Weeks with at least one session, from a date to today, that nobody has reviewed, oldest first; none under a policy
 * without the rule.
 */
export function reviewsDue(school: School, since: LocalDate, context: SchoolContext): ReviewDue[] {
  const timescale = timescaleOf(context.policy, 'weeklyReview');
  if (timescale === undefined) return [];
  const calendar = calendarOf(school, context);
  const due: ReviewDue[] = [];
  for (let week = mondayOf(since); week <= context.today; week = plusDays(week, 7)) {
    const [first] = schoolDaysOfWeek(calendar, week);
    if (first === undefined || first > context.today || school.reviews[week] !== undefined) continue;
    const when = dueDate(timescale, week, calendar);
    due.push({ week, when, overdue: context.today > when.due });
  }
  return due;
}

function schoolDaysOfWeek(calendar: SchoolCalendar, monday: LocalDate): LocalDate[] {
  return datesFrom(monday, plusDays(monday, 6)).filter((date) => isSchoolDay(calendar, date));
}
