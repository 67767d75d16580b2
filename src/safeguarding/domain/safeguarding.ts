import type { ChildCommand } from '../../children/domain/child.js';
import { deadline } from '../../children/domain/deadline.js';
import { type Duty, duty, dutyOn } from '../../children/domain/duty.js';
import type { DayContext, DecisionContext } from '../../children/domain/facet.js';
import type { Owner } from '../../children/domain/owners.js';
import {
  type ConcernCommand,
  type ConcernEvent,
  concernDecisions,
  concernFolds,
  isEscalated,
  mustBeReported,
  mustEscalate,
} from './concerns.js';
import { type EscalationCommand, type EscalationEvent, escalationDecisions, escalationFolds } from './escalations.js';
import type { Safeguarding } from './state.js';

export { initialSafeguarding, type Safeguarding } from './state.js';

export type SafeguardingEvent = ConcernEvent | EscalationEvent;
export type SafeguardingCommand = ConcernCommand | EscalationCommand;

type Fold = (state: Safeguarding, data: object) => Safeguarding;
type Decide = (
  state: Safeguarding,
  command: SafeguardingCommand,
  context: DecisionContext,
) => readonly SafeguardingEvent[];

const folds = new Map(Object.entries({ ...concernFolds, ...escalationFolds }) as unknown as [string, Fold][]);
const decisions = new Map(
  Object.entries({ ...concernDecisions, ...escalationDecisions }) as unknown as [string, Decide][],
);

export const safeguardingEventTypes: readonly string[] = [...folds.keys()];
export const safeguardingCommandTypes: readonly string[] = [...decisions.keys()];

/** The state after one more fact. Total: an unknown fact leaves it as it was. */
export function evolve(state: Safeguarding, event: SafeguardingEvent): Safeguarding {
  const fold = folds.get(event.type);
  return fold === undefined ? state : fold(state, event.data);
}

/**
 * The facts that follow from a command; none for a repeat.
 * @throws Refusal naming the rule and its paragraph.
 */
export function decide(
  state: Safeguarding,
  command: SafeguardingCommand,
  context: DecisionContext,
): readonly SafeguardingEvent[] {
  const decision = decisions.get(command.type);
  if (decision === undefined) throw new TypeError(`no such command of safeguarding: ${command.type}`);
  return decision(state, command, context);
}

/**
 * All that the child's own stream may learn of a fact: that a review is pending, or that it has ended. Nothing for any
 * other fact, nor for a review that it asked for itself; nothing of what is feared.
 */
export function toldToChild(event: SafeguardingEvent, state: Safeguarding): ChildCommand | undefined {
  if (event.type === 'SafeguardingConcernRaised') {
    const { reviewId, leaveId, occurredOn, trigger } = event.data;
    if (trigger !== undefined) return undefined;
    return {
      type: 'RequestRiskReview',
      reviewId,
      trigger: leaveId === undefined ? 'concern' : 'leave',
      immediate: true,
      occurredOn,
    };
  }
  if (event.type !== 'SafeguardingConcernClosed') return undefined;
  const closed = state.concerns.find(({ concernId }) => concernId === event.data.concernId);
  const others = state.concerns.some(
    (each) => each.reviewId === closed?.reviewId && each.closedOn === undefined && each !== closed,
  );
  return closed === undefined || others
    ? undefined
    : { type: 'ConcludeRiskReview', reviewId: closed.reviewId, occurredOn: event.data.occurredOn };
}

/** What the safeguarding lead has to do: for her eyes only, never in the child's caseload row. */
export function safeguardingDuties(state: Safeguarding, lead: Owner, context: DayContext): readonly Duty[] {
  const found: Duty[] = [];
  for (const concern of state.concerns) {
    if (concern.closedOn !== undefined) continue;
    const { concernId, raisedOn, decision } = concern;
    const due = deadline('safeguardingEscalation', raisedOn, context);
    if (decision === undefined)
      found.push(...duty('decide-risk', concernId, lead, 'Decide what the concern asks for', due));
    if (mustEscalate(concern) && !isEscalated(state, concern))
      found.push(...duty('escalate-safeguarding', concernId, lead, 'Escalate to those who can protect the child', due));
    if (mustBeReported(concern)) found.push(...duty('report-known-harm', concernId, lead, 'Report to the police', due));
  }
  for (const { escalationId, to, acknowledgementDue, acknowledgedOn } of state.escalations) {
    if (acknowledgedOn !== undefined) continue;
    found.push(
      dutyOn(
        'escalation',
        escalationId,
        lead,
        `Obtain the acknowledgement of ${to}`,
        acknowledgementDue,
        'R57',
        'Set with the escalation.',
      ),
    );
  }
  for (const { actionId, owner, due, completedOn } of state.actions) {
    if (completedOn === undefined)
      found.push(
        dutyOn(
          'safeguarding-action',
          actionId,
          owner,
          'Complete the safeguarding action',
          due,
          'R17',
          'Set with the action.',
        ),
      );
  }
  return found.sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}
