import type { ChildCommand } from '../children/domain/child.js';
import type { LocalDate } from '../schools/domain/local-date.js';

/** Who does it: the school's office, its head, the CME Assistant, the strategy manager. */
export type By = 'school' | 'head' | 'assistant' | 'manager';

/** What a story knows of its child. `day(n)` is the nth school day of the term there, 1 the first. */
export interface Place {
  readonly urn: string;
  readonly day: (n: number) => LocalDate;
  /** A stable id for something in this story: `id('leave')`. */
  readonly id: (name: string) => string;
}

export interface StoryStep {
  /** The school day on which it is recorded. */
  readonly onDay: number;
  readonly by: By;
  readonly order: (place: Place) => ChildCommand;
}

export interface Story {
  readonly name: string;
  /** The child it happens to: `900001-07`. */
  readonly child: string;
  /** The attendance code of a school day, where it is not that of an ordinary pupil. */
  readonly code?: (day: number) => string | undefined;
  /** After this school day the child is on no register of the school. */
  readonly lastDay?: number;
  readonly steps: readonly StoryStep[];
}

const from =
  (first: number, code: string, last = Number.POSITIVE_INFINITY) =>
  (day: number) =>
    day >= first && day <= last ? code : undefined;

const call = (
  onDay: number,
  outcome: 'no-answer' | 'spoke' | 'reason-given' | 'left-message' | 'sent',
  more: object = {},
  channel = 'phone',
): StoryStep => ({
  onDay,
  by: 'school',
  order: ({ id }) => ({
    type: 'ContactParent',
    contactId: id(`contact-${channel}-${onDay}`),
    channel,
    outcome,
    ...more,
  }),
});

const enquiry = (onDay: number, by: By, code: string, outcome: string, note?: string): StoryStep => ({
  onDay,
  by,
  order: ({ id }) => ({
    type: 'MakeEnquiry',
    enquiryId: id(`enquiry-${code}-${onDay}`),
    code,
    outcome,
    ...(note ? { note } : {}),
  }),
});

/** What a school does before it tells the authority, one thing a day. */
const schoolEnquiries = (first: number): StoryStep[] => [
  enquiry(first, 'school', 'RE01', 'NO_ANSWER'),
  enquiry(first, 'school', 'RE02', 'NO_ANSWER', 'All emergency contacts, morning and evening.'),
  enquiry(first + 1, 'school', 'RE04', 'NO_ANSWER', 'Letter to the last address.'),
  enquiry(first + 2, 'school', 'RE07', 'INFORMATION_GIVEN', 'A classmate says the family has moved.'),
  enquiry(first + 2, 'school', 'RE09', 'NOT_APPLICABLE'),
];

const authorityChecks = (first: number, outcome = 'NOT_APPLICABLE'): StoryStep[] =>
  ['RL01', 'RL02', 'RL03', 'RL04', 'RL05', 'RL08', 'RL10', 'RL14'].map((code, index) =>
    enquiry(first + Math.floor(index / 3), 'assistant', code, outcome),
  );

const reviewCase = (onDay: number, finding: string, nextAction: string, dueOnDay: number): StoryStep => ({
  onDay,
  by: 'assistant',
  order: ({ day }) => ({ type: 'ReviewCase', finding, nextAction, due: day(dueOnDay) }),
});

const refer = (
  onDay: number,
  basis: 'continuous-absence' | 'twenty-days-absent' | 'welfare' | 'leaver-without-school',
  reason: string,
): StoryStep => ({
  onDay,
  by: 'school',
  order: ({ id, urn }) => ({ type: 'ReferToLA', referralId: id('referral'), basis, urn, reason }),
});

const openCase = (onDay: number): StoryStep => ({
  onDay,
  by: 'assistant',
  order: ({ id }) => ({ type: 'OpenCase', caseId: id('case'), source: 'referral' }),
});

const requestLeave = (
  onDay: number,
  first: number,
  last: number,
  kind: 'extended' | 'special',
  reason: string,
): StoryStep => ({
  onDay,
  by: 'school',
  order: ({ id, urn, day }) => ({
    type: 'RequestLeave',
    leaveId: id('leave'),
    urn,
    kind,
    first: day(first),
    last: day(last),
    reason,
    expectedReturn: day(last + 1),
  }),
});

