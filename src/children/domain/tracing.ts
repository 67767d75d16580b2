import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { enquiriesDone, minimumEnquiries } from './enquiries.js';
import { amend, type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';
import type { Address } from './identity.js';
import type { RiskEvent } from './risk.js';

export const TRACES = ['in-education', 'not-in-education', 'abroad', 'other-authority'] as const;
export type Trace = (typeof TRACES)[number];

/** Something a colleague or an agency told, until it has been checked (R42). */
export interface Information {
  readonly informationId: string;
  readonly receivedOn: LocalDate;
  readonly state: 'received' | 'verified' | 'disputed';
}

export type TracingEvent =
  /** A fuzzy match is never accepted by itself: `inconclusive` asks for a person. */
  | Fact<
      'RollCheckPerformed',
      {
        readonly checkId: string;
        readonly occurredOn: LocalDate;
        readonly system: string;
        readonly result: 'found' | 'not-found' | 'inconclusive';
        readonly score?: number;
        readonly urn?: string;
      }
    >
  | Fact<'WhereaboutsKnown', { readonly occurredOn: LocalDate; readonly address?: Address; readonly source: string }>
  | Fact<'WhereaboutsUnknown', { readonly occurredOn: LocalDate }>
  | Fact<
      'InformationReceived',
      {
        readonly informationId: string;
        readonly occurredOn: LocalDate;
        readonly from: string;
        readonly information: string;
      }
    >
  | Fact<'InformationVerified', { readonly informationId: string; readonly occurredOn: LocalDate }>
  | Fact<
      'InformationDisputed',
      { readonly informationId: string; readonly occurredOn: LocalDate; readonly why?: string }
    >
  | Fact<
      'ChildTraced',
      { readonly occurredOn: LocalDate; readonly trace: Trace; readonly evidence: string; readonly urn?: string }
    >
  | Fact<'NormalInvestigationsExhausted', { readonly occurredOn: LocalDate; readonly checks: readonly string[] }>
  | Fact<'RecordedInLaSystem', { readonly occurredOn: LocalDate; readonly system: string; readonly reference: string }>
  | Fact<'LaSystemSyncFailed', { readonly occurredOn: LocalDate; readonly system: string; readonly attempt: number }>;

export type TracingCommand =
  | Order<
      'CheckRoll',
      {
        readonly checkId: string;
        readonly system: string;
        readonly result: 'found' | 'not-found' | 'inconclusive';
        readonly score?: number;
        readonly urn?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'UpdateWhereabouts',
      { readonly known: boolean; readonly address?: Address; readonly source?: string; readonly occurredOn?: LocalDate }
    >
  | Order<
      'RecordInformation',
      {
        readonly informationId: string;
        readonly from: string;
        readonly information: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'VerifyInformation',
      {
        readonly informationId: string;
        readonly verified: boolean;
        readonly why?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'RecordTrace',
      { readonly trace: Trace; readonly evidence: string; readonly urn?: string; readonly occurredOn?: LocalDate }
    >
  | Order<'DeclareUntraced', { readonly reviewId: string; readonly occurredOn?: LocalDate }>
  | Order<'RecordInLaSystem', { readonly system: string; readonly reference: string; readonly occurredOn?: LocalDate }>
  | Order<'ReportSyncFailure', { readonly system: string; readonly attempt: number; readonly occurredOn?: LocalDate }>;

const information =
  (state: Information['state']) =>
  (child: Child, { informationId }: { informationId: string }): Child => ({
    ...child,
    information: amend(
      child.information,
      (each) => each.informationId === informationId,
      (each) => ({ ...each, state }),
    ),
  });

export const tracingFolds: Folds<TracingEvent> = {
  RollCheckPerformed: (child, { checkId, occurredOn, result }) => ({
    ...child,
    rollCheck: { checkId, on: occurredOn, result },
  }),
  WhereaboutsKnown: (child, { occurredOn }) => ({ ...child, whereabouts: { known: true, on: occurredOn } }),
  WhereaboutsUnknown: (child, { occurredOn }) => ({ ...child, whereabouts: { known: false, on: occurredOn } }),
  InformationReceived: (child, { informationId, occurredOn }) => ({
    ...child,
    information: [...child.information, { informationId, receivedOn: occurredOn, state: 'received' }],
  }),
  InformationVerified: information('verified'),
  InformationDisputed: information('disputed'),
  ChildTraced: (child, { occurredOn, trace }) => ({
    ...child,
    traced: { trace, on: occurredOn },
    whereabouts: { known: true, on: occurredOn },
  }),
  NormalInvestigationsExhausted: (child, { occurredOn }) => ({
    ...child,
    untracedOn: occurredOn,
    whereabouts: { known: false, on: occurredOn },
  }),
  RecordedInLaSystem: (child, { system, reference }) => ({
    ...child,
    recordedIn: { ...child.recordedIn, [system]: reference },
  }),
  LaSystemSyncFailed: (child, { system, attempt }) => ({
    ...child,
    syncFailures: { ...child.syncFailures, [system]: attempt },
  }),
};

export const tracingDecisions: Decisions<TracingCommand, TracingEvent | RiskEvent> = {
  CheckRoll: (child, { type: _, occurredOn, ...check }, context) => {
    known(child, 'R38');
    if (child.rollCheck?.checkId === check.checkId) return [];
    if (check.result === 'found' && check.score !== undefined && check.score < 1) {
      refuse('R38', 'fuzzy-match', 'A match that is not exact is inconclusive until a person has confirmed it.', {
        kind: 'invalid',
      });
    }
    return [{ type: 'RollCheckPerformed', data: { ...check, occurredOn: happenedOn(occurredOn, context, 'R38') } }];
  },
  UpdateWhereabouts: (child, { known: isKnown, address, source = 'case', occurredOn }, context) => {
    known(child, 'R36');
    if (child.whereabouts?.known === isKnown && address === undefined) return [];
    const on = happenedOn(occurredOn, context, 'R36');
    if (child.whereabouts?.known === isKnown && child.whereabouts.on === on) return [];
    if (!isKnown) return [{ type: 'WhereaboutsUnknown', data: { occurredOn: on } }];
    return [{ type: 'WhereaboutsKnown', data: { occurredOn: on, source, ...(address ? { address } : {}) } }];
  },
  RecordInformation: (child, { type: _, occurredOn, ...told }, context) => {
    known(child, 'R42');
    if (child.information.some(({ informationId }) => informationId === told.informationId)) return [];
    return [{ type: 'InformationReceived', data: { ...told, occurredOn: happenedOn(occurredOn, context, 'R42') } }];
  },
  VerifyInformation: (child, { informationId, verified, why, occurredOn }, context) => {
    const held = child.information.find((each) => each.informationId === informationId);
    if (held === undefined) refuse('R42', 'no-such-information', 'No information with this id was recorded.');
    const about = { informationId, occurredOn: happenedOn(occurredOn, context, 'R42') };
    if (verified) return held.state === 'verified' ? [] : [{ type: 'InformationVerified', data: about }];
    return held.state === 'disputed'
      ? []
      : [{ type: 'InformationDisputed', data: { ...about, ...(why ? { why } : {}) } }];
  },
  RecordTrace: (child, { type: _, occurredOn, ...found }, context) => {
    known(child, 'R55');
    const on = happenedOn(occurredOn, context, 'R55');
    if (child.traced?.trace === found.trace && child.traced.on === on) return [];
    if (found.evidence.trim() === '')
      refuse('R55', 'no-evidence', 'Say what shows where the child is.', { kind: 'invalid' });
    return [{ type: 'ChildTraced', data: { ...found, occurredOn: on } }];
  },
  DeclareUntraced: (child, { reviewId, occurredOn }, context) => {
    known(child, 'R56');
    if (child.untracedOn !== undefined && (child.traced === undefined || child.traced.on < child.untracedOn)) return [];
    const since = child.case?.reopenedOn ?? child.case?.openedOn ?? '0001-01-01';
    const checks = enquiriesDone(child, 'la', since);
    const failed = minimumEnquiries('la', context).filter((code) => !checks.includes(code));
    if (failed.length > 0) {
      refuse('R56', 'investigations-not-complete', 'Not every one of the normal investigations has been made.', {
        failed,
      });
    }
    const on = happenedOn(occurredOn, context, 'R56');
    // R57: from here on the risk is considered, whatever it may be.
    return [
      { type: 'NormalInvestigationsExhausted', data: { occurredOn: on, checks } },
      { type: 'RiskReviewRequested', data: { reviewId, occurredOn: on, trigger: 'untraced', immediate: true } },
    ];
  },
  RecordInLaSystem: (child, { system, reference, occurredOn }, context) => {
    known(child, 'R47');
    if (child.recordedIn[system] === reference) return [];
    return [
      { type: 'RecordedInLaSystem', data: { system, reference, occurredOn: happenedOn(occurredOn, context, 'R47') } },
    ];
  },
  ReportSyncFailure: (child, { system, attempt, occurredOn }, context) => {
    known(child, 'R47');
    if ((child.syncFailures[system] ?? 0) >= attempt) return [];
    return [
      { type: 'LaSystemSyncFailed', data: { system, attempt, occurredOn: happenedOn(occurredOn, context, 'R47') } },
    ];
  },
};
