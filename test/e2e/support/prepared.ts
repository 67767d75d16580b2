import { SCHOOL } from './program.js';
import type { By, ToldChild } from './told-child.js';

/** What must have happened before a command's example can be recorded, who gives it, and the fact that comes of it. */
export interface Prepared {
  readonly by: By;
  readonly fact: string;
  /** The child is on no roll. */
  readonly offRoll?: true;
  readonly before?: (child: ToldChild) => Promise<unknown>;
  /** Members of the body that name what came before. */
  readonly body?: (child: ToldChild) => object;
}

const LEAVE = { first: '2026-12-07', last: '2026-12-11', occurredOn: '2026-11-09' };
const HASH = 'a'.repeat(64);
const leave = (child: ToldChild) => child.step('staff', 'leave-requests', LEAVE);
const evidence = async (child: ToldChild) =>
  (await leave(child)).step('staff', 'leave-requests/{leaveId}/evidence', { kind: 'bereavement', hash: HASH });
const absence = (child: ToldChild) => child.step('staff', 'absences', { date: '2026-11-09', session: 'AM', code: 'N' });
const openCase = (child: ToldChild) => child.step('assistant', 'case', { occurredOn: '2026-11-02' });
const closed = async (child: ToldChild) =>
  (await openCase(child)).step('assistant', 'case/closure', {
    outcome: 'ON_ROLL_NORFOLK',
    cause: 'R28.10',
    evidence: { kind: 'enrolment-confirmation', urn: SCHOOL },
  });
const transfer = async (child: ToldChild) =>
  (await openCase(child)).step('assistant', 'case/transfers', { toAuthority: '935', occurredOn: '2026-11-03' });
const consultation = (child: ToldChild) => child.step('staff', 'consultations', { occurredOn: '2026-11-03' });
const notice = (child: ToldChild) =>
  child.step('assistant', 'off-roll-notices', { sen: 'E', occurredOn: '2026-11-03' });
const visit = (child: ToldChild) => child.step('assistant', 'visit-requests', { occurredOn: '2026-11-03' });
const agency = (child: ToldChild) =>
  child.step('assistant', 'agency-enquiries', { agency: 'HOUSING', purpose: 'address', occurredOn: '2026-11-02' });
const exclusion = (child: ToldChild) =>
  child.step('head', 'exclusions', { kind: 'suspension', first: '2026-11-09', sessions: 2, reasons: ['DB'] });
const order = async (child: ToldChild) => {
  await child.step('manager', 'section-437-notices', { parentId: 'p1', occurredOn: '2026-10-01' });
  return child.step('manager', 'attendance-orders', { urn: '900002', occurredOn: '2026-11-03' });
};
/** Absent from 5 October to 20 November, code O, and nobody told the authority. */
const longAbsent = async (child: ToldChild) => {
  const sessions: Promise<unknown>[] = [];
  for (let day = Date.parse('2026-10-05'); day <= Date.parse('2026-11-20'); day += 86_400_000) {
    const date = new Date(day).toISOString().slice(0, 10);
    // Half term and the weekends are no school days: the calendar refuses them.
    sessions.push(child.post('staff', 'absences', { date, code: 'O' }));
  }
  await Promise.all(sessions);
};
const unreported = async (child: ToldChild) => {
  await longAbsent(child);
  return child.step('assistant', 'unreported-absences', { how: 'police', occurredOn: '2026-11-23' });
};
const letter = async (child: ToldChild) =>
  (await unreported(child)).step('assistant', `unreported-absences/${SCHOOL}/2026-10-05/letter`, {});
const episode = (child: ToldChild) => {
  Object.assign(child.ids, { urn: SCHOOL, since: '2026-10-05' });
  return child;
};

