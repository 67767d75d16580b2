import type { LocalDate } from '../../schools/domain/local-date.js';
import { type Decisions, type Fact, type Folds, happenedOn, type Order, open, reasoned, refuse } from './facet.js';

export const REFERRER_KINDS = ['authority', 'agency', 'public'] as const;
export type ReferrerKind = (typeof REFERRER_KINDS)[number];

/** Who asks or notifies. A member of the public may keep the name back (R50). */
export interface Referrer {
  readonly kind: ReferrerKind;
  /** An authority or agency; no person's name. */
  readonly organisation?: string;
  readonly reference?: string;
  readonly name?: string;
  /** Where an answer can be sent; without it there is nobody to update. */
  readonly contact?: string;
}

/** The child as the referrer tells: any of it may be missing or wrong. */
export interface ChildAsTold {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly knownAs?: string;
  readonly otherFamilyNames?: readonly string[];
  readonly dateOfBirth?: LocalDate;
  readonly sex?: 'F' | 'M' | 'U';
  readonly upn?: string;
  readonly nhsNumber?: string;
  readonly address?: { readonly lines: readonly string[]; readonly postcode?: string; readonly authority?: string };
  readonly formerAddress?: { readonly lines: readonly string[]; readonly postcode?: string };
  readonly parents?: readonly string[];
}

/** Where the child is said to live now: what is done next depends on it (R43, A18). */
export type PlaceTold = 'in-county' | 'elsewhere' | 'authority-not-given' | 'not-given';

export const TRIAGE_DECISIONS = ['accept', 'duplicate', 'out-of-area', 'not-cme'] as const;
export type TriageDecision = (typeof TRIAGE_DECISIONS)[number];

export type IntakeEvent =
  | Fact<
      'EnquiryReceived',
      {
        readonly kind: 'enquiry' | 'notification';
        readonly occurredOn: LocalDate;
        readonly channel: string;
        readonly referrer: Referrer;
        readonly child: ChildAsTold;
        readonly place: PlaceTold;
        readonly owner: string;
        readonly message?: string;
      }
    >
  | Fact<'EnquiryAcknowledged', { readonly occurredOn: LocalDate; readonly channel: string }>
  | Fact<'ReferrerVerified', { readonly occurredOn: LocalDate; readonly how: string }>
  | Fact<
      'NotificationTriaged',
      { readonly occurredOn: LocalDate; readonly decision: TriageDecision; readonly reason: string }
    >;

export type IntakeCommand =
  | Order<
      'ReceiveEnquiry',
      {
        readonly kind: 'enquiry' | 'notification';
        readonly occurredOn?: LocalDate;
        readonly channel: string;
        readonly referrer: Referrer;
        readonly child: ChildAsTold;
        readonly message?: string;
      }
    >
  | Order<'AcknowledgeEnquiry', { readonly channel: string; readonly occurredOn?: LocalDate }>
  | Order<'VerifyReferrer', { readonly how: string; readonly occurredOn?: LocalDate }>
  | Order<
      'TriageNotification',
      { readonly decision: TriageDecision; readonly reason: string; readonly occurredOn?: LocalDate }
    >;

export const intakeFolds: Folds<IntakeEvent> = {
  EnquiryReceived: (enquiry, { kind, occurredOn, referrer, child, place, owner, message }) => ({
    ...enquiry,
    kind,
    receivedOn: occurredOn,
    referrer,
    child,
    place,
    owner,
    ...(message === undefined ? {} : { message }),
  }),
  EnquiryAcknowledged: (enquiry, { occurredOn }) => ({ ...enquiry, acknowledgedOn: occurredOn }),
  ReferrerVerified: (enquiry) => ({ ...enquiry, verified: true }),
  NotificationTriaged: ({ updatedOn: _, ...enquiry }, { decision, occurredOn }) => ({
    ...enquiry,
    triage: { decision, on: occurredOn },
  }),
};

