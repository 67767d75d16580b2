import type { LocalDate } from '../../schools/domain/local-date.js';
import { isOpen } from './case-upkeep.js';
import type { Child } from './child.js';
import { canStillBeDone, duties } from './duties.js';
import type { DayContext } from './facet.js';
import type { Owner } from './owners.js';
import { type Stage, stageOf } from './stage.js';

/** One line of the caseload. A child with nothing outstanding has no owner, action or date; an open case always has all three. */
export interface CaseloadRow {
  readonly stage: Stage;
  readonly owner: Owner | null;
  readonly nextAction: string | null;
  readonly due: LocalDate | null;
}

/** The stage, and of what can still be done the first that is due; of an open case the first that its owner has to do. */
export function caseloadRow(child: Child, context: DayContext): CaseloadRow {
  const outstanding = duties(child, context).filter((each) => canStillBeDone(each, context));
  const owner = isOpen(child.case) ? child.case.owner : undefined;
  const next = owner === undefined ? outstanding[0] : outstanding.find((each) => each.owner === owner);
  return {
    stage: stageOf(child),
    owner: owner ?? next?.owner ?? null,
    nextAction: next?.nextAction ?? null,
    due: next?.due ?? null,
  };
}
