import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SchoolCalendar } from '../../../src/schools/domain/calendar.js';
import { dayOf, isSchoolDay } from '../../../src/schools/domain/calendar.js';
import {
  amendCalendar,
  type CalendarChange,
  calendarDifference,
  unplannedClosure,
  withYears,
} from '../../../src/schools/domain/calendar-amendment.js';
import { faultsOfSchoolYear } from '../../../src/schools/domain/calendar-faults.js';
import { defaultCalendar } from '../../../src/schools/domain/default-calendar.js';
import { datesFrom, isWeekend, plusDays } from '../../../src/schools/domain/local-date.js';
import {
  addSchoolDays,
  countSchoolDays,
  nextSchoolDay,
  previousSchoolDay,
  schoolDaysSince,
} from '../../../src/schools/domain/school-days.js';
import { norfolkCalendar as norfolk } from '../../support/policy.js';

const DAYS = datesFrom('2025-08-01', '2026-07-31');
const day = fc.constantFrom(...DAYS);
const change: fc.Arbitrary<CalendarChange> = fc.record({
  year: fc.constant('2025/26'),
  addInset: fc.array(day, { maxLength: 4 }),
  removeInset: fc.array(fc.constantFrom('2025-11-03', '2026-04-14'), { maxLength: 2 }),
  addClosures: fc.array(
    fc.record({
      date: day,
      kind: fc.constantFrom('planned' as const, 'unplanned' as const),
      sessions: fc.constantFrom<('AM' | 'PM')[]>(['AM'], ['PM'], ['AM', 'PM']),
      reason: fc.constant('a reason'),
    }),
    { maxLength: 4 },
  ),
});
/** One year only: the index of a calendar is built anew for each. */
const oneYear = { ...norfolk, years: norfolk.years.filter(({ year }) => year === '2025/26') };
const calendar: fc.Arbitrary<SchoolCalendar> = change.map((it) => amendCalendar(oneYear, it));

describe('an amendment', () => {
  it('R63 A06 makes the next version and leaves the one before as it was', () => {
    const before = JSON.stringify(norfolk);
    const moved = amendCalendar(norfolk, { year: '2025/26', addInset: ['2025-11-07'] });
    expect(moved.version).toBe(norfolk.version + 1);
    expect(JSON.stringify(norfolk)).toBe(before);
    expect(calendarDifference(norfolk, moved)).toEqual([
      { date: '2025-11-07', was: 'school-day', now: 'inset', sessionsWere: ['AM', 'PM'], sessionsNow: [] },
    ]);
  });

  it('R63 can move a training day, set terms, and lift a closure', () => {
    const moved = amendCalendar(norfolk, { year: '2025/26', removeInset: ['2025-11-03'], addInset: ['2025-11-07'] });
    expect(calendarDifference(norfolk, moved).map(({ date, now }) => [date, now])).toEqual([
      ['2025-11-03', 'school-day'],
      ['2025-11-07', 'inset'],
    ]);
    const closed = amendCalendar(norfolk, unplannedClosure('2025-11-05', 'snow', ['PM']));
    expect(calendarDifference(norfolk, closed)).toMatchObject([{ date: '2025-11-05', sessionsNow: ['AM'] }]);
    const lifted = amendCalendar(closed, { year: '2025/26', removeClosures: ['2025-11-05'] });
    expect(calendarDifference(norfolk, lifted)).toEqual([]);
    const terms = norfolk.years[0]?.terms.map((term) =>
      term.name === 'summer' ? { ...term, last: '2026-07-16' } : term,
    );
    const shorter = amendCalendar(norfolk, { year: '2025/26', terms: terms ?? [] });
    expect(calendarDifference(norfolk, shorter)).toMatchObject([{ date: '2026-07-17', now: 'holiday' }]);
  });

  it('a year can be put in, and the others stay', () => {
    const [first] = norfolk.years;
    const one = withYears(defaultCalendar('120001'), first === undefined ? [] : [first]);
    expect(one).toMatchObject({ version: 1, basis: 'own' });
    expect(withYears(one, norfolk.years).years.map(({ year }) => year)).toEqual(['2025/26', '2026/27']);
  });
});

