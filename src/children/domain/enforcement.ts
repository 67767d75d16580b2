import type { LocalDate } from '../../schools/domain/local-date.js';
import { deadline } from './deadline.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, type Order, refuse } from './facet.js';
import { onRoll } from './roll.js';

/** R51: a parent who does not see to a suitable education; the way of s. 437, for a child on no roll. */
export interface Enforcement {
  readonly consideredOn?: LocalDate;
  readonly noticeServedOn?: LocalDate;
  /** The parent's answer is due; an order may not be made before. */
  readonly answerDue?: LocalDate;
}

export type EnforcementEvent =
  | Fact<
      'EnforcementConsidered',
      { readonly occurredOn: LocalDate; readonly decision: 'proceed' | 'not-now'; readonly why?: string }
    >
  | Fact<
      'Section437NoticeServed',
      { readonly occurredOn: LocalDate; readonly parentId: string; readonly answerDue: LocalDate; readonly sum: string }
    >
  | Fact<
      'SchoolAttendanceOrderMade',
      { readonly occurredOn: LocalDate; readonly orderId: string; readonly urn: string }
    >
  | Fact<'SchoolAttendanceOrderRevoked', { readonly occurredOn: LocalDate; readonly orderId: string }>;

export type EnforcementCommand =
  | Order<
      'ConsiderEnforcement',
      { readonly decision: 'proceed' | 'not-now'; readonly why?: string; readonly occurredOn?: LocalDate }
    >
  | Order<'ServeSection437Notice', { readonly parentId: string; readonly occurredOn?: LocalDate }>
  | Order<'MakeAttendanceOrder', { readonly orderId: string; readonly urn: string; readonly occurredOn?: LocalDate }>
  | Order<'RevokeAttendanceOrder', { readonly orderId: string; readonly occurredOn?: LocalDate }>;

export const enforcementFolds: Folds<EnforcementEvent> = {
  EnforcementConsidered: (child, { occurredOn }) => ({
    ...child,
    enforcement: { ...child.enforcement, consideredOn: occurredOn },
  }),
  Section437NoticeServed: (child, { occurredOn, answerDue }) => ({
    ...child,
    enforcement: { ...child.enforcement, noticeServedOn: occurredOn, answerDue },
  }),
  SchoolAttendanceOrderMade: (child, { orderId, urn }) => ({ ...child, attendanceOrder: { orderId, urn } }),
  SchoolAttendanceOrderRevoked: (child, { orderId }) => {
    if (child.attendanceOrder?.orderId !== orderId) return child;
    const { attendanceOrder: _, ...rest } = child;
    return rest;
  },
};

export const enforcementDecisions: Decisions<EnforcementCommand, EnforcementEvent> = {
  ConsiderEnforcement: (child, { decision, why, occurredOn }, context) => {
    known(child, 'R51');
    const on = happenedOn(occurredOn, context, 'R51');
    if (child.enforcement.consideredOn === on) return [];
    return [{ type: 'EnforcementConsidered', data: { decision, occurredOn: on, ...(why ? { why } : {}) } }];
  },
  ServeSection437Notice: (child, { parentId, occurredOn }, context) => {
    known(child, 'R51');
    const on = happenedOn(occurredOn, context, 'R51');
    if (child.enforcement.noticeServedOn === on) return [];
    if (onRoll(child).length > 0)
      refuse('R51', 'on-a-roll', 'The notice is for a child on no roll; for an enrolled one s. 444 is the way.');
    const answer = deadline('schoolAttendanceOrderNotice', on, context);
    return [
      {
        type: 'Section437NoticeServed',
        data: { parentId, occurredOn: on, answerDue: answer?.due ?? on, sum: answer?.sum ?? '' },
      },
    ];
  },
  MakeAttendanceOrder: (child, { orderId, urn, occurredOn }, context) => {
    known(child, 'R51');
    if (child.attendanceOrder?.orderId === orderId) return [];
    const on = happenedOn(occurredOn, context, 'R51');
    const { answerDue } = child.enforcement;
    if (answerDue === undefined || on <= answerDue) {
      refuse('R51', 'notice-period', 'An order follows a notice whose period, 15 days at least, has run out.');
    }
    return [{ type: 'SchoolAttendanceOrderMade', data: { orderId, urn, occurredOn: on } }];
  },
  RevokeAttendanceOrder: (child, { orderId, occurredOn }, context) => {
    if (child.attendanceOrder?.orderId !== orderId) return [];
    return [
      { type: 'SchoolAttendanceOrderRevoked', data: { orderId, occurredOn: happenedOn(occurredOn, context, 'R51') } },
    ];
  },
};
