import type { LocalDate } from '../../schools/domain/local-date.js';
import type { CaseEvent } from './case.js';
import { isOpen, reopened } from './case-upkeep.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';
import { onRoll } from './roll.js';

export const WAYS_BACK = [
  'returned-to-school',
  'new-school',
  'alternative-provision',
  'eotas',
  'home-education',
] as const;
export type WayBack = (typeof WAYS_BACK)[number];

/** Back in education, under review until it has lasted (R18). */
export interface Reengagement {
  readonly on: LocalDate;
  readonly how: WayBack;
  readonly urn?: string;
  /** Reviews passed so far, and when the next is due; none when it has lasted or failed. */
  readonly reviewsPassed: number;
  readonly reviewDue?: LocalDate;
  readonly reviewedOn?: LocalDate;
  readonly result?: 'sustained' | 'failed';
}

export type ReengagementEvent =
  | Fact<
      'ReEngaged',
      {
        readonly occurredOn: LocalDate;
        readonly how: WayBack;
        readonly urn?: string;
        readonly provider?: string;
        readonly hoursPerWeek?: number;
        readonly notes?: string;
        readonly reviewDue: LocalDate;
        readonly sum: string;
      }
    >
  | Fact<
      'ReengagementReviewed',
      {
        readonly occurredOn: LocalDate;
        readonly number: number;
        readonly attending: boolean;
        readonly notes?: string;
        readonly nextReviewDue?: LocalDate;
      }
    >
  | Fact<'ReengagementSustained', { readonly occurredOn: LocalDate; readonly since: LocalDate }>
  | Fact<'ReengagementFailed', { readonly occurredOn: LocalDate; readonly since: LocalDate }>;

export type ReengagementCommand =
  | Order<
      'ReEngage',
      {
        readonly how?: WayBack;
        readonly occurredOn?: LocalDate;
        readonly urn?: string;
        readonly provider?: string;
        readonly hoursPerWeek?: number;
        readonly notes?: string;
      }
    >
  | Order<
      'ReviewReengagement',
      { readonly occurredOn?: LocalDate; readonly attending: boolean; readonly notes?: string }
    >;

const change = (child: Child, to: (held: Reengagement) => Reengagement): Child =>
  child.reengagement === undefined ? child : { ...child, reengagement: to(child.reengagement) };

export const reengagementFolds: Folds<ReengagementEvent> = {
  ReEngaged: (child, { occurredOn, how, urn, reviewDue }) => ({
    ...child,
    reengagement: { on: occurredOn, how, ...(urn ? { urn } : {}), reviewsPassed: 0, reviewDue },
  }),
  ReengagementReviewed: (child, { occurredOn, attending, nextReviewDue }) =>
    change(child, ({ reviewDue: _, ...held }) => ({
      ...held,
      reviewedOn: occurredOn,
      reviewsPassed: held.reviewsPassed + (attending ? 1 : 0),
      ...(nextReviewDue ? { reviewDue: nextReviewDue } : {}),
    })),
  ReengagementSustained: (child) => change(child, ({ reviewDue: _, ...held }) => ({ ...held, result: 'sustained' })),
  ReengagementFailed: (child) => change(child, ({ reviewDue: _, ...held }) => ({ ...held, result: 'failed' })),
};

/** Something to be back from: an absence, a report, a leaving, a case, or no roll at all. */
function wasMissing(child: Child): boolean {
  return (
    isOpen(child.case) ||
    child.referrals.length > 0 ||
    child.leaver !== undefined ||
    onRoll(child).length === 0 ||
    child.reengagement?.result === 'failed' ||
    Object.values(child.registers).some(({ last }) => last !== undefined)
  );
}

export const reengagementDecisions: Decisions<ReengagementCommand, ReengagementEvent | CaseEvent> = {
  ReEngage: (child, { type: _, how = 'returned-to-school', occurredOn, ...education }, context) => {
    known(child, 'R18');
    const on = happenedOn(occurredOn, context, 'R18');
    const held = child.reengagement;
    if (held !== undefined && held.result !== 'failed' && held.how === how && held.urn === education.urn) {
      if (held.on === on || held.result === undefined) return [];
    }
    if (!wasMissing(child)) refuse('R18', 'not-missing', 'Nothing is recorded that the child could be back from.');
    const review = deadline('firstReengagementReview', on, context);
    const data = { ...education, how, occurredOn: on, reviewDue: review?.due ?? on, sum: review?.sum ?? '' };
    return [{ type: 'ReEngaged', data }];
  },
  ReviewReengagement: (child, { occurredOn, attending, notes }, context) => {
    const held =
      child.reengagement ?? refuse('R18', 'not-re-engaged', 'No re-engagement is recorded that could be reviewed.');
    const on = happenedOn(occurredOn, context, 'R18');
    if (held.result !== undefined || held.reviewedOn === on) return [];
    const number = held.reviewsPassed + 1;
    const second = deadline('secondReengagementReview', held.on, context);
    const again = attending && number === 1 && second !== undefined && second.due > on;
    const data = {
      occurredOn: on,
      number,
      attending,
      ...(notes ? { notes } : {}),
      ...(again ? { nextReviewDue: second.due } : {}),
    };
    const reviewed: ReengagementEvent = { type: 'ReengagementReviewed', data };
    if (again) return [reviewed];
    const since = { occurredOn: on, since: held.on };
    if (attending) return [reviewed, { type: 'ReengagementSustained', data: since }];
    return [
      reviewed,
      { type: 'ReengagementFailed', data: since },
      ...reopened(child, 're-engagement did not last', context),
    ];
  },
};
