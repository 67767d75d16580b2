import { type EventDefinition, factsOf } from '../platform/event-store/definition.js';
import type { SafeguardingEvent } from './domain/safeguarding.js';

/** What is said of the child is under its restricted key, the codes of what is feared with it. */
const restricted = factsOf<SafeguardingEvent>({ restricted: true });

const concernId = '3b2a1f0e-9d8c-4b7a-a6f5-e4d3c2b1a09f';
const escalationId = '5d4c3b2a-1f0e-4d9c-8b7a-f6e5d4c3b2a1';
const actionId = '6e5d4c3b-2a1f-4e0d-9c8b-7a6f5e4d3c2b';
const on = { occurredOn: '2026-06-02' };

/** Every fact that a stream `safeguarding-<child uuid>` may hold. */
export const safeguardingEvents: readonly EventDefinition[] = [
  restricted(
    'SafeguardingConcernRaised',
    'Somebody fears for the child.',
    {
      ...on,
      concernId,
      reviewId: 'leave/5d3f0a52-61cb-4a7e-8f05-b3d3a6b7c9e1',
      leaveId: '5d3f0a52-61cb-4a7e-8f05-b3d3a6b7c9e1',
      kind: 'fgm',
      confirmed: false,
      indicators: ['LONG_ABSENCE_PRACTISING_COUNTRY'],
      account: 'she said that it would be a special occasion',
    },
    ['kind', 'confirmed', 'indicators', 'account'],
  ),
  restricted(
    'ConcernAssessed',
    'Somebody who may has looked at it and says what is feared.',
    { ...on, concernId, kind: 'forced-marriage', note: 'the brother waits at the gate' },
    ['kind', 'note'],
  ),
  restricted(
    'RiskIndicatorRecorded',
    'A sign that the concern stands on.',
    { ...on, concernId, code: 'SPECIAL_PROCEDURE', note: 'told a friend' },
    ['code', 'note'],
  ),
  restricted('ConcernConfirmed', 'What was feared is known.', { ...on, concernId, note: 'told by the child' }, [
    'note',
  ]),
  restricted(
    'RiskDecisionRecorded',
    'What the concern asks for was decided.',
    { ...on, concernId, decision: 'refer', rationale: 'travel in two weeks' },
    ['decision', 'rationale'],
  ),
  restricted(
    'StatutoryReportMade',
    'A report that the law demands was made.',
    { ...on, concernId, reference: 'NP-77' },
    ['reference'],
  ),
  restricted(
    'SafeguardingConcernClosed',
    'Nothing is left to do about the concern.',
    { ...on, concernId, summary: 'order in place' },
    ['summary'],
  ),
  restricted(
    'SafeguardingEscalated',
    'The concern was told to those who can protect the child.',
    {
      ...on,
      escalationId,
      concernId,
      to: 'MASH',
      acknowledgementDue: '2026-06-16',
      sum: '10 working days',
      reason: 'imminent travel',
    },
    ['to', 'reason'],
  ),
  restricted('EscalationAcknowledged', 'They have taken it over.', { ...on, escalationId, reference: 'M-12' }, [
    'reference',
  ]),
  restricted(
    'MissingPersonReported',
    'The child was reported to the police as missing.',
    { ...on, reference: 'NP-78' },
    ['reference'],
  ),
  restricted(
    'SafeguardingActionAdded',
    'Somebody has to do something for the child’s safety.',
    { ...on, actionId, concernId, owner: 'safeguarding-lead@120001', due: '2026-06-04', action: 'meet the aunt' },
    ['action'],
  ),
  restricted('SafeguardingActionCompleted', 'It was done.', { ...on, actionId, outcome: 'met' }, ['outcome']),
];
