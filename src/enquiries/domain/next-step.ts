import type { Policy } from '../../policy/domain/policy-pack.js';
import { type EnquiryDuty, enquiryDuties } from './duties.js';
import type { Enquiry } from './enquiry.js';

export { STEPS, type Step } from './duties.js';

/** What is to be done about an open enquiry next, by when and on which rule (R45). */
export type NextStep = Omit<EnquiryDuty, 'key'>;

/** The first duty in the order of the work; undefined when nothing is outstanding. */
export function nextStep(enquiry: Enquiry, policy: Policy): NextStep | undefined {
  const [first] = enquiryDuties(enquiry, policy);
  if (first === undefined) return undefined;
  const { key: _, ...next } = first;
  return next;
}
