import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { isAnswered } from '../../../src/enquiries/domain/answer.js';
import { nextEnquiryReview } from '../../../src/enquiries/domain/duties.js';
import {
  decide,
  type Enquiry,
  type EnquiryCommand,
  type EnquiryEvent,
  enquiryCommandTypes,
  enquiryEventTypes,
  evolve,
  initialEnquiry,
} from '../../../src/enquiries/domain/enquiry.js';
import { nextStep } from '../../../src/enquiries/domain/next-step.js';
import { outcomeOf } from '../../../src/enquiries/domain/settlement.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import { plusDays } from '../../../src/schools/domain/local-date.js';
import { context, policy, proposal, sarah, suffolk } from './an-enquiry.js';

const id = fc.constantFrom('a', 'b');
const text = fc.constantFrom('', 'because', 'because');
const channel = fc.constant('email');
const address = (authority: string) => ({ ...sarah, address: { lines: ['1 Mill Lane'], authority } });

type Maker = { readonly [T in EnquiryCommand['type']]: Readonly<Record<string, fc.Arbitrary<unknown>>> };

const fields: Maker = {
  ReceiveEnquiry: {
    kind: fc.constantFrom('enquiry', 'notification'),
    channel,
    referrer: fc.constantFrom(suffolk, suffolk, { kind: 'public' }, { kind: 'agency' }),
    child: fc.constantFrom(sarah, address('926'), address('935'), {}),
  },
  AcknowledgeEnquiry: { channel },
  VerifyReferrer: { how: text },
  AmendEnquiry: {
    child: fc.constantFrom(sarah, address('926'), { ...sarah, givenName: 'Sara' }),
    referrer: fc.constantFrom(suffolk, { ...suffolk, contact: 'other@suffolk.example' }),
    reason: text,
  },
  AssignEnquiry: { owner: fc.constantFrom('cme-assistant@926', 'strategy-manager@926', ' ') },
  ReviewEnquiry: {},
  TriageNotification: { decision: fc.constantFrom('accept', 'accept', 'duplicate', 'not-cme'), reason: text },
  CheckRolls: {
    checkId: fc.constantFrom('1', '2', '3'),
    system: fc.constantFrom('cme-tracker', 'cme-tracker', 'Tribal'),
    result: fc.constant('none'),
    proposals: fc.constantFrom([], [proposal('a')], [proposal('a'), proposal('b', { urn: '900002' })]),
  },
  ConfirmMatch: { childId: id, reason: text },
  RejectMatch: { childId: id, reason: text },
  WithdrawMatch: { childId: id, reason: text },
  LeaveMatchOpen: { childId: id, reason: text },
  ContactSchool: { channel },
  RecordSchoolAnswer: { attending: fc.boolean() },
  UpdateReferrer: { channel, disclosed: fc.constantFrom([], ['attending']) },
  OpenCaseForEnquiry: {
    childId: id,
    caseId: fc.constantFrom('case-1', 'case-2'),
    registered: fc.boolean(),
    visitRequested: fc.boolean(),
  },
  CloseEnquiry: {},
  WriteLetter: {
    letterId: id,
    kind: fc.constant('REFERRER_UPDATE'),
    delivery: fc.constantFrom('mail', 'by-hand'),
    messageId: fc.constant('<a.1@b.example>'),
  },
  RecordLetterSent: { letterId: id, attempt: fc.constantFrom(1, 2), reply: fc.constant(250) },
  RecordLetterNotDelivered: { letterId: id, attempt: fc.constantFrom(1, 2), reply: fc.constant(550) },
  SendLetterAgain: { letterId: id, address: fc.constantFrom('a@b.example', 'nowhere') },
  RecordLetterSentByHand: { letterId: id, how: text },
};

const command = fc.oneof(
  ...Object.entries(fields).map(([type, of]) =>
    fc.record({ type: fc.constant(type), ...of }).map((made) => made as unknown as EnquiryCommand),
  ),
);
const role = fc.constantFrom('cme-assistant', 'cme-assistant', 'system');
const arrival = fc.record({ type: fc.constant('ReceiveEnquiry'), ...fields.ReceiveEnquiry });
/** Days that go by before a command: mostly none. */
const later = fc.constantFrom(0, 0, 0, 1, 4);
const story = fc.tuple(
  arrival,
  fc.array(fc.tuple(command, role, later), { minLength: 20, maxLength: 60, size: 'max' }),
);

