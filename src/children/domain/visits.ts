import { settingOf } from '../../policy/domain/policy-on.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import {
  amend,
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
import type { Address } from './identity.js';
import { onRoll } from './roll.js';
import type { Question } from './shared-visits.js';
import { notForTheAuthority } from './sides.js';

export interface Visit {
  readonly visitId: string;
  readonly occurredOn: LocalDate;
  readonly by: 'school' | 'attendance-team';
  /** A code of the list `visit_outcome`: whether a visit came about and whether it located the family. */
  readonly outcome: string;
  readonly located?: boolean;
  readonly requestId?: string;
  /** It was corrected for a brother or sister, and nobody has looked at it here yet. */
  readonly question?: Question;
  /** When a person said that it stands all the same. */
  readonly confirmedOn?: LocalDate;
}

/** A visit as it is recorded. */
type LoggedVisit = Omit<Visit, 'question' | 'confirmedOn'>;

/** CME3: the CME Assistant asks the Attendance Team to go to an address. */
export interface VisitRequest {
  readonly requestId: string;
  readonly requestedOn: LocalDate;
  readonly due: LocalDate;
  readonly state: 'requested' | 'scheduled' | 'visited' | 'further-visit';
  readonly scheduledOn?: LocalDate;
  readonly attempts: number;
  readonly delivered?: boolean;
}

export type VisitEvent =
  | Fact<
      'VisitRequested',
      {
        readonly requestId: string;
        readonly occurredOn: LocalDate;
        readonly form: string;
        readonly formVersion: string;
        readonly mailbox: string;
        readonly authority: string;
        readonly due: LocalDate;
        readonly sum: string;
        readonly address: Address;
        /** The check that found the child on no roll; without one, the rolls that this system keeps. */
        readonly rollCheckId?: string;
        readonly reason?: string;
        readonly loneWorkerRisk?: boolean;
      }
    >
  | Fact<
      'VisitRequestDelivered',
      { readonly requestId: string; readonly occurredOn: LocalDate; readonly reference?: string }
    >
  | Fact<
      'VisitScheduled',
      { readonly requestId: string; readonly occurredOn: LocalDate; readonly scheduledOn: LocalDate }
    >
  | Fact<
      'HomeVisitLogged',
      LoggedVisit & {
        readonly at?: string;
        readonly address?: Address;
        readonly notes?: string;
        /** One visit to a family counts for each of its children (R64). */
        readonly siblings?: readonly string[];
      }
    >
  | Fact<
      'FurtherVisitRequired',
      { readonly requestId: string; readonly occurredOn: LocalDate; readonly attempts: number; readonly due: LocalDate }
    >;

export type VisitCommand =
  | Order<
      'RequestVisit',
      {
        readonly requestId: string;
        readonly occurredOn?: LocalDate;
        readonly address?: Address;
        readonly reason?: string;
        readonly loneWorkerRisk?: boolean;
      }
    >
  | Order<
      'ConfirmVisitRequestDelivered',
      { readonly requestId: string; readonly reference?: string; readonly occurredOn?: LocalDate }
    >
  | Order<
      'ScheduleVisit',
      { readonly requestId: string; readonly scheduledOn: LocalDate; readonly occurredOn?: LocalDate }
    >
  | Order<
      'LogHomeVisit',
      Omit<LoggedVisit, 'occurredOn' | 'located'> & {
        readonly occurredOn?: LocalDate;
        readonly at?: string;
        readonly address?: Address;
        readonly notes?: string;
        readonly siblings?: readonly string[];
      }
    >;

const request = (child: Child, requestId: string, change: (request: VisitRequest) => VisitRequest): Child => ({
  ...child,
  visitRequests: amend(child.visitRequests, (each) => each.requestId === requestId, change),
});

export const visitFolds: Folds<VisitEvent> = {
  VisitRequested: (child, { requestId, occurredOn, due }) => ({
    ...child,
    visitRequests: [
      ...child.visitRequests,
      { requestId, requestedOn: occurredOn, due, state: 'requested', attempts: 0 },
    ],
  }),
  VisitRequestDelivered: (child, { requestId }) => request(child, requestId, (each) => ({ ...each, delivered: true })),
  VisitScheduled: (child, { requestId, scheduledOn }) =>
    request(child, requestId, (each) => ({ ...each, state: 'scheduled', scheduledOn })),
  HomeVisitLogged: (child, { visitId, occurredOn, by, outcome, located, requestId }) => {
    const visited = {
      ...child,
      visits: [
        ...child.visits,
        { visitId, occurredOn, by, outcome, ...(located ? { located } : {}), ...(requestId ? { requestId } : {}) },
      ],
    };
    if (requestId === undefined) return visited;
    return request(visited, requestId, (each) => ({ ...each, state: 'visited', attempts: each.attempts + 1 }));
  },
  FurtherVisitRequired: (child, { requestId, due }) =>
    request(child, requestId, (each) => ({ ...each, state: 'further-visit', due })),
};

