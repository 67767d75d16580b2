import { describe, expect, it } from '@jest/globals';
import { SafeguardingQueueProjection } from '../../../src/safeguarding/projections/queue.js';
import { projecting } from '../../support/projection.js';

const KEY = '0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11';
const stream = `safeguarding-${KEY}`;
const occurredOn = '2026-06-02';
const raised = (concernId: string, on = occurredOn) => ({
  type: 'SafeguardingConcernRaised',
  data: {
    concernId,
    reviewId: concernId,
    kind: 'fgm',
    confirmed: false,
    indicators: ['X'],
    occurredOn: on,
    account: 'y',
  },
});
const decided = (concernId: string) => ({
  type: 'RiskDecisionRecorded',
  data: { concernId, decision: 'refer', rationale: 'z', occurredOn },
});
const escalated = {
  type: 'SafeguardingEscalated',
  data: { escalationId: 'e', concernId: 'a', to: 'MASH', occurredOn, acknowledgementDue: '2026-06-16', sum: '' },
};
const action = {
  type: 'SafeguardingActionAdded',
  data: { actionId: 't', concernId: 'a', owner: 'me', due: '2026-06-04', action: 'w', occurredOn },
};
const projection = projecting(new SafeguardingQueueProjection());

describe('the safeguarding queue', () => {
  it('R57 A12 holds ids and dates, and no word of what is feared', () => {
    projection.given(stream, [raised('a'), raised('b', '2026-06-01'), decided('a'), escalated, action]).then({
      _id: KEY,
      state: 'open',
      concerns: [
        { concernId: 'a', since: '2026-06-02', decided: true },
        { concernId: 'b', since: '2026-06-01', decided: false },
      ],
      escalations: [{ id: 'e', concernId: 'a', due: '2026-06-16' }],
      actions: [{ id: 't', concernId: 'a', due: '2026-06-04' }],
      byDue: `2026-06-01|${KEY}`,
    });
  });

  it('R57 the first date is that of what is still to be done', () => {
    const done = { type: 'SafeguardingActionCompleted', data: { actionId: 't', occurredOn } };
    const taken = { type: 'EscalationAcknowledged', data: { escalationId: 'e', occurredOn } };
    const first = (facts: readonly object[], expected: string) =>
      projection
        .given(stream, facts as never)
        .thenDocuments((documents) => expect(documents.map(({ byDue }) => byDue)).toEqual([`${expected}|${KEY}`]));
    first([raised('a'), decided('a'), escalated, action], '2026-06-04');
    first([raised('a'), decided('a'), escalated, action, done], '2026-06-16');
    first([raised('a'), decided('a'), escalated, action, done, taken], '9999-12-31');
  });

  it('R57 a child about whom nothing is open is in it no longer', () => {
    const closed = { type: 'SafeguardingConcernClosed', data: { concernId: 'a', occurredOn } };
    const indicator = { type: 'RiskIndicatorRecorded', data: { concernId: 'a', code: 'X', occurredOn } };
    projection
      .given(stream, [raised('a'), indicator, decided('a'), closed])
      .thenDocuments((documents) => expect(documents).toMatchObject([{ state: 'closed', concerns: [] }]));
  });
});
