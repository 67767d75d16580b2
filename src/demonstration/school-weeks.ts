import type { Policy } from '../policy/domain/policy-pack.js';
import { returnAfterHoliday } from '../schools/domain/after-holiday.js';
import type { AfterHolidayResult } from '../schools/domain/after-holiday-check.js';
import type { SchoolCalendar } from '../schools/domain/calendar.js';
import { mondayOf } from '../schools/domain/local-date.js';
import type { SchoolCommand } from '../schools/domain/school.js';
import { nextSchoolDay } from '../schools/domain/school-days.js';
import type { RegisterOfDay } from './telling.js';

/** What a school's office records of its school as a whole. */
export interface SchoolTold {
  readonly urn: string;
  readonly now: string;
  readonly commandKey: string;
  readonly order: SchoolCommand;
  /** The children on the roll, where the order is about all of them. */
  readonly enrolled?: readonly string[];
}

const PRESENT: readonly string[] = ['/', '\\', 'L'];
const EXPLAINED: readonly string[] = ['I', 'M', 'C', 'E'];

/**
 * Each school's weekly reviews, on the last school day of the week, and its checks after a holiday, from the registers
 * as they come day by day.
 */
export class SchoolWeeks {
  private readonly absent = new Map<string, Set<string>>();

  constructor(
    /** Child ids by pupil number. */
    private readonly ids: ReadonlyMap<string, string>,
    private readonly calendarOf: (urn: string) => SchoolCalendar,
    private readonly policyOf: (urn: string, instant: string) => Policy,
  ) {}

  ofDay(register: RegisterOfDay): SchoolTold[] {
    const { school, date } = register;
    const codes = this.codesOf(register);
    const weekOf = `${school.urn} ${mondayOf(date)}`;
    const absent = this.absent.get(weekOf) ?? new Set<string>();
    this.absent.set(weekOf, absent);
    for (const [id, code] of codes) if (!PRESENT.includes(code)) absent.add(id);
    const told = this.checkOf(register, codes);
    if (mondayOf(nextSchoolDay(this.calendarOf(school.urn), date)) === mondayOf(date)) return told;
    const enrolled = [...codes.keys()];
    const flagged = [...absent].filter((id) => codes.has(id));
    const order = { type: 'CompleteWeeklyReview', week: date, reviewed: enrolled, flagged } as const;
    return [...told, { ...this.about(register, '15:30', 'review'), order, enrolled }];
  }

  private checkOf(register: RegisterOfDay, codes: ReadonlyMap<string, string>): SchoolTold[] {
    const { urn } = register.school;
    const on = register.date;
    const policy = this.policyOf(urn, register.now);
    if (!returnAfterHoliday(this.calendarOf(urn), on, policy).starts) return [];
    const away = [...codes].filter(([, code]) => !PRESENT.includes(code));
    const pupils = away.map(([id]) => id);
    const results = away.map(([childId, code], index): SchoolTold => {
      const result: AfterHolidayResult = EXPLAINED.includes(code) ? 'reason-given' : 'unauthorised-leave-suspected';
      const order = { type: 'RecordAfterHolidayResult', on, childId, result } as const;
      return { ...this.about(register, '13:50', `result ${index}`), order };
    });
    const started = { type: 'StartAfterHolidayCheck', on, pupils } as const;
    const completed = { type: 'CompleteAfterHolidayCheck', on } as const;
    return [
      { ...this.about(register, '13:45', 'check'), order: started },
      ...results,
      { ...this.about(register, '13:55', 'check completed'), order: completed },
    ];
  }

  /** By child: the code of the day, that of an absence before one of presence. */
  private codesOf({ csv }: RegisterOfDay): ReadonlyMap<string, string> {
    const codes = new Map<string, string>();
    for (const line of csv.split('\r\n').slice(1)) {
      const [upn = '', , , code = ''] = line.split(',');
      const id = this.ids.get(upn);
      if (id === undefined) continue;
      const before = codes.get(id);
      if (before === undefined || PRESENT.includes(before)) codes.set(id, code);
    }
    return codes;
  }

  private about({ school, date }: RegisterOfDay, time: string, what: string) {
    const commandKey = `demonstration school ${school.urn} ${date} ${what}`;
    return { urn: school.urn, now: `${date}T${time}:00.000Z`, commandKey };
  }
}
