import type { IndexDescription } from 'mongodb';
import type { RecordedEvent } from '../../platform/event-store/envelope.js';
import type { Projection, ViewDocument } from '../../platform/projections/projection.js';
import { nextEnquiryReview } from '../domain/duties.js';
import { type Enquiry, type EnquiryEvent, evolve, initialEnquiry } from '../domain/enquiry.js';
import { nextStep, type Step } from '../domain/next-step.js';
import type { EnquiryPolicies } from '../enquiry-policies.js';

const PREFIX = 'enquiry-';

/** Sorts after every date. */
const NO_DATE = '9999-12-31';

/** One enquiry in the list. */
export interface EnquiryDocument extends ViewDocument {
  readonly state: 'open' | 'closed';
  /** Where it is listed: a closed one of which something is outstanding yet is among the open ones. */
  readonly listed: 'open' | 'closed';
  readonly kind: 'enquiry' | 'notification';
  readonly receivedOn: string;
  /** Family name in capitals, given name, as told; empty when no name was. */
  readonly name: string;
  readonly organisation: string | null;
  readonly step: Step | null;
  readonly owner: string | null;
  readonly nextAction: string | null;
  readonly due: string | null;
  readonly childId: string | null;
  readonly outcome: string | null;
  /** Unique sort key. It holds no name, so that it may stand in an address. */
  readonly byDue: string;
  /** The day from which the clock has something to record of the enquiry, and its id. */
  readonly byReview: string;
  /** The facts that the row is computed from, without what a list does not need to know. */
  readonly enquiry: Enquiry;
}

/** The list of enquiries. A row depends on facts only: whether its date is past is asked of the reader's day. */
export class EnquiriesProjection implements Projection<EnquiryDocument, EnquiryEvent> {
  readonly name = 'enquiries';
  readonly version = 4;
  readonly streamPrefixes = [PREFIX];
  readonly indexes: readonly IndexDescription[] = [
    { key: { byDue: 1 } },
    { key: { byReview: 1 } },
    { key: { listed: 1, byDue: 1 } },
  ];

  constructor(private readonly policies: EnquiryPolicies) {}

  keys({ streamId }: RecordedEvent): readonly string[] {
    return streamId.startsWith(PREFIX) ? [streamId.slice(PREFIX.length)] : [];
  }

  wholeStream(key: string): string {
    return PREFIX + key;
  }

  apply(document: EnquiryDocument | undefined, event: RecordedEvent<EnquiryEvent>, key: string): EnquiryDocument {
    const enquiry = evolve(document?.enquiry ?? initialEnquiry, event);
    const policy = this.policies.at(event.metadata.recordedAt);
    const next = nextStep(enquiry, policy);
    const name = enquiry.child === undefined ? '' : nameOf(enquiry.child);
    return {
      _id: key,
      state: enquiry.closed === undefined ? 'open' : 'closed',
      listed: enquiry.closed === undefined || next !== undefined ? 'open' : 'closed',
      kind: enquiry.kind ?? 'enquiry',
      receivedOn: enquiry.receivedOn ?? '',
      name,
      organisation: enquiry.referrer?.organisation ?? null,
      step: next?.step ?? null,
      owner: next?.owner ?? null,
      nextAction: next?.nextAction ?? null,
      due: next?.due ?? null,
      childId: enquiry.link?.childId ?? enquiry.case?.childId ?? null,
      outcome: enquiry.closed?.outcome ?? null,
      byDue: `${next?.due ?? NO_DATE}|${key}`,
      byReview: `${nextEnquiryReview(enquiry, policy) ?? NO_DATE}|${key}`,
      enquiry: slim(enquiry),
    };
  }
}

function nameOf({ familyName = '', givenName = '' }: NonNullable<Enquiry['child']>): string {
  return [familyName.toUpperCase(), givenName].filter((part) => part !== '').join(', ');
}

/** Where an answer goes, the address, the numbers and the reasons stay in the stream. */
function slim({ child, referrer, proposals, unsure, message: _, ...enquiry }: Enquiry): Enquiry {
  const { givenName, familyName } = child ?? {};
  return {
    ...enquiry,
    unsure: unsure.map(({ childId }) => ({ childId, needed: '' })),
    proposals: proposals.map((proposal) => ({ ...proposal, why: '', fields: [] })),
    ...(child === undefined
      ? {}
      : {
          child: {
            ...(givenName === undefined ? {} : { givenName }),
            ...(familyName === undefined ? {} : { familyName }),
          },
        }),
    ...(referrer === undefined
      ? {}
      : {
          referrer: {
            kind: referrer.kind,
            ...(referrer.organisation === undefined ? {} : { organisation: referrer.organisation }),
            // That there is one is all that the next step depends on.
            ...(referrer.contact === undefined ? {} : { contact: 'kept in the record' }),
          },
        }),
  };
}
