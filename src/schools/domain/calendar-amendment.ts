import {
  type CalendarDay,
  type Closure,
  type DayKind,
  dayOf,
  rangeOfSchoolYear,
  type SchoolCalendar,
  type SchoolYear,
  type Session,
  schoolYearOf,
  type Term,
} from './calendar.js';
import { datesFrom, type LocalDate } from './local-date.js';

/** What may be altered of a school year. What is not named stays as it is. */
export interface CalendarChange {
  /** '2025/26'. */
  readonly year: string;
  readonly terms?: readonly Term[];
  readonly addInset?: readonly LocalDate[];
  readonly removeInset?: readonly LocalDate[];
  readonly addClosures?: readonly Closure[];
  /** Dates whose closures, planned or not, are taken back. */
  readonly removeClosures?: readonly LocalDate[];
}

/** A day that an amendment makes another one. */
export interface DayChange {
  readonly date: LocalDate;
  readonly was: DayKind;
  readonly now: DayKind;
  readonly sessionsWere: readonly Session[];
  readonly sessionsNow: readonly Session[];
}

/** The calendar with the change, as its next version. The calendar that was given stays as it is (R63). */
export function amendCalendar(calendar: SchoolCalendar, change: CalendarChange): SchoolCalendar {
  const years = calendar.years.map((year) => (year.year === change.year ? changed(year, change) : year));
  return { ...calendar, version: calendar.version + 1, basis: 'own', years };
}

/** The calendar with a whole year put in, or in the place of the one it has, as its next version. */
export function withYears(calendar: SchoolCalendar, years: readonly SchoolYear[]): SchoolCalendar {
  const replaced = new Set(years.map(({ year }) => year));
  const all = [...calendar.years.filter(({ year }) => !replaced.has(year)), ...years];
  const sorted = all.sort((a, b) => (a.year < b.year ? -1 : 1));
  return { ...calendar, version: calendar.version + 1, basis: 'own', years: sorted };
}

export function unplannedClosure(date: LocalDate, reason: string, sessions?: readonly Session[]): CalendarChange {
  const closure: Closure = { date, kind: 'unplanned', reason, ...(sessions === undefined ? {} : { sessions }) };
  return { year: schoolYearOf(date), addClosures: [closure] };
}

function changed(year: SchoolYear, change: CalendarChange): SchoolYear {
  const lifted = new Set(change.removeClosures ?? []);
  const unset = new Set(change.removeInset ?? []);
  const inset = [...new Set([...year.inset.filter((date) => !unset.has(date)), ...(change.addInset ?? [])])].sort();
  const closures = [...year.closures.filter(({ date }) => !lifted.has(date)), ...(change.addClosures ?? [])];
  return { ...year, terms: change.terms ?? year.terms, inset, closures };
}

/**
 * The days on which two versions differ, oldest first: what depends on none of them need not be computed again. Days that
 * neither version covers are left out.
 */
export function calendarDifference(before: SchoolCalendar, after: SchoolCalendar): DayChange[] {
  const years = [...new Set([...before.years, ...after.years].map(({ year }) => year))].sort();
  return years.flatMap((year) => {
    const { first, last } = rangeOfSchoolYear(year);
    return datesFrom(first, last).flatMap((date) => difference(dayOf(before, date), dayOf(after, date)));
  });
}

function difference(was: CalendarDay, now: CalendarDay): DayChange[] {
  if (was.kind === now.kind && was.sessions.join() === now.sessions.join()) return [];
  return [{ date: now.date, was: was.kind, now: now.kind, sessionsWere: was.sessions, sessionsNow: now.sessions }];
}
