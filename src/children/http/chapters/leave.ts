import { RecordReturnBody } from '../bodies/absence.js';
import {
  EvidenceBody,
  EvidenceDecisionBody,
  ExpectedReturnBody,
  GrantLeaveBody,
  MeetingOutcomeBody,
  RefuseLeaveBody,
  RequestLeaveBody,
  RiskBody,
  ScheduleMeetingBody,
  TravelDetailsBody,
} from '../bodies/leave.js';
import { type Chapter, creates, decides, records } from '../recording.js';
import { atOwnSchool } from './own-school.js';

/** Section 1 of the policy: leave in school time is asked for, met about, evidenced, weighed and decided (R06 to R11). */
export const LEAVE: Chapter = {
  name: 'Leave',
  title: 'Leave (policy, section 1)',
  routes: [
    creates('RequestLeave', 'leaveId', {
      path: ':id/leave-requests',
      summary: 'Record a request for leave; the answer names its id',
      body: RequestLeaveBody,
      order: atOwnSchool,
    }),
    records('RefuseLeave', {
      path: ':id/leave-requests/:leaveId/refusal',
      summary: 'Refuse leave',
      body: RefuseLeaveBody,
    }),
    records('GrantLeave', {
      path: ':id/leave-requests/:leaveId/grant',
      summary: 'Grant leave on verified evidence of an emergency',
      body: GrantLeaveBody,
    }),
    records('ScheduleLeaveMeeting', {
      path: ':id/leave-requests/:leaveId/meeting',
      summary: 'Arrange the meeting with the Executive Head Teacher',
      body: ScheduleMeetingBody,
    }),
    records('RecordLeaveMeeting', {
      path: ':id/leave-requests/:leaveId/meeting/outcome',
      summary: 'Record what became of the meeting',
      body: MeetingOutcomeBody,
    }),
    creates('AttachEvidence', 'evidenceId', {
      path: ':id/leave-requests/:leaveId/evidence',
      summary: 'Attach evidence of an emergency; the answer names its id',
      body: EvidenceBody,
    }),
    decides(['VerifyEvidence', 'RejectEvidence'], {
      path: ':id/leave-requests/:leaveId/evidence/:evidenceId/decision',
      summary: 'Accept or reject a piece of evidence',
      body: EvidenceDecisionBody,
      choose: ({ verified }) => (verified ? 'VerifyEvidence' : 'RejectEvidence'),
      order: ({ verified, why, ...about }) => ({ ...about, ...(verified || why === undefined ? {} : { why }) }),
    }),
    records('AssessLeaveRisk', {
      path: ':id/leave-requests/:leaveId/risk',
      summary: 'Record that the risks of the leave were considered',
      body: RiskBody,
    }),
    records('RecordExpectedReturn', {
      path: ':id/leave-requests/:leaveId/expected-return',
      summary: 'Record that a return date was asked for',
      body: ExpectedReturnBody,
    }),
    records('AttachTravelDetails', {
      path: ':id/leave-requests/:leaveId/travel-details',
      summary: 'Record that copies of flight details were given',
      body: TravelDetailsBody,
    }),
    records('ConfirmLeaveReturn', {
      path: ':id/leave-requests/:leaveId/return',
      summary: 'Confirm that the pupil is back from leave',
      body: RecordReturnBody,
      order: ({ leaveId, date }) => ({ leaveId, ...(date === undefined ? {} : { occurredOn: date }) }),
    }),
  ],
};
