import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { type CmeFacts, cmeStatus } from '../../../src/policy/domain/cme-status.js';
import { compulsorySchoolAge, ofCompulsorySchoolAge } from '../../../src/policy/domain/compulsory-school-age.js';
import { localThreshold } from '../../../src/policy/domain/local-threshold.js';
import { weekday } from '../../../src/schools/domain/local-date.js';
import { norfolkCalendar, policyFor } from '../../support/policy.js';

describe('R25 compulsory school age', () => {
  it.each([
    ['2020-09-01', '2025-12-31'],
    ['2021-01-01', '2026-03-31'],
    ['2021-04-01', '2026-08-31'],
    ['2020-08-31', '2025-08-31'],
    ['2020-12-31', '2025-12-31'],
    ['2020-02-29', '2025-03-31'],
    ['2021-03-31', '2026-03-31'],
  ])('of a child born on %s begins on the prescribed day %s', (born, from) => {
    expect(compulsorySchoolAge(born).from).toBe(from);
  });

  it.each([
    ['2009-09-01', '2026-06-26'],
    ['2010-08-31', '2026-06-26'],
    ['2010-07-05', '2026-06-26'],
    ['2010-09-01', '2027-06-25'],
  ])('of a child born on %s ends on the last Friday in June, %s', (born, to) => {
    expect(compulsorySchoolAge(born).to).toBe(to);
  });

  it('always ends on a Friday in the last week of June', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1990, max: 2040 }), (year) => {
        const { to } = compulsorySchoolAge(`${year}-05-05`);
        expect(weekday(to)).toBe(5);
        expect(to.slice(5) >= '06-24' && to.slice(5) <= '06-30').toBe(true);
      }),
    );
  });

  it('A24 a child born on 2021-04-01 is not of that age on 2026-07-01 and is on 2026-08-31', () => {
    expect(ofCompulsorySchoolAge('2021-04-01', '2026-07-01')).toMatchObject({
      answer: 'no',
      because: expect.stringMatching(/2026-08-31/),
    });
    expect(ofCompulsorySchoolAge('2021-04-01', '2026-08-31')).toMatchObject({ answer: 'yes' });
    expect(ofCompulsorySchoolAge('2010-04-01', '2026-06-27')).toMatchObject({
      answer: 'no',
      because: expect.stringMatching(/2026-06-26/),
    });
    expect(ofCompulsorySchoolAge(undefined, '2026-06-27')).toMatchObject({ answer: 'unknown' });
  });
});

const missing: CmeFacts = {
  dateOfBirth: '2015-02-03',
  residentInArea: 'yes',
  onAnyRoll: 'no',
  otherEducation: { kind: 'none' },
};
const on = '2026-10-01';
const policy = policyFor(on);
const status = (facts: Partial<CmeFacts>) => cmeStatus({ ...missing, ...facts }, policy, on);

describe('R21 the test of s. 436A', () => {
  it('a child of the age, in the area, on no roll and with no other education is missing education', () => {
    expect(status({})).toMatchObject({ isCme: 'yes', on, lawVersion: expect.stringMatching(/england-2024@/) });
  });

  it('T5 a registered pupil who does not attend is not', () => {
    expect(status({ onAnyRoll: 'yes' })).toMatchObject({ isCme: 'no', tests: { notOnAnyRoll: { answer: 'no' } } });
  });

  it('T4 there is no waiting: a child applying for a place, or offered one and not started, is', () => {
    expect(status({ place: 'applied' })).toMatchObject({ isCme: 'yes' });
    expect(status({ place: 'offered-not-started' })).toMatchObject({ isCme: 'yes' });
  });

  it.each([
    ['home', 'suitable', 'no'],
    ['home', 'not-assessed', 'no'],
    ['home', undefined, 'no'],
    ['home', 'unsuitable', 'yes'],
    ['alternative-provision', 'suitable', 'no'],
    ['alternative-provision', 'unsuitable', 'yes'],
    ['eotas', 'not-assessed', 'unknown'],
    ['unknown', undefined, 'unknown'],
  ] as const)('T6 education otherwise: %s, %s: %s', (kind, assessment, isCme) => {
    const otherEducation = assessment === undefined ? { kind } : { kind, assessment };
    expect(status({ otherEducation }).isCme).toBe(isCme);
  });

  it('R36 a child whose whereabouts are unknown stays on the list of the last known area', () => {
    expect(status({ residentInArea: 'last-known' })).toMatchObject({ isCme: 'yes' });
    expect(status({ residentInArea: 'no' })).toMatchObject({ isCme: 'no' });
    expect(status({ residentInArea: 'unknown' })).toMatchObject({ isCme: 'unknown' });
  });

  it('what is not known is never taken for a no, and one no settles it', () => {
    expect(status({ onAnyRoll: 'unknown' })).toMatchObject({ isCme: 'unknown' });
    expect(status({ onAnyRoll: 'unknown', residentInArea: 'no' })).toMatchObject({ isCme: 'no' });
    const { dateOfBirth: _, ...undated } = missing;
    expect(cmeStatus(undated, policy, on)).toMatchObject({ isCme: 'unknown' });
  });

  it('R21 every answer has its reason and its paragraph, and names the law of the day', () => {
    const answers = fc.constantFrom('yes' as const, 'no' as const, 'unknown' as const);
    fc.assert(
      fc.property(answers, answers, fc.constantFrom('none', 'home', 'eotas', 'unknown'), (roll, area, kind) => {
        const found = status({ onAnyRoll: roll, residentInArea: area, otherEducation: { kind: kind as 'none' } });
        for (const test of Object.values(found.tests)) {
          expect(test.because).not.toBe('');
          expect(test.paragraph).not.toBe('');
        }
      }),
    );
    expect(cmeStatus(missing, policyFor('2018-10-01'), '2021-10-01').lawVersion).toContain('england-2006');
  });
});

describe('R25 the local threshold', () => {
  it('T4 holds 20 school days and 28 calendar days side by side, apart from the law', () => {
    const threshold = localThreshold('2025-10-06', norfolkCalendar, policyFor('2025-10-06'), '2025-11-01');
    expect(threshold).toMatchObject({
      met: false,
      on: '2025-11-02',
      schoolDays: { due: '2025-11-10', unit: 'school-days' },
      calendarDays: { due: '2025-11-02', unit: 'calendar-days' },
    });
    expect(localThreshold('2025-10-06', norfolkCalendar, policyFor('2025-10-06'), '2025-11-02').met).toBe(true);
    expect(localThreshold('2025-09-03', norfolkCalendar, policyFor('2025-10-06'), '2025-09-01').on).toBe('2025-09-30');
  });
});
