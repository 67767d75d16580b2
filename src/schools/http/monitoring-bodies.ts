import { Day, OneOf, Text, Texts } from '../../platform/http/fields.js';
import { AFTER_HOLIDAY_RESULTS, type AfterHolidayResult } from '../domain/after-holiday-check.js';

const A_CHILD = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const MOST_PUPILS = 3_000;
const pupils = { most: MOST_PUPILS, max: 36, example: [A_CHILD] };

export class WeeklyReviewBody {
  @Day({ is: 'Any day of the week that was looked at.', example: '2026-11-20' })
  week!: string;

  @Texts({ is: 'The children who were not in school, to be followed up.', ...pupils })
  flagged!: string[];

  @Texts({ is: 'The children who were looked at: all on the roll unless they are named.', ...pupils, optional: true })
  reviewed?: string[];
}

export class AfterHolidayCheckBody {
  @Day({ is: 'The first school day after the holiday.', example: '2026-11-03' })
  on!: string;

  @Texts({ is: 'The children who are absent that day; those that come later are added.', ...pupils })
  pupils!: string[];
}

export class AfterHolidayResultBody {
  @Text({
    is: 'The child whose family was contacted.',
    example: A_CHILD,
    pattern: /^[0-9a-f-]{36}$/,
    wants: 'Must be the id of a child.',
  })
  childId!: string;

  @OneOf(AFTER_HOLIDAY_RESULTS, { is: 'What the contact came to.', example: 'reason-given' })
  result!: AfterHolidayResult;

  @Text({ is: 'What was said.', example: 'Their flight was put off by two days.', max: 500, optional: true })
  note?: string;
}
