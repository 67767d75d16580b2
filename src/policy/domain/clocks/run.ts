import {
  type CalendarDay,
  daysBackward,
  rangeOfSchoolYear,
  type Session,
  schoolYearOf,
} from '../../../schools/domain/calendar.js';
import type { LocalDate } from '../../../schools/domain/local-date.js';
import { addSchoolDays } from '../../../schools/domain/school-days.js';
import { type AttendanceCode, codeListOn, codeOn } from '../attendance-codes.js';
import { settingOf } from '../policy-on.js';
import type { Timescale } from '../policy-pack.js';
import type { ClockInput, ClockReading, NotCounted } from './clock.js';
import { ofRule } from './clock.js';
import { type MarkedDay, markedDays } from './marked-days.js';

/**
 * The unbroken run of whole school days, back from the last mark, whose every held session has a code that counts.
 * - A half-present day, any other code and a day without a mark break it; days on which no session was held do neither.
 * - The last day's register may be incomplete: that day does not count and breaks nothing.
 * - A code that needs a person (Y, Q, X, C2, D, one unknown) and an unplanned closure break it too, in the strict reading,
 *   and are flagged, with the count that setting them aside would give.
 * The cost is that of the run, not of the register.
 */
export function readRun(
  input: ClockInput,
  timescale: Timescale,
  counts: (code: AttendanceCode) => boolean,
): ClockReading {
  const run = new Run(input, counts);
  run.walk(markedDays(input.sessions));
  return run.reading(timescale);
}

type Verdict = 'counts' | 'passes' | NotCounted;

/** A register's own mark for a session that the school did not hold. */
const NOT_HELD = '#';

class Run {
  private readonly counted: LocalDate[] = [];
  private readonly notCounted: NotCounted[] = [];
  private readonly flagged: NotCounted[] = [];
  private readonly codesUsed = new Set<string>();
  private readonly codeLists = new Set<string>();
  private readonly assumed: LocalDate[] = [];
  private brokenBy?: NotCounted;
  /** Days counted beyond the first flagged break, with the flagged days set aside. */
  private beyond: LocalDate[] = [];
  /** The first day counted in the school year after the one that the walk is in. */
  private firstOfYear?: LocalDate;
  private crossed?: LocalDate;
  /** The first day of the school year that the walk is in; later than any date until it has begun. */
  private yearBegins: LocalDate = '9999';

  constructor(
    private readonly input: ClockInput,
    private readonly counts: (code: AttendanceCode) => boolean,
  ) {}

  walk(days: readonly MarkedDay[]): void {
    const first = days[0];
    let at = days.length - 1;
    while (at >= 0 && (days[at]?.date ?? '') > this.input.today) at--;
    const last = days[at];
    if (first === undefined || last === undefined) return;
    for (const day of daysBackward(this.input.calendar, last.date)) {
      if (day.date < first.date) return;
      const marked = days[at]?.date === day.date ? days[at--] : undefined;
      if (!this.step(day, marked, day.date === last.date)) return;
    }
  }

  /** False when the run has ended and nothing before it matters. */
  private step(day: CalendarDay, marked: MarkedDay | undefined, isLast: boolean): boolean {
    if (this.startsAfresh(day.date)) return false;
    const verdict = this.judge(day, marked, isLast);
    if (verdict === 'passes') return true;
    if (verdict === 'counts') return this.count(day, marked);
    return this.broken(verdict);
  }

  /** The law's text lets a run go on over the summer; it is flagged, because enrolment and year group change. */
  private startsAfresh(date: LocalDate): boolean {
    if (date >= this.yearBegins) return false;
    const next = this.beyond.at(-1) ?? this.counted.at(-1);
    this.yearBegins = rangeOfSchoolYear(schoolYearOf(date)).first;
    this.firstOfYear = next;
    if (next === undefined) return false;
    if (settingOf(this.input.policy, 'runAcrossSchoolYears') === false) {
      this.brokenBy ??= { date, why: 'new-school-year' };
      return true;
    }
    return false;
  }

