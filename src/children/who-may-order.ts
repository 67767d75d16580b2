import type { ChildCommand } from './domain/child.js';

/** The roles that tokens may name. */
export const ROLES = [
  'school-staff',
  'head-teacher',
  'safeguarding-lead',
  'cme-assistant',
  'strategy-manager',
  'attendance-team',
  'ehcp-coordinator',
  'exclusions-team',
  'safeguarding-officer',
  'auditor',
  'subscriber',
] as const;
export type Role = (typeof ROLES)[number];

const HEAD = ['head-teacher'] as const;
const SCHOOL = ['school-staff', 'head-teacher'] as const;
const AUTHORITY = ['cme-assistant', 'strategy-manager'] as const;
const EITHER = [...SCHOOL, ...AUTHORITY] as const;
const SAFEGUARDING = ['safeguarding-lead', 'safeguarding-officer'] as const;
const MANAGER = ['strategy-manager'] as const;
/** Nobody’s to order: the clock or another process of this program does it. */
const NOBODY = [] as const;

/** Who may give which command, by the actors that the requirements name (DOMAIN, section 1). */
export const WHO_MAY_ORDER: Readonly<Record<ChildCommand['type'], readonly Role[]>> = {
  RegisterChild: EITHER,
  ChangeDetails: EITHER,
  AddToRoll: EITHER,

  RecordAbsence: EITHER,
  RecordMarks: EITHER,
  AmendAbsence: EITHER,
  RecordReturn: EITHER,
  EstablishAbsenceReason: EITHER,
  ContactParent: [...EITHER, 'safeguarding-lead', 'attendance-team'],
  MakeRegisterReturn: SCHOOL,

  // Leave is the school's; the head decides, and on nobody else's behalf (R06, R09). Its risks are the safeguarding lead's too (R10).
  RequestLeave: EITHER,
  ScheduleLeaveMeeting: SCHOOL,
  RecordLeaveMeeting: HEAD,
  AttachEvidence: EITHER,
  VerifyEvidence: SCHOOL,
  RejectEvidence: SCHOOL,
  AssessLeaveRisk: [...HEAD, 'safeguarding-lead'],
  RecordExpectedReturn: EITHER,
  AttachTravelDetails: EITHER,
  RefuseLeave: HEAD,
  GrantLeave: HEAD,
  ConfirmLeaveReturn: EITHER,

  // The head excludes and tells; the Exclusions team and its manager keep the record (R33, R34).
  RecordExclusion: [...HEAD, 'exclusions-team', 'strategy-manager'],
  RescindExclusion: [...HEAD, 'exclusions-team', 'strategy-manager'],
  NotifyExclusion: [...HEAD, 'exclusions-team', 'strategy-manager'],

  FlagAtRisk: [...EITHER, 'attendance-team'],
  ClearAtRisk: [...EITHER, 'attendance-team'],
  AgreeMonitoringPlan: [...EITHER, 'attendance-team'],
  ReviewMonitoringPlan: [...EITHER, 'attendance-team'],

  MakeEnquiry: [...EITHER, 'attendance-team'],
  CertifyEnquiries: EITHER,
  ConcludeJointEnquiries: EITHER,
  RequestConsultation: SCHOOL,
  AgreeJointEnquiries: AUTHORITY,
  AnswerConsultation: AUTHORITY,

  // The deletion of a name is the head's (R13).
  ProposeRemoval: SCHOOL,
  DecideRemoval: HEAD,
  RemoveFromRoll: HEAD,
  DeclareLeaving: EITHER,
  NameDestination: EITHER,
  ConfirmDestinationEnrolment: EITHER,
  RecordDestinationNoShow: EITHER,
  MakeNewPupilReturn: EITHER,

  ReferToLA: EITHER,
  ReceiveOffRollNotice: AUTHORITY,
  AssignEhcpFollowUp: [...AUTHORITY, 'ehcp-coordinator'],
  CompleteEhcpFollowUp: ['ehcp-coordinator'],

  DetectUnreported: AUTHORITY,
  SendNonReportLetter: AUTHORITY,
  RecordSchoolReply: EITHER,

  OpenCase: AUTHORITY,
  AssignCase: AUTHORITY,
  SetNextAction: AUTHORITY,
  AddCaseNote: AUTHORITY,
  ReviewCase: AUTHORITY,
  DirectAction: MANAGER,
  HoldCaseConference: AUTHORITY,
  CloseCase: AUTHORITY,
  ReopenCase: AUTHORITY,

  CheckRoll: AUTHORITY,
  UpdateWhereabouts: [...AUTHORITY, 'attendance-team'],
  RecordInformation: AUTHORITY,
  VerifyInformation: AUTHORITY,
  RecordTrace: AUTHORITY,
  DeclareUntraced: AUTHORITY,
  RecordInLaSystem: AUTHORITY,
  ReportSyncFailure: AUTHORITY,
  AskAgency: AUTHORITY,
  ChaseAgency: AUTHORITY,
  RecordAgencyAnswer: AUTHORITY,
  GiveUpAgency: AUTHORITY,

  RequestVisit: AUTHORITY,
  ConfirmVisitRequestDelivered: [...AUTHORITY, 'attendance-team'],
  ScheduleVisit: [...AUTHORITY, 'attendance-team'],
  LogHomeVisit: [...EITHER, 'attendance-team'],
  QuestionHomeVisit: NOBODY,
  ConfirmHomeVisit: [...EITHER, 'attendance-team'],

  TransferCase: AUTHORITY,
  AcknowledgeTransfer: AUTHORITY,
  RejectTransfer: AUTHORITY,
  ReceiveCase: AUTHORITY,

  ReEngage: EITHER,
  ReviewReengagement: EITHER,

  ConsiderEnforcement: MANAGER,
  ServeSection437Notice: MANAGER,
  MakeAttendanceOrder: MANAGER,
  RevokeAttendanceOrder: MANAGER,

  // Anyone who fears for a child may say so at any stage (R57). That the review has ended is told by the restricted record
  // alone, or a case could be closed over an open safeguarding action (R17).
  RequestRiskReview: [...EITHER, ...SAFEGUARDING, 'attendance-team'],
  ConcludeRiskReview: NOBODY,
  SetWelfareStatus: [...HEAD, ...SAFEGUARDING, ...AUTHORITY],

  SetEducationStatus: AUTHORITY,
  NotifyHomeEducation: EITHER,
  AssessHomeEducation: AUTHORITY,
  DetermineCmeStatus: AUTHORITY,
  MeetLocalThreshold: NOBODY,
  // From the sixth day of an exclusion education is the Exclusions team’s to provide, of a suspension the school’s (R33).
  RecordProvision: [...HEAD, ...AUTHORITY, 'exclusions-team'],

  RecordCause: EITHER,
  ReviseCause: EITHER,
  ChooseReturnReason: AUTHORITY,
  RecordVulnerability: [...EITHER, ...SAFEGUARDING],
  RemoveVulnerability: [...EITHER, ...SAFEGUARDING],
  LinkSibling: EITHER,
  UnlinkSibling: EITHER,
  ShareInformation: AUTHORITY,
  DeclineToShare: AUTHORITY,
  CorrectFact: EITHER,
  ReviewChild: NOBODY,

  // The outbox writes and sends; a person sends again what did not arrive (R60).
  WriteLetter: NOBODY,
  RecordLetterSent: NOBODY,
  RecordLetterNotDelivered: NOBODY,
  SendLetterAgain: AUTHORITY,
  RecordLetterSentByHand: AUTHORITY,
};
