import type { DecisionContext } from '../children/domain/facet.js';
import type { PolicyBook } from '../policy/policy-packs.js';
import type { SchoolCalendar } from '../schools/domain/calendar.js';
import { calendarOf, type SchoolContext } from '../schools/domain/facet.js';
import { type LocalDate, mondayOf } from '../schools/domain/local-date.js';
import { decide, evolve, initialSchool, type School, type SchoolCommand } from '../schools/domain/school.js';
import { nextSchoolDay } from '../schools/domain/school-days.js';
import type { PlannedSchool } from './county-plan.js';
import type { Ledger } from './ledger.js';
import type { Pupil } from './pupil.js';

/** The policy that the simulated county works under. */
export const POLICY = 'riverside';

/** One school through the year: its stream, its calendar, its roll, its weeks and holidays. */
export class SchoolYearTold {
  readonly roll = new Set<Pupil>();
  #school: School = initialSchool;
  #day: DecisionContext | undefined;
  #absentThisWeek = new Set<string>();

  constructor(
    readonly plan: PlannedSchool,
    private readonly book: PolicyBook,
    private readonly ledger: Ledger,
  ) {}

  get calendar(): SchoolCalendar {
    if (this.#day?.calendar === undefined) throw new Error('the school has not begun its day');
    return this.#day.calendar;
  }

  /** What a decision about a child of this school needs today: one object a day, until the calendar changes. */
  get day(): DecisionContext {
    if (this.#day === undefined) throw new Error('the school has not begun its day');
    return this.#day;
  }

  begin(today: LocalDate): void {
    const policy = this.book.policyOn(POLICY, today);
    const calendar = calendarOf(this.#school, { policy });
    this.#day = { now: `${today}T07:00:00.000Z`, today, policy, codes: this.book.codes, calendar };
  }

  /** @returns whether it was obeyed; the day's calendar follows */
  does(command: SchoolCommand, more: Partial<SchoolContext> = {}): boolean {
    const { today, policy } = this.day;
    const events = this.ledger.attempt(() => decide(this.#school, command, { today, policy, ...more }));
    if (events === undefined) return false;
    this.#school = events.reduce(evolve, this.#school);
    this.ledger.record(`school-${this.plan.urn}`, events);
    if (events.some(({ type }) => type.startsWith('Calendar') || type === 'SchoolClosedUnexpectedly'))
      this.begin(today);
    return true;
  }

  /** After the registers: the check after a holiday, and on the last school day of a week its review. */
  endOfRegisters(absent: readonly Pupil[], afterHoliday: boolean): void {
    const { today } = this.day;
    for (const { id } of absent) this.#absentThisWeek.add(id);
    if (afterHoliday) this.#check(absent);
    if (mondayOf(nextSchoolDay(this.calendar, today)) === mondayOf(today)) return;
    const enrolled = [...this.roll].map(({ id }) => id);
    const flagged = enrolled.filter((id) => this.#absentThisWeek.has(id));
    this.#absentThisWeek = new Set();
    this.does({ type: 'CompleteWeeklyReview', week: today, reviewed: enrolled, flagged }, { enrolled });
  }

  #check(absent: readonly Pupil[]): void {
    const on = this.day.today;
    if (!this.does({ type: 'StartAfterHolidayCheck', on, pupils: absent.map(({ id }) => id) })) return;
    for (const { id, spell } of absent) {
      const result = spell?.known === true ? 'reason-given' : 'unauthorised-leave-suspected';
      this.does({ type: 'RecordAfterHolidayResult', on, childId: id, result });
    }
    this.does({ type: 'CompleteAfterHolidayCheck', on });
  }
}
