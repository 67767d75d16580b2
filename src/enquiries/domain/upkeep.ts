import type { LocalDate } from '../../schools/domain/local-date.js';
import { untold } from './answer.js';
import { enquiryDuties } from './duties.js';
import { type Decisions, type Fact, type Folds, happenedOn, type Order, open, reasoned, refuse } from './facet.js';
import { assertTold, type ChildAsTold, type PlaceTold, placeOf, type Referrer } from './intake.js';

/** What a correction takes out of account: who was verified, what was told, which records were found. */
export type Voided = 'verification' | 'update' | 'search';

export type UpkeepEvent =
  /** R67: what was told is corrected by a fact of its own; what stood before stays in the stream. */
  | Fact<
      'EnquiryAmended',
      {
        readonly referrer?: Referrer;
        readonly child?: ChildAsTold;
        readonly message?: string;
        readonly place: PlaceTold;
        readonly voids: readonly Voided[];
        readonly reason: string;
        readonly occurredOn: LocalDate;
      }
    >
  | Fact<'EnquiryAssigned', { readonly owner: string; readonly from: string; readonly occurredOn: LocalDate }>;

export type UpkeepCommand =
  | Order<
      'AmendEnquiry',
      {
        /** The whole of it, as it should have been told. */
        readonly referrer?: Referrer;
        /** The whole of it, as it should have been told. */
        readonly child?: ChildAsTold;
        readonly message?: string;
        readonly reason: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<'AssignEnquiry', { readonly owner: string; readonly occurredOn?: LocalDate }>;

export const upkeepFolds: Folds<UpkeepEvent> = {
  EnquiryAmended: (enquiry, { referrer, child, message, place, voids = [] }) => {
    const amended = {
      ...enquiry,
      ...(referrer === undefined ? {} : { referrer }),
      ...(child === undefined ? {} : { child }),
      ...(message === undefined ? {} : { message }),
      place: place ?? enquiry.place,
      verified: enquiry.verified && !voids.includes('verification'),
    };
    const told = voids.includes('update') ? untold(amended) : amended;
    if (!voids.includes('search')) return told;
    // Nobody decides on a comparison with what turned out to be wrong; decisions that were made stand until undone.
    const decided = [...enquiry.rejected, ...(enquiry.link === undefined ? [] : [enquiry.link.childId])];
    return {
      ...told,
      checks: enquiry.checks.map((check) => ({ ...check, outdated: true as const })),
      proposals: enquiry.proposals.filter(({ childId }) => decided.includes(childId)),
    };
  },
  EnquiryAssigned: (enquiry, { owner }) => ({ ...enquiry, owner }),
};

export const upkeepDecisions: Decisions<UpkeepCommand, UpkeepEvent> = {
  AmendEnquiry: (enquiry, { referrer, child, message, reason, occurredOn }, context) => {
    open(enquiry, 'R67');
    const changed = {
      ...(differs(referrer, enquiry.referrer) ? { referrer } : {}),
      ...(differs(child, enquiry.child) ? { child } : {}),
      ...(differs(message, enquiry.message) ? { message } : {}),
    };
    if (Object.keys(changed).length === 0) return [];
    const after = {
      kind: enquiry.kind ?? 'enquiry',
      referrer: { kind: 'public' as const },
      child: {},
      ...enquiry,
      ...changed,
    };
    assertTold(after.kind, after.referrer, after.child);
    const contactMoved = changed.referrer !== undefined && changed.referrer.contact !== enquiry.referrer?.contact;
    const voids: Voided[] = [
      ...(changed.referrer !== undefined && enquiry.verified ? ['verification' as const] : []),
      ...(contactMoved && enquiry.updatedOn !== undefined ? ['update' as const] : []),
      ...(changed.child !== undefined && enquiry.checks.length > 0 ? ['search' as const] : []),
    ];
    const place = changed.child === undefined ? enquiry.place : placeOf(changed.child, context.policy.authorityCode);
    const on = happenedOn(occurredOn, enquiry, context, 'R67');
    return [
      { type: 'EnquiryAmended', data: { ...changed, place, voids, reason: reasoned(reason, 'R67'), occurredOn: on } },
    ];
  },
  /** Whatever is to be done about an enquiry has an owner: it passes from one to the next, of a closed one too (R45). */
  AssignEnquiry: (enquiry, { owner, occurredOn }, context) => {
    if (enquiryDuties(enquiry, context.policy).length === 0) open(enquiry, 'R45');
    const next = owner.trim();
    if (next === '') refuse('R45', 'no-owner', 'Say whose the enquiry becomes.', { kind: 'invalid' });
    const from = enquiry.owner ?? '';
    if (next === from) return [];
    const on = happenedOn(occurredOn, enquiry, context, 'R45');
    return [{ type: 'EnquiryAssigned', data: { owner: next, from, occurredOn: on } }];
  },
};

/** True when something was given and says another thing than is known. */
function differs<T>(given: T | undefined, known: T | undefined): given is T {
  return given !== undefined && canonical(given) !== canonical(known);
}

function canonical(value: unknown): string {
  return (
    JSON.stringify(value, (_key, member: unknown) =>
      typeof member === 'object' && member !== null && !Array.isArray(member)
        ? Object.fromEntries(Object.entries(member).sort(([one], [other]) => (one < other ? -1 : 1)))
        : member,
    ) ?? ''
  );
}
