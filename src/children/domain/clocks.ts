import { codeOn } from '../../policy/domain/attendance-codes.js';
import type { ClockInput, ClockReading } from '../../policy/domain/clocks/clock.js';
import { attendanceReturn, continuousAbsence } from '../../policy/domain/clocks/continuous-absence.js';
import { leaveNotReturned } from '../../policy/domain/clocks/leave-not-returned.js';
import { penaltyThreshold } from '../../policy/domain/clocks/penalty-threshold.js';
import { sicknessReturn } from '../../policy/domain/clocks/sickness-return.js';
import { rangeOfSchoolYear, schoolYearOf } from '../../schools/domain/calendar.js';
import { type LocalDate, plusDays } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { calendarOf } from './deadline.js';
import type { DayContext } from './facet.js';
import { lastAnswer } from './last-answer.js';
import { backwards, marksFrom } from './register.js';

/** Ten school weeks, with the longest holiday in between. */
const PENALTY_DAYS = 140;

function input(child: Child, urn: string, from: LocalDate, context: DayContext): ClockInput {
  const register = child.registers[urn];
  return {
    sessions: register === undefined ? [] : marksFrom(register, from, context.today),
    calendar: calendarOf(context),
    codes: context.codes,
    policy: context.policy,
    today: context.today,
    registerVersion: register?.version ?? 0,
  };
}

/** Where to begin reading: the absence as recorded; the clock itself decides what of it counts. */
const openFrom = (child: Child, urn: string, context: DayContext): LocalDate =>
  child.registers[urn]?.open?.from.date ?? plusDays(context.today, 1);

/** The run towards the 20 school days of ground 9(1)(i): G, N and O only. */
export function groundClock(child: Child, urn: string, context: DayContext): ClockReading {
  return lastGroundClock(child, context, urn);
}

/** Asked for the duties, and again for the threshold. */
const lastGroundClock = lastAnswer((child, context, urn) =>
  continuousAbsence(input(child, urn, openFrom(child, urn, context), context)),
);

/** The run towards the attendance return: G, N, O and U. A late arrival (U) ends an absence, and not this run (A04). */
export function returnClock(child: Child, urn: string, context: DayContext): ClockReading {
  const register = child.registers[urn];
  let from = openFrom(child, urn, context);
  if (register?.open !== undefined) {
    for (const { date, code, attended } of backwards(register, register.open.from)) {
      if (attended && codeOn(context.codes, date, code)?.countsForAttendanceReturn !== true) break;
      from = date;
    }
  }
  return attendanceReturn(input(child, urn, from, context));
}

/** 15 school days of illness, in one run or over the school year. */
export function sicknessClock(child: Child, urn: string, context: DayContext): ClockReading {
  const { first } = rangeOfSchoolYear(schoolYearOf(context.today));
  const open = openFrom(child, urn, context);
  return sicknessReturn(input(child, urn, open < first ? open : first, context));
}

/** 10 sessions of G, N, O and U in 10 school weeks: a person may consider a notice, nothing is served by itself. */
export function penaltyClock(child: Child, urn: string, context: DayContext): ClockReading {
  return penaltyThreshold(input(child, urn, plusDays(context.today, -PENALTY_DAYS), context));
}

/** 10 school days after a leave that ended without a return, ground 9(1)(h). */
export function leaveClock(child: Child, urn: string, leaveEnds: LocalDate, context: DayContext): ClockReading {
  return leaveNotReturned({ ...input(child, urn, leaveEnds, context), leaveEnds });
}
