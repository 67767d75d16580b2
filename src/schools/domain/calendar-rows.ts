import { bankHolidaysBetween } from './bank-holidays.js';
import { type Closure, rangeOfSchoolYear, type SchoolYear, SESSIONS, type Session, type Term } from './calendar.js';
import { faultsOfSchoolYear, isSchoolYear } from './calendar-faults.js';
import { type GroupDates, isYearGroup } from './calendar-groups.js';
import { isLocalDate, type LocalDate } from './local-date.js';

/** One row of a calendar file, as text: `year,kind,name,first,last,sessions,group`. */
export interface CalendarRow {
  readonly year: string;
  /** `term`, `half-term`, `inset`, `planned-closure`, `unplanned-closure`. */
  readonly kind: string;
  /** A term's name, the name of the term that a half term lies in, the reason of a closure. */
  readonly name: string;
  readonly first: string;
  /** The same as `first` when empty. */
  readonly last: string;
  /** `AM` or `PM` for a closure of one session; both when empty. */
  readonly sessions: string;
  /** The year group whose own date it is, `R`; empty for the whole school. */
  readonly group?: string;
}

export type RowVerdict =
  | { readonly row: number; readonly verdict: 'accepted' }
  | { readonly row: number; readonly verdict: 'repeated' }
  | { readonly row: number; readonly verdict: 'refused'; readonly because: string };

export interface CalendarRows {
  /** The years that the accepted rows make; empty when they do not make whole ones. */
  readonly years: readonly SchoolYear[];
  readonly verdicts: readonly RowVerdict[];
  /** What is wrong with a year as a whole though each row is right. */
  readonly faults: readonly string[];
}

interface DatesInMaking {
  terms: Term[];
  closures: Closure[];
}

interface YearInMaking extends DatesInMaking {
  inset: LocalDate[];
  groups: Map<string, DatesInMaking>;
}

/**
 * School years from the rows of a file, with a verdict for every row, counted from 1. Bank holidays need no rows: they
 * are put in from the list. Half terms may stand before or after their term.
 */
export function calendarFromRows(rows: readonly CalendarRow[]): CalendarRows {
  const making = new Map<string, YearInMaking>();
  const seen = new Set<string>();
  const verdicts: RowVerdict[] = [];
  const termsFirst = [...rows.entries()].sort(
    ([, a], [, b]) => Number(a.kind === 'half-term') - Number(b.kind === 'half-term'),
  );
  for (const [index, row] of termsFirst) {
    const key = JSON.stringify(row);
    if (seen.has(key)) {
      verdicts.push({ row: index + 1, verdict: 'repeated' });
      continue;
    }
    seen.add(key);
    const because = take(row, making);
    verdicts.push(
      because === undefined ? { row: index + 1, verdict: 'accepted' } : { row: index + 1, verdict: 'refused', because },
    );
  }
  const years = [...making].map(([year, made]) => finish(year, made));
  const faults = years.flatMap(faultsOfSchoolYear);
  verdicts.sort((a, b) => a.row - b.row);
  return { years: faults.length === 0 ? years : [], verdicts, faults };
}

function finish(year: string, { terms, inset, closures, groups }: YearInMaking): SchoolYear {
  const { first, last } = rangeOfSchoolYear(year);
  const dates = inOrder({ terms, closures });
  const ofGroups = [...groups].map(([yearGroup, own]): GroupDates => {
    inOrder(own);
    return {
      yearGroup,
      ...(own.terms.length === 0 ? {} : { terms: own.terms }),
      ...(own.closures.length === 0 ? {} : { closures: own.closures }),
    };
  });
  return {
    year,
    terms: dates.terms,
    inset: inset.sort(),
    bankHolidays: bankHolidaysBetween(first, last),
    closures: dates.closures,
    ...(ofGroups.length === 0 ? {} : { groups: ofGroups }),
  };
}

function inOrder({ terms, closures }: DatesInMaking): DatesInMaking {
  return {
    terms: terms.sort((a, b) => (a.first < b.first ? -1 : 1)),
    closures: closures.sort((a, b) => (a.date < b.date ? -1 : 1)),
  };
}

