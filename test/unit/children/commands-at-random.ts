import fc from 'fast-check';
import type { ChildCommand, ChildEvent } from '../../../src/children/domain/child.js';
import { datesFrom } from '../../../src/schools/domain/local-date.js';
import { schoolDaysFrom } from '../../../src/schools/domain/school-days.js';
import { norfolkCalendar } from '../../support/policy.js';
import { otherUrn, urn } from './a-child.js';

/** Few ids and few dates, so that commands meet: repeats, wrong orders and half-finished business are the rule. */
const id = (kind: string) => fc.constantFrom(...[1, 1, 1, 2].map((n) => `${kind}${n}`));
const school = fc.constantFrom(urn, urn, urn, urn, urn, otherUrn, '120009');
const dates = datesFrom('2025-09-01', '2026-02-28');
const date = fc.constantFrom(...dates);
/** Mostly today. */
const past = fc.option(fc.constantFrom(...dates.slice(0, 40)), { nil: undefined, freq: 1 });
const text = fc.constantFrom('', 'something', 'other');
const session = fc.constantFrom('AM' as const, 'PM' as const);
const code = fc.constantFrom('O', 'O', 'O', 'N', 'G', 'I', 'U', '/', '\\', 'C', 'Y4', 'D', '#', 'X', 'H', '?');
const side = fc.constantFrom('school' as const, 'la' as const);
const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });
const hash = fc.constantFrom('a'.repeat(64), 'not a hash');
/** Runs of whole school days with one code, from the start of term on: what a register brings. */
const schoolDays = schoolDaysFrom(norfolkCalendar, '2025-09-03', '2026-02-28');
const schoolWeeks = fc
  .record({ start: fc.nat(20), length: fc.nat(35), code })
  .map(({ start, length, code: mark }) =>
    schoolDays
      .slice(start, start + length)
      .flatMap((day) => (['AM', 'PM'] as const).map((half) => ({ date: day, session: half, code: mark }))),
  );

type Maker = { readonly [T in ChildCommand['type']]: Readonly<Record<string, fc.Arbitrary<unknown>>> };

