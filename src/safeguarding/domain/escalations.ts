import { deadline } from '../../children/domain/deadline.js';
import {
  aDate,
  amend,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  type Order,
  refuse,
} from '../../children/domain/facet.js';
import type { Owner } from '../../children/domain/owners.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import { concernOf } from './concerns.js';
import type { Safeguarding } from './state.js';

export const ESCALATED_TO = ['MASH', 'police', 'social-care'] as const;
export type EscalatedTo = (typeof ESCALATED_TO)[number];

/** Told to those who can protect the child; open until they say that they have it. */
export interface Escalation {
  readonly escalationId: string;
  readonly concernId: string;
  readonly to: EscalatedTo;
  readonly escalatedOn: LocalDate;
  readonly acknowledgementDue: LocalDate;
  readonly acknowledgedOn?: LocalDate;
}

export interface Action {
  readonly actionId: string;
  readonly concernId: string;
  readonly owner: Owner;
  readonly due: LocalDate;
  readonly completedOn?: LocalDate;
}

export type EscalationEvent =
  | Fact<
      'SafeguardingEscalated',
      {
        readonly escalationId: string;
        readonly concernId: string;
        readonly occurredOn: LocalDate;
        readonly to: EscalatedTo;
        readonly acknowledgementDue: LocalDate;
        readonly sum: string;
        readonly reason?: string;
      }
    >
  | Fact<
      'EscalationAcknowledged',
      { readonly escalationId: string; readonly occurredOn: LocalDate; readonly reference?: string }
    >
  /** All contact is exhausted: the police look for a missing person. */
  | Fact<'MissingPersonReported', { readonly occurredOn: LocalDate; readonly reference: string }>
  | Fact<
      'SafeguardingActionAdded',
      {
        readonly actionId: string;
        readonly concernId: string;
        readonly occurredOn: LocalDate;
        readonly owner: Owner;
        readonly due: LocalDate;
        readonly action: string;
      }
    >
  | Fact<
      'SafeguardingActionCompleted',
      { readonly actionId: string; readonly occurredOn: LocalDate; readonly outcome?: string }
    >;

export type EscalationCommand =
  | Order<
      'EscalateSafeguarding',
      {
        readonly escalationId: string;
        readonly concernId: string;
        readonly to: EscalatedTo;
        readonly reason?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'AcknowledgeEscalation',
      { readonly escalationId: string; readonly reference?: string; readonly occurredOn?: LocalDate }
    >
  | Order<'ReportMissingPerson', { readonly reference: string; readonly occurredOn?: LocalDate }>
  | Order<
      'AddSafeguardingAction',
      {
        readonly actionId: string;
        readonly concernId: string;
        readonly owner: Owner;
        readonly due: LocalDate;
        readonly action: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'CompleteSafeguardingAction',
      { readonly actionId: string; readonly outcome?: string; readonly occurredOn?: LocalDate }
    >;

export const escalationFolds: Folds<EscalationEvent, Safeguarding> = {
  SafeguardingEscalated: (state, { escalationId, concernId, to, occurredOn, acknowledgementDue }) => ({
    ...state,
    escalations: [...state.escalations, { escalationId, concernId, to, escalatedOn: occurredOn, acknowledgementDue }],
  }),
  EscalationAcknowledged: (state, { escalationId, occurredOn }) => ({
    ...state,
    escalations: amend(
      state.escalations,
      (each) => each.escalationId === escalationId,
      (each) => ({ ...each, acknowledgedOn: occurredOn }),
    ),
  }),
  MissingPersonReported: (state, { reference }) => ({
    ...state,
    missingPersonReports: [...state.missingPersonReports, reference],
  }),
  SafeguardingActionAdded: (state, { actionId, concernId, owner, due }) => ({
    ...state,
    actions: [...state.actions, { actionId, concernId, owner, due }],
  }),
  SafeguardingActionCompleted: (state, { actionId, occurredOn }) => ({
    ...state,
    actions: amend(
      state.actions,
      (each) => each.actionId === actionId,
      (each) => ({ ...each, completedOn: occurredOn }),
    ),
  }),
};

export const escalationDecisions: Decisions<EscalationCommand, EscalationEvent, Safeguarding> = {
  // Allowed at any stage of anything: there is no guard but a concern to escalate (R57).
  EscalateSafeguarding: (state, { type: _, occurredOn, ...escalation }, context) => {
    if (state.escalations.some((each) => each.escalationId === escalation.escalationId)) return [];
    concernOf(state, escalation.concernId);
    const on = happenedOn(occurredOn, context, 'R57');
    const answer = deadline('handoverAcknowledgement', on, context);
    const data = { ...escalation, occurredOn: on, acknowledgementDue: answer?.due ?? on, sum: answer?.sum ?? '' };
    return [{ type: 'SafeguardingEscalated', data }];
  },
  AcknowledgeEscalation: (state, { escalationId, reference, occurredOn }, context) => {
    const held = state.escalations.find((each) => each.escalationId === escalationId);
    if (held === undefined) refuse('R57', 'no-such-escalation', 'No escalation has this id.');
    if (held.acknowledgedOn !== undefined) return [];
    const data = {
      escalationId,
      occurredOn: happenedOn(occurredOn, context, 'R57'),
      ...(reference ? { reference } : {}),
    };
    return [{ type: 'EscalationAcknowledged', data }];
  },
  ReportMissingPerson: (state, { reference, occurredOn }, context) => {
    if (state.missingPersonReports.includes(reference)) return [];
    if (reference.trim() === '') refuse('R57', 'no-reference', 'Give the police’s reference.', { kind: 'invalid' });
    return [{ type: 'MissingPersonReported', data: { reference, occurredOn: happenedOn(occurredOn, context, 'R57') } }];
  },
  AddSafeguardingAction: (state, { type: _, occurredOn, ...action }, context) => {
    if (state.actions.some((each) => each.actionId === action.actionId)) return [];
    concernOf(state, action.concernId);
    aDate(action.due, 'R17', 'The due date');
    if (action.owner.trim() === '' || action.action.trim() === '') {
      refuse('R17', 'no-owner', 'An action has an owner and says what is to be done.', { kind: 'invalid' });
    }
    return [
      { type: 'SafeguardingActionAdded', data: { ...action, occurredOn: happenedOn(occurredOn, context, 'R17') } },
    ];
  },
  CompleteSafeguardingAction: (state, { actionId, outcome, occurredOn }, context) => {
    const held = state.actions.find((each) => each.actionId === actionId);
    if (held === undefined) refuse('R17', 'no-such-action', 'No action has this id.');
    if (held.completedOn !== undefined) return [];
    const data = { actionId, occurredOn: happenedOn(occurredOn, context, 'R17'), ...(outcome ? { outcome } : {}) };
    return [{ type: 'SafeguardingActionCompleted', data }];
  },
};
