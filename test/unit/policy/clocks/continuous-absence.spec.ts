import { describe, expect, it } from '@jest/globals';
import { attendanceReturn, continuousAbsence } from '../../../../src/policy/domain/clocks/continuous-absence.js';
import type { SchoolCalendar, SchoolYear } from '../../../../src/schools/domain/calendar.js';
import { amended, marked, reading } from '../../../support/marks.js';
import { norfolkCalendar, policyFor } from '../../../support/policy.js';

const absent = marked('O', '2025-10-06', '2025-11-10');

function norfolkWith(change: (year: SchoolYear) => Partial<SchoolYear>): SchoolCalendar {
  const years = norfolkCalendar.years.map((year) => (year.year === '2025/26' ? { ...year, ...change(year) } : year));
  return { ...norfolkCalendar, version: 2, years };
}

describe('the 20 school days of ground 9(1)(i)', () => {
  it('A02 R12 T1 T3 marks O from 6 October reach day 20 on 10 November, with the sum shown', () => {
    const clock = continuousAbsence(reading(absent, '2025-11-10', { registerVersion: 41 }));
    expect(clock).toMatchObject({
      reached: true,
      count: 20,
      threshold: 20,
      unit: 'school-days',
      from: '2025-10-06',
      onDate: '2025-11-10',
      dueDate: '2025-11-10',
      rule: 'R12',
      paragraph: 'SI 2024/208 reg. 9(1)(i)',
      flagged: [],
    });
    expect(clock.explanation).toMatchObject({
      codesUsed: ['O'],
      codeLists: ['v2024-08-19'],
      calendarUrn: '120001',
      calendarVersion: 1,
      registerVersion: 41,
    });
    expect(clock.explanation.counted).toHaveLength(20);
    expect(clock.explanation.notCounted).toContainEqual({ date: '2025-10-29', why: 'half-term' });
    expect(clock.explanation.notCounted).toContainEqual({ date: '2025-11-03', why: 'inset' });
  });

  it('R12 T3 is not reached on 31 October (weekdays) nor 2 November (28 days), and names the day it will be', () => {
    for (const today of ['2025-10-31', '2025-11-02', '2025-11-07']) {
      expect(continuousAbsence(reading(absent, today))).toMatchObject({ reached: false, dueDate: '2025-11-10' });
    }
  });

  it('T2 G, N and O count together', () => {
    const mixed = [
      ...marked('G', '2025-10-06', '2025-10-10'),
      ...marked('N', '2025-10-13', '2025-10-17'),
      ...marked('O', '2025-10-20', '2025-11-10'),
    ];
    expect(continuousAbsence(reading(mixed, '2025-11-10'))).toMatchObject({ reached: true, count: 20 });
    expect(continuousAbsence(reading(mixed, '2025-11-10')).explanation.codesUsed).toEqual(['G', 'N', 'O']);
  });

  it('A03 T2 one session of illness on 22 October breaks it, and the count restarts on the 23rd', () => {
    const clock = continuousAbsence(reading(amended(absent, '2025-10-22', 'AM', 'I'), '2025-11-10'));
    expect(clock).toMatchObject({ reached: false, count: 7, from: '2025-10-23', dueDate: '2025-11-27' });
    expect(clock.brokenBy).toMatchObject({ date: '2025-10-22', session: 'AM', code: 'I', why: 'other-code' });
    expect(clock.explanation.notCounted).toContainEqual(clock.brokenBy);
  });

  it('A04 T2 one U session breaks the ground’s run, not that of the attendance return', () => {
    const late = amended(absent, '2025-10-22', 'PM', 'U');
    expect(continuousAbsence(reading(late, '2025-11-10'))).toMatchObject({ reached: false, from: '2025-10-23' });
    expect(attendanceReturn(reading(late, '2025-11-10'))).toMatchObject({
      reached: true,
      count: 20,
      onDate: '2025-10-17',
      threshold: 10,
    });
  });

  it('A05 T2 an amendment to I after day 20 takes the threshold back', () => {
    expect(continuousAbsence(reading(absent, '2025-11-12')).reached).toBe(true);
    const clock = continuousAbsence(reading(amended(absent, '2025-10-15', 'AM', 'I'), '2025-11-12'));
    expect(clock).toMatchObject({ reached: false, count: 12, from: '2025-10-16' });
  });

  it('A06 R63 a staff training day moved to 7 November puts it off to 11 November', () => {
    const moved = norfolkWith(() => ({ inset: ['2025-11-03', '2025-11-07', '2026-04-14'] }));
    const clock = continuousAbsence(
      reading(
        absent.filter(({ date }) => date < '2025-11-07'),
        '2025-11-06',
        { calendar: moved },
      ),
    );
    expect(clock).toMatchObject({ reached: false, count: 18, dueDate: '2025-11-11' });
    expect(clock.explanation.calendarVersion).toBe(2);
  });

  it('A06 R63 an unplanned closure on 7 November flags the run for a person and does not decide it', () => {
    const closed = norfolkWith(() => ({ closures: [{ date: '2025-11-07', kind: 'unplanned', reason: 'snow' }] }));
    const withoutMarks = absent.filter(({ date }) => date !== '2025-11-07');
    const withY4 = amended(amended(absent, '2025-11-07', 'AM', 'Y4'), '2025-11-07', 'PM', 'Y4');
    for (const [sessions, calendar] of [
      [withoutMarks, closed],
      [withY4, closed],
      [withY4, norfolkCalendar],
    ] as const) {
      const clock = continuousAbsence(reading(sessions, '2025-11-10', { calendar }));
      expect(clock).toMatchObject({ reached: false, count: 1, from: '2025-11-10' });
      expect(clock.flagged).toMatchObject([{ date: '2025-11-07' }]);
      expect(clock.setAside).toEqual({ count: 19, from: '2025-10-06' });
    }
  });

  it.each(['Q', 'X', 'Y1', 'Y7', 'C2', 'D'])(
    'T2 code %s breaks it in the strict reading and asks for a person',
    (code) => {
      const clock = continuousAbsence(reading(amended(absent, '2025-10-20', 'AM', code), '2025-11-10'));
      expect(clock.reached).toBe(false);
      expect(clock.flagged).toMatchObject([{ date: '2025-10-20', session: 'AM', code, why: 'needs-a-person' }]);
      expect(clock.setAside).toEqual({ count: 19, from: '2025-10-06' });
    },
  );

  it.each(['/', 'L', 'K', 'V', 'P', 'W', 'B', 'C', 'C1', 'E', 'I', 'J1', 'M', 'R', 'S', 'T', 'U'])(
    'T2 one session of %s breaks it and needs no person',
    (code) => {
      const clock = continuousAbsence(reading(amended(absent, '2025-10-20', 'AM', code), '2025-11-10'));
      expect(clock).toMatchObject({ reached: false, count: 9, flagged: [] });
      expect(clock).not.toHaveProperty('setAside');
    },
  );

  it('T2 a half-present day breaks it', () => {
    const clock = continuousAbsence(reading(amended(absent, '2025-11-10', 'PM', '\\'), '2025-11-10'));
    expect(clock).toMatchObject({ reached: false, count: 0 });
    expect(clock).not.toHaveProperty('dueDate');
  });

  it('of a session that needs a person and one attended on the same day the second decides', () => {
    const both = amended(amended(absent, '2025-10-20', 'AM', 'Y2'), '2025-10-20', 'PM', '\\');
    expect(continuousAbsence(reading(both, '2025-11-10'))).toMatchObject({ brokenBy: { code: '\\' }, flagged: [] });
  });

  it('a session without a mark breaks it, save on the last day, whose register may be incomplete', () => {
    const morning = absent.filter(({ date, session }) => date !== '2025-11-10' || session === 'AM');
    expect(continuousAbsence(reading(morning, '2025-11-10'))).toMatchObject({
      reached: false,
      count: 19,
      dueDate: '2025-11-10',
    });
    const gap = absent.filter(({ date, session }) => date !== '2025-10-20' || session === 'AM');
    expect(continuousAbsence(reading(gap, '2025-11-10'))).toMatchObject({
      count: 9,
      brokenBy: { date: '2025-10-20', session: 'PM', why: 'no-mark' },
    });
  });

  it('a code that was never in the list breaks it and asks for a person', () => {
    const clock = continuousAbsence(reading(amended(absent, '2025-10-20', 'AM', 'H'), '2025-11-10'));
    expect(clock.flagged).toMatchObject([{ code: 'H', why: 'unknown-code' }]);
  });

  it('a day marked # in the register neither counts nor breaks', () => {
    const planned = amended(amended(absent, '2025-10-20', 'AM', '#'), '2025-10-20', 'PM', '#');
    expect(continuousAbsence(reading(planned, '2025-11-10'))).toMatchObject({
      reached: false,
      count: 19,
      from: '2025-10-06',
    });
    const half = amended(absent, '2025-10-20', 'AM', '#');
    expect(continuousAbsence(reading(half, '2025-11-10'))).toMatchObject({ reached: true, count: 20 });
  });

  it('marks on a day that is no school day do not count', () => {
    const weekend = [...absent, { date: '2025-10-11', session: 'AM' as const, code: 'O' }];
    expect(continuousAbsence(reading(weekend, '2025-11-10')).count).toBe(20);
  });

  it('marks of days to come are not read yet', () => {
    expect(continuousAbsence(reading(absent, '2025-10-10')).count).toBe(5);
  });

  it('marks in any order give the same, and of two marks for one session the later holds', () => {
    const shuffled = [...absent].reverse();
    expect(continuousAbsence(reading(shuffled, '2025-11-10'))).toEqual(
      continuousAbsence(reading(absent, '2025-11-10')),
    );
    const corrected = amended(amended(absent, '2025-10-20', 'AM', 'I'), '2025-10-20', 'AM', 'O');
    expect(continuousAbsence(reading(corrected, '2025-11-10')).reached).toBe(true);
  });

  it('R12 a run goes on over the summer and is flagged', () => {
    const over = [...marked('O', '2026-07-06', '2026-07-17'), ...marked('O', '2026-09-02', '2026-09-15')];
    const clock = continuousAbsence(reading(over, '2026-09-15'));
    expect(clock).toMatchObject({ reached: true, count: 20, from: '2026-07-06' });
    expect(clock.flagged).toMatchObject([{ date: '2026-09-02', why: 'new-school-year' }]);
  });

  it('R12 a run that begins after the summer is not flagged', () => {
    const back = [...marked('/', '2026-07-06', '2026-07-17'), ...marked('O', '2026-09-02', '2026-09-15')];
    expect(continuousAbsence(reading(back, '2026-09-15'))).toMatchObject({ count: 10, flagged: [] });
  });

  it('R12 a policy may have it start afresh with the school year', () => {
    const over = [...marked('O', '2026-07-06', '2026-07-17'), ...marked('O', '2026-09-02', '2026-09-15')];
    const policy = policyFor('2026-09-15');
    const strict = {
      ...policy,
      settings: { ...policy.settings, runAcrossSchoolYears: { value: false, rule: 'R12', paragraph: 'a policy' } },
    };
    const clock = continuousAbsence(reading(over, '2026-09-15', { policy: strict }));
    expect(clock).toMatchObject({ reached: false, count: 10, brokenBy: { why: 'new-school-year' } });
  });

  it('no marks, no count', () => {
    expect(continuousAbsence(reading([], '2025-11-10'))).toMatchObject({ reached: false, count: 0, flagged: [] });
    expect(continuousAbsence(reading(absent, '2025-09-10'))).toMatchObject({ reached: false, count: 0 });
  });

  it('A30 T7 a run of 2018 is read under the law and the codes of its day', () => {
    const dates = ['2018-10-01', '2018-10-02'];
    const marks = dates.flatMap((date) => [
      { date, session: 'AM' as const, code: 'O' },
      { date, session: 'PM' as const, code: 'O' },
    ]);
    const clock = continuousAbsence(reading(marks, '2018-10-02'));
    expect(clock).toMatchObject({ count: 2, paragraph: 'SI 2006/1751 reg. 8(1)(h)' });
    expect(clock.explanation).toMatchObject({ codeLists: ['v2006'], assumed: dates });
  });
});

describe('the attendance return', () => {
  it('T2 R12 is due after 10 school days of G, N, O or U', () => {
    const days = [...marked('U', '2025-10-06', '2025-10-10'), ...marked('N', '2025-10-13', '2025-10-17')];
    expect(attendanceReturn(reading(days, '2025-10-16'))).toMatchObject({
      reached: false,
      count: 9,
      dueDate: '2025-10-17',
    });
    expect(attendanceReturn(reading(days, '2025-10-17'))).toMatchObject({
      reached: true,
      count: 10,
      onDate: '2025-10-17',
    });
  });

  it('T2 illness breaks it', () => {
    const ill = amended(marked('O', '2025-10-06', '2025-10-17'), '2025-10-14', 'PM', 'I');
    expect(attendanceReturn(reading(ill, '2025-10-17'))).toMatchObject({ reached: false, count: 3 });
  });
});
