import { describe, expect, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { snapshotForReaders } from '../../../src/children/domain/snapshot.js';
import { sentenceOf } from '../../../src/children/sentences.js';
import { ERASED } from '../../../src/platform/event-store/definition.js';
import { EventDefinitions } from '../../../src/platform/event-store/definitions.js';
import { findFields, replaceField } from '../../../src/platform/event-store/personal-paths.js';
import { suggestedIndicators } from '../../../src/safeguarding/domain/leave-risk.js';
import {
  decide,
  evolve,
  initialSafeguarding,
  type SafeguardingCommand,
  type SafeguardingEvent,
  safeguardingDuties,
  safeguardingEventTypes,
  toldToChild,
} from '../../../src/safeguarding/domain/safeguarding.js';
import { safeguardingEvents } from '../../../src/safeguarding/events.js';
import { specify } from '../../support/decider.js';
import { policyFor } from '../../support/policy.js';
import { given as givenChild, on, pupil, urn, walk } from '../children/a-child.js';

const today = on('2026-06-02');
const given = specify({ initial: initialSafeguarding, evolve, decide }, today);
const raise = {
  type: 'RaiseConcern',
  concernId: 'g1',
  reviewId: 'leave/l1',
  leaveId: 'l1',
  kind: 'fgm',
  indicators: ['LONG_ABSENCE_PRACTISING_COUNTRY'],
  account: 'a special occasion',
} as const;
const raised = given().when(raise).events;
const escalate = { type: 'EscalateSafeguarding', escalationId: 'e1', concernId: 'g1', to: 'MASH' } as const;
const act = {
  type: 'AddSafeguardingAction',
  actionId: 'a1',
  concernId: 'g1',
  owner: 'staff-4',
  due: '2026-06-04',
  action: 'meet the aunt',
} as const;
const decideRisk = {
  type: 'RecordRiskDecision',
  concernId: 'g1',
  decision: 'refer',
  rationale: 'travel in two weeks',
} as const;
const close = { type: 'CloseConcern', concernId: 'g1' } as const;

function once(
  events: readonly SafeguardingEvent[],
  command: SafeguardingCommand,
  type: string,
): readonly SafeguardingEvent[] {
  const outcome = given(...events).when(command);
  expect(outcome.events.map((event) => event.type)).toEqual([type]);
  given(...events, ...outcome.events)
    .when(command)
    .thenNothing();
  return [...events, ...outcome.events];
}

describe('safeguarding, restricted (R10, R17, R57)', () => {
  it('A12 R10 a long trip in term to a listed country prompts the safeguarding lead, and nobody else', () => {
    const trip = { first: '2026-06-08', last: '2026-07-12', countryCode: 'GM', sex: 'F' } as const;
    const policy = policyFor('2026-06-02');
    expect(suggestedIndicators(trip, policy)).toEqual(['LONG_ABSENCE_PRACTISING_COUNTRY']);
    expect(suggestedIndicators({ ...trip, countryCode: 'FR' }, policy)).toEqual([]);
    expect(suggestedIndicators({ ...trip, last: '2026-06-19' }, policy)).toEqual([]);
    expect(suggestedIndicators({ ...trip, sex: 'M' }, policy)).toEqual([]);
  });

  it('A12 R10 the child’s own stream, document and history say only that a review is pending', () => {
    const [concern] = raised;
    if (concern === undefined) throw new Error('nothing was raised');
    const told = toldToChild(concern, raised.reduce(evolve, initialSafeguarding));
    expect(told).toEqual({
      type: 'RequestRiskReview',
      reviewId: 'leave/l1',
      trigger: 'leave',
      immediate: true,
      occurredOn: '2026-06-02',
    });
    if (told === undefined) return;
    const { added, child } = walk(pupil, [told, today], [told, today]);
    expect(added).toHaveLength(1);
    expect(added.map(sentenceOf)).toEqual(['Risk review pending.']);
    const everything = JSON.stringify([added, snapshotForReaders(child, today)]).toLowerCase();
    for (const word of ['fgm', 'marriage', 'special', 'practising', 'mash', 'concern'])
      expect(everything).not.toContain(word);
    expect(everything).toContain('"reviewpending":true');
  });

  it('R57 raises a concern, once, with indicators of the list', () => {
    once([], raise, 'SafeguardingConcernRaised');
    given()
      .when({ ...raise, indicators: ['HUNCH'] })
      .thenRefused('R62', 'unknown-code');
    const more = once(
      raised,
      { type: 'RecordIndicator', concernId: 'g1', code: 'SPECIAL_PROCEDURE' },
      'RiskIndicatorRecorded',
    );
    given(...more)
      .when({ type: 'RecordIndicator', concernId: 'g1', code: 'HUNCH' })
      .thenRefused('R62', 'unknown-code');
    given()
      .when({ type: 'RecordIndicator', concernId: 'g1', code: 'SPECIAL_PROCEDURE' })
      .thenRefused('R57', 'no-such-concern');
  });

  it('R57 escalates at any stage, and waits for the acknowledgement', () => {
    const escalated = once(raised, escalate, 'SafeguardingEscalated');
    expect(
      safeguardingDuties(escalated.reduce(evolve, initialSafeguarding), `safeguarding-lead@${urn}`, today),
    ).toMatchObject([
      { kind: 'decide-risk', due: '2026-06-02', rule: 'R57' },
      { kind: 'escalation', due: '2026-06-16', rule: 'R57' },
    ]);
    once(escalated, { type: 'AcknowledgeEscalation', escalationId: 'e1' }, 'EscalationAcknowledged');
    given(...raised)
      .when({ type: 'AcknowledgeEscalation', escalationId: 'e9' })
      .thenRefused('R57', 'no-such-escalation');
    given().when(escalate).thenRefused('R57', 'no-such-concern');
    once(raised, { type: 'ReportMissingPerson', reference: 'NP-1' }, 'MissingPersonReported');
    given(...raised)
      .when({ type: 'ReportMissingPerson', reference: '' })
      .thenRefused('R57', 'no-reference');
  });

  it('R17 a concern stays open until it is decided, told, done and, where it is known harm, reported', () => {
    const known = once(raised, { type: 'ConfirmConcern', concernId: 'g1' }, 'ConcernConfirmed');
    const busy = [...known, ...given(...known).when(escalate).events, ...given(...known).when(act).events];
    expect(safeguardingDuties(busy.reduce(evolve, initialSafeguarding), 'lead', today)).toMatchObject([
      { kind: 'decide-risk' },
      { kind: 'report-known-harm' },
      { kind: 'safeguarding-action', owner: 'staff-4', due: '2026-06-04' },
      { kind: 'escalation', due: '2026-06-16' },
    ]);
    expect(
      given(...busy)
        .when(close)
        .thenRefused('R57', 'concern-stays-open').reason.failed,
    ).toEqual(['DECISION_RECORDED', 'KNOWN_HARM_REPORTED', 'ESCALATIONS_ACKNOWLEDGED', 'ACTIONS_COMPLETED']);
    let events: readonly SafeguardingEvent[] = busy;
    events = once(events, decideRisk, 'RiskDecisionRecorded');
    events = once(events, { type: 'ReportKnownHarm', concernId: 'g1', reference: 'NP-2' }, 'StatutoryReportMade');
    events = once(events, { type: 'AcknowledgeEscalation', escalationId: 'e1' }, 'EscalationAcknowledged');
    events = once(events, { type: 'CompleteSafeguardingAction', actionId: 'a1' }, 'SafeguardingActionCompleted');
    events = once(events, close, 'SafeguardingConcernClosed');
    const state = events.reduce(evolve, initialSafeguarding);
    expect(safeguardingDuties(state, 'lead', today)).toEqual([]);
    const last = events.at(-1);
    expect(last && toldToChild(last, state)).toEqual({
      type: 'ConcludeRiskReview',
      reviewId: 'leave/l1',
      occurredOn: '2026-06-02',
    });
    given(...events)
      .when({ type: 'RecordIndicator', concernId: 'g1', code: 'SPECIAL_PROCEDURE' })
      .thenRefused('R57', 'concern-closed');
  });

  it('R57 the review of the child’s stream ends with the last of its concerns', () => {
    const second = given(...raised).when({ ...raise, concernId: 'g2', kind: 'forced-marriage' }).events;
    const events = [...raised, ...second, ...given(...raised).when(decideRisk).events];
    const closed = given(...events).when(close).events;
    const [fact] = closed;
    expect(fact && toldToChild(fact, [...events, ...closed].reduce(evolve, initialSafeguarding))).toBeUndefined();
  });

  it('R17 actions have an owner, a date and words; decisions a reason', () => {
    given(...raised)
      .when({ ...act, owner: ' ' })
      .thenRefused('R17', 'no-owner');
    given(...raised)
      .when({ ...act, due: 'soon' })
      .thenRefused('R17', 'not-a-date');
    given(...raised)
      .when({ ...decideRisk, rationale: '' })
      .thenRefused('R57', 'no-rationale');
    given(...raised)
      .when({ type: 'CompleteSafeguardingAction', actionId: 'a9' })
      .thenRefused('R17', 'no-such-action');
    expect(() => decide(initialSafeguarding, { type: 'Vanish' } as never, today)).toThrow('no such command');
  });

  it('A12 every restricted fact is under the restricted key: erased or locked, nothing of what was feared is left', () => {
    expect(safeguardingEvents.map(({ type }) => type).sort()).toEqual([...safeguardingEventTypes].sort());
    const open = new EventDefinitions(safeguardingEvents).all().map((definition) => {
      expect(definition.restricted).toBe(true);
      const data = structuredClone(definition.example) as Record<string, unknown>;
      for (const { path } of definition.personal)
        for (const field of findFields(data, path.split('.'))) replaceField(field, ERASED);
      return { type: definition.type, data } as SafeguardingEvent;
    });
    const text = JSON.stringify(open).toLowerCase();
    for (const word of ['fgm', 'practising', 'special', 'mash', 'aunt', 'police"', 'refer"'])
      expect(text).not.toContain(word);
    expect(() => open.reduce(evolve, initialSafeguarding)).not.toThrow();
  });

  it('R17 a pending review keeps the case open', () => {
    const opened: ChildEvent = {
      type: 'CaseOpened',
      data: {
        caseId: 'c1',
        occurredOn: '2026-06-01',
        source: 'referral',
        lawVersion: 'x',
        owner: 'staff-1',
        nextAction: 'Check',
        due: '2026-06-15',
        sum: '',
      },
    };
    const pending: ChildEvent = {
      type: 'RiskReviewRequested',
      data: { reviewId: 'leave/l1', occurredOn: '2026-06-02', trigger: 'leave', immediate: true },
    };
    givenChild(...pupil, opened, pending)
      .when({ type: 'CloseCase', outcome: 'ABROAD_EVIDENCED', evidence: { kind: 'residence' }, cause: 'R28.8' }, today)
      .thenRefused('R46', 'closing-not-allowed');
  });
});