const fields: Maker = {
  RegisterChild: {
    childId: fc.constant('c'),
    givenName: fc.constantFrom('A', 'B'),
    familyName: fc.constant('X'),
    dateOfBirth: fc.constantFrom('2009-05-01', '2014-02-28', '2020-12-01', '2021-04-01'),
    school: maybe(fc.record({ urn: school, startDate: fc.constant('2025-09-03') })),
    address: maybe(fc.record({ lines: fc.constant(['1']), authority: fc.constantFrom('926', '935') })),
    sen: maybe(fc.constantFrom('N', 'K', 'E', 'S')),
  },
  ChangeDetails: { knownAs: maybe(text), mobileChild: maybe(fc.boolean()), sen: maybe(fc.constantFrom('N', 'E')) },
  AddToRoll: { urn: school, startDate: date, subsidiary: maybe(fc.boolean()) },
  RecordAbsence: { urn: school, date, session: maybe(session), code },
  RecordMarks: { urn: school, marks: schoolWeeks },
  AmendAbsence: { urn: school, date, session, code, reason: text },
  RecordReturn: { urn: school, date: maybe(date), session: maybe(session), code: maybe(code) },
  EstablishAbsenceReason: { urn: school, first: date, last: date, code, source: text },
  ContactParent: {
    contactId: id('k'),
    channel: fc.constantFrom('phone', 'letter', 'visit', 'pigeon'),
    outcome: fc.constantFrom('spoke', 'no-answer'),
    occurredOn: past,
    expectedReturn: maybe(date),
  },
  RequestLeave: {
    leaveId: id('l'),
    urn: school,
    kind: maybe(fc.constantFrom('extended', 'special')),
    first: date,
    last: date,
  },
  ScheduleLeaveMeeting: { leaveId: id('l'), meetingOn: date },
  RecordLeaveMeeting: { leaveId: id('l'), outcome: fc.constantFrom('held', 'missed', 'declined') },
  AttachEvidence: { leaveId: id('l'), evidenceId: id('e'), kind: text, hash },
  VerifyEvidence: { leaveId: id('l'), evidenceId: id('e') },
  RejectEvidence: { leaveId: id('l'), evidenceId: id('e') },
  AssessLeaveRisk: { leaveId: id('l'), outcome: fc.constantFrom('no-concern', 'risk-review-pending') },
  RecordExpectedReturn: { leaveId: id('l'), expectedReturn: maybe(date) },
  AttachTravelDetails: { leaveId: id('l'), hash },
  RefuseLeave: { leaveId: id('l') },
  GrantLeave: {
    leaveId: id('l'),
    first: date,
    last: date,
    emergencyType: fc.constantFrom('BEREAVEMENT', 'FUN'),
    evidenceIds: fc.array(id('e'), { maxLength: 2 }),
  },
  ConfirmLeaveReturn: { leaveId: id('l') },
  RecordExclusion: {
    exclusionId: id('x'),
    urn: school,
    kind: fc.constantFrom('suspension', 'permanent'),
    first: date,
    sessions: maybe(fc.nat(20)),
    reasons: fc.constantFrom([], ['DB'], ['??']),
  },
  RescindExclusion: { exclusionId: id('x') },
  NotifyExclusion: { exclusionId: id('x'), occurredOn: past },
  FlagAtRisk: { basis: text },
  ClearAtRisk: {},
  AgreeMonitoringPlan: { planId: id('m'), schoolLead: text, authorityLead: text },
  ReviewMonitoringPlan: { planId: id('m'), improved: fc.boolean(), goOn: maybe(fc.boolean()) },
  MakeEnquiry: {
    enquiryId: id('q'),
    code: fc.constantFrom('RE01', 'RE02', 'RL01', 'RL02', 'XX'),
    outcome: fc.constantFrom('NO_ANSWER', 'REACHED'),
    occurredOn: past,
  },
  CertifyEnquiries: {
    side,
    notDone: fc.constantFrom(
      [],
      ['RE01', 'RE02', 'RE04', 'RE07', 'RE09'].map((each) => ({ code: each, reason: 'moved' })),
    ),
  },
  ConcludeJointEnquiries: { side, outcome: fc.constantFrom('not-found', 'found-will-not-return', 'found') },
  RequestConsultation: { consultationId: id('s'), urn: school },
  AgreeJointEnquiries: { consultationId: id('s'), enquiries: fc.constantFrom([], ['RE05']) },
  AnswerConsultation: { consultationId: id('s'), agreed: fc.boolean(), ground: maybe(fc.constant('9(1)(i)')) },
  ProposeRemoval: {
    proposalId: id('p'),
    urn: school,
    ground: fc.constantFrom('9(1)(i)', '9(1)(h)', '9(1)(g)', '8(1)(h)'),
  },
  DecideRemoval: { proposalId: id('p'), statements: statements() },
  RemoveFromRoll: {
    urn: school,
    ground: fc.constantFrom('9(1)(i)', '9(1)(h)', '9(1)(a)', '9(1)(f)', '9(1)(g)', '9(1)(k)', 'none'),
    statements: statements(),
  },
  DeclareLeaving: {
    urn: maybe(school),
    occurredOn: past,
    lastAttended: maybe(date),
    destination: maybe(fc.record({ name: text })),
  },
  NameDestination: { urn: maybe(school), name: maybe(text), startDate: maybe(date) },
  ConfirmDestinationEnrolment: { urn: maybe(school) },
  RecordDestinationNoShow: {},
  MakeNewPupilReturn: { urn: school, enteredOn: maybe(date), occurredOn: past },
  ReferToLA: {
    referralId: id('r'),
    basis: maybe(fc.constantFrom('twenty-days-absent', 'welfare', 'leaver-twenty-days', 'other')),
    enquiriesNotMade: maybe(text),
    occurredOn: past,
  },
  ReceiveOffRollNotice: { noticeId: id('n'), urn: school, sen: maybe(fc.constantFrom('N', 'K', 'E', 'S')) },
  AssignEhcpFollowUp: { noticeId: id('n'), owner: text },
  CompleteEhcpFollowUp: { noticeId: id('n') },
  DetectUnreported: { urn: school, how: text },
  SendNonReportLetter: { episode: fc.constant('episode1') },
  RecordSchoolReply: { episode: fc.constant('episode1') },
  MakeRegisterReturn: {
    kind: fc.constantFrom('attendance', 'sickness'),
    urn: school,
    since: date,
    dayCount: fc.nat(20),
  },
  OpenCase: { caseId: id('c'), owner: maybe(text), nextAction: maybe(text), due: maybe(date) },
  AssignCase: { owner: text },
  SetNextAction: { action: text, due: date },
  AddCaseNote: { noteId: id('t'), note: text },
  ReviewCase: { nextAction: maybe(text), due: maybe(date) },
  DirectAction: { directionId: id('t'), direction: text },
  HoldCaseConference: { conferenceId: id('t'), agencies: fc.constant(['HEALTH']) },
  ReopenCase: { why: text, owner: maybe(text), due: maybe(date) },
  CloseCase: {
    outcome: fc.constantFrom(
      'ON_ROLL_NORFOLK',
      'EHE_NOTIFIED_PENDING',
      'LEFT_NORFOLK_UNACK',
      'LEFT_NORFOLK_LA_ACK',
      'ABROAD_EVIDENCED',
      'NOWHERE',
    ),
    evidence: maybe(fc.constantFrom({ kind: 'enrolment-confirmation' }, { kind: 'residence' }, { kind: '' })),
    cause: maybe(fc.constantFrom('R28.8', '??')),
    override: maybe(fc.constant({ by: 'staff-1', reason: 'no answer' })),
  },
  CheckRoll: {
    checkId: id('h'),
    system: text,
    result: fc.constantFrom('found', 'not-found', 'inconclusive'),
    score: maybe(fc.constantFrom(0.5, 1)),
  },
  UpdateWhereabouts: { known: fc.boolean(), address: maybe(fc.constant({ lines: ['2'], authority: '926' })) },
  RecordInformation: { informationId: id('i'), from: text, information: text },
  VerifyInformation: { informationId: id('i'), verified: fc.boolean() },
  RecordTrace: { trace: fc.constantFrom('in-education', 'abroad'), evidence: text },
  DeclareUntraced: { reviewId: id('v') },
  RecordInLaSystem: { system: text, reference: id('T') },
  ReportSyncFailure: { system: text, attempt: fc.nat(3) },
  AskAgency: { enquiryId: id('a'), agency: fc.constantFrom('HEALTH', 'GROCER'), purpose: text },
  ChaseAgency: { enquiryId: id('a') },
  RecordAgencyAnswer: { enquiryId: id('a'), found: fc.boolean() },
  GiveUpAgency: { enquiryId: id('a') },
  RequestVisit: {
    requestId: id('w'),
    address: maybe(fc.record({ lines: fc.constant(['3']), authority: fc.constantFrom('926', '935') })),
  },
  ConfirmVisitRequestDelivered: { requestId: id('w') },
  WriteLetter: {
    letterId: id('letter'),
    kind: fc.constantFrom('CME1', 'CME3', 'AGENCY_CHASER'),
    recipient: fc.constantFrom('authority', 'attendance-team', 'agency'),
    delivery: fc.constantFrom('mail', 'by-hand', 'record'),
    address: maybe(fc.constant('a@b.example')),
    messageId: fc.constant('<letter.1@b.example>'),
    content: fc.constant({}),
  },
  RecordLetterSent: { letterId: id('letter'), attempt: fc.constantFrom(1, 2), reply: fc.constant(250) },
  RecordLetterNotDelivered: { letterId: id('letter'), attempt: fc.constantFrom(1, 2), reply: fc.constant(550) },
  SendLetterAgain: { letterId: id('letter'), address: maybe(fc.constantFrom('a@b.example', 'nowhere')) },
  RecordLetterSentByHand: { letterId: id('letter'), how: text, occurredOn: past },
  ScheduleVisit: { requestId: id('w'), scheduledOn: date },
  LogHomeVisit: {
    visitId: id('z'),
    by: fc.constantFrom('school', 'attendance-team'),
    outcome: fc.constantFrom('NO_ANSWER', 'CHILD_SEEN', '??'),
    requestId: maybe(id('w')),
  },
  QuestionHomeVisit: { visitId: id('z'), eventId: id('f'), siblingId: fc.constant('c'), correctionId: id('q') },
  ConfirmHomeVisit: { visitId: id('z'), why: text },
  TransferCase: { handoverId: id('o'), toAuthority: fc.constantFrom('935', '926', 'x') },
  AcknowledgeTransfer: { handoverId: id('o') },
  RejectTransfer: { handoverId: id('o') },
  ReceiveCase: { handoverId: id('o'), fromAuthority: fc.constant('873') },
  ReEngage: {
    how: maybe(fc.constantFrom('returned-to-school', 'new-school')),
    urn: maybe(school),
    occurredOn: past,
  },
  ReviewReengagement: { attending: fc.boolean() },
  ConsiderEnforcement: { decision: fc.constantFrom('proceed', 'not-now') },
  ServeSection437Notice: { parentId: fc.constant('p1') },
  MakeAttendanceOrder: { orderId: id('d'), urn: school },
  RevokeAttendanceOrder: { orderId: id('d') },
  RequestRiskReview: { reviewId: id('v'), trigger: fc.constantFrom('concern', 'untraced') },
  ConcludeRiskReview: { reviewId: id('v') },
  SetWelfareStatus: { status: fc.constantFrom('none', 'child-protection-plan') },
  SetEducationStatus: { status: fc.constantFrom('none', 'unknown', 'home-education') },
  NotifyHomeEducation: { written: fc.boolean(), occurredOn: past },
  AssessHomeEducation: { outcome: fc.constantFrom('suitable', 'unsuitable') },
  DetermineCmeStatus: {
    residentInArea: fc.constantFrom('yes', 'no', 'unknown', 'last-known'),
    otherEducation: maybe(fc.constant({ kind: 'none' })),
  },
  MeetLocalThreshold: { firstDayOut: date },
  RecordProvision: { provisionId: id('y'), state: fc.constantFrom('requested', 'offered', 'declined', 'started') },
  RecordCause: { code: fc.constantFrom('R28.1', 'R28.2', '??'), primary: maybe(fc.boolean()) },
  ReviseCause: { code: fc.constantFrom('R28.1', 'R28.2') },
  ChooseReturnReason: { code: fc.constantFrom('UNKNOWN', '??') },
  RecordVulnerability: { code: fc.constantFrom('V05', '??'), source: text },
  RemoveVulnerability: { code: fc.constant('V05') },
  LinkSibling: { siblingId: fc.constantFrom('c', 'd') },
  UnlinkSibling: { siblingId: fc.constant('d') },
  ShareInformation: {
    shareId: id('g'),
    recipient: text,
    basis: text,
    purpose: text,
    fields: fc.constantFrom([], ['name']),
  },
  DeclineToShare: { shareId: id('g'), recipient: text, why: text },
  CorrectFact: {
    eventId: id('f'),
    why: text,
    withdrawn: maybe(fc.record({ kind: fc.constantFrom('contact', 'visit', 'enquiry'), id: id('k') })),
  },
  ReviewChild: {},
};

