import { bankHolidayOn } from '../../schools/domain/bank-holidays.js';
import type { SchoolCalendar } from '../../schools/domain/calendar.js';
import { isWeekend, type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import { addSchoolDays, type DayCountExplanation } from '../../schools/domain/school-days.js';
import type { Timescale, TimeUnit } from './policy-pack.js';

export interface DueDate {
  readonly due: LocalDate;
  readonly from: LocalDate;
  readonly amount: number;
  readonly unit: TimeUnit;
  readonly rule: string;
  readonly paragraph: string;
  /** The time of day in England, where the rule has one. */
  readonly by?: string;
  /** One sentence: '10 school days after 2025-10-17 (the day the leave ended): 2025-11-10.' */
  readonly sum: string;
  /** Day by day, where school or working days were counted. */
  readonly days?: DayCountExplanation;
}

/**
 * The day by which a rule wants a thing done, counting from `from` in the rule's own unit (R61). An amount of 0 is the
 * same day; hours fall on the same day too.
 * @throws RangeError for a threshold in sessions, which has no date of its own.
 */
export function dueDate(timescale: Timescale, from: LocalDate, calendar: SchoolCalendar): DueDate {
  const { due, days } = countedFrom(timescale, from, calendar);
  const { amount, unit, rule, paragraph, by } = timescale;
  return {
    due,
    from,
    amount,
    unit,
    rule,
    paragraph,
    sum:
      days?.calendar.group === undefined
        ? sentence(timescale, from, due)
        : ofGroup(sentence(timescale, from, due), days),
    ...(by === undefined ? {} : { by }),
    ...(days === undefined ? {} : { days }),
  };
}

function countedFrom(
  { amount, unit, inclusive = false }: Timescale,
  from: LocalDate,
  calendar: SchoolCalendar,
): { due: LocalDate; days?: DayCountExplanation } {
  switch (unit) {
    case 'school-days': {
      const { date, explanation } = addSchoolDays(calendar, from, amount, { inclusive });
      return { due: date, days: explanation };
    }
    case 'working-days':
      return { due: addWorkingDays(from, amount, inclusive) };
    case 'calendar-days':
      return { due: plusDays(from, inclusive && amount > 0 ? amount - 1 : amount) };
    case 'weeks':
      return { due: plusDays(from, 7 * amount) };
    case 'months':
      return { due: plusMonths(from, amount) };
    case 'years':
      return { due: plusMonths(from, 12 * amount) };
    case 'hours':
      return { due: from };
    case 'sessions':
      throw new RangeError('a threshold in sessions is counted on marks and has no due date');
  }
}

/** Monday to Friday but for the bank holidays of England and Wales; schools may be closed. */
export function isWorkingDay(date: LocalDate): boolean {
  return !isWeekend(date) && bankHolidayOn(date) === undefined;
}

export function addWorkingDays(from: LocalDate, n: number, inclusive = false): LocalDate {
  let date = from;
  let counted = inclusive && isWorkingDay(from) ? 1 : 0;
  while (counted < n) {
    date = plusDays(date, 1);
    if (isWorkingDay(date)) counted++;
  }
  return date;
}

/** The same day of a later month, or that month's last day when it has no such day. */
export function plusMonths(date: LocalDate, months: number): LocalDate {
  const index = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const first = `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}-01`;
  const candidate = plusDays(first, Number(date.slice(8)) - 1);
  if (candidate.slice(0, 7) === first.slice(0, 7)) return candidate;
  return plusDays(candidate, -Number(candidate.slice(8)));
}

const UNIT_WORDS: Readonly<Record<TimeUnit, string>> = {
  'school-days': 'school day',
  'working-days': 'working day',
  'calendar-days': 'calendar day',
  weeks: 'week',
  months: 'month',
  years: 'year',
  sessions: 'session',
  hours: 'hour',
};

/** '1 school day', '10 school days'. */
export function amountInWords(amount: number, unit: TimeUnit): string {
  return `${amount} ${UNIT_WORDS[unit]}${amount === 1 ? '' : 's'}`;
}

/** A count by a year group's own dates says whose they are. */
function ofGroup(sum: string, { calendar: { group } }: DayCountExplanation): string {
  return `${sum} By the dates of ${group}.`;
}

function sentence({ amount, unit, inclusive, from: basis }: Timescale, from: LocalDate, due: LocalDate): string {
  if (amount === 0) return `On the same day, ${from} (${basis}): ${due}.`;
  const words = amountInWords(amount, unit);
  if (inclusive) return `${words} with ${from} (${basis}) as the first: ${due}.`;
  return `${words} after ${from} (${basis}): ${due}.`;
}