const assessRisk = (onDay: number, outcome: 'no-concern' | 'risk-review-pending'): StoryStep => ({
  onDay,
  by: 'head',
  order: ({ id }) => ({ type: 'AssessLeaveRisk', leaveId: id('leave'), outcome }),
});

/** A child in each state of the workflow. What they have in common with real children is only the procedure. */
export const stories: readonly Story[] = [
  {
    name: 'Absent since this morning, nobody reached yet',
    child: '900001-09',
    code: from(53, 'N'),
    steps: [],
  },
  {
    name: 'Code N for three days, one call unanswered',
    child: '900003-11',
    code: from(51, 'N'),
    steps: [call(51, 'no-answer'), call(52, 'left-message')],
  },
  {
    name: 'Did not come back after half term; the school is making its enquiries',
    child: '900002-04',
    code: from(38, 'O'),
    steps: [
      call(38, 'no-answer'),
      call(39, 'no-answer'),
      call(40, 'sent', { notes: 'Letter to the last known address.' }, 'letter'),
      ...schoolEnquiries(43),
    ],
  },
  {
    name: 'Twenty school days without a mark of attendance: a prompt, not a removal',
    child: '900005-17',
    code: from(29, 'O'),
    steps: [call(29, 'no-answer'), call(31, 'no-answer'), call(36, 'sent', {}, 'letter')],
  },
  {
    name: 'Leave refused, taken all the same',
    child: '900001-23',
    code: from(44, 'G', 50),
    steps: [
      requestLeave(30, 44, 50, 'extended', 'A family wedding abroad; flights are cheaper in term.'),
      assessRisk(31, 'no-concern'),
      {
        onDay: 32,
        by: 'head',
        order: ({ id }) => ({
          type: 'RefuseLeave',
          leaveId: id('leave'),
          ground: 'NO_EMERGENCY',
          reason: 'A wedding is no emergency under the policy.',
        }),
      },
      call(44, 'spoke', { notes: 'Says the flights had been paid for.' }),
    ],
  },
  {
    name: 'Leave granted for a bereavement, back on time',
    child: '900002-15',
    code: from(20, 'C', 24),
    steps: [
      requestLeave(18, 20, 24, 'extended', 'A grandfather’s funeral.'),
      {
        onDay: 18,
        by: 'school',
        order: ({ id }) => ({
          type: 'AttachEvidence',
          leaveId: id('leave'),
          evidenceId: id('evidence'),
          kind: 'bereavement',
          hash: '5f'.repeat(32),
        }),
      },
      {
        onDay: 19,
        by: 'head',
        order: ({ id }) => ({ type: 'VerifyEvidence', leaveId: id('leave'), evidenceId: id('evidence') }),
      },
      assessRisk(19, 'no-concern'),
      {
        onDay: 19,
        by: 'head',
        order: ({ id, day }) => ({
          type: 'GrantLeave',
          leaveId: id('leave'),
          first: day(20),
          last: day(24),
          emergencyType: 'BEREAVEMENT',
          evidenceIds: [id('evidence')],
        }),
      },
    ],
  },
  {
    name: 'Special leave: the meeting with the Executive Head Teacher is still to come',
    child: '900001-31',
    steps: [
      requestLeave(50, 60, 66, 'special', 'To visit an aunt who is ill.'),
      {
        onDay: 51,
        by: 'head',
        order: ({ id, day }) => ({ type: 'ScheduleLeaveMeeting', leaveId: id('leave'), meetingOn: day(55) }),
      },
    ],
  },
  {
    name: 'Referred to the authority this week, not yet taken on',
    child: '900004-08',
    code: from(40, 'O'),
    steps: [
      call(40, 'no-answer'),
      ...schoolEnquiries(44),
      refer(51, 'continuous-absence', 'No contact with the family for eleven school days.'),
    ],
  },
  {
    name: 'A case is open: initial checks made, the family not found',
    child: '900003-27',
    code: from(1, 'O'),
    steps: [
      call(1, 'no-answer'),
      ...schoolEnquiries(5),
      {
        onDay: 9,
        by: 'school',
        order: ({ id }) => ({
          type: 'LogHomeVisit',
          visitId: id('visit'),
          by: 'school',
          outcome: 'NO_ANSWER',
          notes: 'Post behind the door.',
        }),
      },
      refer(10, 'continuous-absence', 'Not seen since the end of the summer term.'),
      openCase(11),
      ...authorityChecks(12),
      {
        onDay: 16,
        by: 'assistant',
        order: ({ id }) => ({
          type: 'AddCaseNote',
          noteId: id('note'),
          note: 'Housing asked whether the tenancy has ended.',
        }),
      },
      {
        onDay: 17,
        by: 'manager',
        order: ({ id }) => ({
          type: 'DirectAction',
          directionId: id('direction'),
          direction: 'Ask the health visitor service for the last contact.',
        }),
      },
      reviewCase(21, 'Nothing heard from housing.', 'Ask the health service for the last contact', 30),
      reviewCase(30, 'The health service saw the family in August.', 'Ask the neighbouring authorities', 42),
      reviewCase(42, 'Suffolk and Cambridgeshire do not know the child.', 'Visit the address again', 57),
    ],
  },
  {
    name: 'Leaving with no school named',
    child: '900006-12',
    lastDay: 45,
    steps: [
      {
        onDay: 45,
        by: 'school',
        order: ({ day }) => ({
          type: 'DeclareLeaving',
          lastAttended: day(45),
          reason: 'Moving away; no school chosen yet.',
        }),
      },
      refer(47, 'leaver-without-school', 'Last attended on Friday; no school named.'),
      openCase(48),
    ],
  },
  {
    name: 'Moved to Suffolk: the case is on its way to the other authority',
    child: '900004-21',
    code: from(12, 'O'),
    steps: [
      call(12, 'no-answer'),
      ...schoolEnquiries(14),
      refer(21, 'continuous-absence', 'A neighbour says the family moved to Ipswich.'),
      openCase(22),
      ...authorityChecks(23),
      {
        onDay: 30,
        by: 'assistant',
        order: ({ id }) => ({ type: 'TransferCase', handoverId: id('handover'), toAuthority: '935' }),
      },
      reviewCase(36, 'Suffolk has not answered.', 'Telephone Suffolk’s officer', 45),
      reviewCase(45, 'Suffolk asked for another week.', 'Telephone Suffolk’s officer', 56),
    ],
  },
  {
    name: 'Back at school, under review',
    child: '900005-33',
    code: from(15, 'O', 34),
    steps: [
      call(15, 'spoke', { reason: 'Anxiety about the new school.' }),
      ...schoolEnquiries(17),
      refer(26, 'continuous-absence', 'Ten school days without attendance.'),
      openCase(27),
      {
        onDay: 29,
        by: 'assistant',
        order: ({ id }) => ({
          type: 'LogHomeVisit',
          visitId: id('visit'),
          by: 'attendance-team',
          outcome: 'CHILD_SEEN',
          notes: 'Plan for a gradual return agreed.',
        }),
      },
      ...authorityChecks(30),
      { onDay: 35, by: 'assistant', order: ({ urn }) => ({ type: 'ReEngage', how: 'returned-to-school', urn }) },
      reviewCase(36, 'Back on a reduced timetable.', 'Ask the school how the return goes', 57),
    ],
  },
  {
    name: 'Closed: back on roll and attending',
    child: '900003-40',
    code: from(3, 'O', 16),
    steps: [
      call(3, 'no-answer'),
      ...schoolEnquiries(5),
      refer(13, 'continuous-absence', 'No answer at home for ten school days.'),
      openCase(14),
      { onDay: 17, by: 'assistant', order: ({ urn }) => ({ type: 'ReEngage', how: 'returned-to-school', urn }) },
      {
        onDay: 19,
        by: 'assistant',
        order: ({ urn }) => ({
          type: 'CloseCase',
          outcome: 'ON_ROLL_NORFOLK',
          cause: 'R28.10',
          evidence: { kind: 'enrolment-confirmation', urn, summary: 'Attending since Monday.' },
        }),
      },
      { onDay: 36, by: 'assistant', order: () => ({ type: 'ReviewReengagement', attending: true }) },
    ],
  },
];
