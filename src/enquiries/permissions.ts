import { problem } from '../platform/http/problem.js';
import type { Person } from '../platform/identity/person.js';

const RECORDERS: readonly string[] = ['cme-assistant', 'strategy-manager'];

/** Enquiries are the authority's: an auditor reads them, a school is asked and sees none. Throws 403. */
export function assertReadsEnquiries({ role }: Person): void {
  if (role !== 'auditor' && !RECORDERS.includes(role)) {
    throw problem('forbidden', 'Enquiries are seen by the authority only.');
  }
}

/** Whether the person may record anything about enquiries. */
export function worksEnquiries({ role }: Person): boolean {
  return RECORDERS.includes(role);
}

/** Throws 403. */
export function assertWorksEnquiries(person: Person): void {
  if (!worksEnquiries(person)) throw problem('forbidden', 'This role may not record that.', { mayRecord: RECORDERS });
}

export function unknownEnquiry() {
  return problem('not-found', 'There is no enquiry with this id.', { what: 'enquiry' });
}
