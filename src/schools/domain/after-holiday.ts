import { settingOf } from '../../policy/domain/policy-on.js';
import type { Policy } from '../../policy/domain/policy-pack.js';
import { dayOf, type SchoolCalendar } from './calendar.js';
import { isWeekend, type LocalDate, plusDays } from './local-date.js';
import { previousSchoolDay } from './school-days.js';

/** Whether the day after a gap calls for the check after a holiday, and which gap it was (R04). */
export interface ReturnDay {
  readonly starts: boolean;
  /** The first and last day on which the school was closed; none when the day before was a school day or is not known. */
  readonly gap?: { readonly first: LocalDate; readonly last: LocalDate };
  readonly because: string;
}

/**
 * A check starts on the first school day after a gap in which some weekday was holiday or half term. A staff training day
 * after the holiday, or snow, only puts the day off. A gap of training days alone is no holiday, unless the policy says so;
 * nor is a weekend, a bank holiday or an unplanned closure.
 */
export function returnAfterHoliday(calendar: SchoolCalendar, date: LocalDate, policy: Policy): ReturnDay {
  if (dayOf(calendar, date).sessions.length === 0) return { starts: false, because: 'it is no school day' };
  const before = previousSchoolDay(calendar, date);
  if (before === undefined) return { starts: false, because: 'no school day before it is known' };
  if (plusDays(before, 1) === date) return { starts: false, because: 'the day before was a school day' };
  const gap = { first: plusDays(before, 1), last: plusDays(date, -1) };
  const kinds = weekdayKinds(calendar, gap.first, gap.last);
  if (kinds.has('half-term')) return { starts: true, gap, because: 'first school day after half term' };
  if (kinds.has('holiday')) return { starts: true, gap, because: 'first school day after a holiday' };
  if (kinds.has('inset') && settingOf(policy, 'afterHolidayCheckAfterInsetOnly') === true) {
    return { starts: true, gap, because: 'first school day after staff training, which the policy counts' };
  }
  return { starts: false, gap, because: 'no weekday of the gap was holiday or half term' };
}

/** The days between two dates on which a check is due, oldest first. */
export function returnDays(calendar: SchoolCalendar, first: LocalDate, last: LocalDate, policy: Policy): LocalDate[] {
  const days: LocalDate[] = [];
  for (let date = first; date <= last; date = plusDays(date, 1)) {
    if (returnAfterHoliday(calendar, date, policy).starts) days.push(date);
  }
  return days;
}

function weekdayKinds(calendar: SchoolCalendar, first: LocalDate, last: LocalDate): ReadonlySet<string> {
  const kinds = new Set<string>();
  for (let date = first; date <= last; date = plusDays(date, 1)) {
    if (!isWeekend(date)) kinds.add(dayOf(calendar, date).kind);
  }
  return kinds;
}
