import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Case, CaseEvent, Upkeep } from './case.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import { aDate, type DecisionContext, refuse } from './facet.js';
import { atAuthority, type Owner } from './owners.js';

/** Opened or reopened, and not closed since. */
export const isOpen = (held: Case | undefined): held is Case & { readonly closed?: undefined } =>
  held !== undefined && held.closed === undefined;

/** Owner, next action and date: as asked, else those that the policy gives, so that none is ever missing. */
export function upkeep(
  asked: {
    readonly owner?: Owner | undefined;
    readonly nextAction?: string | undefined;
    readonly due?: LocalDate | undefined;
  },
  usual: { readonly action: string; readonly timescale: 'initialChecks' | 'caseReview'; readonly from: LocalDate },
  context: DecisionContext,
): Upkeep {
  const owner = (asked.owner ?? '').trim() || atAuthority('cme-assistant', context);
  const nextAction = (asked.nextAction ?? '').trim() || usual.action;
  if (asked.due !== undefined) {
    notInThePast(asked.due, context);
    return { owner, nextAction, due: asked.due, sum: 'Chosen by the case’s owner.' };
  }
  const computed = deadline(usual.timescale, usual.from, context);
  return {
    owner,
    nextAction,
    due: computed?.due ?? context.today,
    sum: computed?.sum ?? 'The policy sets no time: today.',
  };
}

export function notInThePast(due: LocalDate, context: DecisionContext): void {
  aDate(due, 'R45', 'The due date');
  if (due < context.today)
    refuse('R45', 'due-in-the-past', 'A next action is due today or later.', { kind: 'invalid' });
}

/** A case begun again, or none when it is open. Other facets reopen with it too. */
export function reopened(
  child: Child,
  why: string,
  context: DecisionContext,
  asked: Parameters<typeof upkeep>[0] = {},
): readonly CaseEvent[] {
  const held = child.case;
  if (held === undefined || isOpen(held)) return [];
  const usual = {
    action: 'Find out what has changed and plan again',
    timescale: 'initialChecks',
    from: context.today,
  } as const;
  const data = {
    caseId: held.caseId,
    occurredOn: context.today,
    why,
    ...upkeep({ owner: held.owner, ...asked }, usual, context),
  };
  return [{ type: 'CaseReopened', data }];
}
