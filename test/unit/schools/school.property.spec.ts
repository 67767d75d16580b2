import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import { datesFrom } from '../../../src/schools/domain/local-date.js';
import {
  decide,
  evolve,
  initialSchool,
  type School,
  type SchoolCommand,
  type SchoolEvent,
} from '../../../src/schools/domain/school.js';
import { schoolEvents } from '../../../src/schools/events.js';
import { norfolkCalendar, policyFor } from '../../support/policy.js';

const day = fc.constantFrom(...datesFrom('2025-10-20', '2025-11-20'));
const child = fc.constantFrom('child-a', 'child-b', 'child-c');
const children = fc.uniqueArray(child, { maxLength: 3 });
const command = fc.oneof<fc.Arbitrary<SchoolCommand>[]>(
  fc.record({
    type: fc.constant('RegisterSchool'),
    urn: fc.constantFrom('900001', '12'),
    name: fc.constant('Hollowmere'),
    phase: fc.constant('primary'),
    authority: fc.constant('926'),
  }),
  fc.record({ type: fc.constant('AdoptPolicy'), pack: fc.constantFrom('norfolk', 'riverside'), from: day }),
  fc.record({
    type: fc.constant('AdoptCalendar'),
    years: fc.constantFrom([], norfolkCalendar.years),
    source: fc.constant('file'),
  }),
  fc.record({
    type: fc.constant('AmendCalendar'),
    change: fc.record({ year: fc.constantFrom('2025/26', '2030/31'), addInset: fc.array(day, { maxLength: 2 }) }),
    why: fc.constantFrom('', 'moved'),
  }),
  fc.record({ type: fc.constant('ReportUnexpectedClosure'), date: day, reason: fc.constant('snow') }),
  fc.record({ type: fc.constant('CompleteWeeklyReview'), week: day, reviewed: children, flagged: children }),
  fc.record({
    type: fc.constant('StartAfterHolidayCheck'),
    on: fc.oneof(fc.constant('2025-11-04'), day),
    pupils: children,
  }),
  fc.record({
    type: fc.constant('RecordAfterHolidayResult'),
    on: fc.constant('2025-11-04'),
    childId: child,
    result: fc.constantFrom('returned', 'referred'),
  }),
  fc.record({ type: fc.constant('CompleteAfterHolidayCheck'), on: fc.constant('2025-11-04') }),
);
const history = fc.array(command, { maxLength: 40 });
const context = { today: '2025-11-20', policy: policyFor('2025-11-20'), enrolled: ['child-a', 'child-b'] };

/** The events of a command, none when it is refused; any other error is a fault of the program. */
function obey(school: School, given: SchoolCommand): readonly SchoolEvent[] {
  try {
    return decide(school, given, context);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    expect(error.reason.rule).toMatch(/^R\d\d$/);
    expect(error.reason.paragraph).not.toBe('');
    return [];
  }
}

describe('whatever a school is told', () => {
  it('a repeat gives nothing new, versions rise by one, and a completed check has a result for every child', () => {
    fc.assert(
      fc.property(history, (commands) => {
        let school = initialSchool;
        for (const each of commands) {
          const versionBefore = school.calendar?.version ?? 0;
          const events = obey(school, each);
          school = events.reduce(evolve, school);
          expect(obey(school, each)).toEqual([]);
          const rises = events.filter(({ type }) => /^Calendar|ClosedUnexpectedly/.test(type)).length;
          expect(school.calendar?.version ?? 0).toBe(versionBefore + rises);
          for (const { completed, results } of Object.values(school.checks)) {
            if (completed) expect(Object.values(results)).not.toContain(null);
          }
        }
      }),
      { numRuns: 300 },
    );
  });

  it('R63 a later amendment never changes the school as it stood before', () => {
    fc.assert(
      fc.property(history, (commands) => {
        const moments: { school: School; as: string }[] = [];
        let school = initialSchool;
        for (const each of commands) {
          school = obey(school, each).reduce(evolve, school);
          moments.push({ school, as: JSON.stringify(school) });
        }
        for (const moment of moments) expect(JSON.stringify(moment.school)).toBe(moment.as);
      }),
    );
  });

  it('folding never throws, in whatever order the facts come', () => {
    const facts = fc.array(
      fc.constantFrom(...schoolEvents.map(({ type, example }) => ({ type, data: example }) as SchoolEvent)),
    );
    fc.assert(fc.property(facts, (events) => void events.reduce(evolve, initialSchool)));
  });
});
