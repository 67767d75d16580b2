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

class GroupDatesBody {
  @Text({ is: 'The year group, as pupils have it on record.', example: 'R', max: 3 })
  yearGroup!: string;

  @Parts(() => TermBody, {
    is: 'Its own terms, in the place of the school’s of the same names.',
    example: [{ name: 'autumn', first: '2026-09-14', last: '2026-12-18' }],
    most: 8,
    optional: true,
  })
  terms?: TermBody[];

  @Parts(() => ClosedDayBody, {
    is: 'Days or sessions on which it does not meet though the school does.',
    example: [{ date: '2026-09-14', kind: 'planned', reason: 'Mornings only', sessions: ['PM'] }],
    optional: true,
  })
  closures?: ClosedDayBody[];
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

  @Parts(() => GroupDatesBody, {
    is: 'Year groups with dates of their own: a later start, an earlier end.',
    example: [{ yearGroup: 'R', terms: [{ name: 'autumn', first: '2026-09-14', last: '2026-12-18' }] }],
    most: 16,
    optional: true,
  })
  groups?: GroupDatesBody[];
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
  return years.map(({ year, terms, inset = [], bankHolidays, closures = [], groups }) => {
    const { first, last } = isSchoolYear(year) ? rangeOfSchoolYear(year) : { first: '', last: '' };
    const plain = JSON.parse(JSON.stringify({ terms, closures, groups })) as Pick<
      SchoolYear,
      'terms' | 'closures' | 'groups'
    >;
    return {
      year,
      ...plain,
      inset: [...inset].sort(),
      bankHolidays: bankHolidays?.map(({ date, name }) => ({ date, name })) ?? bankHolidaysBetween(first, last),
    };
  });
}
