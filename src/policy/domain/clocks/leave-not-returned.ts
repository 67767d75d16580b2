import { dayOf } from '../../../schools/domain/calendar.js';
import { datesFrom, type LocalDate, plusDays } from '../../../schools/domain/local-date.js';
import { codeListOn, codeOn } from '../attendance-codes.js';
import { dueDate } from '../due-date.js';
import { timescaleOf } from '../policy-on.js';
import { type ClockInput, type ClockReading, type NotCounted, noClock, ofRule } from './clock.js';
import { codesOf, type MarkedDay, markedDays } from './marked-days.js';

export interface LeaveInput extends ClockInput {
  /** The last day of the leave: the day before the pupil was expected back. */
  readonly leaveEnds: LocalDate;
}

/**
 * The 10 school days of ground 9(1)(h): not returned after a leave of absence (R11). A day counts when the pupil attended
 * no session of it; the first attended session ends the clock. Illness and unavoidable causes count here and are flagged:
 * whether there are reasonable grounds to believe in them is a guard of its own, for a person.
 */
export function leaveNotReturned(input: LeaveInput): ClockReading {
  const timescale = timescaleOf(input.policy, 'leaveNotReturned');
  if (timescale === undefined) return noClock(input, 'school-days', 'R11');
  const overdue = sinceLeave(input);
  const { counted } = overdue;
  const onDate = overdue.returned === undefined ? counted[timescale.amount - 1] : undefined;
  const test = dueDate(timescale, input.leaveEnds, input.calendar).due;
  return {
    ...ofRule(timescale),
    reached: onDate !== undefined,
    count: counted.length,
    from: plusDays(input.leaveEnds, 1),
    ...(onDate === undefined ? {} : { onDate }),
    ...(overdue.returned === undefined ? { dueDate: onDate ?? test } : { brokenBy: overdue.returned }),
    flagged: overdue.flagged,
    explanation: {
      ...noClock(input, timescale.unit, timescale.rule).explanation,
      counted,
      notCounted: overdue.notCounted,
      codesUsed: [...overdue.codesUsed].sort(),
      codeLists: [...overdue.codeLists].sort(),
    },
  };
}

interface Overdue {
  readonly counted: LocalDate[];
  readonly notCounted: NotCounted[];
  readonly flagged: NotCounted[];
  readonly codesUsed: Set<string>;
  readonly codeLists: Set<string>;
  returned?: NotCounted;
}

function sinceLeave(input: LeaveInput): Overdue {
  const overdue: Overdue = { counted: [], notCounted: [], flagged: [], codesUsed: new Set(), codeLists: new Set() };
  const marks = new Map(markedDays(input.sessions).map((day) => [day.date, day]));
  const last =
    [...marks.keys()]
      .filter((date) => date <= input.today)
      .sort()
      .at(-1) ?? input.leaveEnds;
  for (const date of datesFrom(plusDays(input.leaveEnds, 1), last)) {
    addDay(input, overdue, date, marks.get(date));
    if (overdue.returned !== undefined) break;
  }
  return overdue;
}

function addDay(
  { calendar, codes }: LeaveInput,
  overdue: Overdue,
  date: LocalDate,
  marked: MarkedDay | undefined,
): void {
  const { kind, sessions, note } = dayOf(calendar, date);
  if (kind !== 'school-day') {
    overdue.notCounted.push({ date, why: kind, ...(note === undefined ? {} : { note }) });
    return;
  }
  const given = codesOf(marked ?? { date }, sessions);
  for (const [index, code] of given.entries()) {
    const session = sessions[index] ?? 'AM';
    const meaning = code === undefined ? undefined : codeOn(codes, date, code);
    if (code === undefined || meaning === undefined) continue;
    overdue.codesUsed.add(code);
    overdue.codeLists.add(codeListOn(codes, date)?.version ?? '');
    const entry = { date, session, code, note: meaning.meaning };
    if (meaning.attended) overdue.returned = { ...entry, why: 'attended' };
    else if (meaning.flagForPerson || meaning.countsForSickness)
      overdue.flagged.push({ ...entry, why: 'needs-a-person' });
  }
  if (overdue.returned !== undefined) overdue.notCounted.push(overdue.returned);
  else if (given.includes(undefined)) overdue.notCounted.push({ date, why: 'no-mark' });
  else overdue.counted.push(date);
}
