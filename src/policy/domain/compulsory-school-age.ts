import { type LocalDate, plusDays, weekday } from '../../schools/domain/local-date.js';
import type { Answer, Finding } from './finding.js';

/** Days on which a child of five begins to be of compulsory school age. */
const PRESCRIBED_DAYS = ['03-31', '08-31', '12-31'];

export interface CompulsorySchoolAge {
  /** The first day of compulsory school age: the prescribed day on or after the fifth birthday. */
  readonly from: LocalDate;
  /** The last day: the last Friday in June of the school year of the sixteenth birthday. */
  readonly to: LocalDate;
}

const PARAGRAPH = 'Education Act 1996 s. 8';

/** Not '5 to 16': from a prescribed day to a school leaving date (Education Act 1996 s. 8). */
export function compulsorySchoolAge(dateOfBirth: LocalDate): CompulsorySchoolAge {
  const year = Number(dateOfBirth.slice(0, 4));
  const birthday = dateOfBirth.slice(5);
  const prescribed = PRESCRIBED_DAYS.find((day) => day >= birthday);
  const from = `${year + 5}-${prescribed ?? PRESCRIBED_DAYS[0]}`;
  // A school year begins on 1 September for this: who turns 16 in July or August has left in June.
  const leaving = year + 16 + (birthday >= '09-01' ? 1 : 0);
  return { from, to: lastFridayOfJune(leaving) };
}

/** Whether a child is of compulsory school age on a day; unknown without a date of birth. */
export function ofCompulsorySchoolAge(dateOfBirth: LocalDate | undefined, on: LocalDate): Finding {
  if (dateOfBirth === undefined)
    return { answer: 'unknown', because: 'the date of birth is not known', paragraph: PARAGRAPH };
  const { from, to } = compulsorySchoolAge(dateOfBirth);
  const answer: Answer = from <= on && on <= to ? 'yes' : 'no';
  const because =
    on < from ? `compulsory school age begins on ${from}` : on > to ? `it ended on ${to}` : `from ${from} to ${to}`;
  return { answer, because, paragraph: PARAGRAPH };
}

function lastFridayOfJune(year: number): LocalDate {
  const last = `${year}-06-30`;
  return plusDays(last, -((weekday(last) + 2) % 7));
}
