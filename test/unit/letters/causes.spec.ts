import { describe, expect, it } from '@jest/globals';
import { type ChildCommand, type ChildEvent, decide, evolve } from '../../../src/children/domain/child.js';
import type { DecisionContext } from '../../../src/children/domain/facet.js';
import { type Enquiry, evolve as evolveEnquiry, initialEnquiry } from '../../../src/enquiries/domain/enquiry.js';
import { childCauses, childLetter } from '../../../src/letters/domain/child-letters.js';
import type { LetterDraft } from '../../../src/letters/domain/draft.js';
import { enquiryLetter } from '../../../src/letters/domain/enquiry-letters.js';
import { policyFor } from '../../support/policy.js';
import { absent, enrolled, fold, on, pupil, registered, urn } from '../children/a-child.js';

const school = { name: 'Hollowmere Primary School', email: 'office@hollowmere.example' };
const contextOn = (date: string, pack = 'riverside') => ({ policy: policyFor(date, pack), schoolOf: () => school });

/** The letters that a command brings about, after these facts. */
function letters(
  past: readonly ChildEvent[],
  command: ChildCommand,
  context: DecisionContext,
  pack?: string,
): LetterDraft[] {
  let child = fold(...past);
  return decide(child, command, context).flatMap((event) => {
    child = evolve(child, event);
    return childLetter(event, child, contextOn(context.today, pack)) ?? [];
  });
}

const noticed = (sen: 'E' | 'S' | 'K' | 'N'): ChildCommand => ({
  type: 'ReceiveOffRollNotice',
  noticeId: `${urn}/2025-12-01`,
  urn,
  ground: '9(1)(g)',
  sen,
});
const december = on('2025-12-01');

describe('which letter a fact asks for', () => {
  it('A17 R40: a notice for a child with a plan or a statement goes to the SEN mailbox of the policy, with CME1', () => {
    for (const sen of ['E', 'S'] as const) {
      const [notice, share, ...more] = letters(pupil, noticed(sen), december);
      expect(more).toEqual([]);
      expect(notice).toMatchObject({ kind: 'CME1', recipient: 'authority', delivery: 'record' });
      expect(share).toMatchObject({
        kind: 'SEN_SHARE',
        delivery: 'mail',
        mailbox: 'sen',
        address: 'csehcp@norfolk.gov.uk',
        enclosures: ['CME1'],
        content: {
          childName: 'Sara Amin',
          school: `Hollowmere Primary School (${urn})`,
          ground: '9(1)(g)',
          sen: expect.stringMatching(/plan|Statement/),
        },
      });
    }
  });

  it('A17 R40: SEN support or none: nothing goes to the SEN mailbox', () => {
    for (const sen of ['K', 'N'] as const) {
      expect(letters(pupil, noticed(sen), december).map(({ kind }) => kind)).toEqual(['CME1']);
    }
  });

  it('R40: the mailbox and the form are the pack’s: another authority, another address', () => {
    const context = on('2025-12-01', { policy: policyFor('2025-12-01', 'gloucestershire') });
    expect(letters(pupil, noticed('E'), context, 'gloucestershire')[1]).toMatchObject({
      address: 'sen@gloucestershire.example.org',
    });
  });

  it('A18 R43: CME3 goes to the Attendance Team for a child on no roll with an address in the county, and else not', () => {
    const ask: ChildCommand = { type: 'RequestVisit', requestId: 'v1', reason: 'no answer', loneWorkerRisk: true };
    expect(letters([registered], ask, december)).toMatchObject([
      {
        kind: 'CME3',
        recipient: 'attendance-team',
        address: 'csattendance@norfolk.gov.uk',
        content: { visitAddress: '21 Elm Road, NR3 1AA', loneWorker: expect.stringContaining('risk is known') },
      },
    ]);
    const suffolk = { lines: ['1 Quay'], postcode: 'IP1 1AA', authority: '935' };
    expect(() => letters([registered], { ...ask, address: suffolk }, december)).toThrow(/area/);
    expect(() => letters([registered, enrolled], ask, december)).toThrow(/roll/);
  });

  it('R43: a confidential address is in no letter', () => {
    const refuge = { lines: ['Somewhere Safe'], postcode: 'NR1 1AA', authority: '926', confidential: true };
    const [visit] = letters([registered], { type: 'RequestVisit', requestId: 'v1', address: refuge }, december);
    expect(JSON.stringify(visit)).not.toMatch(/Somewhere|NR1 1AA/);
    expect(visit?.content.visitAddress).toMatch(/Confidential/);
  });

  it('A21 R54: the letter to a school that did not report goes to its office, once, or to a person where none is known', () => {
    const missing = [...pupil, ...absent('O', '2025-09-15', '2025-11-14')];
    const found = decide(fold(...missing), { type: 'DetectUnreported', urn, how: 'police' }, on('2025-11-17'));
    const episode = `${urn}/2025-09-15`;
    const send: ChildCommand = { type: 'SendNonReportLetter', episode };
    const past = [...missing, ...found];
    expect(letters(past, send, on('2025-11-17'))).toMatchObject([
      {
        kind: 'NON_REPORT_LETTER',
        organisation: urn,
        delivery: 'mail',
        address: school.email,
        content: { since: '2025-09-15' },
      },
    ]);
    const again = [...past, ...decide(fold(...past), send, on('2025-11-17'))];
    expect(letters(again, send, on('2025-11-18'))).toEqual([]);
    const [written] = decide(fold(...past), send, on('2025-11-17'));
    if (written === undefined) throw new Error('no letter was decided on');
    const unknown = { policy: policyFor('2025-11-17'), schoolOf: () => undefined };
    expect(childLetter(written, fold(...past), unknown)).toMatchObject({ delivery: 'by-hand' });
  });

  it('R48: an agency is asked, and reminded; without a mailbox in the policy a person sends it', () => {
    const ask: ChildCommand = { type: 'AskAgency', enquiryId: 'a1', agency: 'HEALTH', purpose: 'to find the family' };
    expect(letters([registered], ask, december)).toMatchObject([
      { kind: 'AGENCY_ENQUIRY', delivery: 'by-hand', content: { agency: 'Health', purpose: 'to find the family' } },
    ]);
    const asked = [registered, ...decide(fold(registered), ask, december)];
    expect(letters(asked, { type: 'ChaseAgency', enquiryId: 'a1' }, on('2025-12-15'))).toMatchObject([
      { kind: 'AGENCY_CHASER', content: { number: '1', askedOn: '2025-12-01' } },
    ]);
  });

  it('R48 R20: an agency is told no more than it needs to recognise the child', () => {
    const ask: ChildCommand = { type: 'AskAgency', enquiryId: 'a1', agency: 'POLICE', purpose: 'to find the family' };
    const [asked] = letters([registered], ask, december);
    expect(Object.keys(asked?.content ?? {}).sort()).toEqual(
      ['address', 'agency', 'answerBy', 'authority', 'childName', 'date', 'dateOfBirth', 'purpose', 'reference'].sort(),
    );
  });

  it('R12 R13: a report and a deletion are on record as CME1, with what the school did', () => {
    const missing = [...pupil, ...absent('O', '2025-09-15', '2025-11-14')];
    const refer: ChildCommand = {
      type: 'ReferToLA',
      referralId: 'r1',
      urn,
      enquiriesNotMade: 'nobody could be reached',
    };
    expect(letters(missing, refer, on('2025-11-17'))).toMatchObject([
      {
        kind: 'CME1',
        delivery: 'record',
        content: { enquiriesNotMade: 'nobody could be reached', dayCount: expect.any(String) },
      },
    ]);
  });

  it('other facts ask for none, and none is written for a child that is not registered', () => {
    expect([...childCauses].sort()).toMatchInlineSnapshot(`
      [
        "AgencyChased",
        "AgencyEnquiryMade",
        "NonReportLetterSent",
        "OffRollNoticeReceived",
        "ReferredToLA",
        "SharedWithSenCentre",
        "VisitRequested",
      ]
    `);
    expect(childLetter(enrolled, fold(registered, enrolled), contextOn('2025-12-01'))).toBeUndefined();
    const [visit] = decide(fold(registered), { type: 'RequestVisit', requestId: 'v' }, december);
    if (visit) expect(childLetter(visit, fold(), contextOn('2025-12-01'))).toBeUndefined();
  });
});

