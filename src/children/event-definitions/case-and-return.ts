import type { EventDefinition } from '../../platform/event-store/definition.js';
import { fact } from './fact.js';

const caseId = 'a4d1f0c2-9b3e-4f5a-8c7d-6e5f4a3b2c1d';
const handoverId = 'f7e6d5c4-b3a2-4190-8f7e-6d5c4b3a2910';
const reviewId = '90817263-5445-4637-a728-1909fe8d7c6b';
const provisionId = '1b2c3d4e-5f60-4718-a293-b4c5d6e7f809';
const on = { occurredOn: '2025-11-12' };
const upkeep = {
  owner: 'cme-assistant@926',
  nextAction: 'Make the initial checks',
  due: '2025-11-26',
  sum: '10 working days',
};

export const caseAndReturn: readonly EventDefinition[] = [
  fact(
    'CaseOpened',
    'The authority opened a case, with an owner, a next action and a date.',
    { ...on, caseId, source: 'referral', lawVersion: 'england-2024@1.0.0', ...upkeep },
    ['nextAction'],
  ),
  fact('CaseAssigned', 'The case has another owner.', {
    ...on,
    caseId,
    owner: 'staff-0042',
    from: 'cme-assistant@926',
  }),
  fact(
    'NextActionSet',
    'What is done next in the case, and by when.',
    { ...on, caseId, action: 'Ask the housing office', due: '2025-11-19' },
    ['action'],
  ),
  fact('CaseNoteAdded', 'A note in the case.', { ...on, caseId, noteId: 'n-1', note: 'aunt called back' }, ['note']),
  fact('CaseReviewed', 'The case was reviewed.', { ...on, caseId, finding: 'checks are complete' }, ['finding']),
  fact(
    'SupervisorDirectionGiven',
    'The strategy manager directed the case.',
    { ...on, caseId, directionId: 'd-1', direction: 'visit again' },
    ['direction'],
  ),
  fact(
    'CaseConferenceHeld',
    'Agencies met about the child.',
    { ...on, conferenceId: 'k-1', agencies: ['HEALTH', 'POLICE'], notes: 'plan agreed' },
    ['notes'],
  ),
  fact(
    'CaseClosed',
    'The case ended on one of the lawful outcomes, with its evidence.',
    {
      ...on,
      caseId,
      outcome: 'ON_ROLL_NORFOLK',
      policyOutcome: 'a',
      keepWatching: false,
      evidence: { kind: 'enrolment-confirmation', urn: '120002', summary: 'confirmed by the office' },
    },
    ['evidence.summary', 'evidence.reference', 'evidence.provider', 'override.reason'],
  ),
  fact(
    'CaseReopened',
    'The case was opened again, and why.',
    { ...on, caseId, why: 're-engagement did not last', ...upkeep },
    ['why', 'nextAction'],
  ),
  fact(
    'ReEngaged',
    'The child is back in education; reviews will show whether it lasts.',
    {
      ...on,
      how: 'new-school',
      urn: '120002',
      reviewDue: '2025-12-10',
      sum: '4 weeks after 2025-11-12 (the re-engagement): 2025-12-10.',
      notes: 'started in year 7',
    },
    ['notes', 'provider'],
  ),
  fact(
    'ReengagementReviewed',
    'Whether the child still attends.',
    { ...on, number: 1, attending: true, nextReviewDue: '2026-02-04' },
    ['notes'],
  ),
  fact('ReengagementSustained', 'The re-engagement has lasted.', { ...on, since: '2025-08-12' }),
  fact('ReengagementFailed', 'The child has dropped out again.', { ...on, since: '2025-08-12' }),
  fact(
    'CaseTransferredOut',
    'The case was sent to another authority; it stays this one’s until acknowledged.',
    {
      ...on,
      handoverId,
      toAuthority: '935',
      acknowledgementDue: '2025-11-26',
      sum: '10 working days',
      notes: 'moved to Ipswich',
    },
    ['notes'],
  ),
  fact('CaseTransferAcknowledged', 'The other authority has taken the case over.', {
    ...on,
    handoverId,
    reference: 'SCC-77',
  }),
  fact(
    'CaseTransferRejected',
    'The other authority did not take the case.',
    { ...on, handoverId, why: 'not found at the address' },
    ['why'],
  ),
  fact('CaseReceivedFromLA', 'Another authority sent its case.', { ...on, handoverId, fromAuthority: '873' }),
  fact('RiskReviewRequested', 'A review of the risk is pending. Nothing more is said here.', {
    ...on,
    reviewId,
    trigger: 'concern',
    immediate: true,
  }),
  fact('RiskReviewConcluded', 'The review of the risk has ended.', { ...on, reviewId }),
  fact('WelfareStatusChanged', 'What the authority knows of the child’s safety changed.', {
    ...on,
    from: 'none',
    to: 'child-protection-plan',
  }),
  fact('EducationStatusChanged', 'Where the child is educated changed.', { ...on, from: 'on-roll', to: 'none' }),
  fact('HomeEducationNotified', 'A parent gave notice of home education.', { ...on, written: true }),
  fact(
    'HomeEducationAssessed',
    'The authority assessed the home education.',
    { ...on, outcome: 'unsuitable', notes: 'no plan' },
    ['notes'],
  ),
  fact(
    'CmeStatusDetermined',
    'The test of s. 436A with the answer to each of its parts.',
    {
      ...on,
      isCme: 'yes',
      tests: {
        compulsorySchoolAge: {
          answer: 'yes',
          because: 'from 2018-08-31 to 2029-06-29',
          paragraph: 'Education Act 1996 s. 8',
        },
        residentInArea: { answer: 'yes', because: 'lives in the area', paragraph: 'Education Act 1996 s. 436A' },
        notOnAnyRoll: { answer: 'yes', because: 'on no school’s roll', paragraph: 'Education Act 1996 s. 436A' },
        noSuitableEducation: {
          answer: 'yes',
          because: 'no education otherwise than at school',
          paragraph: 'Education Act 1996 s. 436A',
        },
      },
      lawVersion: 'england-2024@1.0.0',
    },
    ['tests.compulsorySchoolAge.because'],
  ),
  fact('LocalCmeThresholdMet', 'Out of education for as long as the policy’s own definition asks.', {
    ...on,
    since: '2025-10-06',
    schoolDays: '20 school days with 2025-10-06 as the first: 2025-11-10.',
    calendarDays: '28 calendar days with 2025-10-06 as the first: 2025-11-02.',
    calendarVersion: 1,
  }),
  fact('ProvisionRequested', 'Provision was asked for.', { ...on, provisionId }),
  fact('ProvisionOffered', 'Provision was offered.', {
    ...on,
    provisionId,
    provider: 'Short Stay School',
    hoursPerWeek: 25,
  }),
  fact('ProvisionDeclined', 'The offer was declined.', { ...on, provisionId }),
  fact('ProvisionStarted', 'The child started at the provision.', { ...on, provisionId }),
];
