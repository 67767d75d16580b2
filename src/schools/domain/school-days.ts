import {
  type CalendarDay,
  type DayKind,
  daysBackward,
  daysForward,
  isSchoolDay,
  type SchoolCalendar,
} from './calendar.js';
import { datesFrom, type LocalDate, plusDays } from './local-date.js';

/** A day that a count passed over, and why. */
export interface DayNotCounted {
  readonly date: LocalDate;
  readonly why: Exclude<DayKind, 'school-day'>;
  readonly note?: string;
}

/** The sum behind a date: anyone can check it with the school's calendar in hand (DOMAIN section 5, step 6). */
export interface DayCountExplanation {
  readonly from: LocalDate;
  readonly to: LocalDate;
  readonly counted: readonly LocalDate[];
  readonly notCounted: readonly DayNotCounted[];
  readonly calendar: {
    readonly urn: string;
    readonly version: number;
    readonly basis: 'own' | 'model';
    /** The year group by whose own dates it was counted. */
    readonly group?: string;
  };
  /** Days that no calendar covers and that were taken from the usual pattern. Absent when there is none. */
  readonly assumed?: readonly LocalDate[];
}

export interface SchoolDayDate {
  readonly date: LocalDate;
  readonly explanation: DayCountExplanation;
}

export interface SchoolDayCount {
  readonly count: number;
  readonly explanation: DayCountExplanation;
}

export interface CountingOptions {
  /** True: `from` is day 1 when it is a school day (the first day of an absence). False, the default: counting begins the day after. */
  readonly inclusive?: boolean;
}

/** No count in law or policy is longer; more is a mistake of the caller. */
const MOST_DAYS = 2_000;

/**
 * The date of the `n`th school day after `from` (or from `from` on, when inclusive). `n` is a whole number, 0 to 2,000;
 * with 0 the date is `from` itself.
 * @throws RangeError when `n` is none of these.
 */
export function addSchoolDays(
  calendar: SchoolCalendar,
  from: LocalDate,
  n: number,
  { inclusive = false }: CountingOptions = {},
): SchoolDayDate {
  if (!Number.isInteger(n) || n < 0 || n > MOST_DAYS) throw new RangeError(`not a number of school days: ${n}`);
  const tally = new Tally(calendar);
  let last = from;
  const days = daysForward(calendar, inclusive ? from : plusDays(from, 1));
  while (tally.counted.length < n) {
    const day = days.next().value;
    tally.add(day);
    last = day.date;
  }
  return { date: last, explanation: tally.explain(from, last) };
}

/** School days from `from` to `to`, both included; 0 when `to` is earlier. */
export function countSchoolDays(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): SchoolDayCount {
  const tally = new Tally(calendar);
  for (const day of daysForward(calendar, from)) {
    if (day.date > to) break;
    tally.add(day);
  }
  return { count: tally.counted.length, explanation: tally.explain(from, to) };
}

/** School days after `from` up to and including `to`: how many have passed since a day that does not count itself. */
export function schoolDaysSince(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): SchoolDayCount {
  return countSchoolDays(calendar, plusDays(from, 1), to);
}

/** The dates of the school days from `from` to `to`, both included. */
export function schoolDaysFrom(calendar: SchoolCalendar, from: LocalDate, to: LocalDate): LocalDate[] {
  return datesFrom(from, to).filter((date) => isSchoolDay(calendar, date));
}

/** The first school day on or after a date. */
export function schoolDayOnOrAfter(calendar: SchoolCalendar, date: LocalDate): LocalDate {
  return addSchoolDays(calendar, date, 1, { inclusive: true }).date;
}

/** The first school day after a date. */
export function nextSchoolDay(calendar: SchoolCalendar, date: LocalDate): LocalDate {
  return addSchoolDays(calendar, date, 1).date;
}

/** The last school day before a date; undefined when there is none in the year before it. */
export function previousSchoolDay(calendar: SchoolCalendar, date: LocalDate): LocalDate | undefined {
  let back = 0;
  for (const day of daysBackward(calendar, plusDays(date, -1))) {
    if (day.sessions.length > 0) return day.date;
    if (++back === 366) return undefined;
  }
  return undefined;
}

class Tally {
  readonly counted: LocalDate[] = [];
  private readonly notCounted: DayNotCounted[] = [];
  private readonly assumed: LocalDate[] = [];

  constructor(private readonly calendar: SchoolCalendar) {}

  add(day: CalendarDay): void {
    if (day.assumed) this.assumed.push(day.date);
    if (day.kind === 'school-day') this.counted.push(day.date);
    else this.notCounted.push({ date: day.date, why: day.kind, ...(day.note === undefined ? {} : { note: day.note }) });
  }

  explain(from: LocalDate, to: LocalDate): DayCountExplanation {
    const { urn, version, basis, group } = this.calendar;
    return {
      from,
      to,
      counted: this.counted,
      notCounted: this.notCounted,
      calendar: { urn, version, basis, ...(group === undefined ? {} : { group }) },
      ...(this.assumed.length > 0 ? { assumed: this.assumed } : {}),
    };
  }
}
