import type { ChildCommand } from '../children/domain/child.js';
import type { DecisionContext } from '../children/domain/facet.js';
import type { LocalDate } from '../schools/domain/local-date.js';
import type { PlannedSchool } from './county-plan.js';
import type { Pupil } from './pupil.js';

/** What an office has before it on a day. */
export interface Desk {
  readonly today: LocalDate;
  readonly context: DecisionContext;
  /** The schools that a family of the cluster may turn to. */
  readonly schools: readonly PlannedSchool[];
  /** @returns whether it was obeyed */
  does(pupil: Pupil, command: ChildCommand): boolean;
  /** The pupil goes to another school from now on, or to none. */
  moves(pupil: Pupil, to: PlannedSchool | undefined): void;
}
