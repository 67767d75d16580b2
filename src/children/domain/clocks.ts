import { codeOn } from '../../policy/domain/attendance-codes.js';
import { dayOf } from '../../schools/domain/calendar.js';
import { type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { calendarOf } from './deadline.js';
import type { DayContext } from './facet.js';
import { marksOn } from './register.js';

/** A run of school days wholly absent, back from the last mark: the sum behind a threshold. */
export interface Run {
  readonly dayCount: number;
  readonly from?: LocalDate;
  readonly to?: LocalDate;
  readonly counted: readonly LocalDate[];
  readonly codesUsed: readonly string[];
  readonly calendarVersion: number;
  readonly registerVersion: number;
}

/** The run towards the ground of 20 school days, reg. 9(1)(i): codes G, N and O only, each session of each day. */
export function groundRun(child: Child, urn: string, context: DayContext): Run {
  return runOf(child, urn, context, 'breaksContinuousAbsence');
}

/** The run towards the attendance return: codes G, N, O and U. */
export function returnRun(child: Child, urn: string, context: DayContext): Run {
  return runOf(child, urn, context, 'countsForAttendanceReturn');
}

function runOf(
  child: Child,
  urn: string,
  context: DayContext,
  by: 'breaksContinuousAbsence' | 'countsForAttendanceReturn',
): Run {
  const register = child.registers[urn];
  const calendar = calendarOf(context);
  const counted: LocalDate[] = [];
  const codesUsed = new Set<string>();
  const counts = (date: LocalDate, code: string) => {
    const meaning = codeOn(context.codes, date, code);
    if (meaning === undefined) return false;
    return by === 'breaksContinuousAbsence' ? !meaning.breaksContinuousAbsence : meaning.countsForAttendanceReturn;
  };
  const last = register?.last?.date;
  for (let date = last, idle = 0; date !== undefined && idle < 60; date = plusDays(date, -1), idle++) {
    const { sessions } = dayOf(calendar, date);
    if (sessions.length === 0) continue;
    const marks = marksOn(register, date);
    const codes = sessions.map((session) => marks?.[session]?.code);
    if (codes.some((code) => code !== undefined && !counts(date as LocalDate, code))) break;
    // The register of the last day may not be complete yet: it does not count, and breaks nothing.
    if (codes.includes(undefined)) {
      if (date === last && codes[0] !== undefined) continue;
      break;
    }
    for (const code of codes) if (code !== undefined) codesUsed.add(code);
    counted.push(date);
    idle = 0;
  }
  counted.reverse();
  const [from, to] = [counted[0], counted.at(-1)];
  return {
    dayCount: counted.length,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
    counted,
    codesUsed: [...codesUsed].sort(),
    calendarVersion: calendar.version,
    registerVersion: register?.version ?? 0,
  };
}
