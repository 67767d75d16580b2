import { describe, expect, it } from '@jest/globals';
import { emergencyReviewDuty } from '../../../src/access/domain/emergency-review.js';
import { EmergencyReviewsProjection } from '../../../src/access/projections/emergency-reviews.js';
import { policyFor } from '../../support/policy.js';
import { projecting } from '../../support/projection.js';

const CHILD = '0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11';
const AT = '2026-06-02T09:00:00.000Z';
const UNTIL = '2026-06-02T10:00:00.000Z';
const looked = { type: 'RecordViewed', data: { at: AT, purpose: 'audit', what: ['record'] } };
const taken = (accessId: string, role = 'cme-assistant') => ({
  type: 'EmergencyAccessUsed',
  data: { accessId, by: 'staff-1', at: AT, until: UNTIL, reason: 'the police ask whether she is safe' },
  metadata: { actor: { id: 'staff-1', role, organisation: '926' } },
});
const judged = (accessId: string) => ({
  type: 'EmergencyAccessReviewed',
  data: { accessId, by: 'staff-2', at: UNTIL, outcome: 'justified' },
});
const projection = projecting(new EmergencyReviewsProjection());

describe('the emergency accesses that wait for their review', () => {
  it('R65 are in the list from the taking to the review, without their reason; looks are not', () => {
    projection.given(`access-${CHILD}`, [looked, taken('a'), looked, taken('b'), judged('a')]).then({
      _id: 'b',
      childId: CHILD,
      by: 'staff-1',
      role: 'cme-assistant',
      at: AT,
      until: UNTIL,
      byAge: `${AT}|b`,
    });
    projection.given(`access-${CHILD}`, [taken('a'), judged('a'), judged('a')]).then([]);
    projection.given('access-lists-926-2026-06', [looked]).then([]);
  });

  it('R65 are a duty with an owner other than who took it, an action and a date, under a rule', () => {
    const policy = policyFor('2026-06-05');
    // Taken on a Friday.
    expect(emergencyReviewDuty('cme-assistant', '2026-06-05', policy)).toEqual({
      owner: 'strategy-manager@926',
      nextAction: expect.any(String),
      due: '2026-06-08',
      rule: 'R65',
      paragraph: 'Usual practice',
      explanation: { sum: expect.stringContaining('2026-06-08') },
    });
    expect(emergencyReviewDuty('strategy-manager', '2026-06-05', policy).owner).toBe('safeguarding-officer@926');
  });
});
