import type { LocalDate } from '../../schools/domain/local-date.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';

/** R17: what the authority already knows of the child's safety. At the last three an unexplained absence is escalated the same day (R57). */
export const WELFARE = ['none', 'child-in-need', 'child-protection-plan', 'looked-after', 'known-risk'] as const;
export type Welfare = (typeof WELFARE)[number];

export const ESCALATED_AT_ONCE: readonly Welfare[] = ['child-protection-plan', 'looked-after', 'known-risk'];

/** Why a review was asked for, as far as everyone may know: never what is feared. */
export type RiskTrigger = 'unexplained-absence' | 'untraced' | 'leave' | 'concern';

/**
 * All that the child's own stream says of a risk: that a review is pending, and that it has ended. The concern, its
 * indicators and what was decided are in the stream `safeguarding-<child>`, under its own key and for its own readers.
 */
export interface Risk {
  readonly welfare: Welfare;
  readonly pending: readonly {
    readonly reviewId: string;
    readonly requestedOn: LocalDate;
    readonly trigger: RiskTrigger;
  }[];
  readonly concluded: readonly string[];
}

export type RiskEvent =
  | Fact<
      'RiskReviewRequested',
      {
        readonly reviewId: string;
        readonly occurredOn: LocalDate;
        readonly trigger: RiskTrigger;
        readonly immediate: boolean;
      }
    >
  | Fact<'RiskReviewConcluded', { readonly reviewId: string; readonly occurredOn: LocalDate }>
  | Fact<'WelfareStatusChanged', { readonly occurredOn: LocalDate; readonly from: Welfare; readonly to: Welfare }>;

export type RiskCommand =
  | Order<
      'RequestRiskReview',
      {
        readonly reviewId: string;
        readonly trigger: RiskTrigger;
        readonly immediate?: boolean;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<'ConcludeRiskReview', { readonly reviewId: string; readonly occurredOn?: LocalDate }>
  | Order<'SetWelfareStatus', { readonly status: Welfare; readonly occurredOn?: LocalDate }>;

/** The review that a flagged leave request asks for. */
export const leaveReview = (leaveId: string): string => `leave/${leaveId}`;

/** The review that an unexplained absence of such a child asks for: one an absence. */
export const absenceReview = (urn: string, from: LocalDate): string => `absence/${urn}/${from}`;

export const noRisk: Risk = { welfare: 'none', pending: [], concluded: [] };

export const riskFolds: Folds<RiskEvent> = {
  RiskReviewRequested: (child, { reviewId, occurredOn, trigger }) => ({
    ...child,
    risk: { ...child.risk, pending: [...child.risk.pending, { reviewId, requestedOn: occurredOn, trigger }] },
  }),
  RiskReviewConcluded: (child, { reviewId }) => ({
    ...child,
    risk: {
      ...child.risk,
      pending: child.risk.pending.filter((review) => review.reviewId !== reviewId),
      concluded: [...child.risk.concluded, reviewId],
    },
    leave: child.leave.map((leave) =>
      leave.risk === 'risk-review-pending' && reviewId === leaveReview(leave.leaveId)
        ? { ...leave, risk: 'reviewed' }
        : leave,
    ),
  }),
  WelfareStatusChanged: (child, { to }) => ({ ...child, risk: { ...child.risk, welfare: to } }),
};

export const riskDecisions: Decisions<RiskCommand, RiskEvent> = {
  RequestRiskReview: (child, { reviewId, trigger, immediate, occurredOn }, context) => {
    known(child, 'R57');
    const { pending, concluded, welfare } = child.risk;
    if (concluded.includes(reviewId) || pending.some((review) => review.reviewId === reviewId)) return [];
    const on = happenedOn(occurredOn, context, 'R57');
    const urgent = immediate ?? ESCALATED_AT_ONCE.includes(welfare);
    return [{ type: 'RiskReviewRequested', data: { reviewId, trigger, immediate: urgent, occurredOn: on } }];
  },
  ConcludeRiskReview: (child, { reviewId, occurredOn }, context) => {
    if (child.risk.concluded.includes(reviewId)) return [];
    if (!child.risk.pending.some((review) => review.reviewId === reviewId)) {
      refuse('R57', 'no-such-risk-review', 'No risk review with this id is pending.');
    }
    return [{ type: 'RiskReviewConcluded', data: { reviewId, occurredOn: happenedOn(occurredOn, context, 'R57') } }];
  },
  SetWelfareStatus: (child, { status, occurredOn }, context) => {
    known(child, 'R17');
    const from = child.risk.welfare;
    if (from === status) return [];
    return [
      { type: 'WelfareStatusChanged', data: { from, to: status, occurredOn: happenedOn(occurredOn, context, 'R17') } },
    ];
  },
};
