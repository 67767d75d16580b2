import { type Child, decide, evolve, initialChild } from '../../../src/children/domain/child.js';
import type { DecisionContext } from '../../../src/children/domain/facet.js';
import { type Role, WHO_MAY_ORDER } from '../../../src/children/who-may-order.js';
import { demonstrationCounty } from '../../../src/demonstration/county.js';
import { registrationOf } from '../../../src/demonstration/registration.js';
import { demonstrationSchools } from '../../../src/demonstration/schools.js';
import { type By, stories } from '../../../src/demonstration/stories.js';
import { tell } from '../../../src/demonstration/telling.js';
import { defaultCalendar } from '../../../src/schools/domain/default-calendar.js';
import { codes, policyBook, policyFor } from '../../support/policy.js';

export const county = demonstrationCounty();
export const calendarOf = (urn: string) => defaultCalendar(urn, policyFor('2026-09-01').modelCalendar);

const ROLES: Readonly<Record<By, Role>> = {
  school: 'school-staff',
  head: 'head-teacher',
  assistant: 'cme-assistant',
  manager: 'strategy-manager',
};

/** What a decision about a pupil of the school needs at an instant. */
export function contextOf(urn: string, now: string, role: string): DecisionContext {
  const today = now.slice(0, 10);
  const federation = demonstrationSchools.find((school) => school.urn === urn)?.federation;
  const policy = policyBook.policyOn(federation === undefined ? 'norfolk' : 'riverside', today);
  const actor = { id: role, role, organisation: role.startsWith('s') || role.startsWith('h') ? urn : '926' };
  return { now, today, calendar: calendarOf(urn), policy, codes, actor };
}

/** The children of the stories on the evening of a day, folded from what is told of them; the clock has been at work. */
export function toldUntil(until: string): ReadonlyMap<string, Child> {
  const children = new Map<string, Child>();
  const storyOf = new Set(stories.map(({ child }) => child));
  const inStory = county.filter(({ key }) => storyOf.has(key));
  for (const child of inStory) {
    const context = contextOf(child.school.urn, '2026-09-01T08:00:00.000Z', 'school-staff');
    const order = { type: 'RegisterChild', childId: child.key, ...registrationOf(child) } as const;
    children.set(child.key, decide(initialChild, order, context).reduce(evolve, initialChild));
  }
  const change = (key: string, urn: string, now: string, role: string, order: Parameters<typeof decide>[1]) => {
    const state = children.get(key) ?? initialChild;
    children.set(key, decide(state, order, contextOf(urn, now, role)).reduce(evolve, state));
  };
  for (const { registers, steps } of tell(county, calendarOf, until)) {
    for (const { csv, now, school } of registers) {
      for (const { key, upn } of inStory.filter((child) => child.school.urn === school.urn)) {
        const marks = marksOf(csv, upn);
        if (marks.length > 0) {
          change(key, school.urn, now, 'school-staff', { type: 'RecordMarks', urn: school.urn, marks });
        }
      }
    }
    for (const { child, by, now, order } of steps) {
      const role = ROLES[by];
      if (!WHO_MAY_ORDER[order.type].includes(role)) throw new Error(`${role} may not order ${order.type}`);
      change(child.key, child.school.urn, now, role, order);
    }
  }
  for (const { key, school } of inStory) {
    change(key, school.urn, `${until}T18:00:00.000Z`, 'system', { type: 'ReviewChild' });
  }
  return children;
}

function marksOf(csv: string, upn: string) {
  return csv
    .split('\r\n')
    .filter((line) => line.startsWith(upn))
    .map((line) => line.split(','))
    .map(([, date = '', session, code = '']) => ({ date, session: session as 'AM' | 'PM', code }));
}
