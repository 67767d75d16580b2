import { count, day, list, type Sentences, told, words } from './words.js';

/** What follows from a deletion, tracing, circumstances, sharing, corrections and dates. */
export const recordSentences: Sentences<
  | 'RollDeletionProposed'
  | 'RollDeletionBlocked'
  | 'RollDeletionRefused'
  | 'OffRollNoticeReceived'
  | 'SharedWithSenCentre'
  | 'EhcpFollowUpAssigned'
  | 'EhcpFollowUpCompleted'
  | 'SuspensionRecorded'
  | 'PermanentExclusionRecorded'
  | 'ExclusionRescinded'
  | 'ExclusionNotifiedToLA'
  | 'ExclusionNotificationLate'
  | 'UnreportedCmeDetected'
  | 'NonReportLetterSent'
  | 'AttendanceDetailsReceived'
  | 'SchoolReplyOverdue'
  | 'RegisterReturnMade'
  | 'AtRiskOfMissingEducationFlagged'
  | 'AtRiskCleared'
  | 'MonitoringPlanAgreed'
  | 'MonitoringReviewed'
  | 'RollCheckPerformed'
  | 'WhereaboutsKnown'
  | 'WhereaboutsUnknown'
  | 'InformationReceived'
  | 'InformationVerified'
  | 'InformationDisputed'
  | 'ChildTraced'
  | 'NormalInvestigationsExhausted'
  | 'RecordedInLaSystem'
  | 'LaSystemSyncFailed'
  | 'AgencyEnquiryMade'
  | 'AgencyChased'
  | 'AgencyResponded'
  | 'AgencyNoResponse'
  | 'EnforcementConsidered'
  | 'Section437NoticeServed'
  | 'SchoolAttendanceOrderMade'
  | 'SchoolAttendanceOrderRevoked'
  | 'CauseRecorded'
  | 'CauseRevised'
  | 'ReturnReasonChosen'
  | 'VulnerabilityRecorded'
  | 'VulnerabilityRemoved'
  | 'SiblingLinked'
  | 'SiblingUnlinked'
  | 'InformationShared'
  | 'InformationNotShared'
  | 'FactCorrected'
  | 'DeadlineSet'
  | 'DeadlineReached'
  | 'DeadlineCancelled'
  | 'DutyBreached'