  private judge(day: CalendarDay, marked: MarkedDay | undefined, isLast: boolean): Verdict {
    const { date, kind, note } = day;
    if (kind === 'unplanned-closure') return { date, why: kind, ...(note === undefined ? {} : { note }) };
    if (kind !== 'school-day') {
      if (this.brokenBy === undefined)
        this.notCounted.push({ date, why: kind, ...(note === undefined ? {} : { note }) });
      return 'passes';
    }
    let missing: Session | undefined;
    let against: NotCounted | undefined;
    let held = 0;
    for (const session of day.sessions) {
      const code = marked?.[session];
      if (code === undefined) missing ??= session;
      else if (code === NOT_HELD) continue;
      else against = weightier(against, this.against(date, session, code));
      held++;
    }
    if (against !== undefined) return against;
    if (held === 0)
      return this.pass({ date, why: 'planned-closure', code: NOT_HELD, note: 'so marked in the register' });
    if (missing === undefined) return 'counts';
    if (isLast) return this.pass({ date, why: 'register-incomplete', session: missing });
    return { date, why: 'no-mark', session: missing };
  }

  private against(date: LocalDate, session: Session, code: string): NotCounted | undefined {
    const meaning = codeOn(this.input.codes, date, code);
    if (meaning === undefined) return { date, session, code, why: 'unknown-code' };
    if (this.counts(meaning)) return undefined;
    const why = meaning.flagForPerson ? 'needs-a-person' : meaning.attended ? 'attended' : 'other-code';
    return { date, session, code, why, note: meaning.meaning };
  }

  /** Passed over: kept for the explanation, unless the run has already ended. */
  private pass(entry: NotCounted): 'passes' {
    if (this.brokenBy === undefined) this.notCounted.push(entry);
    return 'passes';
  }

  private count(day: CalendarDay, marked: MarkedDay | undefined): true {
    if (this.brokenBy !== undefined) {
      this.beyond.push(day.date);
      return true;
    }
    this.crossed ??= this.firstOfYear;
    this.counted.push(day.date);
    if (day.assumed) this.assumed.push(day.date);
    for (const session of day.sessions) this.codesUsed.add(marked?.[session] ?? '');
    const list = codeListOn(this.input.codes, day.date);
    if (list !== undefined) this.codeLists.add(list.version);
    return true;
  }

  /** A break that a person may see otherwise is flagged, and the walk goes on to learn what setting it aside would give. */
  private broken(entry: NotCounted): boolean {
    const forPerson =
      entry.why === 'needs-a-person' || entry.why === 'unplanned-closure' || entry.why === 'unknown-code';
    if (this.brokenBy === undefined) {
      this.notCounted.push(entry);
      this.brokenBy = entry;
    }
    if (forPerson) this.flagged.push(entry);
    return forPerson;
  }

  reading(timescale: Timescale): ClockReading {
    const { calendar, registerVersion } = this.input;
    const counted = this.counted.reverse();
    const from = counted[0];
    const onDate = counted[timescale.amount - 1];
    const last = counted.at(-1);
    const projected = last && addSchoolDays(calendar, last, Math.max(0, timescale.amount - counted.length)).date;
    const dueDate = onDate ?? projected;
    const crossing: NotCounted[] =
      this.crossed === undefined
        ? []
        : [{ date: this.crossed, why: 'new-school-year', note: 'the run crosses the summer' }];
    const earliest = this.beyond.at(-1);
    return {
      ...ofRule(timescale),
      reached: onDate !== undefined,
      count: counted.length,
      ...(from === undefined ? {} : { from }),
      ...(onDate === undefined ? {} : { onDate }),
      ...(dueDate === undefined ? {} : { dueDate }),
      flagged: [...this.flagged.reverse(), ...crossing],
      ...(this.brokenBy === undefined ? {} : { brokenBy: this.brokenBy }),
      ...(earliest === undefined ? {} : { setAside: { count: counted.length + this.beyond.length, from: earliest } }),
      explanation: {
        counted,
        notCounted: this.notCounted.reverse().filter((day) => day === this.brokenBy || day.date >= (from ?? day.date)),
        codesUsed: [...this.codesUsed].sort(),
        codeLists: [...this.codeLists].sort(),
        calendarUrn: calendar.urn,
        calendarVersion: calendar.version,
        ...(registerVersion === undefined ? {} : { registerVersion }),
        ...(this.assumed.length === 0 ? {} : { assumed: this.assumed.reverse() }),
      },
    };
  }
}

function needsAPerson({ why }: NotCounted): boolean {
  return why === 'needs-a-person' || why === 'unplanned-closure' || why === 'unknown-code';
}

/** Of two codes on one day the one that leaves no doubt. */
function weightier(a: NotCounted | undefined, b: NotCounted | undefined): NotCounted | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return needsAPerson(a) ? b : a;
}
