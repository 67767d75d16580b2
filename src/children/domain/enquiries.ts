import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import {
  type DayContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  known,
  listed,
  type Order,
  refuse,
} from './facet.js';
import { standingVisits } from './shared-visits.js';
import { notForTheAuthority, ofOneself } from './sides.js';

/** Both sides of reg. 9(1)(h) and (i): the school and the local authority. */
export type Side = 'school' | 'la';

/** One reasonable enquiry (DOMAIN 4.3): RE.. codes are the school's, RL.. the authority's. */
export interface Enquiry {
  readonly enquiryId: string;
  readonly side: Side;
  readonly code: string;
  readonly occurredOn: LocalDate;
  /** A code of the list `enquiry_outcome`. */
  readonly outcome: string;
}

export interface Conclusion {
  readonly occurredOn: LocalDate;
  readonly outcome: 'not-found' | 'found-will-not-return' | 'found';
}

export interface Enquiries {
  readonly made: readonly Enquiry[];
  /** When a side said that it had done all that was in its capacity, with the reasons for what it had not. */
  readonly certified: { readonly [S in Side]?: LocalDate };
  /** What the joint enquiries came to, as each side sees it. */
  readonly concluded: { readonly [S in Side]?: Conclusion };
}

export type EnquiriesEvent =
  | Fact<
      'ReasonableEnquiryMade',
      Enquiry & {
        readonly at?: string;
        readonly target?: string;
        readonly note?: string;
        readonly evidenceHash?: string;
      }
    >
  | Fact<
      'ReasonableEnquiriesCertified',
      {
        readonly side: Side;
        readonly occurredOn: LocalDate;
        readonly done: readonly string[];
        readonly notDone: readonly { readonly code: string; readonly reason: string }[];
      }
    >
  | Fact<'JointEnquiriesConcluded', { readonly side: Side } & Conclusion>;

export type EnquiriesCommand =
  | Order<
      'MakeEnquiry',
      Omit<Enquiry, 'occurredOn' | 'side'> & {
        readonly occurredOn?: LocalDate;
        readonly at?: string;
        readonly target?: string;
        readonly note?: string;
        readonly evidenceHash?: string;
      }
    >
  | Order<
      'CertifyEnquiries',
      {
        readonly side: Side;
        readonly occurredOn?: LocalDate;
        readonly notDone?: readonly { readonly code: string; readonly reason: string }[];
      }
    >
  | Order<
      'ConcludeJointEnquiries',
      { readonly side: Side; readonly outcome: Conclusion['outcome']; readonly occurredOn?: LocalDate }
    >;

export const noEnquiries: Enquiries = { made: [], certified: {}, concluded: {} };

export const enquiriesFolds: Folds<EnquiriesEvent> = {
  ReasonableEnquiryMade: (child, { enquiryId, side, code, occurredOn, outcome }) => ({
    ...child,
    enquiries: { ...child.enquiries, made: [...child.enquiries.made, { enquiryId, side, code, occurredOn, outcome }] },
  }),
  ReasonableEnquiriesCertified: (child, { side, occurredOn }) => ({
    ...child,
    enquiries: { ...child.enquiries, certified: { ...child.enquiries.certified, [side]: occurredOn } },
  }),
  JointEnquiriesConcluded: (child, { side, occurredOn, outcome }) => ({
    ...child,
    enquiries: { ...child.enquiries, concluded: { ...child.enquiries.concluded, [side]: { occurredOn, outcome } } },
  }),
};

/** Contacts and visits are enquiries too: nobody has to tell the same thing twice. */
const CODE_OF_CHANNEL: Readonly<Record<string, string>> = {
  phone: 'RE01',
  text: 'RE03',
  email: 'RE03',
  portal: 'RE03',
  letter: 'RE04',
  visit: 'RE06',
};

