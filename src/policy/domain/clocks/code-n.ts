import type { Session } from '../../../schools/domain/calendar.js';
import type { LocalDate } from '../../../schools/domain/local-date.js';
import { dueDate } from '../due-date.js';
import { timescaleOf } from '../policy-on.js';
import type { ClockInput, ClockReading } from './clock.js';
import { noClock, ofRule } from './clock.js';
import { markedDays } from './marked-days.js';

const NOT_YET_ESTABLISHED = 'N';

/** A session still marked N: by when its reason must be established, else the mark becomes O. */
export interface UnresolvedSession extends ClockReading {
  readonly date: LocalDate;
  readonly session: Session;
}

/**
 * Every session marked N with its last day, five school days after it, oldest first (R03, A01). `reached` from the day
 * after: by the end of the last day the reason can still be recorded. None when the law of the day had no such limit.
 */
export function codeNResolutions(input: ClockInput): UnresolvedSession[] {
  const timescale = timescaleOf(input.policy, 'codeNResolution');
  if (timescale === undefined) return [];
  return markedDays(input.sessions).flatMap((day) => {
    const open = (['AM', 'PM'] as const).filter((session) => day[session] === NOT_YET_ESTABLISHED);
    if (open.length === 0) return [];
    const { due, days } = dueDate(timescale, day.date, input.calendar);
    const counted = (days?.counted ?? []).filter((date) => date <= input.today);
    const reached = input.today > due;
    return open.map((session) => ({
      ...ofRule(timescale),
      date: day.date,
      session,
      reached,
      count: counted.length,
      from: day.date,
      ...(reached ? { onDate: due } : {}),
      dueDate: due,
      flagged: [],
      explanation: {
        ...noClock(input, timescale.unit, timescale.rule).explanation,
        counted,
        notCounted: days?.notCounted ?? [],
        codesUsed: [NOT_YET_ESTABLISHED],
        ...(days?.assumed === undefined ? {} : { assumed: days.assumed }),
      },
    }));
  });
}
