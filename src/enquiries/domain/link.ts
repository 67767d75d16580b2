import type { LocalDate } from '../../schools/domain/local-date.js';
import { untold } from './answer.js';
import type { Enquiry } from './enquiry.js';
import {
  arrived,
  type Decisions,
  type EnquiryContext,
  type Fact,
  type Folds,
  happenedOn,
  type Order,
  open,
  reasoned,
  refuse,
} from './facet.js';
import type { Proposal } from './roll-check.js';

interface Decided {
  readonly childId: string;
  readonly reason: string;
  readonly occurredOn: LocalDate;
}

export type LinkEvent =
  | Fact<'MatchConfirmed', Decided & { readonly urn?: string }>
  | Fact<'MatchRejected', Decided>
  | Fact<'MatchWithdrawn', Decided>
  /** A person looked and could not tell; `reason` says what would settle it. */
  | Fact<'MatchLeftOpen', Decided>;

type Asked = { readonly childId: string; readonly reason: string; readonly occurredOn?: LocalDate };

export type LinkCommand =
  | Order<'ConfirmMatch', Asked>
  | Order<'RejectMatch', Asked>
  | Order<'WithdrawMatch', Asked>
  | Order<'LeaveMatchOpen', Asked>;

export const linkFolds: Folds<LinkEvent> = {
  MatchConfirmed: (enquiry, { childId, occurredOn, urn }) => ({
    ...untold(enquiry),
    rejected: enquiry.rejected.filter((each) => each !== childId),
    link: { childId, on: occurredOn, ...(urn === undefined ? {} : { urn }) },
  }),
  MatchRejected: (enquiry, { childId }) => ({
    ...enquiry,
    rejected: [...enquiry.rejected.filter((each) => each !== childId), childId],
  }),
  // What followed from the link falls with it, and a closed enquiry is open again; the facts stay in both histories.
  MatchWithdrawn: ({ link: _, school: _s, case: _c, closed: _x, ...enquiry }, { childId }) => ({
    ...untold(enquiry),
    rejected: [...enquiry.rejected.filter((each) => each !== childId), childId],
  }),
  MatchLeftOpen: (enquiry, { childId, reason }) => ({
    ...enquiry,
    unsure: [...enquiry.unsure.filter((each) => each.childId !== childId), { childId, needed: reason }],
  }),
};

export const linkDecisions: Decisions<LinkCommand, LinkEvent> = {
  ConfirmMatch: (enquiry, { childId, reason, occurredOn }, context) => {
    open(enquiry, 'R38');
    byAPerson(context);
    if (enquiry.link?.childId === childId) return [];
    if (enquiry.link !== undefined) {
      refuse('R38', 'already-matched', 'Another record has been confirmed; withdraw that link first.');
    }
    if (enquiry.case !== undefined) {
      refuse('R38', 'registered-as-new', 'The child has been registered as a new one for this enquiry.');
    }
    const { urn } = proposed(enquiry, childId);
    const on = happenedOn(occurredOn, enquiry, context, 'R38');
    const data = { childId, reason: reasoned(reason, 'R38'), occurredOn: on, ...(urn === undefined ? {} : { urn }) };
    return [{ type: 'MatchConfirmed', data }];
  },
  RejectMatch: (enquiry, { childId, reason, occurredOn }, context) => {
    open(enquiry, 'R38');
    byAPerson(context);
    proposed(enquiry, childId);
    if (enquiry.rejected.includes(childId)) return [];
    if (enquiry.link?.childId === childId) {
      refuse('R38', 'match-confirmed', 'The record has been confirmed; withdraw the link to undo it.');
    }
    const on = happenedOn(occurredOn, enquiry, context, 'R38');
    return [{ type: 'MatchRejected', data: { childId, reason: reasoned(reason, 'R38'), occurredOn: on } }];
  },
  WithdrawMatch: (enquiry, { childId, reason, occurredOn }, context) => {
    arrived(enquiry, 'R38');
    byAPerson(context);
    if (enquiry.link?.childId !== childId) {
      if (enquiry.rejected.includes(childId)) return [];
      refuse('R38', 'no-such-link', 'This record is not linked to the enquiry.');
    }
    const on = happenedOn(occurredOn, enquiry, context, 'R38');
    return [{ type: 'MatchWithdrawn', data: { childId, reason: reasoned(reason, 'R38'), occurredOn: on } }];
  },
  LeaveMatchOpen: (enquiry, { childId, reason, occurredOn }, context) => {
    open(enquiry, 'R38');
    byAPerson(context);
    proposed(enquiry, childId);
    if (enquiry.link?.childId === childId || enquiry.rejected.includes(childId)) {
      refuse('R38', 'match-decided', 'It has been decided whether this record is the child’s.');
    }
    const needed = reasoned(reason, 'R38');
    if (enquiry.unsure.some((each) => each.childId === childId && each.needed === needed)) return [];
    const on = happenedOn(occurredOn, enquiry, context, 'R38');
    return [{ type: 'MatchLeftOpen', data: { childId, reason: needed, occurredOn: on } }];
  },
};

/** The records that nobody has decided on; none once one is confirmed. */
export function undecided({ link, proposals, rejected }: Enquiry): readonly Proposal[] {
  return link === undefined ? proposals.filter(({ childId }) => !rejected.includes(childId)) : [];
}

function byAPerson({ role }: EnquiryContext): void {
  if (role === 'system') refuse('R38', 'person-decides', 'A person decides whether two records are of one child.');
}

function proposed(enquiry: Enquiry, childId: string): Proposal {
  const proposal = enquiry.proposals.find((each) => each.childId === childId);
  if (proposal !== undefined) return proposal;
  return refuse('R38', 'no-such-proposal', 'No roll check of this enquiry has proposed that record.');
}