/** The codes done by a side since a date, from enquiries, contacts and visits. */
export function enquiriesDone(child: Child, side: Side, since: LocalDate): readonly string[] {
  const codes = new Set(
    child.enquiries.made.filter((e) => e.side === side && e.occurredOn >= since).map(({ code }) => code),
  );
  if (side === 'school') {
    for (const { channel, occurredOn } of child.contacts) {
      const code = CODE_OF_CHANNEL[channel];
      if (code !== undefined && occurredOn >= since) codes.add(code);
    }
  }
  for (const visit of standingVisits(child)) {
    if (visit.occurredOn >= since && (visit.by === 'school') === (side === 'school'))
      codes.add(side === 'school' ? 'RE06' : 'RL16');
  }
  return [...codes].sort();
}

/** The policy's minimum for a side: the entries of its list that are marked so. */
export function minimumEnquiries(side: Side, { policy }: DayContext): readonly string[] {
  const by = side === 'school' ? 'school' : 'authority';
  const entries = policy.codeLists.reasonable_enquiry?.entries ?? [];
  return entries
    .filter(({ attributes }) => attributes?.by === by && attributes.minimum === true)
    .map(({ code }) => code);
}

/** From when an enquiry counts towards the present absence, leaving or case. */
export function enquiriesSince(child: Child): LocalDate {
  const opened = Object.values(child.registers).flatMap(({ open }) => (open === undefined ? [] : [open.from.date]));
  if (child.leaver !== undefined) opened.push(child.leaver.occurredOn);
  return opened.sort()[0] ?? '0001-01-01';
}

export const enquiriesDecisions: Decisions<EnquiriesCommand, EnquiriesEvent> = {
  MakeEnquiry: (child, { type: _, occurredOn, ...enquiry }, context) => {
    known(child, 'R53');
    const on = happenedOn(occurredOn, context, 'R53');
    if (child.enquiries.made.some(({ enquiryId }) => enquiryId === enquiry.enquiryId)) return [];
    const { attributes } = listed('reasonable_enquiry', enquiry.code, context);
    listed('enquiry_outcome', enquiry.outcome, context);
    const side: Side = attributes?.by === 'authority' ? 'la' : 'school';
    notForTheAuthority(side, context);
    return [{ type: 'ReasonableEnquiryMade', data: { ...enquiry, side, occurredOn: on } }];
  },
  CertifyEnquiries: (child, { side, occurredOn, notDone = [] }, context) => {
    known(child, 'R53');
    ofOneself(side, context);
    const since = enquiriesSince(child);
    const certified = child.enquiries.certified[side];
    if (certified !== undefined && certified >= since) return [];
    const done = enquiriesDone(child, side, since);
    const reasons = new Set(notDone.filter(({ reason }) => reason.trim() !== '').map(({ code }) => code));
    const failed = minimumEnquiries(side, context).filter((code) => !done.includes(code) && !reasons.has(code));
    if (failed.length > 0) {
      refuse('R53', 'enquiries-not-complete', 'Each enquiry of the minimum must be made, or a reason given why not.', {
        failed,
      });
    }
    return [
      {
        type: 'ReasonableEnquiriesCertified',
        data: { side, occurredOn: happenedOn(occurredOn, context, 'R53'), done, notDone },
      },
    ];
  },
  ConcludeJointEnquiries: (child, { side, outcome, occurredOn }, context) => {
    known(child, 'R13');
    ofOneself(side, context);
    const held = child.enquiries.concluded[side];
    if (held?.outcome === outcome && held.occurredOn >= enquiriesSince(child)) return [];
    if (
      !child.enquiries.made.some((enquiry) => enquiry.side === side) &&
      enquiriesDone(child, side, enquiriesSince(child)).length === 0
    ) {
      refuse('R13', 'no-enquiry-made', 'This side has recorded no enquiry that it could draw a conclusion from.');
    }
    return [
      { type: 'JointEnquiriesConcluded', data: { side, outcome, occurredOn: happenedOn(occurredOn, context, 'R13') } },
    ];
  },
};
