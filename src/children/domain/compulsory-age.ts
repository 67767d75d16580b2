import { isLocalDate, type LocalDate, plusDays, weekday } from '../../schools/domain/local-date.js';

export type AgeBand = 'under' | 'compulsory' | 'over' | 'unknown';

/** The prescribed days of Education Act 1996 s.8: compulsory school age starts on one of them. */
const PRESCRIBED = ['03-31', '08-31', '12-31'] as const;

/** The day compulsory school age starts: the first prescribed day on or after the fifth birthday. */
export function compulsoryFrom(dateOfBirth: LocalDate): LocalDate {
  const birthday = anniversary(dateOfBirth, 5);
  const year = birthday.slice(0, 4);
  return PRESCRIBED.map((day) => `${year}-${day}`).find((day) => day >= birthday) ?? `${year}-12-31`;
}

/** The day it ends: the last Friday in June of the school year in which the child turns 16. */
export function compulsoryUntil(dateOfBirth: LocalDate): LocalDate {
  const birthday = anniversary(dateOfBirth, 16);
  const year = Number(birthday.slice(0, 4)) + (birthday.slice(5) >= '09-01' ? 1 : 0);
  const lastOfJune = `${year}-06-30`;
  return plusDays(lastOfJune, -((weekday(lastOfJune) + 2) % 7));
}

/** Where a child stands on a date; unknown without a date of birth, or when it was erased. */
export function ageOn(dateOfBirth: LocalDate | undefined, date: LocalDate): AgeBand {
  if (!isLocalDate(dateOfBirth)) return 'unknown';
  if (date < compulsoryFrom(dateOfBirth)) return 'under';
  return date > compulsoryUntil(dateOfBirth) ? 'over' : 'compulsory';
}

/** The birthday so many years on; that of 29 February is 1 March in other years. */
function anniversary(dateOfBirth: LocalDate, years: number): LocalDate {
  const year = String(Number(dateOfBirth.slice(0, 4)) + years);
  const day = year + dateOfBirth.slice(4);
  return isLocalDate(day) ? day : `${year}-03-01`;
}