const LONGEST_NAME = 200;

/** Puts a row into its year; says why not when it cannot. */
function take(row: CalendarRow, making: Map<string, YearInMaking>): string | undefined {
  if (!isSchoolYear(row.year)) return `${row.year || 'nothing'} is no school year: write 2025/26`;
  if (!isLocalDate(row.first)) return `${row.first || 'nothing'} is no date: write 2025-09-03`;
  const last = row.last === '' ? row.first : row.last;
  if (!isLocalDate(last)) return `${last} is no date: write 2025-12-19`;
  if (last < row.first) return 'the last day lies before the first';
  const range = rangeOfSchoolYear(row.year);
  if (row.first < range.first || last > range.last) return `the days do not lie in ${row.year}`;
  if (row.name.length > LONGEST_NAME) return `the name is longer than ${LONGEST_NAME} characters`;
  const year: YearInMaking = making.get(row.year) ?? { terms: [], inset: [], closures: [], groups: new Map() };
  making.set(row.year, year);
  const { group = '' } = row;
  if (group !== '') return takeOfGroup(year, group, row, last);
  switch (row.kind) {
    case 'term':
      return takeTerm(year, row, last);
    case 'half-term':
      return takeHalfTerm(year, row, last);
    case 'inset':
      if (row.first !== last) return 'a staff training day is one day: write a row for each';
      year.inset.push(row.first);
      return undefined;
    case 'planned-closure':
    case 'unplanned-closure':
      return takeClosure(year, row, last);
    default:
      return `${row.kind || 'nothing'} is no kind of row: term, half-term, inset, planned-closure, unplanned-closure`;
  }
}

/** A date of one year group: its terms and the days on which it does not meet; training days are the whole school's. */
function takeOfGroup(year: YearInMaking, group: string, row: CalendarRow, last: LocalDate): string | undefined {
  if (!isYearGroup(group)) return `${group} is no year group: write R or 1`;
  const own = year.groups.get(group) ?? { terms: [], closures: [] };
  year.groups.set(group, own);
  switch (row.kind) {
    case 'term':
      return takeTerm(own, row, last);
    case 'half-term':
      return takeHalfTerm(own, row, last);
    case 'planned-closure':
    case 'unplanned-closure':
      return takeClosure(own, row, last);
    default:
      return `${row.kind || 'nothing'} is no kind of row for a year group: term, half-term, planned-closure, unplanned-closure`;
  }
}

function takeTerm(year: DatesInMaking, { name, first }: CalendarRow, last: LocalDate): string | undefined {
  if (name === '') return 'a term needs a name';
  if (year.terms.some((term) => term.name === name)) return `there are two terms named ${name}`;
  year.terms.push({ name, first, last });
  return undefined;
}

function takeHalfTerm(year: DatesInMaking, { name, first }: CalendarRow, last: LocalDate): string | undefined {
  const at = year.terms.findIndex((term) =>
    name === '' ? term.first < first && last < term.last : term.name === name,
  );
  const term = year.terms[at];
  if (term === undefined) return 'there is no term that this half term lies in';
  if (term.halfTerm !== undefined) return `term ${term.name} has a half term already`;
  if (first <= term.first || last >= term.last) return `it does not lie within term ${term.name}`;
  year.terms[at] = { ...term, halfTerm: { first, last } };
  return undefined;
}

function takeClosure(year: DatesInMaking, row: CalendarRow, last: LocalDate): string | undefined {
  if (row.first !== last) return 'a closure is of one day: write a row for each';
  if (row.name === '') return 'a closure needs its reason as the name';
  const sessions = SESSIONS.filter((session: Session) => row.sessions.toUpperCase().includes(session));
  if (row.sessions !== '' && sessions.length === 0) return `${row.sessions} is no session: AM or PM`;
  const kind = row.kind === 'planned-closure' ? 'planned' : 'unplanned';
  year.closures.push({ date: row.first, kind, reason: row.name, ...(sessions.length === 1 ? { sessions } : {}) });
  return undefined;
}
