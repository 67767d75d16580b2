import {
  type AfterHolidayCommand,
  type AfterHolidayEvent,
  type AfterHolidayResult,
  afterHolidayDecisions,
  afterHolidayFolds,
} from './after-holiday-check.js';
import type { SchoolCalendar } from './calendar.js';
import { type CalendarCommand, type CalendarEvent, calendarDecisions, calendarFolds } from './calendars.js';
import type { SchoolContext } from './facet.js';
import {
  type Acknowledged,
  type GuidanceCommand,
  type GuidanceEvent,
  guidanceDecisions,
  guidanceFolds,
} from './guidance.js';
import type { LocalDate } from './local-date.js';
import {
  type RegisterFileCommand,
  type RegisterFileEvent,
  type RegisterFiles,
  registerFileDecisions,
  registerFileFolds,
} from './register-files.js';
import {
  type AdoptedPolicies,
  type RegistrationCommand,
  type RegistrationEvent,
  registrationDecisions,
  registrationFolds,
  type SchoolDetails,
} from './registration.js';
import {
  type WeeklyReviewCommand,
  type WeeklyReviewEvent,
  type WeeklyReviews,
  weeklyReviewDecisions,
  weeklyReviewFolds,
} from './weekly-review.js';

/** By child: what the contact came to, null while nothing is known. */
export interface AfterHolidayCheck {
  readonly results: Readonly<Record<string, AfterHolidayResult | null>>;
  readonly completed: boolean;
}

/** One school, folded from `school-<urn>`. */
export interface School extends Partial<SchoolDetails> {
  readonly policies: AdoptedPolicies;
  /** Its own; none while it goes by its authority's model. */
  readonly calendar?: SchoolCalendar;
  readonly reviews: WeeklyReviews;
  /** By the first school day after a holiday. */
  readonly checks: Readonly<Record<LocalDate, AfterHolidayCheck>>;
  readonly registerFiles: RegisterFiles;
  readonly acknowledged: Acknowledged;
}

export type SchoolEvent =
  | RegistrationEvent
  | CalendarEvent
  | WeeklyReviewEvent
  | AfterHolidayEvent
  | RegisterFileEvent
  | GuidanceEvent;

export type SchoolCommand =
  | RegistrationCommand
  | CalendarCommand
  | WeeklyReviewCommand
  | AfterHolidayCommand
  | RegisterFileCommand
  | GuidanceCommand;

export const initialSchool: School = {
  policies: [],
  reviews: {},
  checks: {},
  registerFiles: { count: 0 },
  acknowledged: {},
};

const folds = {
  ...registrationFolds,
  ...calendarFolds,
  ...weeklyReviewFolds,
  ...afterHolidayFolds,
  ...registerFileFolds,
  ...guidanceFolds,
};

const decisions = {
  ...registrationDecisions,
  ...calendarDecisions,
  ...weeklyReviewDecisions,
  ...afterHolidayDecisions,
  ...registerFileDecisions,
  ...guidanceDecisions,
};

/** Everything that can be asked of a school. */
export const schoolCommandTypes: readonly string[] = Object.keys(decisions);

/** Never throws: what is not known of, is passed over. */
export function evolve(school: School, event: SchoolEvent): School {
  const fold = folds[event.type] as ((school: School, data: SchoolEvent['data']) => School) | undefined;
  return fold === undefined ? school : fold(school, event.data);
}

/**
 * The facts that follow from a command; none when it says nothing new.
 * @throws Refusal naming the rule and its paragraph.
 */
export function decide(school: School, command: SchoolCommand, context: SchoolContext): readonly SchoolEvent[] {
  const decision = decisions[command.type] as (
    school: School,
    command: SchoolCommand,
    context: SchoolContext,
  ) => readonly SchoolEvent[];
  return decision(school, command, context);
}
