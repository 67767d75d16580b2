import { describe, expect, it } from '@jest/globals';
import type { ChildCommand, ChildEvent } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { fold, given, on, pupil, refusalOf, urn } from './a-child.js';

const today = on('2026-06-01');
const leaveId = 'leave-1';
const about = { leaveId, occurredOn: '2026-06-01' };
const hash = 'a'.repeat(64);

const requested = (kind: 'extended' | 'special' = 'extended'): ChildEvent => ({
  type: 'LeaveRequested',
  data: { ...about, urn, kind, first: '2026-06-15', last: '2026-07-17' },
});
const evidence = (state: 'EvidenceVerified' | 'EvidenceRejected'): ChildEvent[] => [
  { type: 'EvidenceAttached', data: { ...about, evidenceId: 'e1', kind: 'death-certificate', hash } },
  { type: state, data: { ...about, evidenceId: 'e1' } },
];
const assessed: ChildEvent = { type: 'LeaveRiskAssessed', data: { ...about, outcome: 'no-concern' } };
const asked: ChildEvent = { type: 'ExpectedReturnRecorded', data: { ...about, expectedReturn: '2026-06-22' } };
const grant = {
  type: 'GrantLeave',
  leaveId,
  first: '2026-06-15',
  last: '2026-06-19',
  emergencyType: 'BEREAVEMENT',
  evidenceIds: ['e1'],
} as const;
const refuse = { type: 'RefuseLeave', leaveId } as const;

