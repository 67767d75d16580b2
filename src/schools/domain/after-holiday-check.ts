import { returnAfterHoliday } from './after-holiday.js';
import { aDate, calendarOf, type Decisions, type Fact, type Folds, type Order, refuse, registered } from './facet.js';
import type { LocalDate } from './local-date.js';
import type { AfterHolidayCheck, School } from './school.js';

/** What the contact with a family came to. An attempt without an answer is no result: the check goes on. */
export const AFTER_HOLIDAY_RESULTS = [
  'returned',
  'reason-given',
  'leave-granted',
  'unauthorised-leave-suspected',
  'referred',
] as const;

export type AfterHolidayResult = (typeof AFTER_HOLIDAY_RESULTS)[number];

export type AfterHolidayEvent =
  | Fact<
      'AfterHolidayCheckStarted',
      {
        /** The first school day after the holiday: the check is named by it. */
        readonly on: LocalDate;
        readonly holiday: { readonly first: LocalDate; readonly last: LocalDate };
        readonly because: string;
        /** The children absent that day. */
        readonly pupils: readonly string[];
        readonly occurredOn: LocalDate;
      }
    >
  | Fact<
      'AfterHolidayPupilsAdded',
      { readonly on: LocalDate; readonly pupils: readonly string[]; readonly occurredOn: LocalDate }
    >
  | Fact<
      'AfterHolidayResultRecorded',
      {
        readonly on: LocalDate;
        readonly childId: string;
        readonly result: AfterHolidayResult;
        readonly note?: string;
        readonly occurredOn: LocalDate;
      }
    >
  | Fact<
      'AfterHolidayCheckCompleted',
      {
        readonly on: LocalDate;
        /** How many children had each result. */
        readonly results: Readonly<Partial<Record<AfterHolidayResult, number>>>;
        readonly occurredOn: LocalDate;
      }
    >;

export type AfterHolidayCommand =
  | Order<'StartAfterHolidayCheck', { readonly on: LocalDate; readonly pupils: readonly string[] }>
  | Order<
      'RecordAfterHolidayResult',
      { readonly on: LocalDate; readonly childId: string; readonly result: AfterHolidayResult; readonly note?: string }
    >
  | Order<'CompleteAfterHolidayCheck', { readonly on: LocalDate }>;

function changed(school: School, on: LocalDate, change: (check: AfterHolidayCheck) => AfterHolidayCheck): School {
  const check = school.checks[on];
  return check === undefined ? school : { ...school, checks: { ...school.checks, [on]: change(check) } };
}

const unanswered = (pupils: readonly string[]) => Object.fromEntries(pupils.map((pupil) => [pupil, null]));

export const afterHolidayFolds: Folds<AfterHolidayEvent> = {
  AfterHolidayCheckStarted: (school, { on, pupils }) => ({
    ...school,
    checks: { ...school.checks, [on]: { results: unanswered(pupils), completed: false } },
  }),
  AfterHolidayPupilsAdded: (school, { on, pupils }) =>
    changed(school, on, (check) => ({ completed: false, results: { ...unanswered(pupils), ...check.results } })),
  AfterHolidayResultRecorded: (school, { on, childId, result }) =>
    changed(school, on, (check) => ({ ...check, results: { ...check.results, [childId]: result } })),
  AfterHolidayCheckCompleted: (school, { on }) => changed(school, on, (check) => ({ ...check, completed: true })),
};

export const afterHolidayDecisions: Decisions<AfterHolidayCommand, AfterHolidayEvent> = {
  StartAfterHolidayCheck: (school, { on, pupils }, context) => {
    registered(school, 'R04');
    aDate(on, 'R04', 'The day of the check');
    const check = school.checks[on];
    if (check !== undefined) {
      const added = pupils.filter((pupil) => check.results[pupil] === undefined);
      if (added.length === 0) return [];
      return [{ type: 'AfterHolidayPupilsAdded', data: { on, pupils: added, occurredOn: context.today } }];
    }
    if (on > context.today) refuse('R04', 'day-to-come', `${on} has not come yet.`, { kind: 'invalid' });
    const { starts, gap, because } = returnAfterHoliday(calendarOf(school, context), on, context.policy);
    if (!starts || gap === undefined) refuse('R04', 'no-holiday-before', `No check is due on ${on}: ${because}.`);
    const started: AfterHolidayEvent = {
      type: 'AfterHolidayCheckStarted',
      data: { on, holiday: gap, because, pupils, occurredOn: context.today },
    };
    if (pupils.length > 0) return [started];
    return [started, { type: 'AfterHolidayCheckCompleted', data: { on, results: {}, occurredOn: context.today } }];
  },
  RecordAfterHolidayResult: (school, { on, childId, result, note }, { today }) => {
    const check = started(school, on);
    const held = check.results[childId];
    if (held === undefined) refuse('R04', 'pupil-not-in-check', 'The child is not one of this check.');
    if (!AFTER_HOLIDAY_RESULTS.includes(result)) {
      refuse('R04', 'unknown-result', `A result is one of ${AFTER_HOLIDAY_RESULTS.join(', ')}.`, { kind: 'invalid' });
    }
    if (held === result) return [];
    const words = note === undefined ? {} : { note };
    return [{ type: 'AfterHolidayResultRecorded', data: { on, childId, result, ...words, occurredOn: today } }];
  },
  CompleteAfterHolidayCheck: (school, { on }, { today }) => {
    const check = started(school, on);
    if (check.completed) return [];
    const open = Object.values(check.results).filter((result) => result === null).length;
    if (open > 0) {
      const detail = `${open} of the absent children have no result of a contact yet.`;
      refuse('R04', 'results-missing', detail, { failed: ['EVERY_ABSENT_CHILD_HAS_A_RESULT'] });
    }
    const results: Partial<Record<AfterHolidayResult, number>> = {};
    for (const result of Object.values(check.results))
      if (result !== null) results[result] = (results[result] ?? 0) + 1;
    return [{ type: 'AfterHolidayCheckCompleted', data: { on, results, occurredOn: today } }];
  },
};

function started(school: School, on: LocalDate): AfterHolidayCheck {
  registered(school, 'R04');
  return school.checks[on] ?? refuse('R04', 'no-such-check', `No check was started on ${on}.`);
}
