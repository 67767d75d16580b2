import type { ChildCommand } from '../children/domain/child.js';
import type { LocalDate } from '../schools/domain/local-date.js';

/** Who does it: the school's office, its head, the CME Assistant, the strategy manager. */
export type By = 'school' | 'head' | 'assistant' | 'manager';

/** What a story knows of its child. `day(n)` is the nth school day of the term there, 1 the first. */
export interface Place {
  readonly urn: string;
  readonly day: (n: number) => LocalDate;
  /** A stable id for something in this story: `id('leave')`. */
  readonly id: (name: string) => string;
  /** The record of another child of the county: `child('900003-58')`. */
  readonly child: (key: string) => string;
}

export interface StoryStep {
  /** The school day on which it is recorded. */
  readonly onDay: number;
  readonly by: By;
  readonly order: (place: Place) => ChildCommand;
}

export interface Story {
  readonly name: string;
  /** The child it happens to: `900001-07`. */
  readonly child: string;
  /** The attendance code of a school day, where it is not that of an ordinary pupil. */
  readonly code?: (day: number) => string | undefined;
  /** After this school day the child is on no register of the school. */
  readonly lastDay?: number;
  readonly steps: readonly StoryStep[];
}