describe('the answer to a referrer', () => {
  const enquiry: Enquiry = {
    ...initialEnquiry,
    receivedOn: '2026-03-20',
    referrer: {
      kind: 'authority',
      organisation: 'Suffolk',
      reference: 'SCC-118',
      name: 'Ida Thorne',
      contact: 'cme@suffolk.example',
    },
    child: { givenName: 'Sarah', familyName: 'Ameen', dateOfBirth: '2013-07-04', upn: 'X' },
    school: { urn, askedOn: '2026-03-21', attending: true },
  };
  const updated = (channel: string, disclosed: readonly string[] = []) =>
    ({
      type: 'ReferrerUpdated',
      data: { channel, disclosed, outcome: 'attending', occurredOn: '2026-03-24' },
    }) as never;
  const context = { ...contextOn('2026-03-24'), enquiryId: 'b0a7f6e5-d4c3-4b2a-9190-8f7e6d5c4b3a' };

  it('R39: goes to the referrer’s mailbox, under their reference, without a name or a date of birth', () => {
    const letter = enquiryLetter(updated('secure-email', ['attending']), enquiry, context);
    expect(letter).toMatchObject({
      delivery: 'mail',
      address: 'cme@suffolk.example',
      content: { theirReference: 'SCC-118' },
    });
    expect(JSON.stringify(letter?.content)).not.toMatch(/Sarah|Ameen|2013|Hollowmere|Ida/);
    const named = enquiryLetter(updated('email', ['school']), enquiry, context);
    expect(named?.content.disclosed).toEqual(['The school is Hollowmere Primary School.']);
  });

  it('R39: none where the referrer was told by telephone; by hand where no mailbox was given', () => {
    expect(enquiryLetter(updated('phone'), enquiry, context)).toBeUndefined();
    expect(enquiryLetter(updated('letter'), enquiry, context)).toMatchObject({ delivery: 'by-hand' });
    const phoneOnly = { ...enquiry, referrer: { kind: 'agency', contact: '01632 960123' } } as Enquiry;
    expect(enquiryLetter(updated('email'), phoneOnly, context)).toMatchObject({ delivery: 'by-hand' });
    expect(evolveEnquiry(enquiry, updated('email')).updatedOn).toBe('2026-03-24');
  });
});
