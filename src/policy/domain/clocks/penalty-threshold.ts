import { dayOf, type SchoolCalendar } from '../../../schools/domain/calendar.js';
import { type LocalDate, mondayOf, plusDays } from '../../../schools/domain/local-date.js';
import { nextSchoolDay } from '../../../schools/domain/school-days.js';
import { codeListOn, codeOn } from '../attendance-codes.js';
import { timescaleOf } from '../policy-on.js';
import { type ClockInput, type ClockReading, type NotCounted, noClock, ofRule, type SessionMark } from './clock.js';
import { markedDays } from './marked-days.js';

/**
 * 10 sessions of G, N, O or U, in any mix and need not be together, within a rolling 10 school weeks; a school week is a
 * week with at least one session held, and the window may span terms and school years. The reading is of the window that
 * ends with this week. Reaching it lets a person consider a notice; nothing is served by itself.
 */
export function penaltyThreshold(input: ClockInput): ClockReading {
  const timescale = timescaleOf(input.policy, 'penaltyThreshold');
  if (timescale?.window === undefined) return noClock(input, 'sessions', 'R26');
  const { calendar, codes, today } = input;
  const start = startOfWindow(calendar, today, timescale.window.amount);
  const counted: SessionMark[] = [];
  const notCounted: NotCounted[] = [];
  const codesUsed = new Set<string>();
  const codeLists = new Set<string>();
  for (const mark of countingMarks(input)) {
    if (mark.date < start) {
      notCounted.push({ ...mark, why: 'outside-the-window' });
      continue;
    }
    if (!dayOf(calendar, mark.date).sessions.includes(mark.session)) {
      const { kind, note } = dayOf(calendar, mark.date);
      const why = kind === 'school-day' ? 'planned-closure' : kind;
      notCounted.push({ ...mark, why, ...(note === undefined ? {} : { note }) });
      continue;
    }
    counted.push(mark);
    codesUsed.add(mark.code);
    codeLists.add(codeListOn(codes, mark.date)?.version ?? '');
  }
  const onDate = counted[timescale.amount - 1]?.date;
  const dueDate = onDate ?? projected(calendar, counted, timescale.amount, timescale.window.amount);
  return {
    ...ofRule(timescale),
    reached: onDate !== undefined,
    count: counted.length,
    from: start,
    ...(onDate === undefined ? {} : { onDate }),
    ...(dueDate === undefined ? {} : { dueDate }),
    flagged: [],
    explanation: {
      counted: [...new Set(counted.map(({ date }) => date))],
      notCounted,
      codesUsed: [...codesUsed].sort(),
      codeLists: [...codeLists].sort(),
      calendarUrn: calendar.urn,
      calendarVersion: calendar.version,
      ...(input.registerVersion === undefined ? {} : { registerVersion: input.registerVersion }),
    },
  };
}

function countingMarks({ sessions, codes, today }: ClockInput): SessionMark[] {
  return markedDays(sessions).flatMap(({ date, AM, PM }) => {
    if (date > today) return [];
    const marks: SessionMark[] = [];
    if (AM !== undefined && codeOn(codes, date, AM)?.countsForPenalty) marks.push({ date, session: 'AM', code: AM });
    if (PM !== undefined && codeOn(codes, date, PM)?.countsForPenalty) marks.push({ date, session: 'PM', code: PM });
    return marks;
  });
}

/** The Monday of the first of so many school weeks, the last of which is this week, or the last school week before it. */
function startOfWindow(calendar: SchoolCalendar, today: LocalDate, weeks: number): LocalDate {
  const thisWeek = mondayOf(today);
  let windows = starts.get(calendar);
  if (windows === undefined) {
    windows = new Map();
    starts.set(calendar, windows);
  }
  const key = `${thisWeek} ${weeks}`;
  const known = windows.get(key);
  if (known !== undefined) return known;
  const start = soManyWeeksBack(calendar, thisWeek, weeks);
  windows.set(key, start);
  return start;
}

/** All the pupils of a school share its windows, and calendars never change. */
const starts = new WeakMap<SchoolCalendar, Map<string, LocalDate>>();

function soManyWeeksBack(calendar: SchoolCalendar, thisWeek: LocalDate, weeks: number): LocalDate {
  let monday = thisWeek;
  let found = 0;
  for (let back = 0; back < MOST_WEEKS_BACK; back++, monday = plusDays(monday, -7)) {
    if (isSchoolWeek(calendar, monday)) found++;
    if (found === weeks) return monday;
  }
  return monday;
}

/** Twice the weeks of a year: no school is closed for longer. */
const MOST_WEEKS_BACK = 104;

function isSchoolWeek(calendar: SchoolCalendar, monday: LocalDate): boolean {
  for (let day = 0; day < 7; day++) if (dayOf(calendar, plusDays(monday, day)).sessions.length > 0) return true;
  return false;
}

/** The day on which the threshold falls if every session after the last counted one is missed too. */
function projected(
  calendar: SchoolCalendar,
  counted: readonly SessionMark[],
  threshold: number,
  weeks: number,
): LocalDate | undefined {
  const last = counted.at(-1);
  if (last === undefined) return undefined;
  const dates = counted.map(({ date }) => date);
  let date = last.date;
  for (let day = 0; day < threshold; day++) {
    date = nextSchoolDay(calendar, date);
    for (const _session of dayOf(calendar, date).sessions) dates.push(date);
    const start = startOfWindow(calendar, date, weeks);
    if (dates.filter((missed) => missed >= start).length >= threshold) return date;
  }
  return date;
}
