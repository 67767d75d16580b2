import { dayOf, rangeOfSchoolYear, schoolYearOf } from '../../../schools/domain/calendar.js';
import { type LocalDate, plusDays } from '../../../schools/domain/local-date.js';
import { addSchoolDays, countSchoolDays } from '../../../schools/domain/school-days.js';
import { codeListOn, codeOn } from '../attendance-codes.js';
import { timescaleOf } from '../policy-on.js';
import { type ClockInput, type ClockReading, noClock, ofRule } from './clock.js';
import { codesOf, type MarkedDay, markedDays } from './marked-days.js';
import { readRun } from './run.js';

export interface SicknessInput extends ClockInput {
  /** The last day on which the school reasonably expects the pupil to be ill still. */
  readonly expectedUntil?: LocalDate;
}

/**
 * 15 school days of illness (code I), known or expected, in one run or added up over the school year. A day counts whole
 * when every held session is I and half when one of two is. The longer of the two sums is the reading: a run may have
 * begun before the summer.
 */
export function sicknessReturn(input: SicknessInput): ClockReading {
  const timescale = timescaleOf(input.policy, 'sicknessReturn');
  if (timescale === undefined) return noClock(input, 'school-days', 'R12');
  const days = markedDays(input.sessions);
  const inYear = overTheYear(input, days, timescale.amount);
  const run = readRun(input, timescale, (code) => code.countsForSickness);
  const expected = expectedDays(input);
  const longer = run.count > inYear.count ? run : { ...run, ...inYear };
  const count = longer.count + expected;
  const reached = count >= timescale.amount;
  const { dueDate: _due, onDate: _on, setAside: _aside, brokenBy: _broken, ...rest } = longer;
  const onDate = longer.onDate ?? (reached ? input.today : undefined);
  const dueDate = onDate ?? projected(input, days, longer.count, timescale.amount);
  return {
    ...rest,
    ...ofRule(timescale),
    reached,
    count,
    ...(onDate === undefined ? {} : { onDate }),
    ...(dueDate === undefined ? {} : { dueDate }),
    flagged: [],
  };
}

type YearSum = Pick<ClockReading, 'count' | 'from' | 'onDate' | 'explanation'>;

function overTheYear(input: ClockInput, days: readonly MarkedDay[], threshold: number): YearSum {
  const { calendar, codes, today, registerVersion } = input;
  const { first } = rangeOfSchoolYear(schoolYearOf(today));
  const counted: LocalDate[] = [];
  const codesUsed = new Set<string>();
  const codeLists = new Set<string>();
  let sum = 0;
  let onDate: LocalDate | undefined;
  for (const day of days) {
    if (day.date < first || day.date > today) continue;
    const { sessions } = dayOf(calendar, day.date);
    if (sessions.length === 0) continue;
    const ill = codesOf(day, sessions).filter(
      (code) => code !== undefined && codeOn(codes, day.date, code)?.countsForSickness,
    );
    if (ill.length === 0) continue;
    sum += ill.length / sessions.length;
    counted.push(day.date);
    for (const code of ill) codesUsed.add(code ?? '');
    codeLists.add(codeListOn(codes, day.date)?.version ?? '');
    if (onDate === undefined && sum >= threshold) onDate = day.date;
  }
  return {
    count: sum,
    ...(counted[0] === undefined ? {} : { from: counted[0] }),
    ...(onDate === undefined ? {} : { onDate }),
    explanation: {
      counted,
      notCounted: [],
      codesUsed: [...codesUsed],
      codeLists: [...codeLists],
      calendarUrn: calendar.urn,
      calendarVersion: calendar.version,
      ...(registerVersion === undefined ? {} : { registerVersion }),
    },
  };
}

/** School days still to come on which the school expects the illness to go on. */
function expectedDays({ calendar, sessions, today, expectedUntil }: SicknessInput): number {
  if (expectedUntil === undefined) return 0;
  const marked = sessions.some(({ date }) => date === today);
  return countSchoolDays(calendar, marked ? plusDays(today, 1) : today, expectedUntil).count;
}

function projected(
  { calendar, today, codes }: ClockInput,
  days: readonly MarkedDay[],
  count: number,
  threshold: number,
): LocalDate | undefined {
  const last = days.findLast(({ date }) => date <= today);
  const code = last?.PM ?? last?.AM;
  if (last === undefined || code === undefined || !codeOn(codes, last.date, code)?.countsForSickness) return undefined;
  return addSchoolDays(calendar, last.date, Math.ceil(threshold - count)).date;
}
