import { decide, type EnquiryEvent, evolve, initialEnquiry } from '../../../src/enquiries/domain/enquiry.js';
import type { EnquiryContext } from '../../../src/enquiries/domain/facet.js';
import type { Proposal } from '../../../src/enquiries/domain/roll-check.js';
import { specify } from '../../support/decider.js';
import { policyFor } from '../../support/policy.js';

export const today = '2026-03-25';
export const policy = policyFor(today);
export const context: EnquiryContext = { today, policy, role: 'cme-assistant' };
export const given = specify({ initial: initialEnquiry, evolve, decide }, context);

type EventOf<T extends EnquiryEvent['type']> = Extract<EnquiryEvent, { type: T }>;

export const suffolk = {
  kind: 'authority',
  organisation: 'Suffolk County Council',
  name: 'Ida Thorne',
  contact: 'cme@suffolk.example',
} as const;
export const sarah = { givenName: 'Sarah', familyName: 'Ameen', dateOfBirth: '2013-07-04' } as const;

/** An enquiry of Suffolk's that arrived on Tuesday 24 March 2026. */
export const received = (more: Partial<EventOf<'EnquiryReceived'>['data']> = {}): EnquiryEvent => ({
  type: 'EnquiryReceived',
  data: {
    kind: 'enquiry',
    occurredOn: '2026-03-24',
    channel: 'email',
    referrer: suffolk,
    child: sarah,
    place: 'not-given',
    owner: 'cme-assistant@926',
    ...more,
  },
});

export const acknowledged: EnquiryEvent = {
  type: 'EnquiryAcknowledged',
  data: { channel: 'email', occurredOn: '2026-03-24' },
};
export const verified: EnquiryEvent = {
  type: 'ReferrerVerified',
  data: { how: 'called back on the published number', occurredOn: '2026-03-24' },
};

export const proposal = (childId: string, more: Partial<Proposal> = {}): Proposal => ({
  childId,
  band: 'possible',
  score: 0.86,
  why: 'Possibly the same child.',
  perhapsTwin: false,
  model: 'matching-1',
  fields: [{ field: 'family-name', reads: 'sounds alike', sign: '+' }],
  urn: '900001',
  ...more,
});

export const checked = (...proposals: readonly Proposal[]): readonly EnquiryEvent[] => [
  {
    type: 'RollChecked',
    data: {
      checkId: 'check-1',
      system: 'cme-tracker',
      result: proposals.length === 0 ? 'none' : proposals.length === 1 ? 'one' : 'several',
      candidates: proposals.length,
      occurredOn: '2026-03-24',
    },
  },
  ...proposals.map((each) => ({
    type: 'MatchProposed' as const,
    data: { ...each, checkId: 'check-1', occurredOn: '2026-03-24' },
  })),
];

export const confirmed = (childId: string, urn = '900001'): EnquiryEvent => ({
  type: 'MatchConfirmed',
  data: { childId, reason: 'the pupil number agrees', urn, occurredOn: '2026-03-24' },
});
export const contacted: EnquiryEvent = {
  type: 'SchoolContacted',
  data: { urn: '900001', childId: 'a', channel: 'phone', occurredOn: '2026-03-24' },
};
export const attending: EnquiryEvent = {
  type: 'AttendanceConfirmed',
  data: { urn: '900001', childId: 'a', occurredOn: '2026-03-25' },
};
export const updated: EnquiryEvent = {
  type: 'ReferrerUpdated',
  data: { channel: 'secure-email', disclosed: ['attending'], outcome: 'attending', occurredOn: '2026-03-25' },
};
export const closed: EnquiryEvent = {
  type: 'EnquiryClosed',
  data: { outcome: 'attending', occurredOn: '2026-03-25' },
};
