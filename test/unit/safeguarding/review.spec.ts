import { describe, expect, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import {
  decide,
  evolve,
  initialSafeguarding,
  type SafeguardingEvent,
  safeguardingDuties,
  toldToChild,
} from '../../../src/safeguarding/domain/safeguarding.js';
import { sentenceOf } from '../../../src/safeguarding/sentences.js';
import { specify } from '../../support/decider.js';
import { given as givenChild, on, pupil, urn } from '../children/a-child.js';

const today = on('2025-11-12');
const given = specify({ initial: initialSafeguarding, evolve, decide }, today);
const lead = `safeguarding-lead@${urn}`;
const open = {
  type: 'OpenRiskReview',
  concernId: 'c1',
  reviewId: 'absence/120001/2025-11-12',
  trigger: 'unexplained-absence',
  immediate: true,
  occurredOn: '2025-11-12',
} as const;
const fold = (events: readonly SafeguardingEvent[]) => events.reduce(evolve, initialSafeguarding);
const kindsDue = (events: readonly SafeguardingEvent[], day = today) =>
  safeguardingDuties(fold(events), lead, day).map(({ kind, due }) => [kind, due]);

describe('a review that the child’s own stream asked for (R57)', () => {
  it('R57 A22 opens as a concern of which nothing is known yet, once, and is not told back', () => {
    const { events } = given().when(open);
    expect(events).toMatchObject([
      { type: 'SafeguardingConcernRaised', data: { kind: 'not-yet-known', confirmed: false, indicators: [] } },
    ]);
    given(...events)
      .when(open)
      .thenNothing();
    given(...events)
      .when({ ...open, concernId: 'another' })
      .thenNothing();
    const [raised] = events;
    expect(raised && toldToChild(raised, fold(events))).toBeUndefined();
  });

  it('R57 A22 a child known to be at risk is escalated on day 1, not at day 10: a duty of the same day, overdue on the next', () => {
    const { events } = given().when(open);
    expect(kindsDue(events)).toEqual([
      ['decide-risk', '2025-11-12'],
      ['escalate-safeguarding', '2025-11-12'],
    ]);
    const decided = [
      ...events,
      ...given(...events).when({ type: 'RecordRiskDecision', concernId: 'c1', decision: 'refer', rationale: 'x' })
        .events,
    ];
    expect(kindsDue(decided, on('2025-11-13'))).toEqual([['escalate-safeguarding', '2025-11-12']]);
    expect(
      given(...decided)
        .when({ type: 'CloseConcern', concernId: 'c1' })
        .thenRefused('R57').reason.failed,
    ).toEqual(['ESCALATED']);
    const told = given(...decided).when({
      type: 'EscalateSafeguarding',
      escalationId: 'e1',
      concernId: 'c1',
      to: 'social-care',
    }).events;
    expect(kindsDue([...decided, ...told])).toEqual([['escalation', '2025-11-26']]);
  });

  it('R56 R57 an untraced child must be escalated; an absence of a child not known to be at risk need not', () => {
    expect(kindsDue(given().when({ ...open, trigger: 'untraced', immediate: false }).events)).toContainEqual([
      'escalate-safeguarding',
      '2025-11-12',
    ]);
    expect(kindsDue(given().when({ ...open, immediate: false }).events)).toEqual([['decide-risk', '2025-11-12']]);
    expect(kindsDue(given().when({ ...open, trigger: 'leave' }).events)).toEqual([['decide-risk', '2025-11-12']]);
  });

  it('R10 a lead who has looked says what is feared; of a closed concern nothing more is said', () => {
    const { events } = given().when(open);
    const assess = { type: 'AssessConcern', concernId: 'c1', kind: 'forced-marriage' } as const;
    const assessed = given(...events).when(assess).events;
    expect(fold([...events, ...assessed]).concerns).toMatchObject([{ kind: 'forced-marriage' }]);
    given(...events, ...assessed)
      .when(assess)
      .thenNothing();
    given(...events, { type: 'SafeguardingConcernClosed', data: { concernId: 'c1', occurredOn: '2025-11-12' } })
      .when(assess)
      .thenRefused('R57', 'concern-closed');
  });

  it('R57 what is feared after a review has ended asks for a review of its own', () => {
    const raise = { type: 'RaiseConcern', concernId: 'c2', kind: 'fgm', leaveId: 'l1' } as const;
    const first = given().when({ ...raise, concernId: 'c1' }).events;
    const second = given(...first).when(raise).events;
    expect([...first, ...second]).toMatchObject([
      { data: { reviewId: 'leave/l1' } },
      { data: { reviewId: 'leave/l1' } },
    ]);
    const closed = { type: 'SafeguardingConcernClosed', data: { concernId: 'c1', occurredOn: '2025-11-12' } } as const;
    expect(given(...first, closed).when(raise).events).toMatchObject([{ data: { reviewId: 'c2' } }]);
  });

  it('R10 a concern about a leave request keeps it from being granted, whatever the school assessed, and says no more', () => {
    const about = { leaveId: 'l1', occurredOn: '2025-11-10' } as const;
    const grant = {
      type: 'GrantLeave',
      leaveId: 'l1',
      first: '2025-12-01',
      last: '2025-12-05',
      emergencyType: 'BEREAVEMENT',
      evidenceIds: ['e1'],
    } as const;
    const ready: ChildEvent[] = [
      ...pupil,
      {
        type: 'LeaveRequested',
        data: { ...about, urn, kind: 'extended', first: '2025-12-01', last: '2025-12-05' },
      },
      { type: 'EvidenceAttached', data: { ...about, evidenceId: 'e1', kind: 'bereavement', hash: 'h' } },
      { type: 'EvidenceVerified', data: { ...about, evidenceId: 'e1' } },
      { type: 'LeaveRiskAssessed', data: { ...about, outcome: 'no-concern' } },
      { type: 'ReturnDateNotGiven', data: about },
    ];
    givenChild(...ready)
      .when(grant, today)
      .thenMatching({ type: 'LeaveGranted' });
    const raised = given().when({ type: 'RaiseConcern', concernId: 'c1', kind: 'fgm', leaveId: 'l1' }).events;
    const told = raised[0] && toldToChild(raised[0], fold(raised));
    if (told === undefined) throw new Error('nothing was told');
    const pending = givenChild(...ready).when(told, today).events;
    const refused = givenChild(...ready, ...pending)
      .when(grant, today)
      .thenRefused('R06');
    expect(refused.reason.failed).toEqual(['RISK_REVIEW_CONCLUDED']);
  });

  it('R10 tells each fact in one plain sentence', () => {
    const told = [
      ...given().when(open).events,
      { type: 'ConcernAssessed', data: { concernId: 'c1', occurredOn: '2025-11-12', kind: 'fgm', note: 'an aunt' } },
    ] as SafeguardingEvent[];
    expect(told.map(sentenceOf)).toEqual([
      'A review of the risk was asked for after an unexplained absence.',
      'Looked at: fgm: an aunt.',
    ]);
    expect(sentenceOf({ type: 'FromTheFuture', data: {} } as never)).toBe('FromTheFuture.');
  });
});
