import { type DueDate, dueDate } from '../../policy/domain/due-date.js';
import { timescaleOf } from '../../policy/domain/policy-on.js';
import { returnDays } from './after-holiday.js';
import { calendarOf, type SchoolContext } from './facet.js';
import { guidanceDue } from './guidance.js';
import type { LocalDate } from './local-date.js';
import type { School } from './school.js';
import { reviewsDue } from './weekly-review.js';

/** What a school as such has to do, by when and on which rule: the same form as a duty about a child. */
export interface SchoolDuty {
  readonly kind: 'weekly-review' | 'after-holiday-check' | 'acknowledge-guidance';
  /** The same duty on any day: a breach of it is recorded once under this key. */
  readonly key: string;
  /** The role at the school: `school-staff@900001`. */
  readonly owner: string;
  readonly nextAction: string;
  readonly due: LocalDate;
  readonly overdue: boolean;
  readonly rule: string;
  readonly paragraph: string;
  readonly explanation: { readonly sum: string };
}

/**
 * Weekly reviews and checks after a holiday that are open, of the time from `since` to today, and guidance that the head
 * has not acknowledged, earliest due first (R01, R04, R35).
 */
export function dutiesOfSchool(school: School, since: LocalDate, context: SchoolContext): SchoolDuty[] {
  const owner = `school-staff@${school.urn ?? 'no-school'}`;
  const duty = (
    kind: SchoolDuty['kind'],
    about: string,
    nextAction: string,
    when: DueDate,
    whose = owner,
  ): SchoolDuty => {
    const { due, rule, paragraph, sum } = when;
    const [key, overdue] = [`${kind}:${about}`, context.today > due];
    return { kind, key, owner: whose, nextAction, due, overdue, rule, paragraph, explanation: { sum } };
  };
  const reviews = reviewsDue(school, since, context).map(({ week, when }) =>
    duty('weekly-review', week, `Review the attendance of the week of ${week}`, when),
  );
  const checks = checksOpen(school, since, context).map(({ on, nextAction, when }) =>
    duty('after-holiday-check', on, nextAction, when),
  );
  const guidance = guidanceDue(school, context).map(({ guidance: { document, version, title }, when }) => {
    const action = `Acknowledge ${title}, edition ${version}`;
    return duty(
      'acknowledge-guidance',
      `${document}/${version}`,
      action,
      when,
      `head-teacher@${school.urn ?? 'no-school'}`,
    );
  });
  return [...reviews, ...checks, ...guidance].sort((a, b) => (a.due < b.due ? -1 : a.due > b.due ? 1 : 0));
}

interface CheckOpen {
  readonly on: LocalDate;
  readonly nextAction: string;
  readonly when: DueDate;
}

function checksOpen(school: School, since: LocalDate, context: SchoolContext): CheckOpen[] {
  const timescale = timescaleOf(context.policy, 'afterHolidayContact');
  if (timescale === undefined) return [];
  const calendar = calendarOf(school, context);
  return returnDays(calendar, since, context.today, context.policy).flatMap((on) => {
    const check = school.checks[on];
    if (check?.completed) return [];
    const waiting = Object.values(check?.results ?? {}).filter((result) => result === null).length;
    const nextAction =
      check === undefined
        ? 'Contact the families of the children absent after the holiday'
        : waiting > 0
          ? `Record what the contact came to for ${waiting} absent ${waiting === 1 ? 'child' : 'children'}`
          : 'Complete the check after the holiday';
    return [{ on, nextAction, when: dueDate(timescale, on, calendar) }];
  });
}
