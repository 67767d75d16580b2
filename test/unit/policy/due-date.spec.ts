import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  addWorkingDays,
  amountInWords,
  dueDate,
  isWorkingDay,
  plusMonths,
} from '../../../src/policy/domain/due-date.js';
import { groundOf } from '../../../src/policy/domain/grounds.js';
import { timescale } from '../../../src/policy/domain/policy-on.js';
import type { Timescale } from '../../../src/policy/domain/policy-pack.js';
import { addSchoolDays } from '../../../src/schools/domain/school-days.js';
import { norfolkCalendar, policyFor } from '../../support/policy.js';

const rule = (amount: number, unit: Timescale['unit'], more: Partial<Timescale> = {}): Timescale => ({
  amount,
  unit,
  from: 'the start',
  rule: 'R45',
  paragraph: 'a policy',
  ...more,
});
const due = (timescale: Timescale, from: string) => dueDate(timescale, from, norfolkCalendar).due;

describe('R61 a due date is counted in the unit of its own rule', () => {
  it.each([
    ['school-days', 5, '2025-10-22', '2025-11-06'],
    ['working-days', 5, '2025-10-22', '2025-10-29'],
    ['calendar-days', 5, '2025-10-22', '2025-10-27'],
    ['weeks', 4, '2025-10-22', '2025-11-19'],
    ['months', 1, '2026-01-31', '2026-02-28'],
    ['years', 6, '2024-02-29', '2030-02-28'],
    ['hours', 2, '2025-10-22', '2025-10-22'],
  ] as const)('%s: %i from %s is %s', (unit, amount, from, expected) => {
    expect(due(rule(amount, unit), from)).toBe(expected);
  });

  it('T3 code N under the regulation: school days, not working days', () => {
    expect(due(timescale(policyFor('2025-10-22'), 'codeNResolution'), '2025-10-22')).toBe('2025-11-06');
  });

  it('working days pass over weekends and bank holidays', () => {
    expect(due(rule(1, 'working-days'), '2026-12-24')).toBe('2026-12-29');
    expect(isWorkingDay('2026-12-28')).toBe(false);
    expect(addWorkingDays('2026-12-24', 1, true)).toBe('2026-12-24');
  });

  it('inclusive counting makes the start the first day', () => {
    expect(due(rule(20, 'school-days', { inclusive: true }), '2025-10-06')).toBe('2025-11-10');
    expect(due(rule(28, 'calendar-days', { inclusive: true }), '2025-10-06')).toBe('2025-11-02');
    expect(due(rule(15, 'calendar-days', { inclusive: true }), '2025-10-01')).toBe('2025-10-15');
    expect(due(rule(0, 'calendar-days', { inclusive: true }), '2025-10-06')).toBe('2025-10-06');
  });

  it('says the sum in a sentence, with the rule, the paragraph and the days', () => {
    const leave = dueDate(timescale(policyFor('2025-10-17'), 'leaveNotReturned'), '2025-10-17', norfolkCalendar);
    expect(leave).toMatchObject({
      sum: '10 school days after 2025-10-17 (the last day of the leave): 2025-11-10.',
      rule: 'R11',
      paragraph: 'SI 2024/208 reg. 9(1)(h)',
      amount: 10,
      unit: 'school-days',
    });
    expect(leave.days?.counted).toHaveLength(10);
    const daily = dueDate(timescale(policyFor('2025-10-17'), 'dailyContact'), '2025-10-17', norfolkCalendar);
    expect(daily).toMatchObject({ due: '2025-10-17', by: '10:30', sum: expect.stringContaining('On the same day') });
    const missing = dueDate(timescale(policyFor('2025-10-17'), 'reportMissing'), '2025-10-06', norfolkCalendar);
    expect(missing.sum).toBe(
      '20 school days with 2025-10-06 (the first school day of the absence) as the first: 2025-11-10.',
    );
    expect(amountInWords(1, 'working-days')).toBe('1 working day');
  });

  it('a threshold in sessions has no date of its own', () => {
    expect(() => due(rule(10, 'sessions'), '2025-10-06')).toThrow(RangeError);
  });

  it('a month later is the same day, or the last of a shorter month', () => {
    expect(plusMonths('2025-12-15', 1)).toBe('2026-01-15');
    expect(plusMonths('2024-01-31', 1)).toBe('2024-02-29');
    expect(plusMonths('2025-03-31', -1)).toBe('2025-02-28');
    const date = fc.date({ min: new Date('2000-01-01'), max: new Date('2050-01-01'), noInvalidDate: true });
    fc.assert(
      fc.property(date, fc.integer({ min: 0, max: 600 }), (day, months) => {
        const from = day.toISOString().slice(0, 10);
        const to = plusMonths(from, months);
        expect(Number(to.slice(0, 4)) * 12 + Number(to.slice(5, 7))).toBe(
          Number(from.slice(0, 4)) * 12 + Number(from.slice(5, 7)) + months,
        );
        expect(Number(to.slice(8))).toBeLessThanOrEqual(Number(from.slice(8)));
      }),
    );
  });

  it('never falls before its start, and a longer time never earlier', () => {
    const units = fc.constantFrom(
      'school-days' as const,
      'working-days' as const,
      'calendar-days' as const,
      'weeks' as const,
    );
    const day = fc.integer({ min: 0, max: 500 }).map((n) => addSchoolDays(norfolkCalendar, '2025-09-03', n).date);
    fc.assert(
      fc.property(units, day, fc.integer({ min: 0, max: 60 }), (unit, from, amount) => {
        const earlier = due(rule(amount, unit), from);
        expect(earlier >= from).toBe(true);
        expect(due(rule(amount + 1, unit), from) > earlier).toBe(true);
      }),
    );
  });
});

