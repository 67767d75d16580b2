import { describe, expect, it } from '@jest/globals';
import { demonstrationCounty } from '../../../src/demonstration/county.js';
import { SchoolWeeks } from '../../../src/demonstration/school-weeks.js';
import { demonstrationSchools } from '../../../src/demonstration/schools.js';
import { tell } from '../../../src/demonstration/telling.js';
import { defaultCalendar } from '../../../src/schools/domain/default-calendar.js';
import { dutiesOfSchool } from '../../../src/schools/domain/duties.js';
import { decide, evolve, initialSchool, type School } from '../../../src/schools/domain/school.js';
import { policyFor } from '../../support/policy.js';

const calendarOf = (urn: string) => defaultCalendar(urn, policyFor('2026-09-01').modelCalendar);
const nameOf = ({ federation }: { federation?: string }) => (federation === undefined ? 'norfolk' : 'riverside');
const packOf = (urn: string) => nameOf(demonstrationSchools.find((school) => school.urn === urn) ?? {});

describe('the demonstration’s schools', () => {
  it('R01 R04 review every week and check after every holiday, and no rule refuses it', () => {
    const county = demonstrationCounty();
    const policyOf = (urn: string, instant: string) => policyFor(instant.slice(0, 10), packOf(urn));
    const weeks = new SchoolWeeks(new Map(county.map(({ upn, key }) => [upn, key])), calendarOf, policyOf);
    const schools = new Map<string, School>();
    for (const school of demonstrationSchools) {
      const { urn, name, phase } = school;
      const context = { today: '2026-09-01', policy: policyOf(urn, '2026-09-01') };
      const order = { type: 'RegisterSchool', urn, name, phase, authority: '926', policyPack: nameOf(school) } as const;
      schools.set(urn, decide(initialSchool, order, context).reduce(evolve, initialSchool));
    }
    for (const { registers } of tell(county, calendarOf, '2026-12-18')) {
      for (const { urn, now, order, enrolled = [] } of registers.flatMap((register) => weeks.ofDay(register))) {
        const state = schools.get(urn) ?? initialSchool;
        const context = { today: now.slice(0, 10), policy: policyOf(urn, now), enrolled };
        schools.set(urn, decide(state, order, context).reduce(evolve, state));
      }
    }
    for (const [urn, school] of schools) {
      expect(Object.keys(school.reviews).length).toBeGreaterThan(12);
      expect(Object.keys(school.checks)).toEqual(['2026-09-02', '2026-11-03']);
      expect(
        dutiesOfSchool(school, '2026-09-01', { today: '2026-12-18', policy: policyOf(urn, '2026-12-18') }),
      ).toEqual([]);
    }
    const flagged = [...schools.values()].flatMap(({ reviews }) => Object.values(reviews).map((week) => week.flagged));
    expect(Math.max(...flagged)).toBeGreaterThan(0);
  });
});
