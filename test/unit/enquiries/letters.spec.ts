import { describe, expect, it } from '@jest/globals';
import { enquiryDuties, nextEnquiryReview } from '../../../src/enquiries/domain/duties.js';
import { type EnquiryEvent, evolve, initialEnquiry } from '../../../src/enquiries/domain/enquiry.js';
import { EnquiryPolicies } from '../../../src/enquiries/enquiry-policies.js';
import { EnquiriesProjection } from '../../../src/enquiries/projections/enquiries.js';
import type { Projection } from '../../../src/platform/projections/projection.js';
import { policyBook } from '../../support/policy.js';
import { projecting } from '../../support/projection.js';
import {
  attending,
  checked,
  closed,
  confirmed,
  contacted,
  given,
  policy,
  proposal,
  received,
  updated,
} from './an-enquiry.js';

const answered = [received(), ...checked(proposal('a')), confirmed('a'), contacted, attending, updated];
const written = (delivery: 'mail' | 'by-hand' = 'mail', letterId = 'l1'): EnquiryEvent => ({
  type: 'LetterWritten',
  data: {
    letterId,
    kind: 'REFERRER_UPDATE',
    form: 'REFERRER_UPDATE',
    formVersion: '1',
    title: 'Answer to an enquiry',
    template: 'referrer-update',
    templateVersion: '1',
    occurredOn: '2026-03-25',
    recipient: 'referrer',
    delivery,
    messageId: `<${letterId}.1@cme.example>`,
    cause: { type: 'ReferrerUpdated', revision: 6 },
    content: {},
    renderHash: '',
  },
});
const refused: EnquiryEvent = {
  type: 'LetterNotDelivered',
  data: { letterId: 'l1', occurredOn: '2026-03-27', attempt: 1, messageId: '<l1.1@cme.example>', reply: 550 },
};
const again: EnquiryEvent = {
  type: 'LetterSentAgain',
  data: { letterId: 'l1', occurredOn: '2026-03-30', attempt: 2, messageId: '<l1.2@cme.example>' },
};
const byHand: EnquiryEvent = {
  type: 'LetterSentByHand',
  data: { letterId: 'l1', occurredOn: '2026-03-30', how: 'post' },
};
const duties = (...events: readonly EnquiryEvent[]) =>
  enquiryDuties(events.reduce(evolve, initialEnquiry), policy).filter(({ rule }) => rule === 'R60');

describe('a letter of an enquiry that did not arrive', () => {
  it('R45 R60 is a duty with owner, action and date, until it is on its way again or was sent by hand', () => {
    expect(duties(...answered, written())).toEqual([]);
    // Refused on a Friday: the next working day.
    expect(duties(...answered, written(), refused)).toEqual([
      {
        step: 'resend-letter',
        key: 'resend-letter/l1/1',
        owner: 'cme-assistant@926',
        nextAction: 'Send again what was refused: Answer to an enquiry',
        due: '2026-03-30',
        rule: 'R60',
        paragraph: 'Usual practice',
        explanation: { sum: expect.stringContaining('2026-03-30') },
      },
    ]);
    expect(duties(...answered, written(), refused, again)).toEqual([]);
    expect(duties(...answered, written('by-hand'))).toMatchObject([{ step: 'send-letter', due: '2026-03-26' }]);
    expect(duties(...answered, written('by-hand'), byHand)).toEqual([]);
  });

  it('R60 stays a duty when the enquiry is closed, and is breached once', () => {
    const late = [...answered, written(), closed, refused];
    expect(duties(...late)).toMatchObject([{ step: 'resend-letter', owner: 'cme-assistant@926' }]);
    expect(nextEnquiryReview(late.reduce(evolve, initialEnquiry), policy)).toBe('2026-03-31');
    const day = { today: '2026-03-31', policy, role: 'system' };
    const breach = { key: 'resend-letter/l1/1', step: 'resend-letter', due: '2026-03-30', owner: 'cme-assistant@926' };
    const outcome = given(...late).when({ type: 'ReviewEnquiry' }, day);
    outcome.thenMatching({ type: 'EnquiryDutyBreached', data: expect.objectContaining(breach) });
    given(...late, ...outcome.events)
      .when({ type: 'ReviewEnquiry' }, day)
      .thenNothing();
  });

  it('R60 keeps a closed enquiry among those with something to do, from each event once or twice', () => {
    const enquiries = new EnquiriesProjection(new EnquiryPolicies(policyBook, 'riverside')) as unknown as Projection;
    const row = (facts: readonly EnquiryEvent[], expected: object) =>
      projecting(enquiries)
        .given('enquiry-1', facts)
        .thenDocuments((documents) => expect(documents).toMatchObject([expected]));
    row([...answered, written(), closed], { state: 'closed', listed: 'closed', due: null });
    row([...answered, written(), closed, refused], {
      state: 'closed',
      listed: 'open',
      step: 'resend-letter',
      due: '2026-03-30',
      byDue: '2026-03-30|1',
    });
    row([...answered, written(), closed, refused, byHand], { state: 'closed', listed: 'closed', due: null });
  });
});

