import { describe, expect, it } from '@jest/globals';
import { plusDays } from '../../../src/schools/domain/local-date.js';
import { addSchoolDays } from '../../../src/schools/domain/school-days.js';
import { norfolkCalendar } from '../../support/policy.js';

describe('the end of the calendar', () => {
  it('is the end of 9999: whoever counts beyond it is told, and does not count for ever', () => {
    expect(plusDays('9999-12-30', 1)).toBe('9999-12-31');
    expect(() => plusDays('9999-12-31', 1)).toThrow(RangeError);
    expect(() => addSchoolDays(norfolkCalendar, '9999-12-31', 5)).toThrow(RangeError);
  });
});
