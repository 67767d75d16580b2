import { count, day, list, type Sentences, told, words } from './words.js';

/** What the authority did: report received, visits, case, return, handover, education. */
export const authoritySentences: Sentences<
  | 'ReferredToLA'
  | 'VisitRequested'
  | 'VisitRequestDelivered'
  | 'VisitScheduled'
  | 'HomeVisitLogged'
  | 'FurtherVisitRequired'
  | 'HomeVisitQuestioned'
  | 'HomeVisitConfirmed'
  | 'CaseOpened'
  | 'CaseAssigned'
  | 'NextActionSet'
  | 'CaseNoteAdded'
  | 'CaseReviewed'
  | 'SupervisorDirectionGiven'
  | 'CaseConferenceHeld'
  | 'CaseClosed'
  | 'CaseReopened'
  | 'ReEngaged'
  | 'ReengagementReviewed'
  | 'ReengagementSustained'
  | 'ReengagementFailed'
  | 'CaseTransferredOut'
  | 'CaseTransferAcknowledged'
  | 'CaseTransferRejected'
  | 'CaseReceivedFromLA'
  | 'RiskReviewRequested'
  | 'RiskReviewConcluded'
  | 'WelfareStatusChanged'
  | 'EducationStatusChanged'
  | 'HomeEducationNotified'
  | 'HomeEducationAssessed'
  | 'CmeStatusDetermined'
  | 'LocalCmeThresholdMet'
  | 'ProvisionRequested'
  | 'ProvisionOffered'
  | 'ProvisionDeclined'
  | 'ProvisionStarted'
> = {
  ReferredToLA: ({ form, basis, dayCount }) =>
    `Reported to the local authority on ${form} (${words(basis)})${dayCount > 0 ? ` after ${count(dayCount, 'school day')} of absence` : ''}.`,
  VisitRequested: ({ form, due }) => `Visit asked of the Attendance Team on ${form}, by ${day(due)}.`,
  VisitRequestDelivered: () => 'The request for a visit was delivered.',
  VisitScheduled: ({ scheduledOn }) => `Visit set for ${day(scheduledOn)}.`,
  HomeVisitLogged: ({ by, occurredOn, outcome }) =>
    `Home visit by the ${by === 'school' ? 'school' : 'Attendance Team'} on ${day(occurredOn)}: ${words(outcome)}.`,
  HomeVisitQuestioned: () =>
    'A home visit was corrected for a brother or sister: somebody must say whether it stands for this child.',
  HomeVisitConfirmed: ({ why }) => `The home visit in question stands for this child${told(why)}.`,
  FurtherVisitRequired: ({ attempts, due }) =>
    `Another visit is needed after ${count(attempts, 'attempt')}, by ${day(due)}.`,
  CaseOpened: ({ owner, nextAction, due }) => `Case opened; owner ${owner}; next: ${nextAction}, by ${day(due)}.`,
  CaseAssigned: ({ owner }) => `Case assigned to ${owner}.`,
  NextActionSet: ({ action, due }) => `Next: ${action}, by ${day(due)}.`,
  CaseNoteAdded: () => 'Note added to the case.',
  CaseReviewed: ({ finding }) => `Case reviewed${told(finding)}.`,
  SupervisorDirectionGiven: () => 'The strategy manager gave a direction.',
  CaseConferenceHeld: ({ agencies }) => `Case conference held with ${list(agencies.map(words))}.`,
  CaseClosed: ({ outcome, override }) =>
    `Case closed: ${words(outcome)}${override ? ', by the strategy manager’s decision' : ''}.`,
  CaseReopened: ({ why, nextAction, due }) => `Case reopened: ${why}; next: ${nextAction}, by ${day(due)}.`,
  ReEngaged: ({ how, urn, reviewDue }) =>
    `Re-engaged: ${words(how)}${urn ? ` (${urn})` : ''}; to be reviewed by ${day(reviewDue)}.`,
  ReengagementReviewed: ({ number, attending }) =>
    `Review ${number} of the re-engagement: ${attending ? 'attending' : 'not attending'}.`,
  ReengagementSustained: () => 'The re-engagement has lasted.',
  ReengagementFailed: () => 'The re-engagement did not last.',
  CaseTransferredOut: ({ toAuthority }) => `Case sent to authority ${toAuthority}; it stays here until acknowledged.`,
  CaseTransferAcknowledged: () => 'The other authority acknowledged the case.',
  CaseTransferRejected: ({ why }) => `The other authority did not take the case${told(why)}.`,
  CaseReceivedFromLA: ({ fromAuthority }) => `Case received from authority ${fromAuthority}.`,
  RiskReviewRequested: () => 'Risk review pending.',
  RiskReviewConcluded: () => 'Risk review concluded.',
  WelfareStatusChanged: ({ to }) => `Welfare status: ${words(to)}.`,
  EducationStatusChanged: ({ to }) => `Education: ${words(to)}.`,
  HomeEducationNotified: ({ written }) => `Home education notified${written ? ' in writing' : ' by word of mouth'}.`,
  HomeEducationAssessed: ({ outcome }) => `Home education assessed: ${outcome}.`,
  CmeStatusDetermined: ({ isCme }) =>
    isCme === 'yes'
      ? 'Missing education within the meaning of the law.'
      : isCme === 'no'
        ? 'Not missing education within the meaning of the law.'
        : 'Not known whether missing education within the meaning of the law.',
  LocalCmeThresholdMet: ({ since }) => `Out of education since ${day(since)}: the policy’s own threshold is met.`,
  ProvisionRequested: () => 'Provision requested.',
  ProvisionOffered: ({ hoursPerWeek }) => `Provision offered${hoursPerWeek ? `, ${hoursPerWeek} hours a week` : ''}.`,
  ProvisionDeclined: () => 'Provision declined.',
  ProvisionStarted: () => 'Provision started.',
};
