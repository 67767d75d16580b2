import {
  amend,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  listed,
  type Order,
  refuse,
} from '../../children/domain/facet.js';
import { leaveReview, type RiskTrigger } from '../../children/domain/risk.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Safeguarding } from './state.js';

/** The first stands until somebody who may has looked: a review that the child's own stream asked for says no more. */
export const CONCERN_KINDS = [
  'not-yet-known',
  'fgm',
  'forced-marriage',
  'abduction',
  'exploitation',
  'radicalisation',
  'domestic-abuse',
  'neglect',
  'other',
] as const;
export type ConcernKind = (typeof CONCERN_KINDS)[number];

export const DECISIONS = ['no-further-action', 'monitor', 'early-help', 'refer'] as const;
export type RiskDecision = (typeof DECISIONS)[number];

/** What is feared for a child. All of it is restricted: the child's own stream knows only that `reviewId` is pending. */
export interface Concern {
  readonly concernId: string;
  /** The risk review of the child's stream that this concern stands behind. */
  readonly reviewId: string;
  readonly kind: ConcernKind;
  /** Known, not feared: for FGM a report to the police is a duty then (R10). */
  readonly confirmed: boolean;
  readonly raisedOn: LocalDate;
  readonly indicators: readonly string[];
  /** Why the child's own stream asked for it; none where somebody raised it here. */
  readonly trigger?: RiskTrigger;
  /** The child was known to be at risk before. */
  readonly immediate?: boolean;
  /** The leave request that it is about. */
  readonly leaveId?: string;
  readonly decision?: RiskDecision;
  readonly reportedToPoliceOn?: LocalDate;
  readonly closedOn?: LocalDate;
}

type About = { readonly concernId: string; readonly occurredOn: LocalDate };

export type ConcernEvent =
  | Fact<
      'SafeguardingConcernRaised',
      About & {
        readonly reviewId: string;
        readonly kind: ConcernKind;
        readonly confirmed: boolean;
        readonly indicators: readonly string[];
        readonly trigger?: RiskTrigger;
        readonly immediate?: boolean;
        readonly leaveId?: string;
        readonly account?: string;
      }
    >
  | Fact<'ConcernAssessed', About & { readonly kind: ConcernKind; readonly note?: string }>
  | Fact<'RiskIndicatorRecorded', About & { readonly code: string; readonly note?: string }>
  | Fact<'ConcernConfirmed', About & { readonly note?: string }>
  | Fact<'RiskDecisionRecorded', About & { readonly decision: RiskDecision; readonly rationale: string }>
  | Fact<'StatutoryReportMade', About & { readonly reference: string }>
  | Fact<'SafeguardingConcernClosed', About & { readonly summary?: string }>;

type On<T extends string, D extends object = object> = Order<
  T,
  { readonly concernId: string; readonly occurredOn?: LocalDate } & D
>;

export type ConcernCommand =
  | On<
      'RaiseConcern',
      {
        readonly reviewId?: string;
        readonly kind: ConcernKind;
        readonly confirmed?: boolean;
        readonly indicators?: readonly string[];
        readonly leaveId?: string;
        readonly account?: string;
      }
    >
  /** What the child's own stream asked for becomes a concern here, to be looked at by those who may. */
  | On<
      'OpenRiskReview',
      {
        readonly reviewId: string;
        readonly trigger: RiskTrigger;
        readonly immediate: boolean;
        readonly leaveId?: string;
      }
    >
  | On<'AssessConcern', { readonly kind: ConcernKind; readonly note?: string }>
  | On<'RecordIndicator', { readonly code: string; readonly note?: string }>
  | On<'ConfirmConcern', { readonly note?: string }>
  | On<'RecordRiskDecision', { readonly decision: RiskDecision; readonly rationale: string }>
  | On<'ReportKnownHarm', { readonly reference: string }>
  | On<'CloseConcern', { readonly summary?: string }>;

const change = (state: Safeguarding, concernId: string, to: (held: Concern) => Concern): Safeguarding => ({
  ...state,
  concerns: amend(state.concerns, (each) => each.concernId === concernId, to),
});

export const concernFolds: Folds<ConcernEvent, Safeguarding> = {
  SafeguardingConcernRaised: (state, { occurredOn, account: _, ...concern }) => ({
    ...state,
    concerns: [...state.concerns, { ...concern, raisedOn: occurredOn }],
  }),
  ConcernAssessed: (state, { concernId, kind }) => change(state, concernId, (held) => ({ ...held, kind })),
  RiskIndicatorRecorded: (state, { concernId, code }) =>
    change(state, concernId, (held) => ({ ...held, indicators: [...held.indicators, code] })),
  ConcernConfirmed: (state, { concernId }) => change(state, concernId, (held) => ({ ...held, confirmed: true })),
  RiskDecisionRecorded: (state, { concernId, decision }) => change(state, concernId, (held) => ({ ...held, decision })),
  StatutoryReportMade: (state, { concernId, occurredOn }) =>
    change(state, concernId, (held) => ({ ...held, reportedToPoliceOn: occurredOn })),
  SafeguardingConcernClosed: (state, { concernId, occurredOn }) =>
    change(state, concernId, (held) => ({ ...held, closedOn: occurredOn })),
};

export function concernOf(state: Safeguarding, concernId: string): Concern {
  const held = state.concerns.find((each) => each.concernId === concernId);
  return held ?? refuse('R57', 'no-such-concern', 'No concern with this id has been raised.');
}