> = {
  RollDeletionProposed: ({ ground, outstanding }) =>
    `Deletion proposed under ground ${ground}; still to be shown: ${list(outstanding.map(words))}.`,
  RollDeletionBlocked: ({ why }) => `The proposed deletion is blocked: ${words(why)}.`,
  RollDeletionRefused: ({ ground, failedGuards }) =>
    `Deletion under ground ${ground} refused, the name stays on the roll; not shown: ${list(failedGuards.map(words))}.`,
  OffRollNoticeReceived: ({ form, urn }) => `${form} received: removed from the roll of school ${urn}.`,
  SharedWithSenCentre: () => 'The notice was shared with the SEN centre.',
  EhcpFollowUpAssigned: ({ owner, due }) => `Follow-up assigned to ${owner}, by ${day(due)}.`,
  EhcpFollowUpCompleted: () => 'The EHCP co-ordinator has followed up.',
  SuspensionRecorded: ({ first, sessions }) => `Suspended from ${day(first)} for ${count(sessions, 'session')}.`,
  PermanentExclusionRecorded: ({ first }) => `Permanently excluded on ${day(first)}.`,
  ExclusionRescinded: ({ why }) => `Exclusion rescinded${told(why)}.`,
  ExclusionNotifiedToLA: ({ occurredOn }) => `The Exclusions team was told on ${day(occurredOn)}.`,
  ExclusionNotificationLate: ({ due }) => `The Exclusions team should have been told by ${day(due)}.`,
  UnreportedCmeDetected: ({ urn, how, dayCount }) =>
    `Learnt from ${words(how)}: school ${urn} had not told of ${count(dayCount, 'school day')} of absence.`,
  NonReportLetterSent: ({ urn, replyDue }) =>
    `Letter to school ${urn} for details of the attendance; reply by ${day(replyDue)}.`,
  AttendanceDetailsReceived: () => 'The school gave details of the attendance.',
  SchoolReplyOverdue: ({ due }) => `The school did not reply by ${day(due)}.`,
  RegisterReturnMade: ({ kind, dayCount }) =>
    `${kind === 'attendance' ? 'Attendance' : 'Sickness'} return made after ${count(dayCount, 'school day')}.`,
  AtRiskOfMissingEducationFlagged: ({ basis }) => `At risk of missing education (${words(basis)}).`,
  AtRiskCleared: ({ why }) => `No longer at risk of missing education${told(why)}.`,
  MonitoringPlanAgreed: ({ reviewDue }) => `Monitoring plan agreed; to be reviewed by ${day(reviewDue)}.`,
  MonitoringReviewed: ({ improved }) => `Monitoring plan reviewed: ${improved ? 'improved' : 'not improved'}.`,
  RollCheckPerformed: ({ system, result }) => `Checked ${system}: ${words(result)}.`,
  WhereaboutsKnown: ({ source }) => `Whereabouts known (${words(source)}).`,
  WhereaboutsUnknown: () => 'Whereabouts unknown.',
  InformationReceived: ({ from }) => `Information received from ${words(from)}, to be checked.`,
  InformationVerified: () => 'Information checked: it holds.',
  InformationDisputed: ({ why }) => `Information checked: it does not hold${told(why)}.`,
  ChildTraced: ({ trace }) => `Found: ${words(trace)}.`,
  NormalInvestigationsExhausted: () => 'All normal investigations were made; the family was not located.',
  RecordedInLaSystem: ({ system, reference }) => `Recorded in ${system} as ${reference}.`,
  LaSystemSyncFailed: ({ system, attempt }) => `Recording in ${system} failed (attempt ${attempt}).`,
  AgencyEnquiryMade: ({ agency, chaseOn }) => `Asked ${words(agency)}; to be chased on ${day(chaseOn)}.`,
  AgencyChased: ({ number, chaseOn }) => `Reminder ${number} sent; to be chased again on ${day(chaseOn)}.`,
  AgencyResponded: ({ found }) => `The agency answered: ${found ? 'known there' : 'not known there'}.`,
  AgencyNoResponse: () => 'The agency did not answer.',
  EnforcementConsidered: ({ decision }) => `Enforcement considered: ${words(decision)}.`,
  Section437NoticeServed: ({ answerDue }) => `Notice under s. 437 served; answer by ${day(answerDue)}.`,
  SchoolAttendanceOrderMade: ({ urn }) => `School attendance order made, naming school ${urn}.`,
  SchoolAttendanceOrderRevoked: () => 'School attendance order revoked.',
  CauseRecorded: ({ code, primary }) => `Cause recorded: ${code}${primary ? ', the main one' : ''}.`,
  CauseRevised: ({ code }) => `Cause ${code} no longer stands.`,
  ReturnReasonChosen: ({ code }) => `Reason for the DfE’s return: ${words(code)}.`,
  VulnerabilityRecorded: ({ code, confidence }) => `Vulnerable group ${code} recorded (${confidence}).`,
  VulnerabilityRemoved: ({ code }) => `Vulnerable group ${code} removed.`,
  SiblingLinked: ({ basis }) => `Sibling linked (${words(basis)}).`,
  SiblingUnlinked: ({ why }) => `Link to a sibling undone${told(why)}.`,
  InformationShared: ({ recipient, purpose, fields }) =>
    `Shared with ${words(recipient)} for ${words(purpose)}: ${list(fields)}.`,
  InformationNotShared: ({ recipient, why }) => `Not shared with ${words(recipient)}${told(why)}.`,
  FactCorrected: ({ why }) => `An earlier entry was corrected${told(why)}.`,
  DeadlineSet: ({ kind, due }) => `Date set to ${words(kind)}: ${day(due)}.`,
  DeadlineReached: ({ kind, due }) => `The date to ${words(kind)} has come: ${day(due)}.`,
  DeadlineCancelled: ({ kind, due, why }) =>
    `The date to ${words(kind)}, ${day(due)}, no longer holds (${words(why)}).`,
  DutyBreached: ({ kind, due, owner }) => `Not done in time: ${words(kind)}, due on ${day(due)}, of ${owner}.`,
};
