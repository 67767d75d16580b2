import type { EventDefinition } from '../../platform/event-store/definition.js';
import { fact } from './fact.js';

const proposalId = '4e3d2c1b-0a9f-4e8d-b7c6-a5b4c3d2e1f0';
const noticeId = '120001/2025-12-01';
const exclusionId = 'b7a6c5d4-e3f2-4a1b-8c9d-0e1f2a3b4c5d';
const episode = '120001/2025-09-22';
const planId = 'c8b7a6f5-e4d3-4c2b-9a1f-0e9d8c7b6a5f';
const on = { occurredOn: '2025-12-01' };

export const removalAndNotice: readonly EventDefinition[] = [
  fact('RollDeletionProposed', 'The school proposes a deletion under a ground; what is still to be shown for it.', {
    ...on,
    proposalId,
    urn: '120001',
    ground: '9(1)(i)',
    guards: ['TWENTY_SCHOOL_DAYS_CONTINUOUS', 'JOINT_ENQUIRIES_LA'],
    outstanding: ['JOINT_ENQUIRIES_LA'],
  }),
  fact('RollDeletionBlocked', 'What the proposal stood on no longer holds.', {
    ...on,
    proposalId,
    why: 'twenty-day-threshold-withdrawn',
  }),
  fact('RollDeletionRefused', 'The gate said no, and which guards failed; the name stays on the roll.', {
    ...on,
    proposalId,
    ground: '9(1)(i)',
    failedGuards: ['JOINT_ENQUIRIES_LA'],
  }),
  fact('OffRollNoticeReceived', 'CME1: the authority received a school’s notice of a deletion.', {
    ...on,
    noticeId,
    form: 'CME1',
    formVersion: '1',
    urn: '120001',
    ground: '9(1)(i)',
    sen: 'E',
  }),
  fact('SharedWithSenCentre', 'The notice of a child with a plan or a statement went to the SEN centre, once.', {
    ...on,
    noticeId,
    mailbox: 'sen',
  }),
  fact('EhcpFollowUpAssigned', 'An EHCP co-ordinator follows the child up.', {
    ...on,
    noticeId,
    owner: 'ehcp-coordinator@926',
    due: '2025-12-15',
    sum: '10 working days after 2025-12-01 (the day the notice was shared): 2025-12-15.',
  }),
  fact(
    'EhcpFollowUpCompleted',
    'The EHCP co-ordinator has followed the child up.',
    { ...on, noticeId, notes: 'annual review moved' },
    ['notes'],
  ),
  fact(
    'SuspensionRecorded',
    'The pupil was suspended (once called fixed term exclusion).',
    { ...on, exclusionId, urn: '120001', first: '2025-12-01', sessions: 1, reasons: ['DB'] },
    ['notes'],
  ),
  fact(
    'PermanentExclusionRecorded',
    'The pupil was permanently excluded.',
    { ...on, exclusionId, urn: '120001', first: '2025-12-01', reasons: ['OW'] },
    ['notes'],
  ),
  fact('ExclusionRescinded', 'The exclusion was taken back.', { ...on, exclusionId, why: 'mistaken identity' }, [
    'why',
  ]),
  fact('ExclusionNotifiedToLA', 'The school told the Exclusions team.', {
    ...on,
    exclusionId,
    others: ['parents', 'virtual-school-head'],
  }),
  fact('ExclusionNotificationLate', 'The school told the Exclusions team later than without delay.', {
    ...on,
    exclusionId,
    due: '2025-11-28',
    sum: 'On the same day, 2025-11-28 (the suspension or exclusion): 2025-11-28.',
  }),
  fact('UnreportedCmeDetected', 'The authority learnt of a child whose school had not told of it.', {
    ...on,
    episode,
    urn: '120001',
    how: 'police',
    dayCount: 31,
    calendarVersion: 1,
  }),
  fact('NonReportLetterSent', 'The authority wrote to the school for details of the attendance; once an episode.', {
    ...on,
    episode,
    urn: '120001',
    form: 'NON_REPORT_LETTER',
    letterVersion: '1',
    replyDue: '2025-12-08',
    sum: '5 school days after 2025-12-01 (the letter to the school): 2025-12-08.',
  }),
  fact('AttendanceDetailsReceived', 'The school answered.', { ...on, episode, details: 'register extract attached' }, [
    'details',
  ]),
  fact('SchoolReplyOverdue', 'The school has not answered in time.', { ...on, episode, due: '2025-12-08' }),
  fact('RegisterReturnMade', 'The school sent its attendance return or sickness return.', {
    ...on,
    kind: 'attendance',
    urn: '120001',
    since: '2025-10-06',
    dayCount: 10,
  }),
  fact('AtRiskOfMissingEducationFlagged', 'Poor attendance: at risk of missing education, on a list of its own.', {
    ...on,
    basis: 'penalty-threshold',
  }),
  fact('AtRiskCleared', 'No longer at risk of missing education.', { ...on, why: 'attends again' }, ['why']),
  fact(
    'MonitoringPlanAgreed',
    'School and authority agreed how to reduce the risk, with a lead each and a date.',
    {
      ...on,
      planId,
      schoolLead: 'staff-11',
      authorityLead: 'staff-42',
      reviewDue: '2025-12-29',
      sum: '4 weeks',
      plan: 'breakfast club',
    },
    ['plan'],
  ),
  fact(
    'MonitoringReviewed',
    'The plan was reviewed.',
    { ...on, planId, improved: false, reviewDue: '2026-01-26', notes: 'no change' },
    ['notes'],
  ),
];
