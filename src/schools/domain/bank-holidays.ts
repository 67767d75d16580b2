import type { BankHoliday } from './calendar.js';
import type { LocalDate } from './local-date.js';

/**
 * Bank holidays in England and Wales, 2024 to 2028, with substitute days where one falls on a weekend. A calendar takes
 * its copy when it is made, so that a holiday proclaimed later alters new versions only.
 */
export const BANK_HOLIDAYS: readonly BankHoliday[] = [
  ...year('2024', '01-01', '03-29', '04-01', '05-06', '05-27', '08-26', '12-25', '12-26'),
  ...year('2025', '01-01', '04-18', '04-21', '05-05', '05-26', '08-25', '12-25', '12-26'),
  ...year('2026', '01-01', '04-03', '04-06', '05-04', '05-25', '08-31', '12-25', '12-28'),
  ...year('2027', '01-01', '03-26', '03-29', '05-03', '05-31', '08-30', '12-27', '12-28'),
  ...year('2028', '01-03', '04-14', '04-17', '05-01', '05-29', '08-28', '12-25', '12-26'),
];

function year(
  number: string,
  newYear: string,
  goodFriday: string,
  easterMonday: string,
  earlyMay: string,
  spring: string,
  summer: string,
  christmas: string,
  boxing: string,
): BankHoliday[] {
  const on = (day: string, name: string): BankHoliday => ({ date: `${number}-${day}`, name });
  return [
    on(newYear, 'New Year’s Day'),
    on(goodFriday, 'Good Friday'),
    on(easterMonday, 'Easter Monday'),
    on(earlyMay, 'Early May bank holiday'),
    on(spring, 'Spring bank holiday'),
    on(summer, 'Summer bank holiday'),
    on(christmas, 'Christmas Day'),
    on(boxing, 'Boxing Day'),
  ];
}

const byDate: ReadonlyMap<LocalDate, BankHoliday> = new Map(BANK_HOLIDAYS.map((holiday) => [holiday.date, holiday]));

/** The bank holiday on a date; none is known before 2024 and after 2028. */
export function bankHolidayOn(date: LocalDate): BankHoliday | undefined {
  return byDate.get(date);
}

export function bankHolidaysBetween(first: LocalDate, last: LocalDate): BankHoliday[] {
  return BANK_HOLIDAYS.filter(({ date }) => first <= date && date <= last);
}
