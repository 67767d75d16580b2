import { describe, expect, it } from '@jest/globals';
import {
  dateInWords,
  fieldsOf,
  instantInEngland,
  longDateInWords,
  mojDate,
  timeInWords,
} from '../../../src/pages/dates.js';
import { dueWords, plainWords } from '../../../src/pages/words.js';

describe('dates and times', () => {
  it.each([
    ['2026-07-01T23:30:00Z', '2 July 2026', '12:30am'],
    ['2026-11-10T00:00:00Z', '10 November 2026', 'midnight'],
    ['2026-11-10T12:00:00Z', '10 November 2026', 'midday'],
    ['2026-11-10T12:05:00Z', '10 November 2026', '12:05pm'],
    ['2026-11-10T09:30:00Z', '10 November 2026', '9:30am'],
    ['2026-06-10T20:05:00Z', '10 June 2026', '9:05pm'],
  ])('%s is %s, %s in England', (instant, date, time) => {
    expect([dateInWords(instant), timeInWords(instant)]).toEqual([date, time]);
    expect(mojDate(instant)).toBe(`${date} at ${time}`);
  });

  it('a date is a date, whatever the zone', () => {
    expect(dateInWords('2026-03-29')).toBe('29 March 2026');
    expect(longDateInWords('2026-10-25')).toBe('Sunday 25 October 2026');
  });

  it.each([
    ['2026-11-10', '09:30', '2026-11-10T09:30:59.999Z'],
    ['2026-07-10', '09:30', '2026-07-10T08:30:59.999Z'],
    // The clocks go back: 01:30 comes twice, and the later one is meant.
    ['2026-10-25', '01:30', '2026-10-25T01:30:59.999Z'],
    // The clocks jump from 01:00 to 02:00: 01:30 is not.
    ['2026-03-29', '01:30', '2026-03-29T01:30:59.999Z'],
  ])('%s %s in a form is the instant %s', (date, time, instant) => {
    expect(instantInEngland(date, time)).toBe(instant);
  });

  it.each([
    ['2026-13-10', '09:30'],
    ['10/11/2026', '09:30'],
    ['2026-11-10', '24:00'],
    ['', ''],
  ])('%s %s is none', (date, time) => {
    expect(instantInEngland(date, time)).toBeUndefined();
  });

  it('fields hold what was given', () => {
    expect(fieldsOf('2026-07-10T08:30:59.999Z')).toEqual({ date: '2026-07-10', time: '09:30' });
  });
});

describe('words', () => {
  it.each([
    ['2026-11-22', 'Overdue by 2 days: was 22 November 2026', true],
    ['2026-11-23', 'Overdue by 1 day: was 23 November 2026', true],
    ['2026-11-24', 'Today, 24 November 2026', false],
    ['2026-11-25', 'Tomorrow, 25 November 2026', false],
    ['2026-12-08', '8 December 2026', false],
  ])('due on %s is "%s" on 24 November', (due, text, overdue) => {
    expect(dueWords(due, '2026-11-24')).toEqual({ text, overdue });
  });

  it('of the domain become those of a person', () => {
    expect(plainWords('Absence on 2026-11-09 (AM); owner attendance-team@926')).toBe(
      'Absence on 9 November 2026 (morning); owner Attendance Team',
    );
  });
});
