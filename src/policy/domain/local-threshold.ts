import type { SchoolCalendar } from '../../schools/domain/calendar.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import { type DueDate, dueDate } from './due-date.js';
import { timescale } from './policy-on.js';
import type { Policy } from './policy-pack.js';

/** The federation's own mark of a substantial time out of education; the law has none (T4, R25). */
export interface LocalThreshold {
  readonly met: boolean;
  /** The earlier of the two. */
  readonly on: LocalDate;
  readonly schoolDays: DueDate;
  readonly calendarDays: DueDate;
}

/** Both readings of 'four weeks or more' side by side: 20 school days and 28 calendar days, day 1 the first day out. */
export function localThreshold(
  firstDayOut: LocalDate,
  calendar: SchoolCalendar,
  policy: Policy,
  today: LocalDate,
): LocalThreshold {
  const schoolDays = dueDate(timescale(policy, 'localCmeThreshold'), firstDayOut, calendar);
  const calendarDays = dueDate(timescale(policy, 'localCmeThresholdCalendar'), firstDayOut, calendar);
  const on = schoolDays.due < calendarDays.due ? schoolDays.due : calendarDays.due;
  return { met: today >= on, on, schoolDays, calendarDays };
}