const requestOf = (child: Child, requestId: string): VisitRequest =>
  child.visitRequests.find((each) => each.requestId === requestId) ??
  refuse('R44', 'no-such-visit-request', 'There is no visit request with this id.');

/** R43: CME3 is for a child that is not registered anywhere, and for all that a check of other systems may have found. */
function notOnAnyRoll(child: Child): void {
  if (onRoll(child).length > 0) {
    refuse('R43', 'on-a-roll', 'CME3 is for a child on no roll; the school of an enrolled child visits itself.');
  }
  if (child.rollCheck?.result === 'found')
    refuse('R43', 'on-a-roll', 'The roll check found the child: ask the school.');
  if (child.rollCheck?.result === 'inconclusive') {
    refuse('R43', 'roll-check-inconclusive', 'A person first settles whether the roll check found this child.');
  }
}

/** The address is the authority's by its code; without a code, by the postcode areas of the authority's policy. */
export function isInArea({ authority, postcode }: Address, { policy }: DayContext): boolean {
  if (authority !== undefined) return authority === policy.authorityCode;
  const areas = settingOf(policy, 'postcodeAreas');
  const area = /^[A-Z]{1,2}(?=\d)/.exec((postcode ?? '').toUpperCase())?.[0];
  return typeof areas === 'string' && area !== undefined && areas.split(',').includes(area);
}

export const visitDecisions: Decisions<VisitCommand, VisitEvent> = {
  RequestVisit: (child, { requestId, occurredOn, address, reason, loneWorkerRisk }, context) => {
    known(child, 'R43');
    if (child.visitRequests.some((each) => each.requestId === requestId)) return [];
    const on = happenedOn(occurredOn, context, 'R43');
    notOnAnyRoll(child);
    const there = address ?? child.identity?.address;
    const authority = context.policy.authorityCode ?? '';
    if (there === undefined) {
      refuse('R43', 'no-address', 'Without an address there is nowhere to visit: trace the family first.');
    }
    if (!isInArea(there, context)) {
      refuse(
        'R43',
        'address-not-in-county',
        'The address is not in the authority’s area: use the way to the other authority.',
      );
    }
    const visit = deadline('visit', on, context);
    const form = context.policy.forms.CME3;
    const data = {
      requestId,
      occurredOn: on,
      form: 'CME3',
      formVersion: form?.version ?? '',
      mailbox: form?.mailbox ?? 'attendanceTeam',
      authority,
      due: visit?.due ?? on,
      sum: visit?.sum ?? '',
      address: there,
      ...(child.rollCheck === undefined ? {} : { rollCheckId: child.rollCheck.checkId }),
      ...(reason ? { reason } : {}),
      ...(loneWorkerRisk ? { loneWorkerRisk } : {}),
    };
    return [{ type: 'VisitRequested', data }];
  },
  ConfirmVisitRequestDelivered: (child, { type: _, occurredOn, ...delivery }, context) => {
    if (requestOf(child, delivery.requestId).delivered) return [];
    return [
      { type: 'VisitRequestDelivered', data: { ...delivery, occurredOn: happenedOn(occurredOn, context, 'R43') } },
    ];
  },
  ScheduleVisit: (child, { requestId, scheduledOn, occurredOn }, context) => {
    if (requestOf(child, requestId).scheduledOn === scheduledOn) return [];
    return [
      { type: 'VisitScheduled', data: { requestId, scheduledOn, occurredOn: happenedOn(occurredOn, context, 'R44') } },
    ];
  },
  LogHomeVisit: (child, { type: _, occurredOn, ...visit }, context) => {
    known(child, 'R44');
    if (child.visits.some(({ visitId }) => visitId === visit.visitId)) return [];
    notForTheAuthority(visit.by === 'school' ? 'school' : 'la', context);
    const on = happenedOn(occurredOn, context, 'R44');
    const { attributes } = listed('visit_outcome', visit.outcome, context);
    if (visit.siblings?.some((id) => !child.siblings.includes(id))) {
      refuse('R64', 'not-a-sibling', 'A visit covers brothers and sisters that are linked: link them first.');
    }
    const logged: VisitEvent = {
      type: 'HomeVisitLogged',
      data: { ...visit, located: attributes?.located === true, occurredOn: on },
    };
    if (visit.requestId === undefined) return [logged];
    const { attempts } = requestOf(child, visit.requestId);
    if (attributes?.made !== false) return [logged];
    const data = {
      requestId: visit.requestId,
      occurredOn: on,
      attempts: attempts + 1,
      due: deadline('visit', on, context)?.due ?? on,
    };
    return [logged, { type: 'FurtherVisitRequired', data }];
  },
};
