import type { Child } from './child.js';
import type { DayContext } from './facet.js';
import { lastEnrolment, mainEnrolment } from './roll.js';

/**
 * Whose a duty is: a role at an organisation (`school-staff@123456`, `cme-assistant@926`) until someone is named, then that
 * person's staff id. Text, so that a caseload can be filtered by it.
 */
export type Owner = string;

export type SchoolRole = 'school-staff' | 'head-teacher' | 'safeguarding-lead';
export type AuthorityRole =
  | 'cme-assistant'
  | 'strategy-manager'
  | 'attendance-team'
  | 'ehcp-coordinator'
  | 'exclusions-team'
  | 'safeguarding-officer';

/** The role at the child's school; at its last one when it is on no roll. */
export function atSchool(role: SchoolRole, child: Child, urn?: string): Owner {
  return `${role}@${urn ?? mainEnrolment(child)?.urn ?? lastEnrolment(child)?.urn ?? 'no-school'}`;
}

export function atAuthority(role: AuthorityRole, { policy }: Pick<DayContext, 'policy'>): Owner {
  return `${role}@${policy.authorityCode ?? 'authority'}`;
}

/** Who answers for an open case; the CME Assistants' team before anybody has been named. */
export function caseOwner(child: Child, context: Pick<DayContext, 'policy'>): Owner {
  return child.case?.owner ?? atAuthority('cme-assistant', context);
}