describe('R13 the grounds for deletion', () => {
  it('are the fifteen of reg. 9(1)(a) to (o) from 19 August 2024', () => {
    const letters = policyFor('2026-01-05').grounds.map(({ ground }) => ground);
    expect(letters).toEqual([...'abcdefghijklmno'].map((letter) => `9(1)(${letter})`));
  });

  it('and the fifteen of reg. 8(1) of 2006 before', () => {
    const letters = policyFor('2020-01-06').grounds.map(({ ground }) => ground);
    expect(letters).toEqual([...'abcdefghijklmno'].map((letter) => `8(1)(${letter})`));
  });

  it.each([
    ['2026-01-05', '9(1)(i)', 'TWENTY_SCHOOL_DAYS_CONTINUOUS'],
    ['2026-01-05', '9(1)(h)', 'TEN_SCHOOL_DAYS_AFTER_LEAVE'],
    ['2020-01-06', '8(1)(h)', 'TWENTY_SCHOOL_DAYS_CONTINUOUS'],
    ['2020-01-06', '8(1)(f)', 'TEN_SCHOOL_DAYS_AFTER_LEAVE'],
  ])(
    'A07 T1 R13 on %s ground %s needs more than its days: joint enquiries of both sides and no belief in sickness',
    (date, ground, days) => {
      expect(groundOf(policyFor(date).grounds, ground)?.guards).toEqual(
        expect.arrayContaining([
          days,
          'NOT_SICK_OR_UNAVOIDABLY_ABSENT',
          'JOINT_ENQUIRIES_SCHOOL',
          'JOINT_ENQUIRIES_LA',
          'JOINT_ENQUIRIES_OUTCOME',
        ]),
      );
    },
  );

  it('a death suppresses every letter', () => {
    expect(groundOf(policyFor('2026-01-05').grounds, '9(1)(k)')).toMatchObject({ suppressLetters: true });
    expect(groundOf(policyFor('2026-01-05').grounds, '9(1)(z)')).toBeUndefined();
  });

  it('R19 the grounds that leave a child with no known destination are those of high relevance', () => {
    const high = policyFor('2026-01-05').grounds.filter(({ cmeRelevance }) => cmeRelevance === 'high');
    expect(high.map(({ ground }) => ground.at(-2))).toEqual(['g', 'h', 'i', 'n', 'o']);
    expect(high.every(({ destinationKnown }) => !destinationKnown)).toBe(true);
  });
});
