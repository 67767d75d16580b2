import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { amend, type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';
import type { Visit, VisitRequest } from './visits.js';

/** What a correction may take out of account: facts that have an id of their own. Marks and details are amended instead. */
export const CORRECTABLE = [
  'contact',
  'enquiry',
  'visit',
  'agency-enquiry',
  'information',
  'cause',
  'sibling',
  'exclusion',
] as const;
export type Correctable = (typeof CORRECTABLE)[number];

/** R67: nothing is edited. A correction names the event, says why, and, where it can, what no longer counts. */
export type CorrectionEvent = Fact<
  'FactCorrected',
  {
    readonly eventId: string;
    readonly occurredOn: LocalDate;
    readonly why: string;
    /** Taken out of account from now on; its event stays in the stream. */
    readonly withdrawn?: { readonly kind: Correctable; readonly id: string };
    /** How it reads put right, for the history. */
    readonly correctly?: string;
  }
>;

export type CorrectionCommand = Order<
  'CorrectFact',
  {
    readonly eventId: string;
    readonly why: string;
    readonly withdrawn?: { readonly kind: Correctable; readonly id: string };
    readonly correctly?: string;
    readonly occurredOn?: LocalDate;
  }
>;

const WITHDRAW: Readonly<Record<Correctable, (child: Child, id: string) => Child>> = {
  contact: (child, id) => ({ ...child, contacts: child.contacts.filter(({ contactId }) => contactId !== id) }),
  enquiry: (child, id) => ({
    ...child,
    enquiries: { ...child.enquiries, made: child.enquiries.made.filter(({ enquiryId }) => enquiryId !== id) },
  }),
  visit: withoutVisit,
  'agency-enquiry': (child, id) => ({
    ...child,
    agencyEnquiries: child.agencyEnquiries.filter(({ enquiryId }) => enquiryId !== id),
  }),
  information: (child, id) => ({
    ...child,
    information: child.information.filter(({ informationId }) => informationId !== id),
  }),
  cause: (child, id) => ({ ...child, causes: child.causes.filter(({ code }) => code !== id) }),
  sibling: (child, id) => ({ ...child, siblings: child.siblings.filter((siblingId) => siblingId !== id) }),
  exclusion: (child, id) => ({
    ...child,
    exclusions: child.exclusions.filter(({ exclusionId }) => exclusionId !== id),
  }),
};

/** Without a visit; the request that it was the last to answer is to be answered again. */
function withoutVisit(child: Child, id: string): Child {
  const taken = child.visits.find(({ visitId }) => visitId === id);
  const visits = child.visits.filter(({ visitId }) => visitId !== id);
  const last = child.visits.findLast(({ requestId }) => requestId === taken?.requestId);
  if (taken?.requestId === undefined || last !== taken) return { ...child, visits };
  const answered = ({ requestId, state }: VisitRequest) => requestId === taken.requestId && state === 'visited';
  return { ...child, visits, visitRequests: amend(child.visitRequests, answered, unanswered) };
}

function unanswered(request: VisitRequest): VisitRequest {
  const attempts = Math.max(0, request.attempts - 1);
  const before = request.scheduledOn === undefined ? 'requested' : 'scheduled';
  return { ...request, attempts, state: attempts > 0 ? 'further-visit' : before };
}

export const correctionFolds: Folds<CorrectionEvent> = {
  FactCorrected: (child, { eventId, withdrawn }) => {
    const settled = ({ question, ...visit }: Visit): Visit => visit;
    const visits = amend(child.visits, ({ question }) => question?.eventId === eventId, settled);
    const corrected = { ...child, visits, corrected: [...child.corrected, eventId] };
    return withdrawn === undefined ? corrected : (WITHDRAW[withdrawn.kind]?.(corrected, withdrawn.id) ?? corrected);
  },
};

export const correctionDecisions: Decisions<CorrectionCommand, CorrectionEvent> = {
  CorrectFact: (child, { type: _, occurredOn, ...correction }, context) => {
    known(child, 'R67');
    if (child.corrected.includes(correction.eventId)) return [];
    if (correction.why.trim() === '') refuse('R67', 'no-reason', 'Say why the fact is corrected.', { kind: 'invalid' });
    return [{ type: 'FactCorrected', data: { ...correction, occurredOn: happenedOn(occurredOn, context, 'R67') } }];
  },
};
