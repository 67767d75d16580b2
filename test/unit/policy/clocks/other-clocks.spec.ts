import { describe, expect, it } from '@jest/globals';
import { codeNResolutions } from '../../../../src/policy/domain/clocks/code-n.js';
import { leaveNotReturned } from '../../../../src/policy/domain/clocks/leave-not-returned.js';
import { penaltyThreshold } from '../../../../src/policy/domain/clocks/penalty-threshold.js';
import { sicknessReturn } from '../../../../src/policy/domain/clocks/sickness-return.js';
import type { SchoolCalendar } from '../../../../src/schools/domain/calendar.js';
import { amended, marked, reading } from '../../../support/marks.js';
import { norfolkCalendar, policyFor } from '../../../support/policy.js';

describe('the penalty threshold', () => {
  const week = (monday: string) => marked('G', monday, monday);

  it('T2 R26 is 10 sessions of G, N, O and U in any mix, and need not be together', () => {
    const mixed = [
      ...marked('G', '2025-09-10', '2025-09-10'),
      ...marked('N', '2025-09-24', '2025-09-24'),
      ...marked('O', '2025-10-01', '2025-10-02'),
      { date: '2025-10-15', session: 'AM' as const, code: 'U' },
      { date: '2025-10-16', session: 'AM' as const, code: 'U' },
    ];
    const clock = penaltyThreshold(reading(mixed, '2025-10-16'));
    expect(clock).toMatchObject({ reached: true, count: 10, threshold: 10, unit: 'sessions', onDate: '2025-10-16' });
    expect(clock.explanation.codesUsed).toEqual(['G', 'N', 'O', 'U']);
    expect(penaltyThreshold(reading(mixed, '2025-10-15'))).toMatchObject({
      reached: false,
      count: 9,
      dueDate: '2025-10-16',
    });
  });

  it('T2 authorised absence and attendance do not count', () => {
    const ill = [...marked('I', '2025-09-08', '2025-09-12'), ...marked('/', '2025-09-15', '2025-09-15')];
    const clock = penaltyThreshold(reading(ill, '2025-09-15'));
    expect(clock).toMatchObject({ reached: false, count: 0 });
    expect(clock).not.toHaveProperty('dueDate');
  });

  it('T2 the window rolls: what lies more than 10 school weeks back is out of it', () => {
    const fridays = ['2025-09-05', '2025-09-12', '2025-09-19', '2025-09-26', '2025-10-03'].flatMap(week);
    expect(penaltyThreshold(reading(fridays, '2025-10-03'))).toMatchObject({ reached: true, onDate: '2025-10-03' });
    const later = penaltyThreshold(reading(fridays, '2025-11-21'));
    expect(later).toMatchObject({ reached: false, count: 8, from: '2025-09-08' });
    expect(later.explanation.notCounted).toContainEqual(
      expect.objectContaining({ date: '2025-09-05', session: 'PM', why: 'outside-the-window' }),
    );
  });

  it('T2 weeks of holiday are no school weeks, so the window spans terms and school years', () => {
    const clock = penaltyThreshold(reading(marked('O', '2026-07-15', '2026-07-17'), '2026-09-08'));
    expect(clock).toMatchObject({ count: 6, from: '2026-05-18' });
    const over = [...marked('O', '2026-07-15', '2026-07-17'), ...marked('O', '2026-09-02', '2026-09-03')];
    expect(penaltyThreshold(reading(over, '2026-09-03'))).toMatchObject({ reached: true, onDate: '2026-09-03' });
  });

  it('T2 the projected day lets go of what falls out of the window on the way', () => {
    const early = [...marked('O', '2025-09-03', '2025-09-05'), ...marked('O', '2025-11-14', '2025-11-14')];
    expect(penaltyThreshold(reading(early, '2025-11-14'))).toMatchObject({ count: 8, dueDate: '2025-11-20' });
  });

  it('marks outside the sessions held do not count, and the reason is shown', () => {
    const calendar: SchoolCalendar = {
      ...norfolkCalendar,
      years: norfolkCalendar.years.map((year) => ({
        ...year,
        closures:
          year.year === '2025/26'
            ? [{ date: '2025-10-14', kind: 'planned', sessions: ['PM'], reason: 'governors’ meeting' }]
            : [],
      })),
    };
    const marks = [
      ...marked('O', '2025-10-13', '2025-10-14'),
      { date: '2025-10-29', session: 'AM' as const, code: 'O' },
    ];
    const clock = penaltyThreshold(reading(marks, '2025-10-31', { calendar }));
    expect(clock.count).toBe(3);
    expect(clock.explanation.notCounted).toMatchObject([
      { date: '2025-10-14', session: 'PM', why: 'planned-closure', note: 'governors’ meeting' },
      { date: '2025-10-29', session: 'AM', why: 'half-term' },
    ]);
  });

  it('T7 the law of 2018 had no such clock', () => {
    expect(penaltyThreshold(reading([], '2018-10-01'))).toMatchObject({
      reached: false,
      paragraph: expect.stringMatching(/england-2006/),
    });
  });

  it('at a school that never opens the window stops somewhere', () => {
    const calendar: SchoolCalendar = {
      ...norfolkCalendar,
      years: ['2023/24', '2024/25', '2025/26'].map((year) => ({
        year,
        terms: [],
        inset: [],
        bankHolidays: [],
        closures: [],
      })),
    };
    expect(penaltyThreshold(reading([], '2026-07-31', { calendar }))).toMatchObject({ count: 0 });
  });
});

