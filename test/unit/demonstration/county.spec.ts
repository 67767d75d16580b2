import { describe, expect, it } from '@jest/globals';
import { type Child, decide, evolve, initialChild } from '../../../src/children/domain/child.js';
import { demonstrationCounty } from '../../../src/demonstration/county.js';
import { demonstrationSchools } from '../../../src/demonstration/schools.js';
import { stories } from '../../../src/demonstration/stories.js';
import { tell } from '../../../src/demonstration/telling.js';
import { checkUpn } from '../../../src/policy/domain/identifiers.js';
import { defaultCalendar } from '../../../src/schools/domain/default-calendar.js';
import { codes, policyFor } from '../../support/policy.js';

const county = demonstrationCounty();
const calendarOf = (urn: string) => defaultCalendar(urn, policyFor('2026-09-01').modelCalendar);

describe('the demonstration county', () => {
  it('is the same every time', () => {
    expect(JSON.stringify(demonstrationCounty())).toBe(JSON.stringify(county));
    const days = (until: string) => JSON.stringify([...tell(county, calendarOf, until)]);
    expect(days('2026-10-02')).toBe(days('2026-10-02'));
    expect(days('2026-10-09').startsWith(days('2026-10-02').slice(0, -1))).toBe(true);
  });

  it('has some 300 children in families, with valid pupil numbers of schools that do not exist', () => {
    expect(county).toHaveLength(demonstrationSchools.reduce((sum, { pupils }) => sum + pupils, 0));
    expect(county.every(({ upn }) => checkUpn(upn).valid)).toBe(true);
    expect(new Set(county.map(({ upn }) => upn)).size).toBe(county.length);
    expect(new Set(county.map(({ family }) => family)).size).toBeLessThan(county.length * 0.75);
  });

  it('tells each story of one child of the county', () => {
    const keys = stories.map(({ child }) => child);
    expect(new Set(keys).size).toBe(stories.length);
    expect(keys.filter((key) => !county.some((child) => child.key === key))).toEqual([]);
  });

  it('tells stories that no rule refuses', () => {
    const children = new Map<string, Child>();
    for (const { registers, steps } of tell(county, calendarOf, '2026-12-18')) {
      const orders = [
        ...registers.flatMap(({ csv, now, school }) =>
          county
            .filter((child) => child.school.urn === school.urn && stories.some((story) => story.child === child.key))
            .map((child) => ({ child, now, order: marksFrom(csv, child.upn, school.urn) })),
        ),
        ...steps,
      ];
      for (const { child, now, order } of orders) {
        const state = children.get(child.key) ?? registered(child.key);
        const context = {
          now,
          today: now.slice(0, 10),
          calendar: calendarOf(child.school.urn),
          policy: policyFor(now.slice(0, 10)),
          codes,
        };
        children.set(child.key, decide(state, order, context).reduce(evolve, state));
      }
    }
    expect(children.size).toBe(stories.length);
  });
});

function registered(key: string): Child {
  const { given, surname, dateOfBirth, upn, school } = county.find((child) => child.key === key) ?? fail(key);
  const person = { childId: key, givenName: given, familyName: surname, dateOfBirth, upn };
  const added = { urn: school.urn, occurredOn: '2026-09-01' };
  return [
    { type: 'ChildRegistered' as const, data: { ...person, occurredOn: '2026-09-01' } },
    { type: 'AddedToRoll' as const, data: added },
  ].reduce(evolve, initialChild);
}

function marksFrom(csv: string, upn: string, urn: string) {
  const marks = csv
    .split('\r\n')
    .filter((line) => line.startsWith(upn))
    .map((line) => line.split(','))
    .map(([, date = '', session, code = '']) => ({ date, session: session as 'AM' | 'PM', code }));
  return { type: 'RecordMarks' as const, urn, marks };
}

function fail(key: string): never {
  throw new Error(`no child ${key}`);
}
