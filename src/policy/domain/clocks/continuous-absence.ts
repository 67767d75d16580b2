import { timescaleOf } from '../policy-on.js';
import { type ClockInput, type ClockReading, noClock } from './clock.js';
import { readRun } from './run.js';

/**
 * The 20 school days of ground 9(1)(i): whole days of G, N and O only; any other code defeats it (T1, T2). Reaching it is
 * a prompt and opens a gate. It never deletes a name from the roll.
 */
export function continuousAbsence(input: ClockInput): ClockReading {
  const timescale = timescaleOf(input.policy, 'continuousAbsence');
  if (timescale === undefined) return noClock(input, 'school-days', 'R12');
  return readRun(input, timescale, (code) => !code.breaksContinuousAbsence);
}

/** The 10 school days of the attendance return: whole days of G, N, O and U. That a pupil fails to attend regularly is for a person to say. */
export function attendanceReturn(input: ClockInput): ClockReading {
  const timescale = timescaleOf(input.policy, 'attendanceReturn');
  if (timescale === undefined) return noClock(input, 'school-days', 'R12');
  return readRun(input, timescale, (code) => code.countsForAttendanceReturn);
}
