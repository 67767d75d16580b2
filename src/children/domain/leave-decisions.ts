import type { Child } from './child.js';
import { aDate, type Decisions, happenedOn, known, listed, refuse } from './facet.js';
import type { Leave, LeaveCommand, LeaveEvent } from './leave.js';
import { leaveReview, type RiskEvent, riskDecisions } from './risk.js';
import { onRoll } from './roll.js';

function requested(child: Child, leaveId: string): Leave {
  const leave = child.leave.find((each) => each.leaveId === leaveId);
  return leave ?? refuse('R06', 'no-such-leave-request', 'There is no leave request with this id.');
}

function undecided(leave: Leave): void {
  if (leave.decision !== undefined) {
    refuse('R06', 'leave-already-decided', `The request was ${leave.decision} on ${leave.decidedOn}.`);
  }
}

/** A11: special leave is not decided before the parents have met the Executive Head Teacher, or declined to. */
function met(leave: Leave): void {
  if (leave.kind === 'special' && leave.meeting !== 'held' && leave.meeting !== 'declined') {
    refuse(
      'R09',
      'leave-meeting-not-held',
      'Special leave is decided after a meeting with the Executive Head Teacher, or a declined one.',
    );
  }
}

export const leaveDecisions: Decisions<LeaveCommand, LeaveEvent | RiskEvent> = {
  RequestLeave: (child, { type: _, occurredOn, expectedReturn, ...request }, context) => {
    known(child, 'R06');
    const on = happenedOn(occurredOn, context, 'R06');
    aDate(request.first, 'R06', 'The first day of leave');
    aDate(request.last, 'R06', 'The last day of leave');
    if (request.last < request.first) {
      refuse('R06', 'leave-ends-before-it-starts', 'The last day of leave is before its first.', { kind: 'invalid' });
    }
    const held = child.leave.find(({ leaveId }) => leaveId === request.leaveId);
    if (held !== undefined) {
      if (held.first === request.first && held.last === request.last) return [];
      refuse('R06', 'leave-request-known', 'Another leave request has this id.');
    }
    if (!onRoll(child).some(({ urn }) => urn === request.urn)) {
      refuse('R06', 'not-on-roll', `The child is not on the roll of school ${request.urn}.`);
    }
    const { leaveId } = request;
    const kind = request.kind ?? 'extended';
    const asked: LeaveEvent[] =
      expectedReturn === undefined
        ? []
        : [
            {
              type: 'ExpectedReturnRecorded',
              data: { leaveId, occurredOn: on, expectedReturn: aDate(expectedReturn, 'R08', 'The return') },
            },
          ];
    return [{ type: 'LeaveRequested', data: { ...request, kind, occurredOn: on } }, ...asked];
  },
  ScheduleLeaveMeeting: (child, { leaveId, meetingOn, occurredOn }, context) => {
    const leave = requested(child, leaveId);
    aDate(meetingOn, 'R09', 'The meeting');
    if (leave.meeting === 'scheduled' && leave.meetingOn === meetingOn) return [];
    undecided(leave);
    if (leave.meeting === 'held') refuse('R09', 'leave-meeting-held', 'The meeting has been held.');
    return [
      {
        type: 'LeaveMeetingScheduled',
        data: { leaveId, meetingOn, occurredOn: happenedOn(occurredOn, context, 'R09') },
      },
    ];
  },
  RecordLeaveMeeting: (child, { leaveId, outcome, notes, occurredOn }, context) => {
    const leave = requested(child, leaveId);
    if (leave.meeting === outcome) return [];
    undecided(leave);
    const data = { leaveId, occurredOn: happenedOn(occurredOn, context, 'R09') };
    if (outcome === 'held') return [{ type: 'LeaveMeetingHeld', data: { ...data, ...(notes ? { notes } : {}) } }];
    return [{ type: outcome === 'missed' ? 'LeaveMeetingMissed' : 'LeaveMeetingDeclined', data }];
  },
  AttachEvidence: (child, { leaveId, evidenceId, kind, hash, occurredOn }, context) => {
    const leave = requested(child, leaveId);
    if (leave.evidence.some((item) => item.evidenceId === evidenceId)) return [];
    if (!/^[0-9a-f]{64}$/.test(hash)) {
      refuse('R07', 'not-a-hash', 'Evidence is kept as the SHA-256 of its document, 64 hexadecimal digits.', {
        kind: 'invalid',
      });
    }
    return [
      {
        type: 'EvidenceAttached',
        data: { leaveId, evidenceId, kind, hash, occurredOn: happenedOn(occurredOn, context, 'R07') },
      },
    ];
  },
  VerifyEvidence: (child, { leaveId, evidenceId, occurredOn }, context) => {
    if (evidenceOf(requested(child, leaveId), evidenceId).state === 'verified') return [];
    return [
      { type: 'EvidenceVerified', data: { leaveId, evidenceId, occurredOn: happenedOn(occurredOn, context, 'R07') } },
    ];
  },
  RejectEvidence: (child, { leaveId, evidenceId, why, occurredOn }, context) => {
    if (evidenceOf(requested(child, leaveId), evidenceId).state === 'rejected') return [];
    const data = { leaveId, evidenceId, ...(why ? { why } : {}), occurredOn: happenedOn(occurredOn, context, 'R07') };
    return [{ type: 'EvidenceRejected', data }];
  },
  AssessLeaveRisk: (child, { leaveId, outcome, occurredOn }, context) => {
    const leave = requested(child, leaveId);
    if (leave.risk === outcome || leave.risk === 'reviewed') return [];
    const on = happenedOn(occurredOn, context, 'R10');
    const assessed: LeaveEvent = { type: 'LeaveRiskAssessed', data: { leaveId, outcome, occurredOn: on } };
    if (outcome === 'no-concern') return [assessed];
    const review = {
      type: 'RequestRiskReview',
      reviewId: leaveReview(leaveId),
      trigger: 'leave',
      immediate: true,
    } as const;
    return [assessed, ...riskDecisions.RequestRiskReview(child, review, context)];
  },
  RecordExpectedReturn: (child, { leaveId, expectedReturn, occurredOn }, context) => {
    const leave = requested(child, leaveId);
    const on = happenedOn(occurredOn, context, 'R08');
    if (expectedReturn === undefined) {
      return leave.returnAsked ? [] : [{ type: 'ReturnDateNotGiven', data: { leaveId, occurredOn: on } }];
    }
    aDate(expectedReturn, 'R08', 'The expected return');
    if (leave.expectedReturn === expectedReturn) return [];
    if (expectedReturn <= leave.first) {
      refuse('R08', 'return-before-leave', 'The expected return is not after the first day of leave.', {
        kind: 'invalid',
      });
    }
    return [{ type: 'ExpectedReturnRecorded', data: { leaveId, expectedReturn, occurredOn: on } }];
  },
  AttachTravelDetails: (child, { type: _, leaveId, occurredOn, ...details }, context) => {
    if (requested(child, leaveId).travelDetails) return [];
    return [
      {
        type: 'TravelDetailsAttached',
        data: { leaveId, ...details, occurredOn: happenedOn(occurredOn, context, 'R08') },
      },
    ];
  },
  RefuseLeave: (child, { leaveId, ground, reason, occurredOn }, context) => {
    const leave = requested(child, leaveId);
    if (leave.decision === 'refused') return [];
    undecided(leave);
    met(leave);
    const data = {
      leaveId,
      occurredOn: happenedOn(occurredOn, context, 'R06'),
      ground: listed('leave_ground', ground ?? usualGround(leave), context).code,
      riskAssessed: leave.risk !== undefined,
      ...(reason ? { reason } : {}),
      evidenceSeen: leave.evidence.map(({ evidenceId }) => evidenceId),
    };
    return [{ type: 'LeaveRefused', data }];
  },
  GrantLeave: (child, { leaveId, first, last, emergencyType, evidenceIds, occurredOn }, context) => {
    const leave = requested(child, leaveId);
    if (leave.decision === 'granted' && leave.granted?.first === first && leave.granted.last === last) return [];
    undecided(leave);
    met(leave);
    const on = happenedOn(occurredOn, context, 'R06');
    listed('emergency_type', emergencyType, context);
    const reviewed = !child.risk.pending.some(({ reviewId }) => reviewId === leaveReview(leaveId));
    const failed = failedToGrant(leave, reviewed, { first, last, evidenceIds });
    if (failed.length > 0) {
      refuse(
        'R06',
        'leave-without-evidence',
        'Leave is refused unless an emergency is evidenced and the risk considered.',
        { failed },
      );
    }
    return [{ type: 'LeaveGranted', data: { leaveId, first, last, emergencyType, evidenceIds, occurredOn: on } }];
  },
  ConfirmLeaveReturn: (child, { leaveId, occurredOn }, context) => {
    const leave = requested(child, leaveId);
    if (leave.returnedOn !== undefined) return [];
    return [{ type: 'ReturnConfirmed', data: { leaveId, occurredOn: happenedOn(occurredOn, context, 'R11') } }];
  },
};

