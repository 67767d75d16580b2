import type { LocalDate } from '../../schools/domain/local-date.js';
import { deadline } from './deadline.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';
import { onRoll } from './roll.js';

/** R26: poor attendance of a pupil on a roll. A list of its own, never counted as missing education (T5). */
export interface AtRisk {
  readonly since: LocalDate;
  readonly basis: string;
}

/** R27: what school and authority agreed, with a lead of each and the day to look again. */
export interface Plan {
  readonly planId: string;
  readonly agreedOn: LocalDate;
  readonly reviewDue: LocalDate;
  readonly schoolLead: string;
  readonly authorityLead: string;
}

export type MonitoringEvent =
  | Fact<'AtRiskOfMissingEducationFlagged', { readonly occurredOn: LocalDate; readonly basis: string }>
  | Fact<'AtRiskCleared', { readonly occurredOn: LocalDate; readonly why?: string }>
  | Fact<
      'MonitoringPlanAgreed',
      Omit<Plan, 'agreedOn'> & { readonly occurredOn: LocalDate; readonly sum: string; readonly plan?: string }
    >
  | Fact<
      'MonitoringReviewed',
      {
        readonly planId: string;
        readonly occurredOn: LocalDate;
        readonly improved: boolean;
        readonly reviewDue?: LocalDate;
        readonly notes?: string;
      }
    >;

export type MonitoringCommand =
  | Order<'FlagAtRisk', { readonly basis: string; readonly occurredOn?: LocalDate }>
  | Order<'ClearAtRisk', { readonly why?: string; readonly occurredOn?: LocalDate }>
  | Order<
      'AgreeMonitoringPlan',
      {
        readonly planId: string;
        readonly schoolLead: string;
        readonly authorityLead: string;
        readonly reviewDue?: LocalDate;
        readonly plan?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'ReviewMonitoringPlan',
      {
        readonly planId: string;
        readonly improved: boolean;
        readonly goOn?: boolean;
        readonly notes?: string;
        readonly occurredOn?: LocalDate;
      }
    >;

export const monitoringFolds: Folds<MonitoringEvent> = {
  AtRiskOfMissingEducationFlagged: (child, { occurredOn, basis }) => ({
    ...child,
    atRisk: { since: occurredOn, basis },
  }),
  AtRiskCleared: (child) => {
    const { atRisk: _, ...rest } = child;
    return rest;
  },
  MonitoringPlanAgreed: (child, { planId, occurredOn, reviewDue, schoolLead, authorityLead }) => ({
    ...child,
    plan: { planId, agreedOn: occurredOn, reviewDue, schoolLead, authorityLead },
  }),
  MonitoringReviewed: (child, { planId, reviewDue }) => {
    if (child.plan?.planId !== planId) return child;
    const { plan, ...rest } = child;
    return reviewDue === undefined
      ? { ...rest, plansReviewed: [...child.plansReviewed, planId] }
      : { ...rest, plan: { ...plan, reviewDue } };
  },
};

export const monitoringDecisions: Decisions<MonitoringCommand, MonitoringEvent> = {
  FlagAtRisk: (child, { basis, occurredOn }, context) => {
    known(child, 'R26');
    if (child.atRisk?.basis === basis) return [];
    if (onRoll(child).length === 0) refuse('R26', 'not-on-roll', 'At risk of missing education is a pupil on a roll.');
    return [
      { type: 'AtRiskOfMissingEducationFlagged', data: { basis, occurredOn: happenedOn(occurredOn, context, 'R26') } },
    ];
  },
  ClearAtRisk: (child, { why, occurredOn }, context) => {
    if (child.atRisk === undefined) return [];
    return [
      { type: 'AtRiskCleared', data: { occurredOn: happenedOn(occurredOn, context, 'R26'), ...(why ? { why } : {}) } },
    ];
  },
  AgreeMonitoringPlan: (child, { type: _, occurredOn, reviewDue, ...plan }, context) => {
    known(child, 'R27');
    if (child.plan?.planId === plan.planId) return [];
    if (plan.schoolLead.trim() === '' || plan.authorityLead.trim() === '') {
      refuse('R27', 'no-lead', 'A plan names a lead of the school and an officer of the authority.', {
        kind: 'invalid',
      });
    }
    if (onRoll(child).length === 0)
      refuse('R27', 'not-on-roll', 'A plan is agreed with the school of a pupil on its roll.');
    const on = happenedOn(occurredOn, context, 'R27');
    const review = deadline('monitoringPlanReview', on, context);
    const data = {
      ...plan,
      occurredOn: on,
      reviewDue: reviewDue ?? review?.due ?? on,
      sum: reviewDue ? 'Agreed with the plan.' : (review?.sum ?? ''),
    };
    return [{ type: 'MonitoringPlanAgreed', data }];
  },
  ReviewMonitoringPlan: (child, { planId, improved, goOn = !improved, notes, occurredOn }, context) => {
    const on = happenedOn(occurredOn, context, 'R27');
    if (child.plan?.planId !== planId) {
      if (child.plansReviewed.includes(planId)) return [];
      refuse('R27', 'no-such-plan', 'There is no monitoring plan with this id.');
    }
    const next = goOn ? deadline('monitoringPlanReview', on, context)?.due : undefined;
    if (next === child.plan.reviewDue) return [];
    const data = {
      planId,
      improved,
      occurredOn: on,
      ...(next ? { reviewDue: next } : {}),
      ...(notes ? { notes } : {}),
    };
    return [{ type: 'MonitoringReviewed', data }];
  },
};
