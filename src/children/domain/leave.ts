import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { amend, type Fact, type Folds, type Order } from './facet.js';

/** `special` leave is decided after a meeting with the Executive Head Teacher (R09); `extended` is any other leave in term. */
export type LeaveKind = 'extended' | 'special';

export interface Evidence {
  readonly evidenceId: string;
  /** What it shows: `sickness`, `bereavement`, another emergency of the policy's list. */
  readonly kind: string;
  /** SHA-256 of the document, which itself is not kept here (A10). */
  readonly hash: string;
  readonly state: 'attached' | 'verified' | 'rejected';
}

export interface Leave {
  readonly leaveId: string;
  readonly urn: string;
  readonly kind: LeaveKind;
  readonly first: LocalDate;
  readonly last: LocalDate;
  readonly requestedOn: LocalDate;
  readonly requestedBy?: string;
  readonly countryCode?: string;
  readonly meeting?: 'scheduled' | 'held' | 'missed' | 'declined';
  readonly meetingOn?: LocalDate;
  readonly evidence: readonly Evidence[];
  /** What is seen of the risk assessment outside the safeguarding team: that there is none, or that a review is pending. */
  readonly risk?: 'no-concern' | 'risk-review-pending' | 'reviewed';
  readonly returnAsked?: boolean;
  readonly expectedReturn?: LocalDate;
  readonly travelDetails?: boolean;
  readonly decision?: 'refused' | 'granted';
  readonly decidedOn?: LocalDate;
  readonly granted?: { readonly first: LocalDate; readonly last: LocalDate };
  readonly overdue?: boolean;
  readonly returnedOn?: LocalDate;
}

type On = { readonly leaveId: string; readonly occurredOn: LocalDate };

export type LeaveEvent =
  | Fact<
      'LeaveRequested',
      On & {
        readonly urn: string;
        readonly kind: LeaveKind;
        readonly first: LocalDate;
        readonly last: LocalDate;
        readonly requestedBy?: string;
        readonly reason?: string;
        readonly countryCode?: string;
        readonly destination?: string;
      }
    >
  | Fact<'LeaveMeetingScheduled', On & { readonly meetingOn: LocalDate }>
  | Fact<'LeaveMeetingHeld', On & { readonly notes?: string }>
  | Fact<'LeaveMeetingMissed', On>
  | Fact<'LeaveMeetingDeclined', On>
  | Fact<'EvidenceAttached', On & { readonly evidenceId: string; readonly kind: string; readonly hash: string }>
  | Fact<'EvidenceVerified', On & { readonly evidenceId: string }>
  | Fact<'EvidenceRejected', On & { readonly evidenceId: string; readonly why?: string }>
  | Fact<'LeaveRiskAssessed', On & { readonly outcome: 'no-concern' | 'risk-review-pending' }>
  | Fact<'ExpectedReturnRecorded', On & { readonly expectedReturn: LocalDate }>
  | Fact<'ReturnDateNotGiven', On>
  | Fact<
      'TravelDetailsAttached',
      On & { readonly hash: string; readonly outward?: LocalDate; readonly inward?: LocalDate }
    >
  | Fact<
      'LeaveRefused',
      On & {
        readonly ground: string;
        readonly reason?: string;
        readonly riskAssessed: boolean;
        readonly evidenceSeen: readonly string[];
      }
    >
  | Fact<
      'LeaveGranted',
      On & {
        readonly first: LocalDate;
        readonly last: LocalDate;
        readonly emergencyType: string;
        readonly evidenceIds: readonly string[];
      }
    >
  /** R11: the pupil did not come back on the day that was expected. */
  | Fact<'ReturnOverdue', On & { readonly expectedOn: LocalDate; readonly calendarVersion: number }>
  | Fact<'ReturnConfirmed', On>;

type About<T extends string, D extends object = object> = Order<
  T,
  { readonly leaveId: string; readonly occurredOn?: LocalDate } & D
>;

