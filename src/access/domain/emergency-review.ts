import { dueDate } from '../../policy/domain/due-date.js';
import { timescaleOf } from '../../policy/domain/policy-on.js';
import type { Policy } from '../../policy/domain/policy-pack.js';
import type { SchoolCalendar } from '../../schools/domain/calendar.js';
import type { LocalDate } from '../../schools/domain/local-date.js';

/** Somebody else has to judge an emergency access: whose that is, what, by when, and the sum that leads to it (R65). */
export interface EmergencyReviewDuty {
  readonly owner: string;
  readonly nextAction: string;
  readonly due: LocalDate;
  readonly rule: string;
  readonly paragraph: string;
  readonly explanation: { readonly sum: string };
}

/** Working days are the authority's: no school's calendar moves them. */
const NO_SCHOOL: SchoolCalendar = { urn: '000000', version: 0, basis: 'model', years: [] };

/**
 * The duty to judge an emergency access, until it is judged. It is the manager's whose staff the assistants and auditors are;
 * the safeguarding officer's where the manager took it, for nobody judges their own.
 * @param takenOn the day in England
 */
export function emergencyReviewDuty(role: string, takenOn: LocalDate, policy: Policy): EmergencyReviewDuty {
  const reviewer = role === 'strategy-manager' ? 'safeguarding-officer' : 'strategy-manager';
  const rule = timescaleOf(policy, 'emergencyAccessReview');
  const when = rule && dueDate(rule, takenOn, NO_SCHOOL);
  return {
    owner: `${reviewer}@${policy.authorityCode ?? 'authority'}`,
    nextAction: 'Judge whether the emergency access was justified',
    due: when?.due ?? takenOn,
    rule: when?.rule ?? 'R65',
    paragraph: when?.paragraph ?? 'DOMAIN R65 and 6.5: emergency access has a review',
    explanation: { sum: when?.sum ?? `The policy gives no time for it: at once, ${takenOn}.` },
  };
}
