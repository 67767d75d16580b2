import { describe, expect, it } from '@jest/globals';
import { DayContexts } from '../../../src/children/day-contexts.js';
import { decide, evolve, initialChild } from '../../../src/children/domain/child.js';
import { groundClock } from '../../../src/children/domain/clocks.js';
import { dueDate } from '../../../src/policy/domain/due-date.js';
import { readCalendarFile, tally } from '../../../src/schools/calendar-file.js';
import { dayOf, isSchoolDay, sessionsOn } from '../../../src/schools/domain/calendar.js';
import { withYears } from '../../../src/schools/domain/calendar-amendment.js';
import { faultsOfSchoolYear } from '../../../src/schools/domain/calendar-faults.js';
import { calendarFor } from '../../../src/schools/domain/calendar-groups.js';
import { defaultCalendar } from '../../../src/schools/domain/default-calendar.js';
import { datesFrom } from '../../../src/schools/domain/local-date.js';
import { decide as decideOnSchool, evolve as evolveSchool, initialSchool } from '../../../src/schools/domain/school.js';
import { countSchoolDays } from '../../../src/schools/domain/school-days.js';
import { policyBook, policyFor } from '../../support/policy.js';

const file = `year,kind,name,first,last,sessions,group
2026/27,term,autumn,2026-09-02,2026-12-18,,
2026/27,half-term,autumn,2026-10-26,2026-10-30,,
2026/27,term,spring,2027-01-05,2027-03-25,,
2026/27,term,summer,2027-04-12,2027-07-21,,
2026/27,term,autumn,2026-09-14,2026-12-18,,R
2026/27,planned-closure,mornings only,2026-09-14,,PM,R
2026/27,planned-closure,mornings only,2026-09-15,,PM,r
2026/27,term,summer,2027-04-12,2027-06-25,,11
`;
const { years, verdicts, faults } = readCalendarFile(file);
const school = withYears(defaultCalendar('900001'), years);
const reception = calendarFor(school, 'R');

describe('R63 year groups with dates of their own', () => {
  it('come from the file that brings the school’s', () => {
    expect([faults, tally(verdicts)]).toEqual([[], { accepted: 8, repeated: 0, refused: 0 }]);
    expect(years[0]?.groups).toEqual([
      {
        yearGroup: 'R',
        terms: [{ name: 'autumn', first: '2026-09-14', last: '2026-12-18' }],
        closures: ['2026-09-14', '2026-09-15'].map((date) => ({
          date,
          kind: 'planned',
          reason: 'mornings only',
          sessions: ['PM'],
        })),
      },
      { yearGroup: '11', terms: [{ name: 'summer', first: '2027-04-12', last: '2027-06-25' }] },
    ]);
  });

  it('start later or end earlier; what they do not say is the school’s', () => {
    expect([isSchoolDay(school, '2026-09-02'), isSchoolDay(reception, '2026-09-02')]).toEqual([true, false]);
    expect(dayOf(reception, '2026-09-11')).toMatchObject({ kind: 'planned-closure', note: 'Year R does not meet' });
    expect(sessionsOn(reception, '2026-09-14')).toEqual(['AM']);
    expect(dayOf(reception, '2026-09-14').note).toBe('Year R: mornings only');
    expect(sessionsOn(reception, '2026-09-16')).toEqual(['AM', 'PM']);
    expect(dayOf(reception, '2026-10-28').kind).toBe('half-term');
    const count = (calendar: typeof school) => countSchoolDays(calendar, '2026-09-01', '2026-12-31').count;
    expect(count(school) - count(reception)).toBe(8);
    expect(isSchoolDay(calendarFor(school, '11'), '2027-06-28')).toBe(false);
  });

  it('are nobody else’s: a year without dates of its own has the school’s calendar itself', () => {
    for (const year of ['1', '10', undefined]) expect(calendarFor(school, year)).toBe(school);
    expect(calendarFor(school, 'R')).toBe(reception);
    for (const date of datesFrom('2027-01-01', '2027-07-31')) {
      expect(dayOf(reception, date)).toEqual(dayOf(school, date));
    }
  });

  it('may begin before the school does and have a half term of their own', () => {
    const [year] = years;
    if (year === undefined) throw new Error();
    const own = {
      name: 'autumn',
      first: '2026-08-31',
      last: '2026-12-18',
      halfTerm: { first: '2026-10-19', last: '2026-10-23' },
    };
    const early = withYears(school, [{ ...year, groups: [{ yearGroup: '7', terms: [own] }] }]);
    const seven = calendarFor(early, '7');
    expect(['2026-09-01', '2026-10-20', '2026-10-27'].map((date) => dayOf(seven, date).kind)).toEqual([
      'school-day',
      'half-term',
      'school-day',
    ]);
    expect(dayOf(early, '2026-09-01').kind).toBe('holiday');
  });

  it('count by their own days, and the sum says whose they are', () => {
    const { count, explanation } = countSchoolDays(reception, '2026-09-02', '2026-09-16');
    expect([count, explanation.calendar]).toEqual([3, { urn: '900001', version: 1, basis: 'own', group: 'Year R' }]);
    expect(explanation.notCounted[0]).toMatchObject({ date: '2026-09-02', note: 'Year R does not meet' });
    const rule = policyFor('2026-09-02').timescales.attendanceReturn;
    if (rule === undefined) throw new Error('the policy has no such rule');
    expect(dueDate(rule, '2026-09-02', reception).sum).toContain('By the dates of Year R.');
    expect(dueDate(rule, '2026-09-02', school).sum).not.toContain('By the dates');
  });

  it('are refused where they cannot be', () => {
    const [year] = years;
    if (year === undefined) throw new Error();
    const faultsOf = (...groups: NonNullable<typeof year.groups>) => faultsOfSchoolYear({ ...year, groups });
    const term = { name: 'autumn', first: '2026-09-14', last: '2026-12-18' };
    expect(faultsOf({ yearGroup: 'Reception' })).toEqual([expect.stringContaining('is no year group')]);
    expect(faultsOf({ yearGroup: 'R' }, { yearGroup: 'R' })).toEqual([expect.stringContaining('is there twice')]);
    expect(faultsOf({ yearGroup: 'R', terms: [{ ...term, name: 'winter' }] })).toEqual([
      expect.stringContaining('a term winter that the school has not'),
    ]);
    expect(faultsOf({ yearGroup: 'R', terms: [{ ...term, last: '2026-09-01' }] })).toEqual([
      expect.stringContaining('Year R, 2026/27: term autumn ends before it begins'),
    ]);
    const row = (text: string) => readCalendarFile(`${file}${text}\n`).verdicts.at(-1);
    expect(row('2026/27,inset,,2026-09-21,,,R')).toMatchObject({ verdict: 'refused' });
    expect(row('2026/27,term,autumn,2026-09-14,2026-12-18,,Z')).toMatchObject({
      because: expect.stringContaining('Z is no year group'),
    });
  });

  it('are versions of the school’s calendar like every other change', () => {
    const policy = policyFor('2026-09-01');
    const context = { today: '2026-09-01', policy };
    const register = {
      type: 'RegisterSchool',
      urn: '900001',
      name: 'H',
      phase: 'primary',
      establishment: '9901',
      authority: '926',
      policyPack: 'riverside',
    } as const;
    const plain = years.map(({ groups: _, ...year }) => year);
    const orders = [
      register,
      ...[plain, years, years].map((each) => ({ type: 'AdoptCalendar', years: each, source: 'file' }) as const),
    ];
    let state = initialSchool;
    const versions = orders.map((order) => {
      state = decideOnSchool(state, order, context).reduce(evolveSchool, state);
      return state.calendar?.version;
    });
    expect(versions.slice(1)).toEqual([1, 2, 2]);
  });
});

