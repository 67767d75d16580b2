import type { LocalDate } from '../../schools/domain/local-date.js';
import { isOpen } from './case-upkeep.js';
import type { Child } from './child.js';
import { duties } from './duties.js';
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

/** The stage, and of everything outstanding what is due first; an open case keeps its own owner. */
export function caseloadRow(child: Child, context: DayContext): CaseloadRow {
  const [next] = duties(child, context);
  return {
    stage: stageOf(child),
    owner: (isOpen(child.case) ? child.case.owner : next?.owner) ?? null,
    nextAction: next?.nextAction ?? null,
    due: next?.due ?? null,
  };
}
