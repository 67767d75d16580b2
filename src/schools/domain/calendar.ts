import { bankHolidayOn } from './bank-holidays.js';
import type { GroupDates } from './calendar-groups.js';
import { datesFrom, isWeekend, type LocalDate, plusDays } from './local-date.js';

/** A school day is two sessions with a break between them (DOMAIN section 5). */
export type Session = 'AM' | 'PM';

export const SESSIONS: readonly Session[] = ['AM', 'PM'];

export interface DateRange {
  readonly first: LocalDate;
  readonly last: LocalDate;
}

export interface Term extends DateRange {
  /** 'autumn', 'spring', 'summer', or whatever the school calls it ('term 4'). */
  readonly name: string;
  readonly halfTerm?: DateRange;
}

/** A day on which a school in term does not meet, as a whole or for one session. */
export interface Closure {
  readonly date: LocalDate;
  /** `planned` is register code #; `unplanned` (snow, flood) is Y4, known only afterwards. */
  readonly kind: 'planned' | 'unplanned';
  /** The sessions that were not held; both unless given. */
  readonly sessions?: readonly Session[];
  readonly reason: string;
}

export interface BankHoliday {
  readonly date: LocalDate;
  readonly name: string;
}

export interface SchoolYear {
  /** '2025/26': the days from 1 August 2025 to 31 July 2026. */
  readonly year: string;
  readonly terms: readonly Term[];
  /** Staff training days: no pupils, not school days. In or next to a term. */
  readonly inset: readonly LocalDate[];
  readonly bankHolidays: readonly BankHoliday[];
  readonly closures: readonly Closure[];
  /** Year groups with dates of their own. */
  readonly groups?: readonly GroupDates[];
  /** Where the dates come from: published, or a model. */
  readonly note?: string;
}

/**
 * When one school meets its pupils. Plain JSON and never edited: an amendment is a new object with the next version, so
 * whatever was computed with an earlier version can be computed again.
 */
export interface SchoolCalendar {
  readonly urn: string;
  /** 1 for the first; each amendment adds 1. 0 is the authority's model, for a school with no calendar of its own. */
  readonly version: number;
  readonly basis: 'own' | 'model';
  readonly years: readonly SchoolYear[];
  /** Whose dates these are, where a year group has dates of its own: 'Year R'. */
  readonly group?: string;
}

export type DayKind =
  | 'school-day'
  | 'weekend'
  | 'bank-holiday'
  | 'holiday'
  | 'half-term'
  | 'inset'
  | 'planned-closure'
  | 'unplanned-closure';

export interface CalendarDay {
  readonly date: LocalDate;
  readonly kind: DayKind;
  /** The sessions held; none unless it is a school day. */
  readonly sessions: readonly Session[];
  /** The bank holiday's name, the reason of a closure. */
  readonly note?: string;
  /** No calendar covers the date: the day is taken from the usual pattern of a school year and may turn out otherwise. */
  readonly assumed?: true;
}

/** '2025/26' for each date from 1 August 2025 to 31 July 2026: a school year begins with the first term after July. */
export function schoolYearOf(date: LocalDate): string {
  const year = Number(date.slice(0, 4));
  const start = date.slice(5, 7) >= '08' ? year : year - 1;
  return `${start}/${String((start + 1) % 100).padStart(2, '0')}`;
}

/** The first and last day of a school year written '2025/26'. */
export function rangeOfSchoolYear(year: string): DateRange {
  const start = Number(year.slice(0, 4));
  return { first: `${start}-08-01`, last: `${start + 1}-07-31` };
}

/** The days of a calendar as a chain, so that a count walks from day to day without reckoning dates. */
interface Link {
  readonly day: CalendarDay;
  next?: Link;
  previous?: Link;
}

const indexes = new WeakMap<SchoolCalendar, ReadonlyMap<LocalDate, Link>>();

function linkOf(calendar: SchoolCalendar, date: LocalDate): Link | undefined {
  let index = indexes.get(calendar);
  if (index === undefined) {
    index = indexOf(calendar);
    indexes.set(calendar, index);
  }
  return index.get(date);
}