function evidenceOf(leave: Leave, evidenceId: string) {
  const evidence = leave.evidence.find((item) => item.evidenceId === evidenceId);
  return evidence ?? refuse('R07', 'no-such-evidence', 'No evidence with this id is attached to the request.');
}

function usualGround(leave: Leave): string {
  if (leave.evidence.some(({ state }) => state === 'verified')) return 'NOT_EXCEPTIONAL';
  return leave.evidence.some(({ state }) => state === 'rejected') ? 'EVIDENCE_REJECTED' : 'NO_EMERGENCY';
}

/** R06: everything that must be shown before leave may be granted; refusal is the rule and needs none of it. */
function failedToGrant(
  leave: Leave,
  reviewed: boolean,
  grant: { first: string; last: string; evidenceIds: readonly string[] },
): string[] {
  const verified = leave.evidence.filter(({ state }) => state === 'verified').map(({ evidenceId }) => evidenceId);
  const shown: Record<string, boolean> = {
    EVIDENCE_VERIFIED: grant.evidenceIds.length > 0 && grant.evidenceIds.every((id) => verified.includes(id)),
    RISK_ASSESSED: leave.risk !== undefined,
    RISK_REVIEW_CONCLUDED: reviewed && leave.risk !== 'risk-review-pending',
    RETURN_DATE_ASKED: leave.returnAsked === true,
    ASKED_IN_ADVANCE: leave.requestedOn <= leave.first,
    WITHIN_THE_REQUEST: grant.first >= leave.first && grant.last <= leave.last && grant.first <= grant.last,
  };
  return Object.keys(shown).filter((guard) => !shown[guard]);
}