/** The story that goes before each command. Letters, registers and registration have specs of their own. */
export const PREPARED: Readonly<Record<string, Prepared>> = {
  ChangeDetails: { by: 'staff', fact: 'DetailsChanged' },
  AddToRoll: { by: 'assistant', fact: 'AddedToRoll' },
  LinkSibling: { by: 'staff', fact: 'SiblingLinked' },
  UnlinkSibling: {
    by: 'staff',
    fact: 'SiblingUnlinked',
    before: (child) => {
      child.ids.siblingId = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
      return child.step('staff', 'siblings', { siblingId: child.ids.siblingId });
    },
  },
  CorrectFact: { by: 'staff', fact: 'FactCorrected' },

  RecordAbsence: { by: 'staff', fact: 'AbsenceRecorded' },
  AmendAbsence: { by: 'staff', fact: 'AbsenceAmended', before: absence },
  EstablishAbsenceReason: { by: 'staff', fact: 'AbsenceReasonEstablished', before: absence },
  RecordReturn: { by: 'staff', fact: 'ReturnedToSchool', before: absence },
  ContactParent: { by: 'staff', fact: 'ParentContacted' },
  MakeRegisterReturn: { by: 'staff', fact: 'RegisterReturnMade' },

  RequestLeave: { by: 'staff', fact: 'LeaveRequested' },
  RefuseLeave: { by: 'head', fact: 'LeaveRefused', before: leave },
  GrantLeave: {
    by: 'head',
    fact: 'LeaveGranted',
    before: async (child) => {
      await evidence(child);
      await child.step('head', 'leave-requests/{leaveId}/evidence/{evidenceId}/decision', { verified: true });
      await child.step('lead', 'leave-requests/{leaveId}/risk', { outcome: 'no-concern' });
      await child.step('staff', 'leave-requests/{leaveId}/expected-return', { expectedReturn: '2026-12-14' });
    },
    body: ({ ids }) => ({ evidenceIds: [ids.evidenceId] }),
  },
  ScheduleLeaveMeeting: { by: 'staff', fact: 'LeaveMeetingScheduled', before: leave },
  RecordLeaveMeeting: { by: 'head', fact: 'LeaveMeetingHeld', before: leave },
  AttachEvidence: { by: 'staff', fact: 'EvidenceAttached', before: leave },
  VerifyEvidence: { by: 'staff', fact: 'EvidenceVerified', before: evidence },
  RejectEvidence: { by: 'staff', fact: 'EvidenceRejected', before: evidence, body: () => ({ verified: false }) },
  AssessLeaveRisk: { by: 'lead', fact: 'LeaveRiskAssessed', before: leave },
  RecordExpectedReturn: { by: 'staff', fact: 'ExpectedReturnRecorded', before: leave },
  AttachTravelDetails: { by: 'staff', fact: 'TravelDetailsAttached', before: leave },
  ConfirmLeaveReturn: { by: 'staff', fact: 'ReturnConfirmed', before: leave },

  RequestConsultation: { by: 'staff', fact: 'ConsultationRequested' },
  AgreeJointEnquiries: { by: 'assistant', fact: 'JointEnquiriesAgreed', before: consultation },
  AnswerConsultation: { by: 'assistant', fact: 'RollDeletionAgreedWithLA', before: consultation },
  ProposeRemoval: { by: 'staff', fact: 'RollDeletionProposed' },
  DecideRemoval: {
    by: 'head',
    fact: 'RollDeletionRefused',
    before: (child) => child.step('staff', 'removal-proposals', { ground: '9(1)(i)' }),
  },
  RemoveFromRoll: { by: 'head', fact: 'RemovedFromRoll' },
  DeclareLeaving: { by: 'staff', fact: 'PupilLeaving' },
  NameDestination: { by: 'staff', fact: 'DestinationSchoolNamed' },
  ConfirmDestinationEnrolment: { by: 'assistant', fact: 'DestinationEnrolmentConfirmed' },
  MakeNewPupilReturn: { by: 'staff', fact: 'NewPupilReturnMade' },
  RecordDestinationNoShow: {
    by: 'staff',
    fact: 'DestinationNoShow',
    before: (child) => child.step('staff', 'destinations', { name: 'Elsewhere Primary', occurredOn: '2026-11-02' }),
  },

  MakeEnquiry: { by: 'staff', fact: 'ReasonableEnquiryMade' },
  CertifyEnquiries: { by: 'staff', fact: 'ReasonableEnquiriesCertified' },
  ConcludeJointEnquiries: {
    by: 'staff',
    fact: 'JointEnquiriesConcluded',
    before: (child) => child.step('staff', 'reasonable-enquiries', { code: 'RE02', outcome: 'NO_ANSWER' }),
  },
  ReferToLA: { by: 'staff', fact: 'ReferredToLA' },
  ReceiveOffRollNotice: { by: 'assistant', fact: 'SharedWithSenCentre' },
  AssignEhcpFollowUp: { by: 'coordinator', fact: 'EhcpFollowUpAssigned', before: notice },
  CompleteEhcpFollowUp: { by: 'coordinator', fact: 'EhcpFollowUpCompleted', before: notice },
  DetectUnreported: { by: 'assistant', fact: 'UnreportedCmeDetected', before: longAbsent },
  SendNonReportLetter: {
    by: 'assistant',
    fact: 'NonReportLetterSent',
    before: (child) => unreported(episode(child)),
    body: () => ({ occurredOn: '2026-11-23' }),
  },
  RecordSchoolReply: {
    by: 'staff',
    fact: 'AttendanceDetailsReceived',
    before: (child) => letter(episode(child)),
  },

  SetEducationStatus: { by: 'assistant', fact: 'EducationStatusChanged' },
  NotifyHomeEducation: { by: 'staff', fact: 'HomeEducationNotified' },
  AssessHomeEducation: {
    by: 'assistant',
    fact: 'HomeEducationAssessed',
    before: (child) => child.step('assistant', 'home-education', { written: true, occurredOn: '2026-11-02' }),
  },
  DetermineCmeStatus: { by: 'assistant', fact: 'CmeStatusDetermined' },
  RecordProvision: { by: 'assistant', fact: 'ProvisionRequested' },
  ReEngage: { by: 'staff', fact: 'ReEngaged', before: absence },
  ReviewReengagement: {
    by: 'staff',
    fact: 'ReengagementReviewed',
    before: async (child) => (await absence(child)).step('staff', 're-engagement', { occurredOn: '2026-11-02' }),
  },
  ConsiderEnforcement: { by: 'manager', fact: 'EnforcementConsidered' },
  ServeSection437Notice: { by: 'manager', fact: 'Section437NoticeServed', offRoll: true },
  MakeAttendanceOrder: {
    by: 'manager',
    fact: 'SchoolAttendanceOrderMade',
    offRoll: true,
    before: (child) => child.step('manager', 'section-437-notices', { parentId: 'p1', occurredOn: '2026-10-01' }),
  },
  RevokeAttendanceOrder: { by: 'manager', fact: 'SchoolAttendanceOrderRevoked', offRoll: true, before: order },

  FlagAtRisk: { by: 'team', fact: 'AtRiskOfMissingEducationFlagged' },
  ClearAtRisk: {
    by: 'team',
    fact: 'AtRiskCleared',
    before: (child) => child.step('team', 'at-risk', { basis: 'Attendance of 70 per cent.' }),
  },
  AgreeMonitoringPlan: { by: 'team', fact: 'MonitoringPlanAgreed' },
  ReviewMonitoringPlan: {
    by: 'team',
    fact: 'MonitoringReviewed',
    before: (child) =>
      child.step('team', 'monitoring-plans', { schoolLead: 'a', authorityLead: 'b', occurredOn: '2026-10-05' }),
  },
  RecordCause: { by: 'staff', fact: 'CauseRecorded' },
  ReviseCause: {
    by: 'staff',
    fact: 'CauseRevised',
    before: (child) => {
      child.ids.code = 'R28.4';
      return child.step('staff', 'causes', { code: 'R28.4' });
    },
  },
  ChooseReturnReason: { by: 'assistant', fact: 'ReturnReasonChosen' },
  RecordVulnerability: { by: 'lead', fact: 'VulnerabilityRecorded' },
  RemoveVulnerability: {
    by: 'lead',
    fact: 'VulnerabilityRemoved',
    before: (child) => {
      child.ids.code = 'V07';
      return child.step('lead', 'vulnerabilities', { code: 'V07', source: 'parent' });
    },
  },

  RecordExclusion: { by: 'head', fact: 'SuspensionRecorded' },
  RescindExclusion: { by: 'head', fact: 'ExclusionRescinded', before: exclusion },
  NotifyExclusion: { by: 'exclusions', fact: 'ExclusionNotifiedToLA', before: exclusion },

  OpenCase: { by: 'assistant', fact: 'CaseOpened' },
  AssignCase: { by: 'assistant', fact: 'CaseAssigned', before: openCase },
  SetNextAction: { by: 'assistant', fact: 'NextActionSet', before: openCase },
  AddCaseNote: { by: 'assistant', fact: 'CaseNoteAdded', before: openCase },
  ReviewCase: { by: 'assistant', fact: 'CaseReviewed', before: openCase },
  DirectAction: { by: 'manager', fact: 'SupervisorDirectionGiven', before: openCase },
  HoldCaseConference: { by: 'assistant', fact: 'CaseConferenceHeld', before: openCase },
  CloseCase: { by: 'assistant', fact: 'CaseClosed', before: openCase },
  ReopenCase: { by: 'assistant', fact: 'CaseReopened', before: closed },
  TransferCase: { by: 'assistant', fact: 'CaseTransferredOut', before: openCase },
  AcknowledgeTransfer: { by: 'assistant', fact: 'CaseTransferAcknowledged', before: transfer },
  RejectTransfer: { by: 'assistant', fact: 'CaseTransferRejected', before: transfer },
  ReceiveCase: { by: 'assistant', fact: 'CaseReceivedFromLA' },

  CheckRoll: { by: 'assistant', fact: 'RollCheckPerformed' },
  UpdateWhereabouts: { by: 'team', fact: 'WhereaboutsKnown' },
  RecordInformation: { by: 'assistant', fact: 'InformationReceived' },
  VerifyInformation: {
    by: 'assistant',
    fact: 'InformationVerified',
    before: (child) => child.step('assistant', 'information', { from: 'Housing', information: 'Moved out.' }),
  },
  RecordTrace: { by: 'assistant', fact: 'ChildTraced' },
  RecordInLaSystem: { by: 'assistant', fact: 'RecordedInLaSystem' },
  ReportSyncFailure: { by: 'assistant', fact: 'LaSystemSyncFailed' },
  RequestVisit: { by: 'assistant', fact: 'VisitRequested', offRoll: true },
  ConfirmVisitRequestDelivered: { by: 'team', fact: 'VisitRequestDelivered', offRoll: true, before: visit },
  ScheduleVisit: { by: 'team', fact: 'VisitScheduled', offRoll: true, before: visit },
  LogHomeVisit: { by: 'team', fact: 'HomeVisitLogged', offRoll: true, before: visit },

  ConfirmHomeVisit: {
    by: 'team',
    fact: 'HomeVisitConfirmed',
    // Recorded for a sister as well, and corrected for her.
    before: async (child) => {
      const sister = await child.another();
      await sister.step('staff', 'siblings', { siblingId: child.id });
      await sister.step('team', 'home-visits', { by: 'attendance-team', outcome: 'NO_ANSWER', siblings: [child.id] });
      const { visitId = '' } = sister.ids;
      Object.assign(child.ids, { visitId });
      const withdrawn = { kind: 'visit', id: visitId };
      await sister.step('assistant', 'corrections', { eventId: visitId, why: 'She was not at home.', withdrawn });
      await child.until('HomeVisitQuestioned');
    },
  },

  AskAgency: { by: 'assistant', fact: 'AgencyEnquiryMade' },
  ChaseAgency: { by: 'assistant', fact: 'AgencyChased', before: agency },
  RecordAgencyAnswer: { by: 'assistant', fact: 'AgencyResponded', before: agency },
  GiveUpAgency: { by: 'assistant', fact: 'AgencyNoResponse', before: agency },
  ShareInformation: { by: 'assistant', fact: 'InformationShared' },
  DeclineToShare: { by: 'assistant', fact: 'InformationNotShared' },

  DeclareUntraced: {
    by: 'assistant',
    fact: 'NormalInvestigationsExhausted',
    before: async (child) => {
      for (const code of ['RL01', 'RL02', 'RL03', 'RL04', 'RL05', 'RL08', 'RL10', 'RL14']) {
        await child.step('assistant', 'reasonable-enquiries', { code, outcome: 'NOT_APPLICABLE' });
      }
    },
  },
  RequestRiskReview: { by: 'staff', fact: 'RiskReviewRequested' },
  SetWelfareStatus: { by: 'lead', fact: 'WelfareStatusChanged' },
};