function obey(enquiry: Enquiry, order: EnquiryCommand, as: string, today: string): readonly EnquiryEvent[] | Refusal {
  try {
    return decide(enquiry, order, { ...context, today, role: as });
  } catch (error) {
    if (error instanceof Refusal) return error;
    throw error;
  }
}

const MORE_RUNS = 20;

describe('enquiries at random', () => {
  const seen = new Set<string>();
  const runs = Number(process.env.PROPERTY_RUNS ?? 400);

  it('R45 R39 R38 keep their invariants: always a next step, never a link without a person, never closed untold', () => {
    const kept = fc.property(story, ([first, orders]) => {
      let enquiry = initialEnquiry;
      let { today } = context;
      const breached: string[] = [];
      for (const [order, as, days] of [[first as unknown as EnquiryCommand, 'cme-assistant', 0] as const, ...orders]) {
        today = plusDays(today, days);
        const events = obey(enquiry, order, as, today);
        if (events instanceof Refusal) {
          expect(events.reason).toMatchObject({
            rule: expect.stringMatching(/^R\d\d$/),
            paragraph: expect.any(String),
          });
          continue;
        }
        for (const event of events) {
          seen.add(event.type);
          if (/^Match(Confirmed|Rejected|Withdrawn|LeftOpen)$/.test(event.type)) expect(as).not.toBe('system');
          if (event.type === 'EnquiryDutyBreached') {
            expect(breached).not.toContain(event.data.key);
            expect(event.data.due < today).toBe(true);
            breached.push(event.data.key);
          }
          if (event.type === 'EnquiryClosed') {
            expect(outcomeOf(enquiry)).toBe(event.data.outcome);
            if (enquiry.referrer?.contact !== undefined) expect(isAnswered(enquiry)).toBe(true);
          }
          enquiry = evolve(enquiry, event);
        }
        expect(obey(enquiry, order, as, today)).toEqual([]);
        const next = nextStep(enquiry, policy);
        // Nothing but a letter that did not arrive is left of a closed one.
        if (enquiry.closed !== undefined) expect(next?.rule ?? 'R60').toBe('R60');
        else if (enquiry.receivedOn !== undefined) {
          expect(next).toMatchObject({ owner: expect.stringMatching(/@/), nextAction: expect.stringMatching(/\w/) });
          expect(next?.due).toMatch(/^\d{4}-\d\d-\d\d$/);
          const review = nextEnquiryReview(enquiry, policy);
          const found = obey(enquiry, { type: 'ReviewEnquiry' }, 'system', today) as readonly EnquiryEvent[];
          // The day that the view files it under is never too late, and never brings nothing.
          expect(found.length > 0).toBe(review !== null && review <= today);
        }
      }
    });
    fc.assert(kept, { numRuns: runs });
    // Luck must not keep a kind of fact out of the test: with bad luck it goes on for a while.
    for (let more = 0; more < MORE_RUNS && seen.size < enquiryEventTypes.length; more++)
      fc.assert(kept, { numRuns: runs });
    expect([...seen].sort()).toEqual([...enquiryEventTypes].sort());
  });

  it('R45 make every command that there is', () => {
    expect(Object.keys(fields).sort()).toEqual([...enquiryCommandTypes].sort());
  });

  it('fold any facts in any order without failing', () => {
    const data = fc.record({ childId: id, occurredOn: fc.constant('2026-03-24') }, { requiredKeys: [] });
    const type = fc.constantFrom(...enquiryEventTypes, 'NeverHeardOf');
    fc.assert(
      fc.property(fc.array(fc.record({ type, data })), (events) => {
        expect(() => events.map((event) => event as EnquiryEvent).reduce(evolve, initialEnquiry)).not.toThrow();
      }),
    );
  });
});
