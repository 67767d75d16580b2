import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';
import type { Purpose, StatedPurpose } from './domain/access.js';

/** Who asks who looked: the auditor, the manager whose staff they are, and who reviews emergencies. */
const READERS: readonly string[] = ['auditor', 'strategy-manager', 'safeguarding-officer'];
const REVIEWERS: readonly string[] = ['strategy-manager', 'safeguarding-officer'];

/** Who may read a restricted record in an emergency. School attendance staff ask their lead or their head; a service never. */
const IN_AN_EMERGENCY: readonly string[] = ['head-teacher', 'cme-assistant', 'strategy-manager', 'auditor'];

export function readsAccess({ role }: Pick<Person, 'role'>): boolean {
  return READERS.includes(role);
}

/** Throws 403: who looked is personal data of staff. */
export function assertReadsAccess(person: Person): void {
  if (!readsAccess(person)) throw problem('forbidden', 'Who looked at a record is seen by auditors and managers only.');
}

export function reviewsEmergencies({ role }: Pick<Person, 'role'>): boolean {
  return REVIEWERS.includes(role);
}

/** Throws 403. */
export function assertReviewsEmergencies(person: Person): void {
  if (!reviewsEmergencies(person)) {
    throw problem('forbidden', 'This role reviews no emergency access.', { mayRecord: REVIEWERS });
  }
}

export function mayBreakGlass({ role }: Pick<Person, 'role'>): boolean {
  return IN_AN_EMERGENCY.includes(role);
}

/** What somebody looks for who does not say. */
const USUAL: Readonly<Record<string, StatedPurpose>> = {
  'school-staff': 'attendance',
  'head-teacher': 'attendance',
  'safeguarding-lead': 'safeguarding',
  'safeguarding-officer': 'safeguarding',
  auditor: 'audit',
};

export function usualPurpose({ role }: Pick<Person, 'role'>): Purpose {
  return USUAL[role] ?? 'case-work';
}
