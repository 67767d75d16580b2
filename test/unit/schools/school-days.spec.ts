import { describe, expect, it } from '@jest/globals';
import { dayOf, isSchoolDay, type SchoolCalendar, sessionsOn } from '../../../src/schools/domain/calendar.js';
import {
  addSchoolDays,
  countSchoolDays,
  nextSchoolDay,
  previousSchoolDay,
  schoolDayOnOrAfter,
  schoolDaysFrom,
  schoolDaysSince,
} from '../../../src/schools/domain/school-days.js';
import { norfolkCalendar as norfolk } from '../../support/policy.js';

/** The nth day of an absence whose first fully absent school day is given. */
function dayOfAbsence(first: string, n: number): string {
  return addSchoolDays(norfolk, first, n, { inclusive: true }).date;
}

describe('Norfolk 2025/26', () => {
  it('has 188 pupil days in six half terms of 38, 34, 29, 25, 27 and 35', () => {
    const halves = [
      ['2025-09-03', '2025-10-24', 38],
      ['2025-11-04', '2025-12-19', 34],
      ['2026-01-06', '2026-02-13', 29],
      ['2026-02-23', '2026-03-27', 25],
      ['2026-04-15', '2026-05-22', 27],
      ['2026-06-01', '2026-07-17', 35],
    ] as const;
    for (const [first, last, days] of halves) expect(countSchoolDays(norfolk, first, last).count).toBe(days);
    expect(countSchoolDays(norfolk, '2025-08-01', '2026-07-31').count).toBe(188);
  });

  it('2026/27 is a model of 190 pupil days on the same pattern, and says that it is one', () => {
    expect(countSchoolDays(norfolk, '2026-08-01', '2027-07-31').count).toBe(190);
    expect(norfolk.years.find(({ year }) => year === '2026/27')?.note).toContain('MODEL');
  });

  it.each([
    ['2025-09-03', '2025-09-09', '2025-09-16', '2025-09-30'],
    ['2025-10-06', '2025-10-10', '2025-10-17', '2025-11-10'],
    ['2026-04-27', '2026-05-01', '2026-05-11', '2026-06-01'],
  ])('R12 T3 R61 absence from %s reaches day 5 on %s, day 10 on %s and day 20 on %s', (first, five, ten, twenty) => {
    expect([5, 10, 20].map((n) => dayOfAbsence(first, n))).toEqual([five, ten, twenty]);
  });

  it('R11 leave that ends on Fri 17 October 2025 has its 10th school day after on Mon 10 November', () => {
    expect(addSchoolDays(norfolk, '2025-10-17', 10).date).toBe('2025-11-10');
  });

  it('R03 T3 code N on Wed 22 October 2025 must be resolved by Thu 6 November, not 29 October', () => {
    expect(addSchoolDays(norfolk, '2025-10-22', 5).date).toBe('2025-11-06');
  });

  it.each([
    ['2025-11-01', 'weekend', undefined],
    ['2026-05-04', 'bank-holiday', 'Early May bank holiday'],
    ['2025-10-29', 'half-term', undefined],
    ['2025-11-03', 'inset', undefined],
    ['2026-04-14', 'inset', undefined],
    ['2025-12-22', 'holiday', undefined],
    ['2025-12-25', 'bank-holiday', 'Christmas Day'],
    ['2025-09-02', 'holiday', undefined],
    ['2026-07-20', 'holiday', undefined],
  ])('%s is no school day: %s', (date, kind, note) => {
    expect(dayOf(norfolk, date)).toMatchObject({ kind, sessions: [], ...(note === undefined ? {} : { note }) });
    expect(isSchoolDay(norfolk, date)).toBe(false);
  });
});

