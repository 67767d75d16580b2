import { absenceFolds } from './absence.js';
import { agencyFolds } from './agencies.js';
import { caseFolds } from './case.js';
import { circumstanceFolds } from './circumstances.js';
import { closingFolds } from './closing.js';
import { consultationFolds } from './consultation.js';
import { contactFolds } from './contact.js';
import { correctionFolds } from './corrections.js';
import { correspondenceFolds } from './correspondence.js';
import { educationFolds } from './education.js';
import { enforcementFolds } from './enforcement.js';
import { enquiriesFolds } from './enquiries.js';
import { exclusionFolds } from './exclusions.js';
import type { ChildEvent } from './facts.js';
import { familyFolds } from './family.js';
import { handoverFolds } from './handover.js';
import { identityFolds } from './identity.js';
import { leaveFolds } from './leave.js';
import { leaverFolds } from './leavers.js';
import { letterFolds } from './letters.js';
import { monitoringFolds } from './monitoring.js';
import { newPupilFolds } from './new-pupil.js';
import { noticeFolds } from './notices.js';
import { reengagementFolds } from './reengagement.js';
import { referralFolds } from './referral.js';
import { removalFolds } from './removal.js';
import { riskFolds } from './risk.js';
import { rollFolds } from './roll.js';
import { sharedVisitFolds } from './shared-visits.js';
import { sharingFolds } from './sharing.js';
import type { Child } from './state.js';
import { thresholdFolds } from './thresholds.js';
import { timerFolds } from './timers.js';
import { tracingFolds } from './tracing.js';
import { visitFolds } from './visits.js';

type Fold = (child: Child, data: object) => Child;

const folds = new Map<string, Fold>(
  [
    identityFolds,
    rollFolds,
    absenceFolds,
    thresholdFolds,
    contactFolds,
    leaveFolds,
    exclusionFolds,
    monitoringFolds,
    enquiriesFolds,
    consultationFolds,
    removalFolds,
    leaverFolds,
    newPupilFolds,
    referralFolds,
    noticeFolds,
    letterFolds,
    caseFolds,
    closingFolds,
    tracingFolds,
    agencyFolds,
    visitFolds,
    sharedVisitFolds,
    handoverFolds,
    reengagementFolds,
    enforcementFolds,
    riskFolds,
    educationFolds,
    circumstanceFolds,
    familyFolds,
    sharingFolds,
    timerFolds,
    correctionFolds,
    correspondenceFolds,
  ].flatMap((facet) => Object.entries(facet) as unknown as [string, Fold][]),
);

/** Every fact that the stream of a child may hold, by name. */
export const childEventTypes: readonly string[] = [...folds.keys()];

/** The child after one more fact. Total: a fact of an unknown name leaves the child as it was. */
export function evolve(child: Child, event: ChildEvent): Child {
  const fold = folds.get(event.type);
  return fold === undefined ? child : fold(child, event.data);
}
