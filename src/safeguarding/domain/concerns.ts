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
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Safeguarding } from './state.js';

export const CONCERN_KINDS = [
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
        readonly leaveId?: string;
        readonly account?: string;
      }
    >
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
  SafeguardingConcernRaised: (state, { concernId, reviewId, kind, confirmed, indicators, occurredOn }) => ({
    ...state,
    concerns: [...state.concerns, { concernId, reviewId, kind, confirmed, indicators, raisedOn: occurredOn }],
  }),
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

export const concernDecisions: Decisions<ConcernCommand, ConcernEvent, Safeguarding> = {
  RaiseConcern: (state, { type: _, occurredOn, reviewId, confirmed = false, indicators = [], ...concern }, context) => {
    if (state.concerns.some((each) => each.concernId === concern.concernId)) return [];
    for (const code of indicators) listed('risk_indicator', code, context);
    const data = {
      ...concern,
      reviewId: reviewId ?? concern.concernId,
      confirmed,
      indicators,
      occurredOn: happenedOn(occurredOn, context, 'R57'),
    };
    return [{ type: 'SafeguardingConcernRaised', data }];
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