describe('leave (R06 to R11)', () => {
  it('R06 records a request, with the return date that came with it (R08)', () => {
    const request = {
      type: 'RequestLeave',
      leaveId,
      urn,
      first: '2026-06-15',
      last: '2026-07-17',
      expectedReturn: '2026-07-20',
      reason: 'a wedding',
    } as const;
    const outcome = given(...pupil).when(request, today);
    outcome.thenMatching({ type: 'LeaveRequested' }, { type: 'ExpectedReturnRecorded' });
    given(...pupil, ...outcome.events)
      .when(request, today)
      .thenNothing();
    given(...pupil, ...outcome.events)
      .when({ ...request, last: '2026-07-16' }, today)
      .thenRefused('R06', 'leave-request-known');
    given(...pupil)
      .when({ ...request, last: '2026-06-14' }, today)
      .thenRefused('R06', 'leave-ends-before-it-starts');
    given(...pupil)
      .when({ ...request, urn: '120009' }, today)
      .thenRefused('R06', 'not-on-roll');
    given().when(request, today).thenRefused('R06', 'child-not-registered');
  });

  it('A10 R06 refuses as the rule, for want of an emergency, and once', () => {
    const outcome = given(...pupil, requested()).when(refuse, today);
    outcome.then({
      type: 'LeaveRefused',
      data: { ...about, ground: 'NO_EMERGENCY', riskAssessed: false, evidenceSeen: [] },
    });
    given(...pupil, requested(), ...outcome.events)
      .when(refuse, today)
      .thenNothing();
    given(...pupil, requested(), ...outcome.events)
      .when(grant, today)
      .thenRefused('R06', 'leave-already-decided');
  });

  it('R06 names the ground by the evidence', () => {
    given(...pupil, requested(), ...evidence('EvidenceRejected'))
      .when(refuse, today)
      .thenMatching({ data: { ...about, ground: 'EVIDENCE_REJECTED', riskAssessed: false, evidenceSeen: ['e1'] } });
    given(...pupil, requested(), ...evidence('EvidenceVerified'))
      .when(refuse, today)
      .thenMatching({ data: { ...about, ground: 'NOT_EXCEPTIONAL', riskAssessed: false, evidenceSeen: ['e1'] } });
    given(...pupil, requested())
      .when({ ...refuse, ground: 'BAD_WEATHER' }, today)
      .thenRefused('R62', 'unknown-code');
  });

  it('A10 R06 grants with verified evidence of an emergency, and keeps its hash only', () => {
    const ready = [...pupil, requested(), ...evidence('EvidenceVerified'), assessed, asked];
    const outcome = given(...ready).when(grant, today);
    outcome.then({
      type: 'LeaveGranted',
      data: { ...about, first: '2026-06-15', last: '2026-06-19', emergencyType: 'BEREAVEMENT', evidenceIds: ['e1'] },
    });
    given(...ready, ...outcome.events)
      .when(grant, today)
      .thenNothing();
    given(...ready, ...outcome.events)
      .when(refuse, today)
      .thenRefused('R06', 'leave-already-decided');
  });

  it.each([
    ['EVIDENCE_VERIFIED', [requested(), assessed, asked]],
    ['EVIDENCE_VERIFIED', [requested(), ...evidence('EvidenceRejected'), assessed, asked]],
    ['RISK_ASSESSED', [requested(), ...evidence('EvidenceVerified'), asked]],
    ['RETURN_DATE_ASKED', [requested(), ...evidence('EvidenceVerified'), assessed]],
    [
      'RISK_REVIEW_CONCLUDED',
      [
        requested(),
        ...evidence('EvidenceVerified'),
        { type: 'LeaveRiskAssessed', data: { ...about, outcome: 'risk-review-pending' } },
        asked,
      ],
    ],
    [
      'ASKED_IN_ADVANCE',
      [
        {
          type: 'LeaveRequested',
          data: { ...about, occurredOn: '2026-06-16', urn, kind: 'extended', first: '2026-06-15', last: '2026-07-17' },
        },
        ...evidence('EvidenceVerified'),
        assessed,
        asked,
      ],
    ],
  ] as [string, ChildEvent[]][])('R06 does not grant without %s', (guard, events) => {
    const reason = refusalOf([...pupil, ...events], grant, today);
    expect(reason).toMatchObject({ rule: 'R06', failed: [guard] });
    expect(reason.paragraph).toContain('section 1');
  });

  it('R06 grants no longer than was asked for', () => {
    const ready = [...pupil, requested(), ...evidence('EvidenceVerified'), assessed, asked];
    expect(refusalOf(ready, { ...grant, last: '2026-07-18' }, today).failed).toEqual(['WITHIN_THE_REQUEST']);
    given(...ready)
      .when({ ...grant, emergencyType: 'WEDDING' }, today)
      .thenRefused('R62', 'unknown-code');
  });

  it('A11 R09 special leave is not decided before the meeting was held or declined', () => {
    given(...pupil, requested('special'))
      .when(refuse, today)
      .thenRefused('R09', 'leave-meeting-not-held');
    given(...pupil, requested('special'), { type: 'LeaveMeetingMissed', data: about })
      .when(refuse, today)
      .thenRefused('R09', 'leave-meeting-not-held');
    given(...pupil, requested('special'), { type: 'LeaveMeetingHeld', data: about })
      .when(refuse, today)
      .thenMatching({ type: 'LeaveRefused' });
    given(...pupil, requested('special'), { type: 'LeaveMeetingDeclined', data: about })
      .when(refuse, today)
      .thenMatching({ type: 'LeaveRefused' });
  });

  it('R09 schedules and records the meeting', () => {
    const schedule = { type: 'ScheduleLeaveMeeting', leaveId, meetingOn: '2026-06-05' } as const;
    const outcome = given(...pupil, requested('special')).when(schedule, today);
    outcome.then({ type: 'LeaveMeetingScheduled', data: { ...about, meetingOn: '2026-06-05' } });
    given(...pupil, requested('special'), ...outcome.events)
      .when(schedule, today)
      .thenNothing();
    const held = { type: 'RecordLeaveMeeting', leaveId, outcome: 'held', notes: 'return flight booked' } as const;
    const meeting = given(...pupil, requested('special'), ...outcome.events).when(held, today);
    meeting.then({ type: 'LeaveMeetingHeld', data: { ...about, notes: 'return flight booked' } });
    given(...pupil, requested('special'), ...meeting.events)
      .when(held, today)
      .thenNothing();
    given(...pupil, requested('special'), ...meeting.events)
      .when(schedule, today)
      .thenRefused('R09', 'leave-meeting-held');
    given(...pupil, requested())
      .when({ ...held, outcome: 'missed' }, today)
      .thenMatching({ type: 'LeaveMeetingMissed' });
    given(...pupil, requested())
      .when({ ...held, outcome: 'declined' }, today)
      .thenMatching({ type: 'LeaveMeetingDeclined' });
  });

  it('R07 attaches, verifies and rejects evidence, each once', () => {
    const attach = { type: 'AttachEvidence', leaveId, evidenceId: 'e1', kind: 'ticket', hash } as const;
    const attached = given(...pupil, requested()).when(attach, today);
    attached.thenMatching({ type: 'EvidenceAttached' });
    given(...pupil, requested(), ...attached.events)
      .when(attach, today)
      .thenNothing();
    given(...pupil, requested())
      .when({ ...attach, hash: 'the document itself' }, today)
      .thenRefused('R07', 'not-a-hash');
    given(...pupil, requested(), ...evidence('EvidenceVerified'))
      .when({ type: 'VerifyEvidence', leaveId, evidenceId: 'e1' }, today)
      .thenNothing();
    given(...pupil, requested(), ...evidence('EvidenceRejected'))
      .when({ type: 'RejectEvidence', leaveId, evidenceId: 'e1' }, today)
      .thenNothing();
    given(...pupil, requested(), ...attached.events)
      .when({ type: 'RejectEvidence', leaveId, evidenceId: 'e1', why: 'undated' }, today)
      .thenMatching({ type: 'EvidenceRejected' });
    given(...pupil, requested(), ...attached.events)
      .when({ type: 'VerifyEvidence', leaveId, evidenceId: 'e1' }, today)
      .then({ type: 'EvidenceVerified', data: { ...about, evidenceId: 'e1' } });
    given(...pupil, requested())
      .when({ type: 'VerifyEvidence', leaveId, evidenceId: 'e9' }, today)
      .thenRefused('R07', 'no-such-evidence');
  });

  it('R08 records the asking, with a date or without', () => {
    const ask = { type: 'RecordExpectedReturn', leaveId } as const;
    const outcome = given(...pupil, requested()).when(ask, today);
    outcome.then({ type: 'ReturnDateNotGiven', data: about });
    given(...pupil, requested(), ...outcome.events)
      .when(ask, today)
      .thenNothing();
    given(...pupil, requested())
      .when({ ...ask, expectedReturn: '2026-07-20' }, today)
      .thenMatching({ type: 'ExpectedReturnRecorded' });
    given(...pupil, requested(), asked)
      .when({ ...ask, expectedReturn: '2026-06-22' }, today)
      .thenNothing();
    given(...pupil, requested())
      .when({ ...ask, expectedReturn: '2026-06-15' }, today)
      .thenRefused('R08', 'return-before-leave');
    const travel = { type: 'AttachTravelDetails', leaveId, hash, inward: '2026-07-18' } as const;
    const shown = given(...pupil, requested()).when(travel, today);
    shown.thenMatching({ type: 'TravelDetailsAttached' });
    given(...pupil, requested(), ...shown.events)
      .when(travel, today)
      .thenNothing();
  });

  it('A12 R10 the child’s stream says only that a risk review is pending', () => {
    const outcome = given(...pupil, requested()).when(
      { type: 'AssessLeaveRisk', leaveId, outcome: 'risk-review-pending' },
      today,
    );
    outcome.then(
      { type: 'LeaveRiskAssessed', data: { ...about, outcome: 'risk-review-pending' } },
      {
        type: 'RiskReviewRequested',
        data: { reviewId: 'leave/leave-1', trigger: 'leave', immediate: true, occurredOn: '2026-06-01' },
      },
    );
    outcome.thenState((child) =>
      expect(duties(child, today)).toContainEqual(
        expect.objectContaining({ kind: 'risk-review', owner: `safeguarding-lead@${urn}`, due: '2026-06-01' }),
      ),
    );
    given(...pupil, requested(), ...outcome.events, {
      type: 'RiskReviewConcluded',
      data: { reviewId: 'leave/leave-1', occurredOn: '2026-06-02' },
    })
      .when({ type: 'AssessLeaveRisk', leaveId, outcome: 'no-concern' }, on('2026-06-03'))
      .thenNothing();
    given(...pupil, requested(), assessed)
      .when({ type: 'AssessLeaveRisk', leaveId, outcome: 'no-concern' }, today)
      .thenNothing();
  });

  it('R11 confirms the return', () => {
    const confirm = { type: 'ConfirmLeaveReturn', leaveId, occurredOn: '2026-06-01' } as const;
    const outcome = given(...pupil, requested()).when(confirm, today);
    outcome.then({ type: 'ReturnConfirmed', data: about });
    given(...pupil, requested(), ...outcome.events)
      .when(confirm, today)
      .thenNothing();
  });

  it('R06 R08 R09 R10 make duties with a date, an owner and the rule', () => {
    const found = duties(fold(...pupil, requested('special')), today);
    expect(found.map(({ kind, owner, due, rule }) => [kind, owner, due, rule])).toEqual([
      ['ask-return-date', `school-staff@${urn}`, '2026-06-01', 'R08'],
      ['assess-leave-risk', `safeguarding-lead@${urn}`, '2026-06-01', 'R10'],
      ['decide-leave', `head-teacher@${urn}`, '2026-06-08', 'R06'],
      ['leave-meeting', `head-teacher@${urn}`, '2026-06-08', 'R09'],
    ]);
  });

  it('R10 the risk is still to be assessed after a refusal: families may go all the same', () => {
    const refused = given(...pupil, requested()).when(refuse, today).events;
    expect(duties(fold(...pupil, requested(), ...refused), today).map(({ kind }) => kind)).toEqual([
      'assess-leave-risk',
    ]);
  });

  it('R11 the return from leave is due on the first school day after it', () => {
    const granted = given(...pupil, requested(), ...evidence('EvidenceVerified'), assessed, {
      type: 'ReturnDateNotGiven',
      data: about,
    }).when(grant, today).events;
    const past = [...pupil, requested(), ...evidence('EvidenceVerified'), assessed, ...granted] as ChildEvent[];
    expect(duties(fold(...past), today)).toMatchObject([{ kind: 'confirm-return', due: '2026-06-22', rule: 'R11' }]);
  });

  it.each([
    { type: 'RefuseLeave' },
    { type: 'ScheduleLeaveMeeting', meetingOn: '2026-06-05' },
    { type: 'AssessLeaveRisk', outcome: 'no-concern' },
    { type: 'ConfirmLeaveReturn' },
  ])('R06 refuses $type for a request that is not there', (command) => {
    given(...pupil)
      .when({ ...command, leaveId: 'none' } as ChildCommand, today)
      .thenRefused('R06', 'no-such-leave-request');
  });
});
