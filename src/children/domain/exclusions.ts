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
import { enrolmentOn } from './roll.js';

/** Suspension was 'fixed term' in the policy's day; the Exclusions team is told of either, of any length (R33, R34). */
export interface Exclusion {
  readonly exclusionId: string;
  readonly urn: string;
  readonly kind: 'suspension' | 'permanent';
  readonly first: LocalDate;
  readonly sessions?: number;
  readonly notifiedOn?: LocalDate;
  readonly rescinded?: boolean;
}

type About = { readonly exclusionId: string; readonly occurredOn: LocalDate };

export type ExclusionEvent =
  | Fact<
      'SuspensionRecorded',
      About & {
        readonly urn: string;
        readonly first: LocalDate;
        readonly sessions: number;
        readonly reasons: readonly string[];
        readonly notes?: string;
      }
    >
  | Fact<
      'PermanentExclusionRecorded',
      About & {
        readonly urn: string;
        readonly first: LocalDate;
        readonly reasons: readonly string[];
        readonly notes?: string;
      }
    >
  | Fact<'ExclusionRescinded', About & { readonly why?: string }>
  /** Also who else was told: `parents`, `social-worker`, `virtual-school-head`. */
  | Fact<'ExclusionNotifiedToLA', About & { readonly others: readonly string[] }>
  | Fact<'ExclusionNotificationLate', About & { readonly due: LocalDate; readonly sum: string }>;

export type ExclusionCommand =
  | Order<
      'RecordExclusion',
      {
        readonly exclusionId: string;
        readonly urn: string;
        readonly kind: Exclusion['kind'];
        readonly first: LocalDate;
        readonly sessions?: number;
        readonly reasons: readonly string[];
        readonly notes?: string;
      }
    >
  | Order<'RescindExclusion', { readonly exclusionId: string; readonly why?: string; readonly occurredOn?: LocalDate }>
  | Order<
      'NotifyExclusion',
      { readonly exclusionId: string; readonly others?: readonly string[]; readonly occurredOn?: LocalDate }
    >;

const change = (child: Child, exclusionId: string, to: Partial<Exclusion>): Child => ({
  ...child,
  exclusions: amend(
    child.exclusions,
    (each) => each.exclusionId === exclusionId,
    (each) => ({ ...each, ...to }),
  ),
});

const recorded = (child: Child, exclusion: Exclusion): Child => ({
  ...child,
  exclusions: [...child.exclusions, exclusion],
});

export const exclusionFolds: Folds<ExclusionEvent> = {
  SuspensionRecorded: (child, { exclusionId, urn, first, sessions }) =>
    recorded(child, { exclusionId, urn, kind: 'suspension', first, sessions }),
  PermanentExclusionRecorded: (child, { exclusionId, urn, first }) =>
    recorded(child, { exclusionId, urn, kind: 'permanent', first }),
  ExclusionRescinded: (child, { exclusionId }) => change(child, exclusionId, { rescinded: true }),
  ExclusionNotifiedToLA: (child, { exclusionId, occurredOn }) => change(child, exclusionId, { notifiedOn: occurredOn }),
  ExclusionNotificationLate: (child) => child,
};

function recordedExclusion(child: Child, exclusionId: string): Exclusion {
  return (
    child.exclusions.find((each) => each.exclusionId === exclusionId) ??
    refuse('R33', 'no-such-exclusion', 'No exclusion with this id is recorded.')
  );
}

/** When the authority has to know of an exclusion: without delay, whatever its length. */
export const notificationDue = ({ first }: Exclusion, context: DayContext) =>
  deadline('exclusionNotification', first, context);

export const exclusionDecisions: Decisions<ExclusionCommand, ExclusionEvent> = {
  RecordExclusion: (child, { type: _, kind, sessions, ...exclusion }, context) => {
    known(child, 'R33');
    if (child.exclusions.some((each) => each.exclusionId === exclusion.exclusionId)) return [];
    happenedOn(exclusion.first, context, 'R33');
    for (const reason of exclusion.reasons) listed('suspension_reason', reason, context);
    if (enrolmentOn(child, exclusion.urn, exclusion.first) === undefined) {
      refuse('R33', 'not-on-roll', 'Only a pupil on the roll can be excluded.');
    }
    const data = { ...exclusion, occurredOn: context.today };
    if (kind === 'permanent') return [{ type: 'PermanentExclusionRecorded', data }];
    if (sessions === undefined || !Number.isInteger(sessions) || sessions < 1) {
      refuse('R33', 'no-sessions', 'A suspension has a whole number of sessions, one at least.', { kind: 'invalid' });
    }
    return [{ type: 'SuspensionRecorded', data: { ...data, sessions } }];
  },
  RescindExclusion: (child, { exclusionId, why, occurredOn }, context) => {
    if (recordedExclusion(child, exclusionId).rescinded) return [];
    const data = { exclusionId, occurredOn: happenedOn(occurredOn, context, 'R33'), ...(why ? { why } : {}) };
    return [{ type: 'ExclusionRescinded', data }];
  },
  NotifyExclusion: (child, { exclusionId, others = [], occurredOn }, context) => {
    const exclusion = recordedExclusion(child, exclusionId);
    if (exclusion.notifiedOn !== undefined) return [];
    const on = happenedOn(occurredOn, context, 'R34');
    const notified: ExclusionEvent = { type: 'ExclusionNotifiedToLA', data: { exclusionId, occurredOn: on, others } };
    const when = notificationDue(exclusion, context);
    if (when === undefined || on <= when.due) return [notified];
    return [
      notified,
      { type: 'ExclusionNotificationLate', data: { exclusionId, occurredOn: on, due: when.due, sum: when.sum } },
    ];
  },
};
