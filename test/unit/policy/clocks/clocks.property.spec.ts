import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SessionMark } from '../../../../src/policy/domain/clocks/clock.js';
import { attendanceReturn, continuousAbsence } from '../../../../src/policy/domain/clocks/continuous-absence.js';
import { penaltyThreshold } from '../../../../src/policy/domain/clocks/penalty-threshold.js';
import { datesFrom } from '../../../../src/schools/domain/local-date.js';
import { countSchoolDays } from '../../../../src/schools/domain/school-days.js';
import { reading } from '../../../support/marks.js';
import { codes, norfolkCalendar } from '../../../support/policy.js';

const DATES = datesFrom('2025-09-01', '2025-12-19');
const TODAY = '2025-12-19';
const LETTERS = codes.lists.find(({ version }) => version === 'v2024-08-19')?.codes.map(({ code }) => code) ?? [];
/** Mostly absent, so that runs form. */
const code = fc.oneof(
  { weight: 30, arbitrary: fc.constantFrom('G', 'N', 'O') },
  { weight: 1, arbitrary: fc.constantFrom(...LETTERS) },
);
const register: fc.Arbitrary<SessionMark[]> = fc
  .tuple(fc.integer({ min: 0, max: DATES.length - 1 }), fc.array(fc.tuple(code, code), { minLength: 1, maxLength: 80 }))
  .map(([start, days]) =>
    days.flatMap(([am, pm], index): SessionMark[] => {
      const date = DATES[start + index];
      return date === undefined
        ? []
        : [
            { date, session: 'AM', code: am },
            { date, session: 'PM', code: pm },
          ];
    }),
  );

describe('whatever the register', () => {
  it('T2 the ground’s run is never longer than the return’s', () => {
    fc.assert(
      fc.property(register, (marks) => {
        expect(continuousAbsence(reading(marks, TODAY)).count).toBeLessThanOrEqual(
          attendanceReturn(reading(marks, TODAY)).count,
        );
      }),
    );
  });

  it('T2 each day counted is a school day whose marks are all G, N, O (or # for a session not held)', () => {
    fc.assert(
      fc.property(register, (marks) => {
        const { counted } = continuousAbsence(reading(marks, TODAY)).explanation;
        for (const date of counted) {
          expect(countSchoolDays(norfolkCalendar, date, date).count).toBe(1);
          for (const mark of marks.filter((it) => it.date === date)) expect('GNO#').toContain(mark.code);
        }
      }),
    );
  });

  it('T2 changing one counted session to any other code ends the run at that day', () => {
    fc.assert(
      fc.property(
        register,
        fc.constantFrom(...LETTERS.filter((it) => !'GNO#'.includes(it))),
        fc.nat(),
        (marks, other, pick) => {
          const { counted } = continuousAbsence(reading(marks, TODAY)).explanation;
          fc.pre(counted.length > 0);
          const date = counted[pick % counted.length] ?? '';
          const after = continuousAbsence(reading([...marks, { date, session: 'PM', code: other }], TODAY));
          expect(after.count).toBe(counted.filter((day) => day > date).length);
          expect(after.brokenBy?.date).toBe(date);
        },
      ),
    );
  });

  it('T2 later marks never change what was read for an earlier day', () => {
    fc.assert(
      fc.property(register, fc.constantFrom(...DATES), (marks, day) => {
        const known = marks.filter(({ date }) => date <= day);
        expect(continuousAbsence(reading(marks, day))).toEqual(continuousAbsence(reading(known, day)));
        expect(penaltyThreshold(reading(marks, day))).toEqual(penaltyThreshold(reading(known, day)));
      }),
    );
  });

  it('T2 reached if and only if the count is at the threshold, and never by weekdays alone', () => {
    fc.assert(
      fc.property(register, (marks) => {
        const clock = continuousAbsence(reading(marks, TODAY));
        expect(clock.reached).toBe(clock.count >= 20);
        expect(clock.count).toBe(clock.explanation.counted.length);
        if (clock.from !== undefined) {
          expect(clock.count).toBeLessThanOrEqual(countSchoolDays(norfolkCalendar, clock.from, TODAY).count);
        }
      }),
    );
  });
});
