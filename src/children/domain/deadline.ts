import { type DueDate, dueDate } from '../../policy/domain/due-date.js';
import { timescaleOf } from '../../policy/domain/policy-on.js';
import type { TimescaleName } from '../../policy/domain/timescale-names.js';
import type { SchoolCalendar } from '../../schools/domain/calendar.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { DayContext } from './facet.js';

/** Where no school's calendar is at hand, days are taken from the usual pattern of a school year, and the sum says so. */
const USUAL_YEAR: SchoolCalendar = { urn: '000000', version: 0, basis: 'model', years: [] };

export const calendarOf = (context: DayContext): SchoolCalendar => context.calendar ?? USUAL_YEAR;

/** When a rule of the policy wants a thing done, counted from a date; undefined when that policy has no such rule. */
export function deadline(name: TimescaleName, from: LocalDate, context: DayContext): DueDate | undefined {
  const rule = timescaleOf(context.policy, name);
  return rule && dueDate(rule, from, calendarOf(context));
}