export type LeaveCommand =
  | About<
      'RequestLeave',
      {
        readonly urn: string;
        readonly kind?: LeaveKind;
        readonly first: LocalDate;
        readonly last: LocalDate;
        readonly requestedBy?: string;
        readonly reason?: string;
        readonly countryCode?: string;
        readonly destination?: string;
        readonly expectedReturn?: LocalDate;
      }
    >
  | About<'ScheduleLeaveMeeting', { readonly meetingOn: LocalDate }>
  | About<'RecordLeaveMeeting', { readonly outcome: 'held' | 'missed' | 'declined'; readonly notes?: string }>
  | About<'AttachEvidence', { readonly evidenceId: string; readonly kind: string; readonly hash: string }>
  | About<'VerifyEvidence', { readonly evidenceId: string }>
  | About<'RejectEvidence', { readonly evidenceId: string; readonly why?: string }>
  | About<'AssessLeaveRisk', { readonly outcome: 'no-concern' | 'risk-review-pending' }>
  /** R08: the asking is recorded; without a date, that none was given. */
  | About<'RecordExpectedReturn', { readonly expectedReturn?: LocalDate }>
  | About<'AttachTravelDetails', { readonly hash: string; readonly outward?: LocalDate; readonly inward?: LocalDate }>
  | About<'RefuseLeave', { readonly ground?: string; readonly reason?: string }>
  | About<
      'GrantLeave',
      {
        readonly first: LocalDate;
        readonly last: LocalDate;
        readonly emergencyType: string;
        readonly evidenceIds: readonly string[];
      }
    >
  | About<'ConfirmLeaveReturn'>;

const change = (child: Child, leaveId: string, to: (leave: Leave) => Leave): Child => ({
  ...child,
  leave: amend(child.leave, (leave) => leave.leaveId === leaveId, to),
});

const evidenceAs = (state: Evidence['state']) => (child: Child, data: { leaveId: string; evidenceId: string }) =>
  change(child, data.leaveId, (leave) => ({
    ...leave,
    evidence: amend(
      leave.evidence,
      (item) => item.evidenceId === data.evidenceId,
      (item) => ({ ...item, state }),
    ),
  }));

const meetingAs = (meeting: Leave['meeting']) => (child: Child, data: { leaveId: string; occurredOn: LocalDate }) =>
  change(child, data.leaveId, (leave) => ({ ...leave, meeting, meetingOn: data.occurredOn }));

export const leaveFolds: Folds<LeaveEvent> = {
  LeaveRequested: (child, { occurredOn, reason: _reason, destination: _destination, ...request }) =>
    child.leave.some(({ leaveId }) => leaveId === request.leaveId)
      ? child
      : { ...child, leave: [...child.leave, { ...request, requestedOn: occurredOn, evidence: [] }] },
  LeaveMeetingScheduled: (child, { leaveId, meetingOn }) =>
    change(child, leaveId, (leave) => ({ ...leave, meeting: 'scheduled', meetingOn })),
  LeaveMeetingHeld: meetingAs('held'),
  LeaveMeetingMissed: meetingAs('missed'),
  LeaveMeetingDeclined: meetingAs('declined'),
  EvidenceAttached: (child, { leaveId, evidenceId, kind, hash }) =>
    change(child, leaveId, (leave) => ({
      ...leave,
      evidence: [...leave.evidence, { evidenceId, kind, hash, state: 'attached' }],
    })),
  EvidenceVerified: evidenceAs('verified'),
  EvidenceRejected: evidenceAs('rejected'),
  LeaveRiskAssessed: (child, { leaveId, outcome }) => change(child, leaveId, (leave) => ({ ...leave, risk: outcome })),
  ExpectedReturnRecorded: (child, { leaveId, occurredOn, expectedReturn }) => ({
    ...change(child, leaveId, (leave) => ({ ...leave, returnAsked: true, expectedReturn })),
    expectedReturn: { on: expectedReturn, askedOn: occurredOn, source: 'leave' },
  }),
  ReturnDateNotGiven: (child, { leaveId }) => change(child, leaveId, (leave) => ({ ...leave, returnAsked: true })),
  TravelDetailsAttached: (child, { leaveId }) => change(child, leaveId, (leave) => ({ ...leave, travelDetails: true })),
  LeaveRefused: (child, { leaveId, occurredOn }) =>
    change(child, leaveId, (leave) => ({ ...leave, decision: 'refused', decidedOn: occurredOn })),
  LeaveGranted: (child, { leaveId, occurredOn, first, last }) =>
    change(child, leaveId, (leave) => ({
      ...leave,
      decision: 'granted',
      decidedOn: occurredOn,
      granted: { first, last },
    })),
  ReturnOverdue: (child, { leaveId }) => change(child, leaveId, (leave) => ({ ...leave, overdue: true })),
  ReturnConfirmed: (child, { leaveId, occurredOn }) =>
    change(child, leaveId, (leave) => ({ ...leave, returnedOn: occurredOn })),
};
