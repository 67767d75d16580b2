import { Day, OneOf, Part, Parts, Text, Texts } from '../../platform/http/fields.js';
import { bankHolidaysBetween } from '../domain/bank-holidays.js';
import { rangeOfSchoolYear, type SchoolYear } from '../domain/calendar.js';
import { isSchoolYear } from '../domain/calendar-faults.js';

const YEAR = { pattern: /^\d{4}\/\d{2}$/, wants: 'Must be a school year, such as 2026/27.', max: 7 };
const HALF_TERM = { first: '2026-10-26', last: '2026-10-30' };
const AUTUMN = { name: 'autumn', first: '2026-09-03', last: '2026-12-18', halfTerm: HALF_TERM };

class DaysBody {
  @Day({ is: 'The first day.', example: HALF_TERM.first })
  first!: string;

  @Day({ is: 'The last day.', example: HALF_TERM.last })
  last!: string;
}

class TermBody extends DaysBody {
  @Text({ is: 'What the school calls the term.', example: 'autumn', max: 60 })
  name!: string;

  @Part(() => DaysBody, { is: 'The half term within it.', example: HALF_TERM, optional: true })
  halfTerm?: DaysBody;
}

class BankHolidayBody {
  @Day({ is: 'The day.', example: '2026-12-25' })
  date!: string;

  @Text({ is: 'Its name.', example: 'Christmas Day', max: 60 })
  name!: string;
}

class ClosedDayBody {
  @Day({ is: 'The day on which the school does not meet.', example: '2026-11-20' })
  date!: string;

  @OneOf(['planned', 'unplanned'], { is: 'Whether it was known beforehand.', example: 'planned' })
  kind!: 'planned' | 'unplanned';

  @Text({ is: 'Why.', example: 'Polling station', max: 200 })
  reason!: string;

  @Texts({ is: 'The sessions that are not held; both unless given.', example: ['PM'], most: 2, max: 2, optional: true })
  sessions?: ('AM' | 'PM')[];
}

class SchoolYearBody {
  @Text({ is: 'The school year.', example: '2026/27', ...YEAR })
  year!: string;

  @Parts(() => TermBody, { is: 'Its terms.', example: [AUTUMN], most: 8 })
  terms!: TermBody[];

  @Texts({ is: 'Staff training days.', example: ['2026-09-01', '2026-09-02'], most: 20, max: 10, optional: true })
  inset?: string[];

  @Parts(() => BankHolidayBody, {
    is: 'Bank holidays; those of England and Wales unless they are given.',
    example: [{ date: '2026-12-25', name: 'Christmas Day' }],
    optional: true,
  })
  bankHolidays?: BankHolidayBody[];

  @Parts(() => ClosedDayBody, {
    is: 'Days on which the school does not meet.',
    example: [{ date: '2026-11-20', kind: 'planned', reason: 'Polling station' }],
    optional: true,
  })
  closures?: ClosedDayBody[];
}

export class AdoptCalendarBody {
  @Parts(() => SchoolYearBody, {
    is: 'The school years that are set; others stay as they are.',
    example: [{ year: '2026/27', terms: [AUTUMN], inset: ['2026-09-01', '2026-09-02'] }],
    most: 10,
  })
  years!: SchoolYearBody[];

  @Text({ is: 'Who set the dates.', example: 'governing body', max: 60, optional: true })
  source?: string;
}

/** Years as a calendar holds them. What is no school year is left as it is, for the decision to refuse. */
export function schoolYears({ years }: AdoptCalendarBody): SchoolYear[] {
  return years.map(({ year, terms, inset = [], bankHolidays, closures = [] }) => {
    const { first, last } = isSchoolYear(year) ? rangeOfSchoolYear(year) : { first: '', last: '' };
    const plain = JSON.parse(JSON.stringify({ terms, closures })) as Pick<SchoolYear, 'terms' | 'closures'>;
    return {
      year,
      ...plain,
      inset: [...inset].sort(),
      bankHolidays: bankHolidays?.map(({ date, name }) => ({ date, name })) ?? bankHolidaysBetween(first, last),
    };
  });
}
