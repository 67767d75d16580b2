import { describe, expect, it } from '@jest/globals';
import { dutiesOfSchool } from '../../../src/schools/domain/duties.js';
import { evolve, initialSchool, type SchoolEvent } from '../../../src/schools/domain/school.js';
import { policyFor } from '../../support/policy.js';

const school = (...events: object[]) => (events as SchoolEvent[]).reduce(evolve, { ...initialSchool, urn: '900001' });
const on = (today: string) => ({ today, policy: policyFor(today) });
const reviewed = (week: string) => ({
  type: 'WeeklyAttendanceReviewCompleted',
  data: { week, flagged: [], covered: 3, occurredOn: week },
});
const started = {
  type: 'AfterHolidayCheckStarted',
  data: { on: '2025-11-04', holiday: {}, because: '', pupils: ['child-a', 'child-b'], occurredOn: '2025-11-04' },
};
const result = (childId: string) => ({
  type: 'AfterHolidayResultRecorded',
  data: { on: '2025-11-04', childId, result: 'returned', occurredOn: '2025-11-04' },
});
const completed = {
  type: 'AfterHolidayCheckCompleted',
  data: { on: '2025-11-04', results: {}, occurredOn: '2025-11-04' },
};

describe('what a school as such has to do', () => {
  it('R01 R04 in the first week after half term: the check that day, the review by the Monday after', () => {
    expect(dutiesOfSchool(school(), '2025-11-03', on('2025-11-04'))).toEqual([
      {
        kind: 'after-holiday-check',
        key: 'after-holiday-check:2025-11-04',
        owner: 'school-staff@900001',
        nextAction: 'Contact the families of the children absent after the holiday',
        due: '2025-11-04',
        overdue: false,
        rule: 'R04',
        paragraph: 'Riverside CME policy, section 1',
        explanation: { sum: 'On the same day, 2025-11-04 (the first school day after the holiday): 2025-11-04.' },
      },
      expect.objectContaining({
        kind: 'weekly-review',
        key: 'weekly-review:2025-11-03',
        due: '2025-11-10',
        rule: 'R01',
      }),
    ]);
  });

  it.each([
    ['two children wait', [started], 'Record what the contact came to for 2 absent children'],
    ['one child waits', [started, result('child-a')], 'Record what the contact came to for 1 absent child'],
    ['nobody waits', [started, result('child-a'), result('child-b')], 'Complete the check after the holiday'],
  ])('R04 a check is open until it is completed: %s', (_when, events, nextAction) => {
    const [duty] = dutiesOfSchool(school(reviewed('2025-11-03'), ...events), '2025-11-03', on('2025-11-06'));
    expect(duty).toMatchObject({ nextAction, overdue: true });
  });

  it('R01 R04 nothing is open once both are done, and nothing under a policy without the rules', () => {
    expect(dutiesOfSchool(school(reviewed('2025-11-03'), started, completed), '2025-11-03', on('2025-11-06'))).toEqual(
      [],
    );
    const policy = { ...policyFor('2025-11-06'), timescales: {} };
    expect(dutiesOfSchool(initialSchool, '2025-11-03', { today: '2025-11-06', policy })).toEqual([]);
  });
});