describe('whatever the calendar', () => {
  it('T3 adding days and counting them again comes to the same', () => {
    fc.assert(
      fc.property(calendar, day, fc.integer({ min: 1, max: 60 }), (any, from, n) => {
        expect(schoolDaysSince(any, from, addSchoolDays(any, from, n).date).count).toBe(n);
        const inclusive = addSchoolDays(any, from, n, { inclusive: true }).date;
        expect(countSchoolDays(any, from, inclusive).count).toBe(n);
      }),
    );
  });

  it('T3 days that are no school days never count, and every day is accounted for', () => {
    fc.assert(
      fc.property(calendar, day, fc.integer({ min: 0, max: 90 }), (any, from, length) => {
        const to = plusDays(from, length);
        const { explanation } = countSchoolDays(any, from, to);
        for (const date of explanation.counted) expect(isSchoolDay(any, date)).toBe(true);
        for (const { date } of explanation.notCounted) expect(isSchoolDay(any, date)).toBe(false);
        const all = [...explanation.counted, ...explanation.notCounted.map(({ date }) => date)].sort();
        expect(all).toEqual(datesFrom(from, to));
      }),
    );
  });

  it('T3 is never earlier than weekdays alone would have it', () => {
    fc.assert(
      fc.property(calendar, day, fc.integer({ min: 1, max: 60 }), (any, from, n) => {
        const passed = datesFrom(plusDays(from, 1), addSchoolDays(any, from, n).date);
        expect(passed.filter((date) => !isWeekend(date)).length).toBeGreaterThanOrEqual(n);
      }),
    );
  });

  it('R63 only counts that pass over a changed day are changed by an amendment', () => {
    fc.assert(
      fc.property(calendar, change, day, fc.integer({ min: 1, max: 40 }), (before, alter, from, n) => {
        const after = amendCalendar(before, alter);
        const changed = calendarDifference(before, after).map(({ date }) => date);
        const counted = addSchoolDays(before, from, n);
        const untouched = !changed.some((date) => date > from && date <= counted.date);
        if (untouched) expect(addSchoolDays(after, from, n).date).toBe(counted.date);
        expect(addSchoolDays(before, from, n)).toEqual(counted);
      }),
    );
  });

  it('a closure more is never a school day more', () => {
    fc.assert(
      fc.property(calendar, day, (any, date) => {
        const closed = amendCalendar(any, unplannedClosure(date, 'snow'));
        expect(countSchoolDays(closed, '2025-08-01', '2026-07-31').count).toBeLessThanOrEqual(
          countSchoolDays(any, '2025-08-01', '2026-07-31').count,
        );
        expect(dayOf(closed, date).sessions).toEqual([]);
      }),
    );
  });

  it('the next and the previous school day undo each other', () => {
    fc.assert(
      fc.property(calendar, day, (any, date) => {
        fc.pre(isSchoolDay(any, date));
        expect(previousSchoolDay(any, nextSchoolDay(any, date))).toBe(date);
      }),
    );
  });
});

describe('a school year that cannot be', () => {
  const [year] = norfolk.years;
  if (year === undefined) throw new Error('no year');
  it.each([
    ['2025/27 is no school year', { year: '2025/27' }],
    ['start of term autumn 2024-09-03', { terms: [{ name: 'autumn', first: '2024-09-03', last: '2025-12-19' }] }],
    ['ends before it begins', { terms: [{ name: 'autumn', first: '2025-12-19', last: '2025-09-03' }] }],
    [
      'term spring overlaps',
      {
        terms: [
          { name: 'autumn', first: '2025-09-03', last: '2025-12-19' },
          { name: 'spring', first: '2025-12-19', last: '2026-03-27' },
        ],
      },
    ],
    [
      'half term of autumn does not lie within it',
      {
        terms: [
          {
            name: 'autumn',
            first: '2025-09-03',
            last: '2025-12-19',
            halfTerm: { first: '2025-09-03', last: '2025-09-05' },
          },
        ],
      },
    ],
    ['there is no term', { terms: [] }],
    ['staff training day 2026-13-01', { inset: ['2026-13-01'] }],
    ['bank holiday 2027-01-01', { bankHolidays: [{ date: '2027-01-01', name: 'New Year’s Day' }] }],
    ['closure 2027-01-05', { closures: [{ date: '2027-01-05', kind: 'planned' as const, reason: 'polling' }] }],
  ])('%s', (fault, wrong) => {
    expect(faultsOfSchoolYear({ ...year, ...wrong }).join()).toContain(fault);
    expect(faultsOfSchoolYear(year)).toEqual([]);
  });
});