/** Known FGM is reported to the police: a duty of teachers since 2015 (DOMAIN 4.5). */
export const mustBeReported = ({ kind, confirmed, reportedToPoliceOn }: Concern): boolean =>
  kind === 'fgm' && confirmed && reportedToPoliceOn === undefined;

/** R56, R57, A22: for an untraced child, and for an unexplained absence of a child known to be at risk, telling is no choice. */
export const mustEscalate = ({ trigger, immediate }: Concern): boolean =>
  trigger === 'untraced' || (trigger === 'unexplained-absence' && immediate === true);

export const isEscalated = (state: Safeguarding, { concernId }: Concern): boolean =>
  state.escalations.some((each) => each.concernId === concernId);

/** Whether a review has ended: what is feared afterwards asks for a review of its own. */
function hasEnded(state: Safeguarding, reviewId: string): boolean {
  const behind = state.concerns.filter((each) => each.reviewId === reviewId);
  return behind.length > 0 && behind.every(({ closedOn }) => closedOn !== undefined);
}

export const concernDecisions: Decisions<ConcernCommand, ConcernEvent, Safeguarding> = {
  RaiseConcern: (state, { type: _, occurredOn, reviewId, confirmed = false, indicators = [], ...concern }, context) => {
    if (state.concerns.some((each) => each.concernId === concern.concernId)) return [];
    for (const code of indicators) listed('risk_indicator', code, context);
    const { concernId, leaveId } = concern;
    const asked = reviewId ?? (leaveId === undefined ? concernId : leaveReview(leaveId));
    const data = {
      ...concern,
      reviewId: hasEnded(state, asked) ? concernId : asked,
      confirmed,
      indicators,
      occurredOn: happenedOn(occurredOn, context, 'R57'),
    };
    return [{ type: 'SafeguardingConcernRaised', data }];
  },
  OpenRiskReview: (state, { type: _, occurredOn, ...review }, context) => {
    if (state.concerns.some(({ reviewId }) => reviewId === review.reviewId)) return [];
    const data = {
      ...review,
      kind: 'not-yet-known',
      confirmed: false,
      indicators: [],
      occurredOn: happenedOn(occurredOn, context, 'R57'),
    } as const;
    return [{ type: 'SafeguardingConcernRaised', data }];
  },
  AssessConcern: (state, { concernId, kind, note, occurredOn }, context) => {
    const held = concernOf(state, concernId);
    if (held.kind === kind) return [];
    if (held.closedOn !== undefined) refuse('R57', 'concern-closed', 'The concern is closed; raise a new one.');
    const data = { concernId, kind, occurredOn: happenedOn(occurredOn, context, 'R57'), ...(note ? { note } : {}) };
    return [{ type: 'ConcernAssessed', data }];
  },
  RecordIndicator: (state, { concernId, code, note, occurredOn }, context) => {
    const { indicators, closedOn } = concernOf(state, concernId);
    if (indicators.includes(code)) return [];
    if (closedOn !== undefined) refuse('R57', 'concern-closed', 'The concern is closed; raise a new one.');
    listed('risk_indicator', code, context);
    const data = { concernId, code, occurredOn: happenedOn(occurredOn, context, 'R10'), ...(note ? { note } : {}) };
    return [{ type: 'RiskIndicatorRecorded', data }];
  },
  ConfirmConcern: (state, { concernId, note, occurredOn }, context) => {
    if (concernOf(state, concernId).confirmed) return [];
    const data = { concernId, occurredOn: happenedOn(occurredOn, context, 'R57'), ...(note ? { note } : {}) };
    return [{ type: 'ConcernConfirmed', data }];
  },
  RecordRiskDecision: (state, { concernId, decision, rationale, occurredOn }, context) => {
    if (concernOf(state, concernId).decision === decision) return [];
    if (rationale.trim() === '') refuse('R57', 'no-rationale', 'Say why it was decided so.', { kind: 'invalid' });
    const data = { concernId, decision, rationale, occurredOn: happenedOn(occurredOn, context, 'R57') };
    return [{ type: 'RiskDecisionRecorded', data }];
  },
  ReportKnownHarm: (state, { concernId, reference, occurredOn }, context) => {
    if (concernOf(state, concernId).reportedToPoliceOn !== undefined) return [];
    const data = { concernId, reference, occurredOn: happenedOn(occurredOn, context, 'R10') };
    return [{ type: 'StatutoryReportMade', data }];
  },
  CloseConcern: (state, { concernId, summary, occurredOn }, context) => {
    const held = concernOf(state, concernId);
    if (held.closedOn !== undefined) return [];
    const open = (each: { readonly concernId: string }) => each.concernId === concernId;
    const guards = {
      DECISION_RECORDED: held.decision !== undefined,
      KNOWN_HARM_REPORTED: !mustBeReported(held),
      ESCALATED: !mustEscalate(held) || isEscalated(state, held),
      ESCALATIONS_ACKNOWLEDGED: !state.escalations.some((each) => open(each) && each.acknowledgedOn === undefined),
      ACTIONS_COMPLETED: !state.actions.some((each) => open(each) && each.completedOn === undefined),
    };
    const failed = Object.entries(guards).flatMap(([guard, holds]) => (holds ? [] : [guard]));
    if (failed.length > 0)
      refuse('R57', 'concern-stays-open', 'A concern ends with a decision, and nothing left to do.', { failed });
    const data = { concernId, occurredOn: happenedOn(occurredOn, context, 'R57'), ...(summary ? { summary } : {}) };
    return [{ type: 'SafeguardingConcernClosed', data }];
  },
};