describe('the sickness return', () => {
  it('T2 is reached after 15 school days of illness in one run', () => {
    const ill = marked('I', '2025-10-06', '2025-11-03');
    expect(sicknessReturn(reading(ill, '2025-11-04'))).toMatchObject({
      count: 15,
      reached: true,
      onDate: '2025-10-24',
    });
    expect(sicknessReturn(reading(ill, '2025-10-23'))).toMatchObject({
      count: 14,
      reached: false,
      dueDate: '2025-10-24',
    });
  });

  it('T2 or added up over the school year', () => {
    const ill = [
      ...marked('I', '2025-09-08', '2025-09-12'),
      ...marked('I', '2025-11-10', '2025-11-14'),
      ...marked('I', '2026-01-12', '2026-01-15'),
    ];
    expect(sicknessReturn(reading(ill, '2026-01-15'))).toMatchObject({
      count: 14,
      reached: false,
      from: '2025-09-08',
      dueDate: '2026-01-16',
    });
    const more = [...ill, ...marked('I', '2026-01-16', '2026-01-16')];
    expect(sicknessReturn(reading(more, '2026-02-01'))).toMatchObject({
      count: 15,
      reached: true,
      onDate: '2026-01-16',
    });
  });

  it('T2 half a day counts half', () => {
    const mornings = marked('I', '2025-10-06', '2025-10-17').filter(({ session }) => session === 'AM');
    expect(sicknessReturn(reading(mornings, '2025-10-17'))).toMatchObject({ count: 5, reached: false });
  });

  it('T2 a new school year begins a new sum, but a run over the summer goes on', () => {
    const ill = [...marked('I', '2026-07-06', '2026-07-17'), ...marked('I', '2026-09-02', '2026-09-08')];
    expect(sicknessReturn(reading(ill, '2026-09-08'))).toMatchObject({
      count: 15,
      reached: true,
      onDate: '2026-09-08',
    });
    const apart = [
      ...marked('I', '2026-07-06', '2026-07-16'),
      ...marked('/', '2026-07-17', '2026-07-17'),
      ...marked('I', '2026-09-02', '2026-09-08'),
    ];
    expect(sicknessReturn(reading(apart, '2026-09-08'))).toMatchObject({ count: 5, reached: false });
  });

  it('T2 days that the school expects count too', () => {
    const ill = marked('I', '2025-10-06', '2025-10-08');
    expect(sicknessReturn({ ...reading(ill, '2025-10-08'), expectedUntil: '2025-10-24' })).toMatchObject({
      count: 15,
      reached: true,
      onDate: '2025-10-08',
    });
    expect(sicknessReturn({ ...reading(ill, '2025-10-09'), expectedUntil: '2025-10-23' })).toMatchObject({ count: 14 });
  });

  it('no day is projected once the pupil is back', () => {
    const back = [...marked('I', '2025-10-06', '2025-10-08'), ...marked('/', '2025-10-09', '2025-10-09')];
    expect(sicknessReturn(reading(back, '2025-10-09'))).not.toHaveProperty('dueDate');
  });

  it('T7 the law of 2018 had no such return', () => {
    expect(sicknessReturn(reading([], '2018-10-01'))).toMatchObject({ reached: false, count: 0 });
  });
});

