import { describe, expect, it } from '@jest/globals';
import { demonstrationCounty } from '../../../src/demonstration/county.js';
import { demonstrationEnquiries } from '../../../src/demonstration/enquiries.js';
import {
  decide,
  type Enquiry,
  type EnquiryCommand,
  evolve,
  initialEnquiry,
} from '../../../src/enquiries/domain/enquiry.js';
import { nextStep } from '../../../src/enquiries/domain/next-step.js';
import { policyFor } from '../../support/policy.js';

const today = '2026-11-24';
const policy = policyFor(today);
const county = demonstrationCounty();
const told = demonstrationEnquiries(county, new Map(county.map(({ key }) => [key, `child ${key}`])));

function obey(enquiry: Enquiry, order: EnquiryCommand): Enquiry {
  return decide(enquiry, order, { today, policy, role: 'cme-assistant' }).reduce(evolve, enquiry);
}

describe('the enquiries of the demonstration', () => {
  const outcomes = told.map(({ received, steps }) =>
    [{ ...received, type: 'ReceiveEnquiry' } as const, ...steps.map(({ order }) => order)].reduce(obey, initialEnquiry),
  );

  it('R38 R39 are one from Suffolk, matched by its number and awaiting the school', () => {
    expect(outcomes[0]).toMatchObject({ link: { childId: 'child 900003-31', urn: '900003' } });
    expect(outcomes[0]?.proposals[0]).toMatchObject({ childId: 'child 900003-31', band: 'same' });
    expect(outcomes[0] && nextStep(outcomes[0], policy)).toMatchObject({ step: 'await-school' });
  });

  it('R50 R38 and a notification that may be of either of two children', () => {
    expect(outcomes[1]?.proposals.map(({ band }) => band)).toEqual(['possible', 'possible']);
    expect(outcomes[1] && nextStep(outcomes[1], policy)).toMatchObject({ step: 'decide-match' });
  });

  it('R39 R45 one whose answer is overdue, and one that is closed', () => {
    const asOf = { unknown: outcomes[2], closed: outcomes[3] };
    expect(asOf.unknown && nextStep(asOf.unknown, policy)).toMatchObject({ step: 'trace' });
    expect(asOf.unknown?.proposals).toEqual([]);
    expect(asOf.closed?.closed).toMatchObject({ outcome: 'not-cme' });
    expect(asOf.closed && nextStep(asOf.closed, policy)).toBeUndefined();
  });
});
