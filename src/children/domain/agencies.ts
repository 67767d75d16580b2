import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import {
  amend,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  known,
  listed,
  type Order,
  refuse,
} from './facet.js';

/** A question to one of the stakeholders (R48), with the day to chase it. */
export interface AgencyEnquiry {
  readonly enquiryId: string;
  readonly agency: string;
  readonly askedOn: LocalDate;
  readonly chaseOn: LocalDate;
  readonly chased: number;
  readonly state: 'asked' | 'answered' | 'no-answer';
}

type About = { readonly enquiryId: string; readonly occurredOn: LocalDate };

export type AgencyEvent =
  | Fact<
      'AgencyEnquiryMade',
      About & {
        readonly agency: string;
        readonly purpose: string;
        readonly chaseOn: LocalDate;
        readonly sum: string;
        readonly question?: string;
      }
    >
  | Fact<'AgencyChased', About & { readonly number: number; readonly chaseOn: LocalDate }>
  | Fact<'AgencyResponded', About & { readonly found: boolean; readonly answer?: string }>
  | Fact<'AgencyNoResponse', About>;

export type AgencyCommand =
  | Order<
      'AskAgency',
      {
        readonly enquiryId: string;
        readonly agency: string;
        readonly purpose: string;
        readonly question?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<'ChaseAgency', { readonly enquiryId: string; readonly occurredOn?: LocalDate }>
  | Order<
      'RecordAgencyAnswer',
      { readonly enquiryId: string; readonly found: boolean; readonly answer?: string; readonly occurredOn?: LocalDate }
    >
  | Order<'GiveUpAgency', { readonly enquiryId: string; readonly occurredOn?: LocalDate }>;

const change = (child: Child, enquiryId: string, to: (held: AgencyEnquiry) => AgencyEnquiry): Child => ({
  ...child,
  agencyEnquiries: amend(child.agencyEnquiries, (each) => each.enquiryId === enquiryId, to),
});

export const agencyFolds: Folds<AgencyEvent> = {
  AgencyEnquiryMade: (child, { enquiryId, agency, occurredOn, chaseOn }) => ({
    ...child,
    agencyEnquiries: [
      ...child.agencyEnquiries,
      { enquiryId, agency, askedOn: occurredOn, chaseOn, chased: 0, state: 'asked' },
    ],
  }),
  AgencyChased: (child, { enquiryId, number, chaseOn }) =>
    change(child, enquiryId, (held) => ({ ...held, chased: number, chaseOn })),
  AgencyResponded: (child, { enquiryId }) => change(child, enquiryId, (held) => ({ ...held, state: 'answered' })),
  AgencyNoResponse: (child, { enquiryId }) => change(child, enquiryId, (held) => ({ ...held, state: 'no-answer' })),
};

const asked = (child: Child, enquiryId: string): AgencyEnquiry =>
  child.agencyEnquiries.find((each) => each.enquiryId === enquiryId) ??
  refuse('R48', 'no-such-agency-enquiry', 'No enquiry to an agency has this id.');

export const agencyDecisions: Decisions<AgencyCommand, AgencyEvent> = {
  AskAgency: (child, { type: _, occurredOn, ...enquiry }, context) => {
    known(child, 'R48');
    if (child.agencyEnquiries.some((each) => each.enquiryId === enquiry.enquiryId)) return [];
    listed('agency', enquiry.agency, context);
    if (enquiry.purpose.trim() === '')
      refuse('R20', 'no-purpose', 'Information is asked for and shared for a purpose.', { kind: 'invalid' });
    const on = happenedOn(occurredOn, context, 'R48');
    const chase = deadline('agencyChaser', on, context);
    return [
      {
        type: 'AgencyEnquiryMade',
        data: { ...enquiry, occurredOn: on, chaseOn: chase?.due ?? on, sum: chase?.sum ?? '' },
      },
    ];
  },
  ChaseAgency: (child, { enquiryId, occurredOn }, context) => {
    const { state, chased, chaseOn, askedOn } = asked(child, enquiryId);
    const on = happenedOn(occurredOn, context, 'R48');
    if (state !== 'asked') refuse('R48', 'agency-answered', 'The enquiry is no longer waiting for an answer.');
    const next = deadline('agencyChaser', on, context)?.due ?? on;
    if (next === chaseOn || on === askedOn) return [];
    return [{ type: 'AgencyChased', data: { enquiryId, number: chased + 1, chaseOn: next, occurredOn: on } }];
  },
  RecordAgencyAnswer: (child, { enquiryId, found, answer, occurredOn }, context) => {
    if (asked(child, enquiryId).state === 'answered') return [];
    const data = {
      enquiryId,
      found,
      occurredOn: happenedOn(occurredOn, context, 'R48'),
      ...(answer ? { answer } : {}),
    };
    return [{ type: 'AgencyResponded', data }];
  },
  GiveUpAgency: (child, { enquiryId, occurredOn }, context) => {
    const { state } = asked(child, enquiryId);
    if (state === 'no-answer') return [];
    if (state === 'answered') refuse('R48', 'agency-answered', 'The agency has answered.');
    return [{ type: 'AgencyNoResponse', data: { enquiryId, occurredOn: happenedOn(occurredOn, context, 'R48') } }];
  },
};