describe('code N', () => {
  it('A01 R03 T3 of a session on 22 October is to be resolved by the end of 6 November', () => {
    const marks = [{ date: '2025-10-22', session: 'AM' as const, code: 'N' }];
    const [open] = codeNResolutions(reading(marks, '2025-11-06', { registerVersion: 3 }));
    expect(open).toMatchObject({
      date: '2025-10-22',
      session: 'AM',
      reached: false,
      count: 5,
      dueDate: '2025-11-06',
      rule: 'R03',
      explanation: { registerVersion: 3, calendarVersion: 1 },
    });
    expect(codeNResolutions(reading(marks, '2025-11-07'))).toMatchObject([{ reached: true, onDate: '2025-11-06' }]);
  });

  it('R03 each session has its own limit, and one amended has none', () => {
    const marks = amended(marked('N', '2025-10-21', '2025-10-22'), '2025-10-21', 'PM', 'I');
    expect(codeNResolutions(reading(marks, '2025-10-23')).map(({ date, session }) => `${date} ${session}`)).toEqual([
      '2025-10-21 AM',
      '2025-10-22 AM',
      '2025-10-22 PM',
    ]);
  });

  it('R63 an amended calendar moves the limit', () => {
    const marks = [{ date: '2025-10-22', session: 'AM' as const, code: 'N' }];
    const calendar = {
      ...norfolkCalendar,
      version: 2,
      years: norfolkCalendar.years.map((year) => ({ ...year, inset: [...year.inset, '2025-11-05'] })),
    };
    expect(codeNResolutions(reading(marks, '2025-10-23', { calendar }))).toMatchObject([{ dueDate: '2025-11-07' }]);
  });

  it('says when days had to be assumed', () => {
    const marks = [{ date: '2027-07-19', session: 'AM' as const, code: 'N' }];
    const [open] = codeNResolutions(reading(marks, '2027-07-20'));
    expect(open?.explanation.assumed).toContain('2027-09-02');
  });

  it('T7 the law of 2018 set no limit', () => {
    expect(codeNResolutions(reading([{ date: '2018-10-01', session: 'AM', code: 'N' }], '2018-12-01'))).toEqual([]);
  });
});

describe('not returned after leave', () => {
  const gone = marked('O', '2025-10-20', '2025-11-10');

  it('R11 T2 leave that ends on 17 October is 10 school days over on 10 November', () => {
    const clock = leaveNotReturned({ ...reading(gone, '2025-11-10'), leaveEnds: '2025-10-17' });
    expect(clock).toMatchObject({
      reached: true,
      count: 10,
      from: '2025-10-18',
      onDate: '2025-11-10',
      dueDate: '2025-11-10',
      paragraph: 'SI 2024/208 reg. 9(1)(h)',
    });
    expect(leaveNotReturned({ ...reading(gone, '2025-11-07'), leaveEnds: '2025-10-17' })).toMatchObject({
      reached: false,
      count: 9,
      dueDate: '2025-11-10',
    });
  });

  it('R11 the first session attended ends it', () => {
    const back = amended(gone, '2025-11-06', 'PM', '\\');
    const clock = leaveNotReturned({ ...reading(back, '2025-11-10'), leaveEnds: '2025-10-17' });
    expect(clock).toMatchObject({ reached: false, count: 7, brokenBy: { date: '2025-11-06', why: 'attended' } });
    expect(clock).not.toHaveProperty('dueDate');
  });

  it('R13 illness counts and is flagged: whether it is believed is a person’s to say', () => {
    const ill = amended(gone, '2025-11-05', 'AM', 'I');
    const clock = leaveNotReturned({ ...reading(ill, '2025-11-10'), leaveEnds: '2025-10-17' });
    expect(clock).toMatchObject({ reached: true, flagged: [{ date: '2025-11-05', code: 'I', why: 'needs-a-person' }] });
  });

  it('a day with no mark does not count', () => {
    const gap = gone.filter(({ date }) => date !== '2025-10-22');
    const clock = leaveNotReturned({ ...reading(gap, '2025-11-10'), leaveEnds: '2025-10-17' });
    expect(clock).toMatchObject({ reached: false, count: 9 });
    expect(clock.explanation.notCounted).toContainEqual({ date: '2025-10-22', why: 'no-mark' });
  });

  it('has a due day before any mark is there', () => {
    expect(leaveNotReturned({ ...reading([], '2025-10-18'), leaveEnds: '2025-10-17' })).toMatchObject({
      count: 0,
      dueDate: '2025-11-10',
    });
  });

  it('is in the law of 2006 too, and nowhere without a law', () => {
    expect(leaveNotReturned({ ...reading([], '2018-10-01'), leaveEnds: '2018-09-01' }).paragraph).toContain('8(1)(f)');
    const policy = { ...policyFor('2025-11-10'), timescales: {} };
    expect(
      leaveNotReturned({ ...reading([], '2025-11-10', { policy }), leaveEnds: '2025-10-17' }).dueDate,
    ).toBeUndefined();
  });
});
