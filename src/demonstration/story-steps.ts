import type { ChildCommand } from '../children/domain/child.js';
import type { By, Place, StoryStep } from './story.js';

export const from =
  (first: number, code: string, last = Number.POSITIVE_INFINITY) =>
  (day: number) =>
    day >= first && day <= last ? code : undefined;

export const call = (
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

export const enquiry = (onDay: number, by: By, code: string, outcome: string, note?: string): StoryStep => ({
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
export const schoolEnquiries = (first: number): StoryStep[] => [
  enquiry(first, 'school', 'RE01', 'NO_ANSWER'),
  enquiry(first, 'school', 'RE02', 'NO_ANSWER', 'All emergency contacts, morning and evening.'),
  enquiry(first + 1, 'school', 'RE04', 'NO_ANSWER', 'Letter to the last address.'),
  enquiry(first + 2, 'school', 'RE07', 'INFORMATION_GIVEN', 'A classmate says the family has moved.'),
  enquiry(first + 2, 'school', 'RE09', 'NOT_APPLICABLE'),
];

export const authorityChecks = (first: number, outcome = 'NOT_APPLICABLE'): StoryStep[] =>
  ['RL01', 'RL02', 'RL03', 'RL04', 'RL05', 'RL08', 'RL10', 'RL14'].map((code, index) =>
    enquiry(first + Math.floor(index / 3), 'assistant', code, outcome),
  );

export const reviewCase = (onDay: number, finding: string, nextAction: string, dueOnDay: number): StoryStep => ({
  onDay,
  by: 'assistant',
  order: ({ day }) => ({ type: 'ReviewCase', finding, nextAction, due: day(dueOnDay) }),
});

export const refer = (
  onDay: number,
  basis: 'continuous-absence' | 'twenty-days-absent' | 'welfare' | 'leaver-without-school',
  reason: string,
): StoryStep => ({
  onDay,
  by: 'school',
  order: ({ id, urn }) => ({ type: 'ReferToLA', referralId: id('referral'), basis, urn, reason }),
});

export const openCase = (onDay: number): StoryStep => ({
  onDay,
  by: 'assistant',
  order: ({ id }) => ({ type: 'OpenCase', caseId: id('case'), source: 'referral' }),
});

export const requestLeave = (
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

export const assessRisk = (onDay: number, outcome: 'no-concern' | 'risk-review-pending'): StoryStep => ({
  onDay,
  by: 'head',
  order: ({ id }) => ({ type: 'AssessLeaveRisk', leaveId: id('leave'), outcome }),
});

export const act = (onDay: number, by: By, order: (place: Place) => ChildCommand): StoryStep => ({ onDay, by, order });

/** Leave for a bereavement, from the request to the head’s decision on the next day but one. */
export const grantedLeave = (asked: number, first: number, last: number, reason: string): StoryStep[] => [
  requestLeave(asked, first, last, 'extended', reason),
  act(asked, 'school', ({ id }) => ({
    type: 'AttachEvidence',
    leaveId: id('leave'),
    evidenceId: id('evidence'),
    kind: 'bereavement',
    hash: '5f'.repeat(32),
  })),
  act(asked + 1, 'head', ({ id }) => ({ type: 'VerifyEvidence', leaveId: id('leave'), evidenceId: id('evidence') })),
  assessRisk(asked + 1, 'no-concern'),
  act(asked + 1, 'head', ({ id, day }) => ({
    type: 'GrantLeave',
    leaveId: id('leave'),
    first: day(first),
    last: day(last),
    emergencyType: 'BEREAVEMENT',
    evidenceIds: [id('evidence')],
  })),
];

/** School and authority have both looked and not found: what grounds 9(1)(h) and (i) ask for. */
export const jointEnquiries = (first: number): StoryStep[] => [
  act(first, 'school', ({ id, urn }) => ({ type: 'RequestConsultation', consultationId: id('consultation'), urn })),
  act(first + 2, 'assistant', ({ id }) => ({
    type: 'AgreeJointEnquiries',
    consultationId: id('consultation'),
    enquiries: ['RE04', 'RL01', 'RL08'],
  })),
  enquiry(first + 3, 'assistant', 'RL01', 'NOT_APPLICABLE'),
  enquiry(first + 4, 'assistant', 'RL08', 'NO_ANSWER'),
];

/** The end of joint enquiries: both sides say so, the authority agrees, the head takes the name off the roll. */
export const removedAfterTwentyDays = (onDay: number): StoryStep[] => [
  act(onDay, 'school', () => ({ type: 'ConcludeJointEnquiries', side: 'school', outcome: 'not-found' })),
  act(onDay, 'assistant', () => ({ type: 'ConcludeJointEnquiries', side: 'la', outcome: 'not-found' })),
  act(onDay, 'assistant', ({ id }) => ({
    type: 'AnswerConsultation',
    consultationId: id('consultation'),
    agreed: true,
    ground: '9(1)(i)',
  })),
  act(onDay + 1, 'head', ({ urn }) => ({
    type: 'RemoveFromRoll',
    urn,
    ground: '9(1)(i)',
    statements: { NOT_SICK_OR_UNAVOIDABLY_ABSENT: 'Nothing points to illness or another unavoidable cause.' },
  })),
];