describe('an answer that did not reach the referrer', () => {
  const close = { type: 'CloseEnquiry' } as const;
  const steps = (...events: readonly EnquiryEvent[]) =>
    enquiryDuties(events.reduce(evolve, initialEnquiry), policy).map(({ step }) => step);

  it('R39 R60 keeps the enquiry open until it is sent again or given in another way', () => {
    given(...answered, written(), refused)
      .when(close)
      .thenRefused('R39', 'answer-not-delivered');
    given(...answered, written('by-hand'))
      .when(close)
      .thenRefused('R39', 'answer-not-delivered');
    given(...answered, written(), refused, again)
      .when(close)
      .then(closed);
    given(...answered, written(), refused, byHand)
      .when(close)
      .then(closed);
    // Under way, nobody knows yet whether it arrives: refused after the closing, it is a duty of the closed enquiry.
    given(...answered, written())
      .when(close)
      .then(closed);
  });

  it('R39 R45 is what comes next, in place of the closing', () => {
    expect(steps(...answered)).toEqual(['close']);
    expect(steps(...answered, written(), refused)).toEqual(['resend-letter']);
    expect(steps(...answered, written(), refused, again)).toEqual(['close']);
  });

  it('R45 passes to another owner though the enquiry is closed, as long as it is to be done', () => {
    const order = { type: 'AssignEnquiry', owner: 'staff-a38c' } as const;
    const data = { owner: 'staff-a38c', from: 'cme-assistant@926', occurredOn: '2026-03-25' };
    given(...answered, written(), closed, refused)
      .when(order)
      .then({ type: 'EnquiryAssigned', data })
      .thenState((enquiry) => {
        expect(enquiryDuties(enquiry, policy)).toMatchObject([{ step: 'resend-letter', owner: 'staff-a38c' }]);
      });
    given(...answered, written(), closed, refused, byHand)
      .when(order)
      .thenRefused('R45', 'enquiry-closed');
  });

  it('R39 R60 is not sent again once the enquiry has come to something else, and is nobody’s duty then', () => {
    const withdrawn: EnquiryEvent = {
      type: 'MatchWithdrawn',
      data: { childId: 'a', reason: 'another Sarah', occurredOn: '2026-03-27' },
    };
    const moved: EnquiryEvent = {
      type: 'EnquiryAmended',
      data: {
        referrer: { kind: 'authority', organisation: 'Suffolk County Council', contact: 'new@suffolk.example' },
        place: 'not-given',
        voids: ['update'],
        reason: 'The mailbox had closed',
        occurredOn: '2026-03-27',
      },
    };
    const resend = { type: 'SendLetterAgain', letterId: 'l1' } as const;
    const address = 'new@suffolk.example';
    for (const change of [withdrawn, moved]) {
      expect(duties(...answered, written(), refused, change)).toEqual([]);
      given(...answered, written(), refused, change)
        .when({ ...resend, address })
        .thenRefused('R39', 'answer-superseded');
      // It had still to be written when its answer fell.
      expect(duties(...answered, change, written(), refused)).toEqual([]);
    }
    // The answer that is given anew has a letter of its own.
    const anew = written('by-hand', 'l2');
    const told = [...answered, written(), refused, moved, updated, anew];
    expect(duties(...told)).toMatchObject([{ key: 'send-letter/l2/1' }]);
    given(...told)
      .when(close)
      .thenRefused('R39', 'answer-not-delivered');
  });
});