describe('the explanation of a count', () => {
  const { explanation } = addSchoolDays(norfolk, '2025-10-22', 5);

  it('R03 names each day counted, each not and why, and the version of the calendar', () => {
    expect(explanation.counted).toEqual(['2025-10-23', '2025-10-24', '2025-11-04', '2025-11-05', '2025-11-06']);
    expect(explanation.calendar).toEqual({ urn: '120001', version: 1, basis: 'own' });
    expect(explanation.notCounted).toEqual([
      { date: '2025-10-25', why: 'weekend' },
      { date: '2025-10-26', why: 'weekend' },
      ...['27', '28', '29', '30', '31'].map((day) => ({ date: `2025-10-${day}`, why: 'half-term' })),
      { date: '2025-11-01', why: 'weekend' },
      { date: '2025-11-02', why: 'weekend' },
      { date: '2025-11-03', why: 'inset' },
    ]);
    expect(explanation).not.toHaveProperty('assumed');
  });

  it('names the bank holiday it passes over', () => {
    const days = addSchoolDays(norfolk, '2026-04-30', 2).explanation;
    expect(days.notCounted).toContainEqual({ date: '2026-05-04', why: 'bank-holiday', note: 'Early May bank holiday' });
  });
});

describe('closures', () => {
  const snowed: SchoolCalendar = {
    ...norfolk,
    version: 2,
    years: norfolk.years.map((year) =>
      year.year === '2025/26'
        ? {
            ...year,
            closures: [
              { date: '2025-11-05', kind: 'unplanned', reason: 'burst pipe' },
              { date: '2025-11-06', kind: 'planned', reason: 'polling station' },
              { date: '2025-11-07', kind: 'unplanned', sessions: ['PM'], reason: 'no heating' },
            ],
          }
        : year,
    ),
  };

  it('a day on which no session is held does not count, and the reason is kept', () => {
    expect(addSchoolDays(snowed, '2025-11-04', 2).date).toBe('2025-11-10');
    expect(addSchoolDays(snowed, '2025-11-04', 2).explanation.notCounted.slice(0, 2)).toEqual([
      { date: '2025-11-05', why: 'unplanned-closure', note: 'burst pipe' },
      { date: '2025-11-06', why: 'planned-closure', note: 'polling station' },
    ]);
  });

  it('a day with one session held is a school day', () => {
    expect(sessionsOn(snowed, '2025-11-07')).toEqual(['AM']);
    expect(isSchoolDay(snowed, '2025-11-07')).toBe(true);
  });
});

describe('counting at its edges', () => {
  it('0 days after a date is the date itself', () => {
    expect(addSchoolDays(norfolk, '2025-10-25', 0).date).toBe('2025-10-25');
  });

  it('inclusive counting from a day that is none begins with the next school day', () => {
    expect(addSchoolDays(norfolk, '2025-10-25', 1, { inclusive: true }).date).toBe('2025-11-04');
  });

  it.each([-1, 1.5, 2001, Number.NaN])('%s is no number of school days', (n) => {
    expect(() => addSchoolDays(norfolk, '2025-10-25', n)).toThrow(RangeError);
  });

  it('no days lie between a date and an earlier one', () => {
    expect(countSchoolDays(norfolk, '2025-10-24', '2025-10-23').count).toBe(0);
  });

  it('finds the school days around a half term', () => {
    expect(nextSchoolDay(norfolk, '2025-10-24')).toBe('2025-11-04');
    expect(schoolDayOnOrAfter(norfolk, '2025-11-04')).toBe('2025-11-04');
    expect(previousSchoolDay(norfolk, '2025-11-04')).toBe('2025-10-24');
    expect(schoolDaysFrom(norfolk, '2025-10-23', '2025-11-05')).toEqual([
      '2025-10-23',
      '2025-10-24',
      '2025-11-04',
      '2025-11-05',
    ]);
    expect(schoolDaysSince(norfolk, '2025-10-24', '2025-11-05').count).toBe(2);
  });

  it('counts on beyond the calendar with assumed days, and says which', () => {
    const { date, explanation } = addSchoolDays(norfolk, '2027-07-19', 3);
    expect(date).toBe('2027-09-03');
    expect(explanation.counted).toEqual(['2027-07-20', '2027-09-02', '2027-09-03']);
    expect(explanation.assumed?.[0]).toBe('2027-08-01');
  });

  it('has no school day before it when a year of closures lies there', () => {
    const closed: SchoolCalendar = {
      urn: '120009',
      version: 1,
      basis: 'own',
      years: ['2024/25', '2025/26'].map((year) => ({ year, terms: [], inset: [], bankHolidays: [], closures: [] })),
    };
    expect(previousSchoolDay(closed, '2026-07-31')).toBeUndefined();
  });
});