function statements() {
  return fc.constantFrom(
    {},
    {
      NOT_SICK_OR_UNAVOIDABLY_ABSENT: 'no sign',
      NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE: 'Leeds',
      TRAVELLER_SERVICE_CONSULTED: 'yes',
    },
    { DEATH_CONFIRMED: 'yes' },
  );
}

/** Any command of a child; registering, marks, the clock and what leads to a removal come more often. */
export function anyCommand(): fc.Arbitrary<ChildCommand> {
  const often = [
    ...Array<'RecordMarks'>(12).fill('RecordMarks'),
    ...Array<'ReviewChild'>(8).fill('ReviewChild'),
    ...Array<'OpenCase'>(4).fill('OpenCase'),
    ...Array<'MakeEnquiry'>(4).fill('MakeEnquiry'),
    ...Array<'ConcludeJointEnquiries'>(8).fill('ConcludeJointEnquiries'),
    ...Array<'RemoveFromRoll'>(8).fill('RemoveFromRoll'),
  ] as const;
  const types = [...(Object.keys(fields) as ChildCommand['type'][]), ...often];
  return fc.constantFrom(...types).chain((type) =>
    fc.record({ type: fc.constant(type), ...fields[type] }).map((command) => {
      const given = Object.entries(command).filter(([, value]) => value !== undefined);
      return Object.fromEntries(given) as unknown as ChildCommand;
    }),
  );
}

