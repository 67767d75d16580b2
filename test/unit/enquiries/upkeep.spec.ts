import { describe, expect, it } from '@jest/globals';
import { enquiryDuties, nextEnquiryReview } from '../../../src/enquiries/domain/duties.js';
import { type Enquiry, type EnquiryEvent, evolve, initialEnquiry } from '../../../src/enquiries/domain/enquiry.js';
import { outcomeOf } from '../../../src/enquiries/domain/settlement.js';
import { sentenceOf } from '../../../src/enquiries/sentences.js';
import {
  acknowledged,
  attending,
  checked,
  closed,
  confirmed,
  contacted,
  context,
  given,
  policy,
  proposal,
  received,
  sarah,
  suffolk,
  updated,
  verified,
} from './an-enquiry.js';

const folded = (...events: readonly EnquiryEvent[]): Enquiry => events.reduce(evolve, initialEnquiry);
const steps = (...events: readonly EnquiryEvent[]) => enquiryDuties(folded(...events), policy).map(({ step }) => step);
const born = { ...sarah, dateOfBirth: '2013-04-07' };
const reason = 'Suffolk had exchanged day and month';

describe('what was told is corrected', () => {
  it('R67 R38 by a fact of its own, after which the records are searched again for the child as told now', () => {
    const past = [received(), acknowledged, ...checked(proposal('a'), proposal('b'))];
    given(...past)
      .when({ type: 'AmendEnquiry', child: born, reason })
      .then({
        type: 'EnquiryAmended',
        data: { child: born, place: 'not-given', voids: ['search'], reason, occurredOn: context.today },
      })
      .thenState((enquiry) => {
        expect(enquiry).toMatchObject({ child: born, proposals: [], receivedOn: '2026-03-24' });
        expect(enquiryDuties(enquiry, policy)[0]).toMatchObject({ step: 'check-rolls' });
      });
  });

  it('R67 R38 and leaves a person’s decisions as they are', () => {
    const rejected: EnquiryEvent = {
      type: 'MatchRejected',
      data: { childId: 'b', reason: 'a brother', occurredOn: '2026-03-24' },
    };
    given(received(), ...checked(proposal('a'), proposal('b')), rejected, confirmed('a'))
      .when({ type: 'AmendEnquiry', child: born, reason })
      .thenState(({ link, rejected, proposals }) => {
        expect([link?.childId, rejected, proposals.map(({ childId }) => childId)]).toEqual(['a', ['b'], ['a', 'b']]);
      });
  });

  it('R67 R37 another referrer is verified anew, and told anew where the answer went astray', () => {
    const whole = [received(), verified, ...checked(proposal('a')), confirmed('a'), contacted, attending, updated];
    const referrer = { ...suffolk, contact: 'missing@suffolk.example' };
    given(...whole)
      .when({ type: 'AmendEnquiry', referrer, reason: 'The mailbox had closed' })
      .thenMatching({
        type: 'EnquiryAmended',
        data: expect.objectContaining({ referrer, voids: ['verification', 'update'] }),
      })
      .thenState((enquiry) => {
        expect([enquiry.verified, enquiry.updatedOn, outcomeOf(enquiry)]).toEqual([false, undefined, 'attending']);
      });
  });

  it('R67 says where the child lives now, by the county of the policy', () => {
    const address = { lines: ['9 Quay Street'], authority: '926' };
    given(received())
      .when({ type: 'AmendEnquiry', child: { ...sarah, address }, reason })
      .thenMatching({ type: 'EnquiryAmended', data: expect.objectContaining({ place: 'in-county', voids: [] }) });
  });

  it('R67 not without a reason, not when it is closed, not into what nobody could act on; saying the same is nothing', () => {
    given(received()).when({ type: 'AmendEnquiry', child: born, reason: ' ' }).thenRefused('R67', 'no-reason');
    given(received(), closed).when({ type: 'AmendEnquiry', child: born, reason }).thenRefused('R67', 'enquiry-closed');
    given().when({ type: 'AmendEnquiry', child: born, reason }).thenRefused('R67', 'enquiry-not-received');
    given(received()).when({ type: 'AmendEnquiry', child: {}, reason }).thenRefused('R37', 'no-child-described');
    const { dateOfBirth, ...names } = sarah;
    given(received())
      .when({ type: 'AmendEnquiry', child: { dateOfBirth, ...names }, reason })
      .thenNothing();
  });

  it('R67 reads in words, with what is to be done again', () => {
    const data = { child: born, place: 'not-given', voids: ['search'], reason, occurredOn: '2026-03-25' } as const;
    expect(sentenceOf({ type: 'EnquiryAmended', data })).toBe(
      `What was told of the child was corrected: ${reason}. To be done again: search the records.`,
    );
  });
});

