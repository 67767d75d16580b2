import type { Session } from '../../../schools/domain/calendar.js';
import type { LocalDate } from '../../../schools/domain/local-date.js';
import type { SessionMark } from './clock.js';

/** The marks of one day; a session without one has no entry. */
export interface MarkedDay {
  readonly date: LocalDate;
  readonly AM?: string;
  readonly PM?: string;
}

/** Marks by day, oldest first. Linear when they come in order, as a register does. */
export function markedDays(marks: readonly SessionMark[]): MarkedDay[] {
  const days: { date: LocalDate; AM?: string; PM?: string }[] = [];
  const inOrder = marks.every((mark, index) => index === 0 || (marks[index - 1]?.date ?? '') <= mark.date);
  const ordered = inOrder ? marks : [...marks].sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0));
  for (const { date, session, code } of ordered) {
    const last = days.at(-1);
    if (last?.date === date) last[session] = code;
    else days.push({ date, [session]: code });
  }
  return days;
}

/** The code of each session held, with those that have no mark as undefined. */
export function codesOf(day: MarkedDay, sessions: readonly Session[]): readonly (string | undefined)[] {
  return sessions.map((session) => day[session]);
}
