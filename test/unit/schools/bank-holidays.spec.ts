import { describe, expect, it } from '@jest/globals';
import { BANK_HOLIDAYS, bankHolidayOn, bankHolidaysBetween } from '../../../src/schools/domain/bank-holidays.js';
import { isWeekend, plusDays, weekday } from '../../../src/schools/domain/local-date.js';

/** Easter Sunday by the anonymous Gregorian reckoning. */
function easter(year: number): string {
  const a = year % 19;
  const b = Math.floor(year / 100);
  const c = year % 100;
  const h = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30;
  const l = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - h - (c % 4)) % 7;
  const m = Math.floor((a + 11 * h + 22 * l) / 451);
  const month = Math.floor((h + l - 7 * m + 114) / 31);
  const day = ((h + l - 7 * m + 114) % 31) + 1;
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`;
}

function firstMonday(month: string): string {
  let date = `${month}-01`;
  while (weekday(date) !== 1) date = plusDays(date, 1);
  return date;
}

function lastMonday(month: string): string {
  let date = `${month}-31`;
  while (weekday(date) !== 1) date = plusDays(date, -1);
  return date;
}

/** The first free weekday on or after a date that is not taken yet. */
function substitute(date: string, taken: readonly string[]): string {
  let free = date;
  while (isWeekend(free) || taken.includes(free)) free = plusDays(free, 1);
  return free;
}

describe('bank holidays of England and Wales', () => {
  it.each([2024, 2025, 2026, 2027, 2028])('of %i are as computed, substitute days and Easter included', (year) => {
    const christmas = substitute(`${year}-12-25`, []);
    const boxing = substitute(`${year}-12-26`, [christmas]);
    const computed = [
      substitute(`${year}-01-01`, []),
      plusDays(easter(year), -2),
      plusDays(easter(year), 1),
      firstMonday(`${year}-05`),
      lastMonday(`${year}-05`),
      lastMonday(`${year}-08`),
      christmas,
      boxing,
    ].sort();
    const held = BANK_HOLIDAYS.map(({ date }) => date).filter((date) => date.startsWith(String(year)));
    expect([...held].sort()).toEqual(computed);
  });

  it('are named', () => {
    expect(bankHolidayOn('2026-12-28')).toEqual({ date: '2026-12-28', name: 'Boxing Day' });
    expect(bankHolidayOn('2026-12-26')).toBeUndefined();
    expect(bankHolidaysBetween('2026-04-01', '2026-05-04').map(({ name }) => name)).toEqual([
      'Good Friday',
      'Easter Monday',
      'Early May bank holiday',
    ]);
  });
});
