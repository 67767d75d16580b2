import type { LocalDate } from '../../schools/domain/local-date.js';
import { isAnswered, untold } from './answer.js';
import type { Enquiry } from './enquiry.js';
import { type Decisions, type Fact, type Folds, happenedOn, type Order, open, reasoned, refuse } from './facet.js';
import { canBeTold } from './intake.js';
import { undecided } from './link.js';
import { OWN_RECORDS } from './roll-check.js';

/** What an enquiry may come to. 'Could not be found' is none: such a child has a case (R46). */
export const ENQUIRY_OUTCOMES = [
  'attending',
  'case-opened',
  'other-authority',
  'duplicate',
  'out-of-area',
  'not-cme',
] as const;
export type EnquiryOutcome = (typeof ENQUIRY_OUTCOMES)[number];

/** What a referrer may be told of a child: the least that answers the question (R39). */
export const DISCLOSABLE = ['known-here', 'on-roll', 'attending', 'school', 'case-open', 'other-authority'] as const;
export type Disclosable = (typeof DISCLOSABLE)[number];

export type SettlementEvent =
  | Fact<
      'ReferrerUpdated',
      {
        readonly occurredOn: LocalDate;
        readonly channel: string;
        /** What was told of the child; none for a bare answer that the matter is dealt with. */
        readonly disclosed: readonly Disclosable[];
        readonly outcome: EnquiryOutcome;
      }
    >
  | Fact<
      'CaseOpenedForEnquiry',
      {
        readonly childId: string;
        readonly caseId: string;
        readonly occurredOn: LocalDate;
        /** The child came on record for this enquiry. */
        readonly registered: boolean;
        /** A visit was asked for on CME3 (R43). */
        readonly visitRequested: boolean;
      }
    >
  | Fact<
      'EnquiryClosed',
      { readonly occurredOn: LocalDate; readonly outcome: EnquiryOutcome; readonly reason?: string }
    >;

export type SettlementCommand =
  | Order<
      'UpdateReferrer',
      { readonly channel: string; readonly disclosed: readonly Disclosable[]; readonly occurredOn?: LocalDate }
    >
  | Order<
      'OpenCaseForEnquiry',
      {
        readonly childId: string;
        readonly caseId: string;
        readonly registered: boolean;
        readonly visitRequested: boolean;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<'CloseEnquiry', { readonly reason?: string; readonly occurredOn?: LocalDate }>;

export const settlementFolds: Folds<SettlementEvent> = {
  ReferrerUpdated: (enquiry, { occurredOn }) => ({ ...enquiry, updatedOn: occurredOn }),
  CaseOpenedForEnquiry: (enquiry, { childId, caseId, occurredOn }) => ({
    ...untold(enquiry),
    case: { childId, caseId, on: occurredOn },
  }),
  EnquiryClosed: (enquiry, { occurredOn, outcome }) => ({ ...enquiry, closed: { on: occurredOn, outcome } }),
};

/** What the enquiry has come to; undefined while something is to be found out or done first. */
export function outcomeOf(enquiry: Enquiry): EnquiryOutcome | undefined {
  const { triage, school, case: opened, link, place } = enquiry;
  if (triage !== undefined && triage.decision !== 'accept') return triage.decision;
  if (opened !== undefined) return 'case-opened';
  if (school?.attending === true) return 'attending';
  const unknownHere = link === undefined && searched(enquiry) && undecided(enquiry).length === 0;
  return unknownHere && place === 'elsewhere' ? 'other-authority' : undefined;
}

/** The program's own records have been looked through for the child as told now. */
export function searched({ checks }: Enquiry): boolean {
  return checks.some(({ system, outdated }) => system === OWN_RECORDS && !outdated);
}

/** Refuses while a case may not be opened for the enquiry: whose it would be is not settled. */
export function mayOpenCase(enquiry: Enquiry): void {
  open(enquiry, 'R46');
  if (enquiry.triage !== undefined && enquiry.triage.decision !== 'accept') {
    refuse('R50', 'not-accepted', 'The notification was not accepted.');
  }
  if (enquiry.link !== undefined) return;
  if (!searched(enquiry)) refuse('R38', 'roll-not-checked', 'The records have not been searched for the child.');
  if (undecided(enquiry).length > 0) {
    refuse('R38', 'match-undecided', 'A record has been proposed that nobody has confirmed or rejected.');
  }
  if (enquiry.place === 'elsewhere') {
    refuse('R43', 'address-not-in-county', 'The address is another authority’s: refer the child there.');
  }
}

export const settlementDecisions: Decisions<SettlementCommand, SettlementEvent> = {
  UpdateReferrer: (enquiry, { channel, disclosed, occurredOn }, context) => {
    open(enquiry, 'R39');
    if (enquiry.updatedOn !== undefined) return [];
    if (!canBeTold(enquiry.referrer)) refuse('R39', 'nobody-to-answer', 'Whoever told this left no way to answer.');
    const outcome = outcomeOf(enquiry);
    if (outcome === undefined)
      refuse('R39', 'nothing-to-tell', 'The enquiry has come to nothing yet that can be told.');
    const told = [...new Set(disclosed)].sort();
    if (told.some((each) => !DISCLOSABLE.includes(each))) {
      const detail = `A referrer may be told no more of a child than: ${DISCLOSABLE.join(', ')}.`;
      refuse('R39', 'not-disclosable', detail, { kind: 'invalid' });
    }
    if (told.length > 0 && !enquiry.verified) {
      refuse(
        'R37',
        'referrer-not-verified',
        'Nothing of a child is told to a referrer whose identity is not verified.',
      );
    }
    const on = happenedOn(occurredOn, enquiry, context, 'R39');
    return [{ type: 'ReferrerUpdated', data: { channel, disclosed: told, outcome, occurredOn: on } }];
  },
  OpenCaseForEnquiry: (enquiry, { type: _, occurredOn, ...opened }, context) => {
    if (enquiry.case?.caseId === opened.caseId) return [];
    mayOpenCase(enquiry);
    if (enquiry.case !== undefined) refuse('R46', 'case-already-open', 'A case has been opened for this enquiry.');
    if (enquiry.link !== undefined && enquiry.link.childId !== opened.childId) {
      refuse('R38', 'another-child', 'The case must be of the child that has been confirmed.');
    }
    const on = happenedOn(occurredOn, enquiry, context, 'R46');
    return [{ type: 'CaseOpenedForEnquiry', data: { ...opened, occurredOn: on } }];
  },
  CloseEnquiry: (enquiry, { reason, occurredOn }, context) => {
    if (enquiry.closed !== undefined) return [];
    open(enquiry, 'R39');
    const outcome = outcomeOf(enquiry);
    if (outcome === undefined) {
      refuse('R46', 'no-outcome', 'Neither a school nor a case has the child, and no other authority does.');
    }
    if (canBeTold(enquiry.referrer) && enquiry.updatedOn === undefined) {
      refuse('R39', 'referrer-not-updated', 'The referrer has not been told what the enquiry came to.');
    }
    if (canBeTold(enquiry.referrer) && !isAnswered(enquiry)) {
      const detail = 'The answer did not reach the referrer: send it again, or record how else it was given.';
      refuse('R39', 'answer-not-delivered', detail);
    }
    const on = happenedOn(occurredOn, enquiry, context, 'R39');
    const why = reason === undefined ? {} : { reason: reasoned(reason, 'R39') };
    return [{ type: 'EnquiryClosed', data: { outcome, ...why, occurredOn: on } }];
  },
};
