import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';
import type { SchoolCommand } from './domain/school.js';

const AT_AUTHORITY: readonly string[] = ['cme-assistant', 'strategy-manager'];
const AT_SCHOOL: readonly string[] = ['school-staff', 'head-teacher'];

/** The authority's alone; everything else about a school its own staff may record as well. */
const OF_THE_AUTHORITY: readonly SchoolCommand['type'][] = ['RegisterSchool', 'ChangeSchoolDetails', 'AdoptPolicy'];

/** Throws 403 for a role that may not, 404 for another school's staff. */
export function assertMayOrder(person: Person, urn: string, order: SchoolCommand['type']): void {
  if (AT_AUTHORITY.includes(person.role)) return;
  if (!AT_SCHOOL.includes(person.role) || OF_THE_AUTHORITY.includes(order)) {
    throw problem('forbidden', 'This role may not record that.');
  }
  if (!person.schools.includes(urn))
    throw problem('not-found', 'There is no school of yours with this URN.', { what: 'school' });
}