/** Every command that the generator knows: a test holds it to the program's own list. */
export const generated: readonly string[] = Object.keys(fields);
export const days = dates;

const on = { occurredOn: '2025-09-08' } as const;
const openings: readonly ChildEvent[] = schoolDays
  .slice(3, 25)
  .flatMap((day) =>
    (['AM', 'PM'] as const).map(
      (half): ChildEvent => ({ type: 'AbsenceRecorded', data: { urn, occurredOn: day, session: half, code: 'O' } }),
    ),
  );
const business: readonly (readonly ChildEvent[])[] = [
  openings,
  [
    {
      type: 'LeaveRequested',
      data: { ...on, leaveId: 'l1', urn, kind: 'special', first: '2025-09-15', last: '2025-09-19' },
    },
  ],
  [
    {
      type: 'EvidenceAttached',
      data: { ...on, leaveId: 'l1', evidenceId: 'e1', kind: 'letter', hash: 'a'.repeat(64) },
    },
    { type: 'EvidenceVerified', data: { ...on, leaveId: 'l1', evidenceId: 'e1' } },
    { type: 'LeaveRiskAssessed', data: { ...on, leaveId: 'l1', outcome: 'no-concern' } },
    { type: 'ReturnDateNotGiven', data: { ...on, leaveId: 'l1' } },
    { type: 'LeaveMeetingHeld', data: { ...on, leaveId: 'l1' } },
  ],
  [
    {
      type: 'LeaveGranted',
      data: {
        ...on,
        leaveId: 'l1',
        first: '2025-09-15',
        last: '2025-09-19',
        emergencyType: 'BEREAVEMENT',
        evidenceIds: ['e1'],
      },
    },
  ],
  [
    {
      type: 'ReasonableEnquiryMade',
      data: { enquiryId: 'q1', side: 'school', code: 'RE01', occurredOn: '2025-09-20', outcome: 'NO_ANSWER' },
    },
    {
      type: 'ReasonableEnquiryMade',
      data: { enquiryId: 'q2', side: 'la', code: 'RL01', occurredOn: '2025-09-20', outcome: 'NO_ANSWER' },
    },
  ],
  [
    {
      type: 'CaseOpened',
      data: {
        ...on,
        caseId: 'c1',
        source: 'referral',
        lawVersion: 'x',
        owner: 'staff-1',
        nextAction: 'Check',
        due: '2025-09-22',
        sum: '',
      },
    },
  ],
  [
    {
      type: 'CaseClosed',
      data: { ...on, caseId: 'c1', outcome: 'EHE_NOTIFIED_PENDING', keepWatching: true, evidence: { kind: 'notice' } },
    },
  ],
  [{ type: 'HomeEducationNotified', data: { ...on, written: true } }],
  [{ type: 'ConsultationRequested', data: { ...on, consultationId: 's1', urn, channel: 'phone' } }],
  [
    {
      type: 'RollDeletionProposed',
      data: {
        ...on,
        proposalId: 'p1',
        urn,
        ground: '9(1)(i)',
        guards: ['TWENTY_SCHOOL_DAYS_CONTINUOUS'],
        outstanding: [],
      },
    },
  ],
  [{ type: 'ReEngaged', data: { ...on, how: 'returned-to-school', reviewDue: '2025-10-06', sum: '' } }],
  [
    {
      type: 'CaseTransferredOut',
      data: { ...on, handoverId: 'o1', toAuthority: '935', acknowledgementDue: '2025-09-22', sum: '' },
    },
  ],
  [{ type: 'UnreportedCmeDetected', data: { ...on, episode: 'episode1', urn, how: 'police', dayCount: 20 } }],
  [
    {
      type: 'AgencyEnquiryMade',
      data: { ...on, enquiryId: 'a1', agency: 'HEALTH', purpose: 'trace', chaseOn: '2025-09-15', sum: '' },
    },
  ],
  [{ type: 'InformationReceived', data: { ...on, informationId: 'i1', from: 'HEALTH', information: 'x' } }],
  [
    {
      type: 'SuspensionRecorded',
      data: { ...on, exclusionId: 'x1', urn, first: '2025-09-05', sessions: 12, reasons: ['DB'] },
    },
  ],
  [
    {
      type: 'MonitoringPlanAgreed',
      data: { ...on, planId: 'm1', schoolLead: 'a', authorityLead: 'b', reviewDue: '2025-10-06', sum: '' },
    },
  ],
  [{ type: 'WelfareStatusChanged', data: { ...on, from: 'none', to: 'child-protection-plan' } }],
  [{ type: 'PupilLeaving', data: { ...on, urn, lastAttended: '2025-09-05' } }],
  [{ type: 'Section437NoticeServed', data: { ...on, parentId: 'p1', answerDue: '2025-09-22', sum: '' } }],
  [
    { type: 'OffRollNoticeReceived', data: { ...on, noticeId: 'n1', form: 'CME1', formVersion: '1', urn, sen: 'E' } },
    { type: 'SharedWithSenCentre', data: { ...on, noticeId: 'n1', mailbox: 'sen' } },
  ],
  [
    {
      type: 'RemovedFromRoll',
      data: { urn, occurredOn: '2025-10-10', ground: '9(1)(g)', guards: [], basis: {}, destinationKnown: false },
    },
  ],
  [
    {
      type: 'VisitRequested',
      data: {
        ...on,
        requestId: 'w1',
        form: 'CME3',
        formVersion: '1',
        mailbox: 'attendanceTeam',
        authority: '926',
        due: '2025-09-15',
        sum: '',
        address: { lines: ['1'], authority: '926' },
      },
    },
  ],
];

/** Unfinished business of a child, any part of it, in order: what the commands of a history meet. */
export const begun: fc.Arbitrary<readonly ChildEvent[]> = fc.subarray([...business]).map((parts) => parts.flat());
