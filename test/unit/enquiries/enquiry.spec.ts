import { describe, expect, it } from '@jest/globals';
import { type Enquiry, type EnquiryEvent, evolve, initialEnquiry } from '../../../src/enquiries/domain/enquiry.js';
import { nextStep } from '../../../src/enquiries/domain/next-step.js';
import { policyFor } from '../../support/policy.js';
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

const after = (...events: readonly EnquiryEvent[]): Enquiry => events.reduce(evolve, initialEnquiry);
const next = (...events: readonly EnquiryEvent[]) => nextStep(after(...events), policy);
const anonymous = received({ kind: 'notification', referrer: { kind: 'public' }, place: 'in-county' });
const accepted: EnquiryEvent = {
  type: 'NotificationTriaged',
  data: { decision: 'accept', reason: 'seen out of school', occurredOn: '2026-03-24' },
};

describe('an enquiry arrives', () => {
  const order = { type: 'ReceiveEnquiry', kind: 'enquiry', channel: 'email', referrer: suffolk, child: sarah } as const;

  it('R37 is kept as it was told, with where the child is said to live and whose it is', () => {
    const address = { lines: ['9 Quay Street'], authority: '926' };
    given()
      .when({ ...order, child: { ...sarah, address } })
      .thenMatching({
        type: 'EnquiryReceived',
        data: expect.objectContaining({ place: 'in-county', owner: 'cme-assistant@926', occurredOn: context.today }),
      });
    given(received()).when(order).thenNothing();
  });

  it('R37 comes from an authority or agency that says where the answer goes, and describes a child', () => {
    given()
      .when({ ...order, referrer: { kind: 'public' } })
      .thenRefused('R37', 'enquirer-not-an-authority');
    given()
      .when({ ...order, referrer: { kind: 'agency', organisation: 'Ipswich Hospital' } })
      .thenRefused('R37', 'referrer-not-named');
    given()
      .when({ ...order, child: { sex: 'F' } })
      .thenRefused('R37', 'no-child-described');
    given()
      .when({ ...order, occurredOn: '2026-03-26' })
      .thenRefused('R37', 'date-in-the-future');
  });

  it('R50 anybody may notify the authority, without a name', () => {
    given()
      .when({ ...order, kind: 'notification', referrer: { kind: 'public' } })
      .thenMatching({ type: 'EnquiryReceived' });
    given(anonymous).when({ type: 'AcknowledgeEnquiry', channel: 'letter' }).thenRefused('R37', 'nobody-to-answer');
  });

  it('R50 a notification is triaged before a record is searched for it, and only an accepted one is searched for', () => {
    const check = { type: 'CheckRolls', checkId: 'c', system: 'cme-tracker', result: 'none', proposals: [] } as const;
    given(anonymous).when(check).thenRefused('R50', 'not-triaged');
    given(anonymous, accepted).when(check).thenMatching({ type: 'RollChecked' });
    const triage = { type: 'TriageNotification', decision: 'not-cme', reason: 'on holiday with leave' } as const;
    given(anonymous)
      .when({ ...triage, reason: ' ' })
      .thenRefused('R50', 'no-reason');
    const [refused] = given(anonymous).when(triage).events;
    expect(refused).toMatchObject({ type: 'NotificationTriaged', data: { decision: 'not-cme' } });
    given(anonymous, refused as EnquiryEvent)
      .when(check)
      .thenRefused('R50', 'not-accepted');
    given(anonymous, refused as EnquiryEvent)
      .when({ type: 'CloseEnquiry' })
      .then({ type: 'EnquiryClosed', data: { outcome: 'not-cme', occurredOn: context.today } });
  });
});

