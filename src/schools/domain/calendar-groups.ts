import type { Closure, SchoolCalendar, SchoolYear, Term } from './calendar.js';
import { datesFrom, isWeekend, type LocalDate, plusDays } from './local-date.js';

/**
 * What a year group has of its own, where it does not go by the whole school's dates: reception that starts later or with
 * mornings only, a year 11 that leaves before the others.
 */
export interface GroupDates {
  /** `R`, `1` … `14`, as pupils have it on record. */
  readonly yearGroup: string;
  /** In the place of the school's terms of the same names. */
  readonly terms?: readonly Term[];
  /** Beside the school's: days or sessions on which the group does not meet. */
  readonly closures?: readonly Closure[];
}

const narrowed = new WeakMap<SchoolCalendar, Map<string, SchoolCalendar>>();

/**
 * The calendar as it holds for a pupil of that year group: the school's own object where the group has no dates of its own.
 * A day on which the school meets and the group does not is a planned closure that says so, so that every count explains
 * itself.
 */
export function calendarFor(calendar: SchoolCalendar, yearGroup: string | undefined): SchoolCalendar {
  if (yearGroup === undefined || !calendar.years.some((year) => datesOf(year, yearGroup) !== undefined))
    return calendar;
  const known = narrowed.get(calendar) ?? new Map<string, SchoolCalendar>();
  narrowed.set(calendar, known);
  const held = known.get(yearGroup);
  if (held !== undefined) return held;
  const group = groupName(yearGroup);
  const years = calendar.years.map((year) => {
    const dates = datesOf(year, yearGroup);
    return dates === undefined ? year : yearOf(year, dates, group);
  });
  const made = { ...calendar, years, group };
  known.set(yearGroup, made);
  return made;
}

export function groupName(yearGroup: string): string {
  return `Year ${yearGroup}`;
}

function datesOf({ groups = [] }: SchoolYear, yearGroup: string): GroupDates | undefined {
  return groups.find((each) => each.yearGroup === yearGroup);
}

function yearOf(year: SchoolYear, { terms = [], closures = [] }: GroupDates, group: string): SchoolYear {
  const away: Closure[] = [];
  const merged = year.terms.map((term): Term => {
    const own = terms.find(({ name }) => name === term.name);
    if (own === undefined) return term;
    const first = own.first < term.first ? own.first : term.first;
    const last = own.last > term.last ? own.last : term.last;
    away.push(...notMet(first, plusDays(own.first, -1), group), ...notMet(plusDays(own.last, 1), last, group));
    const halfTerm = own.halfTerm ?? term.halfTerm;
    return { name: term.name, first, last, ...(halfTerm === undefined ? {} : { halfTerm }) };
  });
  const told = closures.map((closure) => ({ ...closure, reason: `${group}: ${closure.reason}` }));
  return { ...year, terms: merged, closures: [...year.closures, ...away, ...told] };
}

function notMet(first: LocalDate, last: LocalDate, group: string): Closure[] {
  if (last < first) return [];
  return datesFrom(first, last)
    .filter((date) => !isWeekend(date))
    .map((date) => ({ date, kind: 'planned', reason: `${group} does not meet` }));
}

const YEAR_GROUP = /^(?:N[12]|R|[1-9]|1[0-4])$/;

export function isYearGroup(text: string): boolean {
  return YEAR_GROUP.test(text);
}

/** One sentence for each thing in a year's groups that cannot be, as far as it is theirs alone. */
export function faultsOfGroups(year: SchoolYear): string[] {
  const seen = new Set<string>();
  return (year.groups ?? []).flatMap(({ yearGroup, terms = [] }) => {
    const faults: string[] = [];
    if (!isYearGroup(yearGroup)) faults.push(`${year.year}: ${yearGroup || 'nothing'} is no year group: write R or 1`);
    if (seen.has(yearGroup)) faults.push(`${year.year}: ${groupName(yearGroup)} is there twice`);
    seen.add(yearGroup);
    for (const { name } of terms) {
      const known = year.terms.some((term) => term.name === name);
      if (!known) faults.push(`${year.year}: ${groupName(yearGroup)} has a term ${name} that the school has not`);
    }
    return faults;
  });
}
