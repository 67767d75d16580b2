import { absenceDecisions } from './absence.js';
import { agencyDecisions } from './agencies.js';
import { caseDecisions } from './case.js';
import { circumstanceDecisions } from './circumstances.js';
import { closingDecisions } from './closing.js';
import { consultationDecisions } from './consultation.js';
import { contactDecisions } from './contact.js';
import { correctionDecisions } from './corrections.js';
import { correspondenceDecisions } from './correspondence.js';
import { educationDecisions } from './education.js';
import { enforcementDecisions } from './enforcement.js';
import { enquiriesDecisions } from './enquiries.js';
import { exclusionDecisions } from './exclusions.js';
import type { DecisionContext } from './facet.js';
import type { ChildCommand, ChildEvent } from './facts.js';
import { familyDecisions } from './family.js';
import { handoverDecisions } from './handover.js';
import { identityDecisions } from './identity.js';
import { leaveDecisions } from './leave-decisions.js';
import { leaverDecisions } from './leavers.js';
import { letterDecisions } from './letters.js';
import { monitoringDecisions } from './monitoring.js';
import { newPupilDecisions } from './new-pupil.js';
import { noticeDecisions } from './notices.js';
import { reengagementDecisions } from './reengagement.js';
import { referralDecisions } from './referral.js';
import { removalDecisions } from './removal.js';
import { reviewDecisions } from './review.js';
import { riskDecisions } from './risk.js';
import { rollDecisions } from './roll.js';
import { sharedVisitDecisions } from './shared-visits.js';
import { sharingDecisions } from './sharing.js';
import type { Child } from './state.js';
import { tracingDecisions } from './tracing.js';
import { visitDecisions } from './visits.js';

type Decide = (child: Child, command: ChildCommand, context: DecisionContext) => readonly ChildEvent[];

const decisions = new Map<string, Decide>(
  [
    identityDecisions,
    rollDecisions,
    absenceDecisions,
    contactDecisions,
    leaveDecisions,
    exclusionDecisions,
    monitoringDecisions,
    enquiriesDecisions,
    consultationDecisions,
    removalDecisions,
    leaverDecisions,
    newPupilDecisions,
    referralDecisions,
    noticeDecisions,
    letterDecisions,
    caseDecisions,
    closingDecisions,
    tracingDecisions,
    agencyDecisions,
    visitDecisions,
    sharedVisitDecisions,
    handoverDecisions,
    reengagementDecisions,
    enforcementDecisions,
    riskDecisions,
    educationDecisions,
    circumstanceDecisions,
    familyDecisions,
    sharingDecisions,
    correctionDecisions,
    correspondenceDecisions,
    reviewDecisions,
  ].flatMap((facet) => Object.entries(facet) as unknown as [string, Decide][]),
);

/** Everything that can be asked of a child, by name. */
export const childCommandTypes: readonly string[] = [...decisions.keys()];

/**
 * The facts that follow from a command: none when it has been obeyed before.
 * @throws Refusal when a rule says no; it names the rule and its paragraph.
 */
export function decide(child: Child, command: ChildCommand, context: DecisionContext): readonly ChildEvent[] {
  const decision = decisions.get(command.type);
  if (decision === undefined) throw new TypeError(`no such command of a child: ${command.type}`);
  return decision(child, command, context);
}
