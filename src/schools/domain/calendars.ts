import { dayOf, type SchoolYear, type Session, schoolYearOf } from './calendar.js';
import {
  amendCalendar,
  type CalendarChange,
  calendarDifference,
  type DayChange,
  unplannedClosure,
  withYears,
} from './calendar-amendment.js';
import { faultsOfSchoolYear } from './calendar-faults.js';
import { aDate, calendarOf, type Decisions, type Fact, type Folds, type Order, refuse, registered } from './facet.js';
import type { LocalDate } from './local-date.js';
import type { School } from './school.js';

interface Adopted {
  readonly version: number;
  readonly years: readonly SchoolYear[];
  /** 'governing body', 'model of the authority', 'file'. */
  readonly source: string;
  readonly occurredOn: LocalDate;
}

interface Amended {
  readonly version: number;
  readonly change: CalendarChange;
  /** The days that are another kind of day now: deadlines that count none of them stand (R63). */
  readonly days: readonly DayChange[];
  readonly why: string;
  readonly occurredOn: LocalDate;
}

interface ClosedUnexpectedly {
  readonly version: number;
  readonly date: LocalDate;
  readonly sessions?: readonly Session[];
  readonly reason: string;
  readonly occurredOn: LocalDate;
}

export type CalendarEvent =
  | Fact<'CalendarAdopted', Adopted>
  | Fact<'CalendarAmended', Amended>
  | Fact<'SchoolClosedUnexpectedly', ClosedUnexpectedly>;

export type CalendarCommand =
  | Order<'AdoptCalendar', { readonly years: readonly SchoolYear[]; readonly source: string }>
  | Order<'AmendCalendar', { readonly change: CalendarChange; readonly why: string }>
  | Order<
      'ReportUnexpectedClosure',
      { readonly date: LocalDate; readonly sessions?: readonly Session[]; readonly reason: string }
    >;

const NONE = { version: 0, basis: 'own', years: [] } as const;

/** The calendar as the events give it: a version is what the events up to it make, and no later one can change it. */
function own(school: School) {
  return school.calendar ?? { ...NONE, urn: school.urn ?? '' };
}

export const calendarFolds: Folds<CalendarEvent> = {
  CalendarAdopted: (school, { version, years }) => ({
    ...school,
    calendar: { ...withYears(own(school), years), version },
  }),
  CalendarAmended: (school, { version, change }) => ({
    ...school,
    calendar: { ...amendCalendar(own(school), change), version },
  }),
  SchoolClosedUnexpectedly: (school, { version, date, sessions, reason }) => ({
    ...school,
    calendar: { ...amendCalendar(own(school), unplannedClosure(date, reason, sessions)), version },
  }),
};

export const calendarDecisions: Decisions<CalendarCommand, CalendarEvent> = {
  AdoptCalendar: (school, { years, source }, context) => {
    registered(school, 'R63');
    if (years.length === 0) refuse('R63', 'no-school-year', 'There is no school year in it.', { kind: 'invalid' });
    sound(years);
    if (years.every((year) => holds(school, year))) return [];
    const version = (school.calendar?.version ?? 0) + 1;
    // The model's other years stay in force: a school that brings its next year has not lost this one.
    const given = new Set(years.map(({ year }) => year));
    const rest = school.calendar === undefined ? calendarOf(school, context).years : [];
    const all = [...rest.filter(({ year }) => !given.has(year)), ...years];
    return [{ type: 'CalendarAdopted', data: { version, years: all, source, occurredOn: context.today } }];
  },
  AmendCalendar: (school, { change, why }, context) => {
    registered(school, 'R63');
    if (why.trim() === '') refuse('R63', 'no-reason', 'Say why the calendar is amended.', { kind: 'invalid' });
    const calendar = ownYear(school, change.year, context);
    const amended = amendCalendar(calendar, change);
    sound(amended.years);
    const days = calendarDifference(calendar, amended);
    if (days.length === 0) return [];
    const adopted = adoptedFirst(school, calendar.years, context.today);
    const version = (school.calendar?.version ?? 0) + adopted.length + 1;
    return [...adopted, { type: 'CalendarAmended', data: { version, change, days, why, occurredOn: context.today } }];
  },
  ReportUnexpectedClosure: (school, { date, sessions, reason }, context) => {
    registered(school, 'R63');
    aDate(date, 'R63', 'The day of the closure');
    if (reason.trim() === '') refuse('R63', 'no-reason', 'Say why the school was closed.', { kind: 'invalid' });
    if (date > context.today) {
      refuse('R63', 'closure-to-come', 'A closure known beforehand is planned: amend the calendar.', {
        kind: 'invalid',
      });
    }
    const calendar = ownYear(school, schoolYearOf(date), context);
    const held = dayOf(calendar, date).sessions;
    if (dayOf(calendar, date).kind === 'unplanned-closure') return [];
    const closed = held.filter((session) => sessions?.includes(session) ?? true);
    if (closed.length === 0) {
      if (school.calendar?.years.some((year) => year.closures.some((closure) => closure.date === date))) return [];
      refuse('R63', 'not-a-school-day', `The school does not meet on ${date}.`);
    }
    const adopted = adoptedFirst(school, calendar.years, context.today);
    const version = (school.calendar?.version ?? 0) + adopted.length + 1;
    const part = sessions === undefined ? {} : { sessions };
    return [
      ...adopted,
      { type: 'SchoolClosedUnexpectedly', data: { version, date, ...part, reason, occurredOn: context.today } },
    ];
  },
};

function sound(years: readonly SchoolYear[]): void {
  const faults = years.flatMap(faultsOfSchoolYear);
  if (faults.length === 0) return;
  refuse('R63', 'calendar-faulty', faults[0] ?? '', { kind: 'invalid', failed: faults });
}

function holds(school: School, year: SchoolYear): boolean {
  const known = school.calendar?.years.find((each) => each.year === year.year);
  return known !== undefined && JSON.stringify(known) === JSON.stringify(year);
}

function ownYear(school: School, year: string, context: Parameters<typeof calendarOf>[1]) {
  const calendar = calendarOf(school, context);
  if (!calendar.years.some((each) => each.year === year)) {
    refuse('R63', 'no-calendar-for-year', `The school has no calendar for ${year}: adopt one first.`);
  }
  return calendar;
}

/** A school that went by its authority's model makes it its own before it departs from it. */
function adoptedFirst(
  school: School,
  years: readonly SchoolYear[],
  today: LocalDate,
): Fact<'CalendarAdopted', Adopted>[] {
  if (school.calendar !== undefined) return [];
  return [
    { type: 'CalendarAdopted', data: { version: 1, years, source: 'model of the authority', occurredOn: today } },
  ];
}
