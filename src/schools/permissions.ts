import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';
import type { SchoolCommand } from './domain/school.js';

const AT_AUTHORITY: readonly string[] = ['cme-assistant', 'strategy-manager'];
const AT_SCHOOL: readonly string[] = ['school-staff', 'head-teacher'];

/** The authority's alone. */
const OF_THE_AUTHORITY: readonly SchoolCommand['type'][] = ['RegisterSchool', 'ChangeSchoolDetails', 'AdoptPolicy'];
/** The head's alone: nobody acknowledges for a school (R35). */
const OF_THE_SCHOOLS_HEAD: readonly SchoolCommand['type'][] = ['AcknowledgeGuidance'];
/** The head's, for the governing body, or the authority's; everything else the school's staff may record as well. */
const OF_THE_HEAD: readonly SchoolCommand['type'][] = ['AdoptCalendar', 'AmendCalendar'];

/** Throws 403 for a role that may not, 404 for another school's staff. */
export function assertMayOrder(person: Person, urn: string, order: SchoolCommand['type']): void {
  const headOnly = OF_THE_SCHOOLS_HEAD.includes(order);
  if (AT_AUTHORITY.includes(person.role) && !headOnly) return;
  const mayNot =
    OF_THE_AUTHORITY.includes(order) || ((headOnly || OF_THE_HEAD.includes(order)) && person.role !== 'head-teacher');
  if (!AT_SCHOOL.includes(person.role) || mayNot) throw problem('forbidden', 'This role may not record that.');
  if (!person.schools.includes(urn)) throw unknownSchool();
}

/** What a school does for its pupils is seen by its own people, the authority and auditors: 403 for others, 404 elsewhere. */
export function assertMayRead(person: Person, urn: string): void {
  if (AT_AUTHORITY.includes(person.role) || person.role === 'auditor') return;
  if (!AT_SCHOOL.includes(person.role)) throw problem('forbidden', 'This role sees no records of schools.');
  if (!person.schools.includes(urn)) throw unknownSchool();
}

export function unknownSchool() {
  return problem('not-found', 'There is no school of yours with this URN.', { what: 'school' });
}
