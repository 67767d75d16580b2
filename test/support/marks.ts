import type { ClockInput, SessionMark } from '../../src/policy/domain/clocks/clock.js';
import type { SchoolCalendar } from '../../src/schools/domain/calendar.js';
import { schoolDaysFrom } from '../../src/schools/domain/school-days.js';
import { codes, norfolkCalendar, policyFor } from './policy.js';

/** Both sessions of every school day from one date to another, marked with one code. */
export function marked(
  code: string,
  from: string,
  to: string,
  calendar: SchoolCalendar = norfolkCalendar,
): SessionMark[] {
  return schoolDaysFrom(calendar, from, to).flatMap((date) => [
    { date, session: 'AM', code },
    { date, session: 'PM', code },
  ]);
}

/** The same register with one session's mark amended, as a later entry. */
export function amended(
  marks: readonly SessionMark[],
  date: string,
  session: 'AM' | 'PM',
  code: string,
): SessionMark[] {
  return [...marks, { date, session, code }];
}

/** What a clock reads on a day at a Norfolk school, under the Riverside policy of that day. */
export function reading(sessions: readonly SessionMark[], today: string, more: Partial<ClockInput> = {}): ClockInput {
  return { sessions, calendar: norfolkCalendar, codes, policy: policyFor(today), today, ...more };
}