describe('the roll check', () => {
  const check = {
    type: 'CheckRolls',
    checkId: 'check-2',
    system: 'cme-tracker',
    result: 'several',
    proposals: [proposal('a'), proposal('b')],
  } as const;

  it('R38 A16 two candidates at 0.86 are proposed with their reasons, and neither is accepted', () => {
    given(received())
      .when(check)
      .thenState((enquiry) => expect(enquiry.link).toBeUndefined())
      .thenMatching({ type: 'RollChecked' }, { type: 'MatchProposed' }, { type: 'MatchProposed' });
    expect(next(received(), acknowledged, ...checked(proposal('a'), proposal('b')))).toMatchObject({
      step: 'decide-match',
    });
  });

  it('R38 A16 a record that agrees wholly is not accepted by itself either, nor by a program', () => {
    const sure = proposal('a', { band: 'same', score: 1 });
    given(received())
      .when({ ...check, result: 'one', proposals: [sure] })
      .thenState((enquiry) => expect(enquiry.link).toBeUndefined());
    const confirm = { type: 'ConfirmMatch', childId: 'a', reason: 'the number agrees' } as const;
    given(received(), ...checked(sure))
      .when(confirm, { ...context, role: 'system' })
      .thenRefused('R38', 'person-decides');
    given(received(), ...checked(sure))
      .when(confirm)
      .thenMatching({ type: 'MatchConfirmed', data: expect.objectContaining({ urn: '900001' }) });
  });

  it('R38 a person confirms what was proposed only, one record, with a reason', () => {
    const candidates = [received(), ...checked(proposal('a'), proposal('b'))];
    const confirm = (childId: string, reason = 'seen') => ({ type: 'ConfirmMatch', childId, reason }) as const;
    given(...candidates)
      .when(confirm('c'))
      .thenRefused('R38', 'no-such-proposal');
    given(...candidates)
      .when(confirm('a', ''))
      .thenRefused('R38', 'no-reason');
    given(...candidates, confirmed('a'))
      .when(confirm('b'))
      .thenRefused('R38', 'already-matched');
    given(...candidates, confirmed('a'))
      .when(confirm('a'))
      .thenNothing();
  });

  it('R38 A16 a wrong link is undone with a reason: the enquiry is open again and forgets what followed from it', () => {
    const whole = [received(), ...checked(proposal('a')), confirmed('a'), contacted, attending, updated, closed];
    given(...whole)
      .when({ type: 'WithdrawMatch', childId: 'b', reason: 'no' })
      .thenRefused('R38', 'no-such-link');
    given(...whole)
      .when({ type: 'WithdrawMatch', childId: 'a', reason: 'it was her cousin' })
      .then({
        type: 'MatchWithdrawn',
        data: { childId: 'a', reason: 'it was her cousin', occurredOn: context.today },
      })
      .thenState((enquiry) => {
        expect(enquiry).toMatchObject({ rejected: ['a'] });
        expect([enquiry.link, enquiry.school, enquiry.updatedOn, enquiry.closed]).toEqual([
          undefined,
          undefined,
          undefined,
          undefined,
        ]);
        expect(nextStep(enquiry, policy)).toBeDefined();
      });
  });
});

describe('the school and the referrer', () => {
  const matched = [received(), acknowledged, verified, ...checked(proposal('a')), confirmed('a')];
  const update = { type: 'UpdateReferrer', channel: 'secure-email', disclosed: ['attending', 'on-roll'] } as const;

  it('R38 R39 A15 goes in order: matched, school asked, attending, referrer told, closed', () => {
    given(received(), ...checked(proposal('a')))
      .when({ type: 'ContactSchool', channel: 'phone' })
      .thenRefused('R39', 'no-confirmed-match');
    given(received(), ...checked(proposal('a')))
      .when({ type: 'RecordSchoolAnswer', attending: true })
      .thenRefused('R39', 'no-confirmed-match');
    given(...matched)
      .when({ type: 'RecordSchoolAnswer', attending: true })
      .thenRefused('R39', 'school-not-contacted');
    given(...matched)
      .when(update)
      .thenRefused('R39', 'nothing-to-tell');
    given(...matched, contacted)
      .when({ type: 'CloseEnquiry' })
      .thenRefused('R46', 'no-outcome');
    given(...matched, contacted, attending)
      .when({ type: 'CloseEnquiry' })
      .thenRefused('R39', 'referrer-not-updated');
    given(...matched, contacted, attending)
      .when(update)
      .thenMatching({
        type: 'ReferrerUpdated',
        data: expect.objectContaining({ disclosed: ['attending', 'on-roll'] }),
      });
    given(...matched, contacted, attending, updated)
      .when({ type: 'CloseEnquiry' })
      .then({ type: 'EnquiryClosed', data: { outcome: 'attending', occurredOn: context.today } });
    const steps = [[], [contacted], [contacted, attending], [contacted, attending, updated]].map(
      (more) => next(...matched, ...more)?.step,
    );
    expect(steps).toEqual(['contact-school', 'await-school', 'update-referrer', 'close']);
  });

  it('R39 nothing of a child is told to a referrer who has not been verified; a bare answer may be given', () => {
    const unverified = [received(), ...checked(proposal('a')), confirmed('a'), contacted, attending];
    given(...unverified)
      .when(update)
      .thenRefused('R37', 'referrer-not-verified');
    given(...unverified)
      .when({ ...update, disclosed: [] })
      .thenMatching({ type: 'ReferrerUpdated' });
    given(...unverified, verified)
      .when({ ...update, disclosed: ['address' as never] })
      .thenRefused('R39', 'not-disclosable');
  });

  it('R39 another answer of the school wants another update', () => {
    given(...matched, contacted, attending, updated)
      .when({ type: 'RecordSchoolAnswer', attending: false, note: 'not seen since half term' })
      .thenMatching({ type: 'NotAttendingReported' })
      .thenState((enquiry) => {
        expect(enquiry.updatedOn).toBeUndefined();
        expect(nextStep(enquiry, policy)).toMatchObject({ step: 'open-case', rule: expect.stringMatching(/^R/) });
      });
  });
});