describe('whose an enquiry is', () => {
  it('R45 passes from one owner to the next, never to nobody', () => {
    const data = { owner: 'strategy-manager@926', from: 'cme-assistant@926', occurredOn: context.today };
    given(received())
      .when({ type: 'AssignEnquiry', owner: 'strategy-manager@926' })
      .then({ type: 'EnquiryAssigned', data })
      .thenState((enquiry) => {
        expect(enquiryDuties(enquiry, policy).every(({ owner }) => owner === 'strategy-manager@926')).toBe(true);
      });
    given(received()).when({ type: 'AssignEnquiry', owner: 'cme-assistant@926' }).thenNothing();
    given(received()).when({ type: 'AssignEnquiry', owner: '  ' }).thenRefused('R45', 'no-owner');
    given(received(), closed).when({ type: 'AssignEnquiry', owner: 'x' }).thenRefused('R45', 'enquiry-closed');
  });
});

describe('a person cannot tell', () => {
  it('R38 says what would settle it, and the record stays to be decided', () => {
    const past = [received(), acknowledged, ...checked(proposal('a'))];
    const needed = 'The middle name, from Suffolk';
    given(...past)
      .when({ type: 'LeaveMatchOpen', childId: 'a', reason: needed })
      .then({ type: 'MatchLeftOpen', data: { childId: 'a', reason: needed, occurredOn: context.today } })
      .thenState((enquiry) => {
        expect(enquiry.unsure).toEqual([{ childId: 'a', needed }]);
        expect(enquiryDuties(enquiry, policy)[0]).toMatchObject({ step: 'decide-match' });
      });
    given(...past)
      .when({ type: 'LeaveMatchOpen', childId: 'x', reason: needed })
      .thenRefused('R38', 'no-such-proposal');
    given(...past, confirmed('a'))
      .when({ type: 'LeaveMatchOpen', childId: 'a', reason: needed })
      .thenRefused('R38', 'match-decided');
    given(...past)
      .when({ type: 'LeaveMatchOpen', childId: 'a', reason: needed }, { ...context, role: 'system' })
      .thenRefused('R38', 'person-decides');
  });
});

describe('what is due of an enquiry', () => {
  it('R39 R45 the answer to whoever asked is due from the first day, beside the next step', () => {
    expect(steps(received())).toEqual(['acknowledge', 'check-rolls', 'update-referrer']);
    expect(steps(received(), acknowledged, ...checked(proposal('a')), confirmed('a'), contacted)).toEqual([
      'await-school',
      'update-referrer',
    ]);
    expect(steps(received(), acknowledged, ...checked(proposal('a')), confirmed('a'), contacted, attending)).toEqual([
      'update-referrer',
    ]);
    expect(steps(received(), closed)).toEqual([]);
  });

  it('R45 R63 what was not done in time is recorded once, with whose it was', () => {
    const late = { ...context, today: '2026-03-27', role: 'system' };
    const [acknowledge] = enquiryDuties(folded(received()), policy);
    expect(acknowledge).toMatchObject({ due: '2026-03-25', key: 'acknowledge/2026-03-24' });
    const { events } = given(received())
      .when({ type: 'ReviewEnquiry' }, late)
      .thenMatching({
        type: 'EnquiryDutyBreached',
        data: expect.objectContaining({
          step: 'acknowledge',
          due: '2026-03-25',
          owner: 'cme-assistant@926',
          rule: 'R37',
          occurredOn: '2026-03-27',
        }),
      });
    given(received(), ...events)
      .when({ type: 'ReviewEnquiry' }, late)
      .thenNothing();
    given(received()).when({ type: 'ReviewEnquiry' }).thenNothing();
    given(received(), closed).when({ type: 'ReviewEnquiry' }, late).thenNothing();
  });

  it('R45 the day of the next review is that after the first date that is not breached yet', () => {
    expect(nextEnquiryReview(folded(received()), policy)).toBe('2026-03-26');
    expect(nextEnquiryReview(folded(received(), closed), policy)).toBeNull();
  });
});