/** What kind of day a date is for the school, and why. Total: beyond the calendar it answers with an assumed day. */
export function dayOf(calendar: SchoolCalendar, date: LocalDate): CalendarDay {
  return linkOf(calendar, date)?.day ?? assumedDay(date);
}

/** Each day from a date on, without end. */
export function* daysForward(calendar: SchoolCalendar, from: LocalDate): Generator<CalendarDay, never> {
  for (let date = from; ; date = plusDays(date, 1)) {
    let link = linkOf(calendar, date);
    if (link === undefined) yield assumedDay(date);
    for (; link !== undefined; link = link.next) {
      date = link.day.date;
      yield link.day;
    }
  }
}

/** Each day from a date back, without end. */
export function* daysBackward(calendar: SchoolCalendar, from: LocalDate): Generator<CalendarDay, never> {
  for (let date = from; ; date = plusDays(date, -1)) {
    let link = linkOf(calendar, date);
    if (link === undefined) yield assumedDay(date);
    for (; link !== undefined; link = link.previous) {
      date = link.day.date;
      yield link.day;
    }
  }
}

export function isSchoolDay(calendar: SchoolCalendar, date: LocalDate): boolean {
  return dayOf(calendar, date).sessions.length > 0;
}

export function sessionsOn(calendar: SchoolCalendar, date: LocalDate): readonly Session[] {
  return dayOf(calendar, date).sessions;
}

function indexOf(calendar: SchoolCalendar): ReadonlyMap<LocalDate, Link> {
  const links = new Map<LocalDate, Link>();
  for (const year of calendar.years) {
    const { first, last } = rangeOfSchoolYear(year.year);
    let before: Link | undefined;
    for (const date of datesFrom(first, last)) {
      const link: Link = { day: dayInYear(year, date), ...(before === undefined ? {} : { previous: before }) };
      if (before !== undefined) before.next = link;
      links.set(date, link);
      before = link;
    }
  }
  return links;
}

function dayInYear(year: SchoolYear, date: LocalDate): CalendarDay {
  const closed = (kind: DayKind, note?: string): CalendarDay => ({
    date,
    kind,
    sessions: [],
    ...(note === undefined ? {} : { note }),
  });
  if (isWeekend(date)) return closed('weekend');
  const bankHoliday = year.bankHolidays.find((holiday) => holiday.date === date);
  if (bankHoliday !== undefined) return closed('bank-holiday', bankHoliday.name);
  if (year.inset.includes(date)) return closed('inset');
  const term = year.terms.find(({ first, last }) => first <= date && date <= last);
  if (term === undefined) return closed('holiday');
  if (term.halfTerm !== undefined && term.halfTerm.first <= date && date <= term.halfTerm.last) {
    return closed('half-term');
  }
  return dayInTerm(year, date);
}

function dayInTerm(year: SchoolYear, date: LocalDate): CalendarDay {
  const closures = year.closures.filter((closure) => closure.date === date);
  const missed = new Set(closures.flatMap((closure) => closure.sessions ?? SESSIONS));
  const sessions = SESSIONS.filter((session) => !missed.has(session));
  const note = closures.map((closure) => closure.reason).join('; ');
  if (sessions.length > 0) return { date, kind: 'school-day', sessions, ...(note === '' ? {} : { note }) };
  const unplanned = closures.some((closure) => closure.kind === 'unplanned');
  return { date, kind: unplanned ? 'unplanned-closure' : 'planned-closure', sessions: [], note };
}

/** The usual English year, for dates that no calendar has been published for: a due date must exist all the same. */
function assumedDay(date: LocalDate): CalendarDay {
  const closed = (kind: DayKind, note?: string): CalendarDay => ({
    date,
    kind,
    sessions: [],
    assumed: true,
    ...(note === undefined ? {} : { note }),
  });
  if (isWeekend(date)) return closed('weekend');
  const bankHoliday = bankHolidayOn(date);
  if (bankHoliday !== undefined) return closed('bank-holiday', bankHoliday.name);
  const day = date.slice(5);
  const summer = day >= '07-22' && day <= '09-01';
  const christmas = day >= '12-20' || day <= '01-03';
  if (summer || christmas) return closed('holiday');
  return { date, kind: 'school-day', sessions: SESSIONS, assumed: true };
}