export const intakeDecisions: Decisions<IntakeCommand, IntakeEvent> = {
  ReceiveEnquiry: (enquiry, { type: _, occurredOn, ...told }, context) => {
    const { kind, referrer, child } = told;
    if (enquiry.receivedOn !== undefined) return [];
    assertTold(kind, referrer, child);
    const county = context.policy.authorityCode;
    const on = happenedOn(occurredOn, enquiry, context, 'R37');
    const owner = `cme-assistant@${county ?? 'authority'}`;
    return [{ type: 'EnquiryReceived', data: { ...told, occurredOn: on, place: placeOf(child, county), owner } }];
  },
  AcknowledgeEnquiry: (enquiry, { channel, occurredOn }, context) => {
    open(enquiry, 'R37');
    if (enquiry.acknowledgedOn !== undefined) return [];
    if (!canBeTold(enquiry.referrer)) refuse('R37', 'nobody-to-answer', 'Whoever told this left no way to answer.');
    const on = happenedOn(occurredOn, enquiry, context, 'R37');
    return [{ type: 'EnquiryAcknowledged', data: { channel, occurredOn: on } }];
  },
  VerifyReferrer: (enquiry, { how, occurredOn }, context) => {
    open(enquiry, 'R37');
    if (enquiry.verified) return [];
    if (enquiry.referrer?.kind === 'public') {
      refuse('R37', 'public-not-verified', 'A member of the public is told nothing of a child, verified or not.');
    }
    const on = happenedOn(occurredOn, enquiry, context, 'R37');
    return [{ type: 'ReferrerVerified', data: { how: reasoned(how, 'R37'), occurredOn: on } }];
  },
  TriageNotification: (enquiry, { decision, reason, occurredOn }, context) => {
    open(enquiry, 'R50');
    if (enquiry.triage?.decision === decision) return [];
    if (enquiry.link !== undefined || enquiry.case !== undefined) {
      refuse('R50', 'triage-too-late', 'A child on record has been linked; withdraw the link first.');
    }
    const on = happenedOn(occurredOn, enquiry, context, 'R50');
    return [{ type: 'NotificationTriaged', data: { decision, reason: reasoned(reason, 'R50'), occurredOn: on } }];
  },
};

/** False for who left no contact: nobody can be acknowledged or updated then. */
export function canBeTold(referrer: Referrer | undefined): boolean {
  return !blank(referrer?.contact);
}

/** Refuses what nobody could act on: an enquirer without a name or an address for the answer, or a child not described. */
export function assertTold(kind: 'enquiry' | 'notification', referrer: Referrer, child: ChildAsTold): void {
  if (kind === 'enquiry' && referrer.kind === 'public') {
    refuse('R37', 'enquirer-not-an-authority', 'An enquiry comes from an authority or agency; the public notifies.', {
      kind: 'invalid',
    });
  }
  if (referrer.kind !== 'public' && (blank(referrer.organisation) || blank(referrer.contact))) {
    const detail = 'An authority or agency is named, and says where the answer goes.';
    refuse(kind === 'enquiry' ? 'R37' : 'R50', 'referrer-not-named', detail, { kind: 'invalid' });
  }
  if (blank(child.givenName) && blank(child.familyName) && blank(child.upn) && child.address === undefined) {
    const detail = 'Say something of the child: a name, a pupil number or an address.';
    refuse(kind === 'enquiry' ? 'R37' : 'R50', 'no-child-described', detail, { kind: 'invalid' });
  }
}

function blank(text: string | undefined): boolean {
  return text === undefined || text.trim() === '';
}

/** Where the child lives by what was told, seen from the county of that code. */
export function placeOf({ address }: ChildAsTold, county: string | undefined): PlaceTold {
  if (address === undefined) return 'not-given';
  if (address.authority === undefined) return 'authority-not-given';
  return address.authority === county ? 'in-county' : 'elsewhere';
}