describe('a child on no roll', () => {
  const open = {
    type: 'OpenCaseForEnquiry',
    childId: 'n',
    caseId: 'case-1',
    registered: true,
    visitRequested: true,
  } as const;
  const searched = (place: 'in-county' | 'elsewhere' | 'not-given') => [
    received({ place }),
    acknowledged,
    ...checked(),
  ];

  it('R43 A18 with an address in the county the next action is CME3, and nothing closes it but a case', () => {
    expect(next(...searched('in-county'))).toMatchObject({
      step: 'visit',
      nextAction: expect.stringContaining('CME3'),
    });
    given(...searched('in-county'))
      .when({ type: 'CloseEnquiry' })
      .thenRefused('R46', 'no-outcome');
    given(...searched('in-county'))
      .when(open)
      .thenMatching({ type: 'CaseOpenedForEnquiry' });
  });

  it('R43 A18 with an address in Suffolk no case is opened: the child is referred to Suffolk', () => {
    given(...searched('elsewhere'))
      .when(open)
      .thenRefused('R43', 'address-not-in-county');
    expect(next(...searched('elsewhere'))).toMatchObject({
      step: 'update-referrer',
      nextAction: expect.stringContaining('authority of the address'),
    });
  });

  it('R46 with no address the family is traced', () => {
    expect(next(...searched('not-given'))).toMatchObject({ step: 'trace' });
    given(...searched('not-given'))
      .when({ type: 'CloseEnquiry' })
      .thenRefused('R46', 'no-outcome');
  });

  it('R38 no case is opened before the records have been searched and every proposal decided', () => {
    given(received({ place: 'in-county' }))
      .when(open)
      .thenRefused('R38', 'roll-not-checked');
    given(received(), ...checked(proposal('a')))
      .when(open)
      .thenRefused('R38', 'match-undecided');
    given(received(), ...checked(proposal('a')), confirmed('a'))
      .when(open)
      .thenRefused('R38', 'another-child');
  });
});

describe('what is due', () => {
  it('R37 R50 R39 is reckoned in the policy’s own units, with the sum', () => {
    expect(next(received())).toMatchObject({ step: 'acknowledge', due: '2026-03-25', rule: 'R37' });
    expect(next(anonymous)).toMatchObject({
      step: 'triage',
      due: '2026-03-26',
      rule: 'R50',
      owner: 'cme-assistant@926',
    });
    const asked = [received(), acknowledged, ...checked(proposal('a')), confirmed('a'), contacted];
    expect(next(...asked)).toMatchObject({ step: 'await-school', due: '2026-03-26' });
    const told = next(...asked, attending);
    expect(told).toMatchObject({ step: 'update-referrer', due: '2026-03-31', rule: 'R39' });
    expect(told?.explanation.sum).toContain('5 working days after 2026-03-24');
    expect(next(...asked, attending, updated, closed)).toBeUndefined();
  });

  it('R45 has a date under a policy without the timescale too', () => {
    const bare = { ...policyFor(context.today), timescales: {} };
    expect(nextStep(after(received()), bare)).toMatchObject({ due: '2026-03-24', rule: 'R37' });
  });
});
