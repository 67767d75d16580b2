import type { Person } from '../platform/identity/person.js';

const NAMES: Readonly<Record<string, string>> = {
  'school-staff': 'school attendance staff',
  'head-teacher': 'head teacher',
  'safeguarding-officer': 'safeguarding officer of the authority',
  'cme-assistant': 'CME Assistant',
  'strategy-manager': 'Attendance and Exclusions Strategy Manager',
  'safeguarding-lead': 'Designated Safeguarding Lead',
  'attendance-team': 'Attendance Team',
  'ehcp-coordinator': 'EHCP Co-ordinator',
  'exclusions-team': 'Exclusions team',
  auditor: 'auditor',
  operator: 'operator of the program',
  subscriber: 'subscribing service',
  system: 'automatic',
};

/** A role in the words of the field. */
export function roleName(holder: Pick<Person, 'role'> | null | undefined): string {
  return holder ? (NAMES[holder.role] ?? holder.role) : '';
}