describe('R63 R12 a pupil of a year group with dates of its own', () => {
  const days = new DayContexts({ calendarOf: () => school, policyOf: () => 'riverside' }, policyBook);
  const actor = { id: 'a', role: 'school-staff', organisation: '900001' };
  const pupil = (yearGroup: string) => {
    const person = { childId: 'c', givenName: 'Ada', familyName: 'Wren', dateOfBirth: '2021-10-01', yearGroup };
    const start = { urn: '900001', startDate: '2026-09-02' };
    const order = { type: 'RegisterChild', ...person, occurredOn: '2026-09-02', school: start } as const;
    return decide(initialChild, order, days.decision(initialChild, '2026-09-02T09:00:00.000Z', actor, '900001')).reduce(
      evolve,
      initialChild,
    );
  };
  /** Away from 14 September, with a mark for each session that year R holds. */
  const absent = (yearGroup: string) => {
    let child = pupil(yearGroup);
    for (const date of datesFrom('2026-09-14', '2026-10-09')) {
      const day = days.decision(child, `${date}T13:30:00.000Z`, actor);
      const marks = sessionsOn(reception, date).map((session) => ({ date, session, code: 'O' }));
      if (marks.length > 0)
        child = decide(child, { type: 'RecordMarks', urn: '900001', marks }, day).reduce(evolve, child);
    }
    return groundClock(child, '900001', days.day(child, '2026-10-09T18:00:00.000Z'));
  };

  it('has its days counted by them, half days included', () => {
    // For any other year two afternoons are without a mark: the run begins after them.
    expect([absent('R').count, absent('1').count]).toEqual([20, 18]);
    expect(absent('R')).toMatchObject({ from: '2026-09-14', reached: true });
    const day = days.decision(pupil('R'), '2026-09-04T13:30:00.000Z', actor);
    const marks = [{ date: '2026-09-04', session: 'AM', code: 'O' }] as const;
    expect(() => decide(pupil('R'), { type: 'RecordMarks', urn: '900001', marks }, day)).toThrow('no school day');
  });
});
