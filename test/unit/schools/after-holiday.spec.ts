import { describe, expect, it } from '@jest/globals';
import { returnAfterHoliday, returnDays } from '../../../src/schools/domain/after-holiday.js';
import { amendCalendar, unplannedClosure } from '../../../src/schools/domain/calendar-amendment.js';
import { norfolkCalendar as norfolk, policyFor } from '../../support/policy.js';

const policy = policyFor('2025-11-04');

describe('R04 the first school day after a holiday', () => {
  it('A09 is Tue 4 November 2025: the staff training day after half term puts it off', () => {
    expect(returnAfterHoliday(norfolk, '2025-11-04', policy)).toEqual({
      starts: true,
      gap: { first: '2025-10-25', last: '2025-11-03' },
      because: 'first school day after half term',
    });
    expect(returnAfterHoliday(norfolk, '2025-11-03', policy)).toMatchObject({
      starts: false,
      because: 'it is no school day',
    });
    expect(returnAfterHoliday(norfolk, '2025-11-05', policy).starts).toBe(false);
  });

  it('R04 comes six times from 2025/26 to the first day of 2026/27, half terms included', () => {
    expect(returnDays(norfolk, '2025-09-04', '2026-09-02', policy)).toEqual([
      '2025-11-04',
      '2026-01-06',
      '2026-02-23',
      '2026-04-15',
      '2026-06-01',
      '2026-09-02',
    ]);
  });

  it.each([
    ['2025-09-08', 'a weekend', norfolk],
    ['2026-05-05', 'a bank holiday', norfolk],
    ['2025-12-01', 'one training Monday', amendCalendar(norfolk, { year: '2025/26', addInset: ['2025-11-28'] })],
    ['2025-11-20', 'snow', amendCalendar(norfolk, unplannedClosure('2025-11-19', 'snow'))],
  ])('R04 is not %s, after %s only', (date, _gap, calendar) => {
    expect(returnAfterHoliday(calendar, date, policy).starts).toBe(false);
  });

  it('R04 a policy may count training days alone', () => {
    const trained = amendCalendar(norfolk, { year: '2025/26', addInset: ['2025-12-01'] });
    const counting = {
      ...policy,
      settings: {
        ...policy.settings,
        afterHolidayCheckAfterInsetOnly: { value: true, rule: 'R04', paragraph: 'a policy' },
      },
    };
    expect(returnAfterHoliday(trained, '2025-12-02', policy).starts).toBe(false);
    expect(returnAfterHoliday(trained, '2025-12-02', counting)).toMatchObject({
      starts: true,
      gap: { first: '2025-11-29', last: '2025-12-01' },
    });
  });

  it('R04 snow on the day of return puts it off by a day', () => {
    const snowed = amendCalendar(norfolk, unplannedClosure('2026-01-06', 'snow'));
    expect(returnAfterHoliday(snowed, '2026-01-06', policy).starts).toBe(false);
    expect(returnAfterHoliday(snowed, '2026-01-07', policy)).toMatchObject({ starts: true });
  });

  it('starts nothing where no school day before is known', () => {
    const closed = {
      ...norfolk,
      years: ['2023/24', '2024/25'].map((year) => ({ year, terms: [], inset: [], bankHolidays: [], closures: [] })),
    };
    const first = { ...closed, years: [...closed.years, ...norfolk.years] };
    expect(returnAfterHoliday(first, '2025-09-03', policy)).toMatchObject({ starts: false });
  });
});
