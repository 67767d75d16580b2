import { describe, expect, it } from '@jest/globals';
import { isSchoolDay } from '../../../src/schools/domain/calendar.js';
import { calendarOf, type SchoolContext } from '../../../src/schools/domain/facet.js';
import {
  decide,
  evolve,
  initialSchool,
  type SchoolCommand,
  type SchoolEvent,
} from '../../../src/schools/domain/school.js';
import { reviewsDue } from '../../../src/schools/domain/weekly-review.js';
import { specify } from '../../support/decider.js';
import { norfolkCalendar, policyFor } from '../../support/policy.js';

const on = (today: string, more: Partial<SchoolContext> = {}): SchoolContext => ({
  today,
  policy: policyFor(today),
  ...more,
});
const given = specify({ initial: initialSchool, evolve, decide }, on('2025-11-10'));

const details = {
  urn: '900001',
  name: 'Hollowmere Primary School',
  phase: 'primary',
  authority: '926',
  federation: 'Riverside Federation',
} as const;
const registered: SchoolEvent = { type: 'SchoolRegistered', data: { ...details, occurredOn: '2025-09-01' } };
const adopted: SchoolEvent = {
  type: 'CalendarAdopted',
  data: { version: 1, years: norfolkCalendar.years, source: 'governing body', occurredOn: '2025-09-01' },
};
const [anna, ben, cleo] = ['child-a', 'child-b', 'child-c'];

describe('R05 a school of the federation', () => {
  const register: SchoolCommand = { type: 'RegisterSchool', ...details, policyPack: 'riverside' };

  it('is registered with the policy it works under', () => {
    given()
      .when(register, on('2025-09-01'))
      .then(registered, {
        type: 'PolicyAdopted',
        data: { pack: 'riverside', from: '2025-09-01', occurredOn: '2025-09-01' },
      });
    const { policyPack: _, ...bare } = register;
    given()
      .when(bare as SchoolCommand, on('2025-09-01'))
      .then(registered);
  });

  it('is registered once', () => {
    given(registered).when(register).thenNothing();
    given(registered)
      .when({ ...register, name: 'Another' })
      .thenRefused('R05', 'school-already-registered');
  });

  it('needs a URN that can be one', () => {
    given()
      .when({ ...register, urn: '12' })
      .thenRefused('R05', 'not-a-urn');
  });

  it('can change its name or federation', () => {
    given(registered)
      .when({ type: 'ChangeSchoolDetails', federation: 'Broads Federation' })
      .then({ type: 'SchoolDetailsChanged', data: { federation: 'Broads Federation', occurredOn: '2025-11-10' } })
      .thenState((school) => expect(school.federation).toBe('Broads Federation'));
    given(registered).when({ type: 'ChangeSchoolDetails', name: details.name }).thenNothing();
    given().when({ type: 'ChangeSchoolDetails', name: 'x' }).thenRefused('R05', 'school-not-registered');
  });

  it('R23 adopts a policy from a day, and another later', () => {
    const first: SchoolEvent = {
      type: 'PolicyAdopted',
      data: { pack: 'norfolk', from: '2025-09-01', occurredOn: '2025-09-01' },
    };
    given(registered, first)
      .when({ type: 'AdoptPolicy', pack: 'riverside', from: '2026-01-01' })
      .then({ type: 'PolicyAdopted', data: { pack: 'riverside', from: '2026-01-01', occurredOn: '2025-11-10' } })
      .thenState((school) => expect(school.policies.map(({ pack }) => pack)).toEqual(['norfolk', 'riverside']));
    given(registered, first).when({ type: 'AdoptPolicy', pack: 'norfolk' }).thenNothing();
    given().when({ type: 'AdoptPolicy', pack: 'norfolk' }).thenRefused('R23');
  });

  it('passes over a fact that it does not know', () => {
    const unknown = { type: 'SomethingElse', data: {} } as unknown as SchoolEvent;
    expect(evolve(initialSchool, unknown)).toBe(initialSchool);
  });
});

describe('R63 the calendar of a school', () => {
  it('is its authority’s model until it has its own', () => {
    const calendar = calendarOf(initialSchool, on('2025-11-10'));
    expect(calendar).toMatchObject({ version: 0, basis: 'model' });
    expect(isSchoolDay(calendar, '2025-11-04')).toBe(true);
    expect(isSchoolDay(calendar, '2025-11-03')).toBe(false);
  });

  it('is adopted as version 1, and the same again changes nothing', () => {
    const adopt: SchoolCommand = { type: 'AdoptCalendar', years: norfolkCalendar.years, source: 'governing body' };
    given(registered).when(adopt, on('2025-09-01')).then(adopted);
    given(registered, adopted)
      .when(adopt)
      .thenNothing()
      .thenState((school) => expect(school.calendar).toEqual({ ...norfolkCalendar, urn: '900001' }));
  });

  it('keeps the model’s other years when a school brings one of its own', () => {
    const next = norfolkCalendar.years.filter(({ year }) => year === '2026/27');
    given(registered)
      .when({ type: 'AdoptCalendar', years: next, source: 'file' })
      .thenState((school) => expect(school.calendar?.years.map(({ year }) => year)).toEqual(['2025/26', '2026/27']));
  });

  it('is refused when it is empty or cannot be', () => {
    given(registered).when({ type: 'AdoptCalendar', years: [], source: 'file' }).thenRefused('R63', 'no-school-year');
    const [year] = norfolkCalendar.years;
    if (year === undefined) throw new Error('no year');
    const refusal = given(registered)
      .when({ type: 'AdoptCalendar', years: [{ ...year, inset: ['2031-01-01'] }], source: 'file' })
      .thenRefused('R63', 'calendar-faulty');
    expect(refusal.reason.failed).toEqual(['2025/26: staff training day 2031-01-01 is no day of the school year']);
    given()
      .when({ type: 'AdoptCalendar', years: [year], source: 'file' })
      .thenRefused('R63', 'school-not-registered');
  });

  const move: SchoolCommand = {
    type: 'AmendCalendar',
    change: { year: '2025/26', addInset: ['2025-11-07'] },
    why: 'training moved',
  };
  const day = {
    date: '2025-11-07',
    was: 'school-day',
    now: 'inset',
    sessionsWere: ['AM', 'PM'],
    sessionsNow: [],
  } as const;
  const moved: SchoolEvent = {
    type: 'CalendarAmended',
    data: { version: 2, change: move.change, days: [day], why: 'training moved', occurredOn: '2025-11-10' },
  };

  it('A06 is amended with the reason, as the next version, and names the days that are others now', () => {
    given(registered, adopted)
      .when(move)
      .then(moved)
      .thenState((school) => {
        expect(school.calendar?.version).toBe(2);
        expect(isSchoolDay(school.calendar ?? norfolkCalendar, '2025-11-07')).toBe(false);
      });
    given(registered, adopted, moved).when(move).thenNothing();
  });

  it('is refused without a reason, for a year it has not, and into something that cannot be', () => {
    given(registered, adopted)
      .when({ ...move, why: ' ' })
      .thenRefused('R63', 'no-reason');
    given(registered, adopted)
      .when({ ...move, change: { year: '2030/31' } })
      .thenRefused('R63', 'no-calendar-for-year');
    given(registered, adopted)
      .when({ ...move, change: { year: '2025/26', addInset: ['2030-01-01'] } })
      .thenRefused('R63', 'calendar-faulty');
    given().when(move).thenRefused('R63');
  });

  it('of the model becomes the school’s own before the school departs from it', () => {
    given(registered)
      .when(move)
      .thenMatching({ type: 'CalendarAdopted' }, { type: 'CalendarAmended' })
      .thenState((school) => expect(school.calendar).toMatchObject({ version: 2, basis: 'own' }));
  });

  const snow: SchoolCommand = { type: 'ReportUnexpectedClosure', date: '2025-11-07', reason: 'snow' };
  const closed: SchoolEvent = {
    type: 'SchoolClosedUnexpectedly',
    data: { version: 2, date: '2025-11-07', reason: 'snow', occurredOn: '2025-11-10' },
  };

  it('A06 takes in an unexpected closure afterwards', () => {
    given(registered, adopted)
      .when(snow)
      .then(closed)
      .thenState((school) => expect(isSchoolDay(school.calendar ?? norfolkCalendar, '2025-11-07')).toBe(false));
    given(registered, adopted, closed).when(snow).thenNothing();
    given(registered).when(snow).thenMatching({ type: 'CalendarAdopted' }, { type: 'SchoolClosedUnexpectedly' });
  });

  it('takes in a closure of one session, once', () => {
    const afternoon: SchoolCommand = { ...snow, sessions: ['PM'] };
    const half: SchoolEvent = { ...closed, data: { ...closed.data, sessions: ['PM'] } } as SchoolEvent;
    given(registered, adopted)
      .when(afternoon)
      .then(half)
      .thenState((school) => expect(isSchoolDay(school.calendar ?? norfolkCalendar, '2025-11-07')).toBe(true));
    given(registered, adopted, half).when(afternoon).thenNothing();
  });

  it('refuses a closure to come, of no school day, without a reason', () => {
    given(registered, adopted)
      .when({ ...snow, date: '2025-11-11' })
      .thenRefused('R63', 'closure-to-come');
    given(registered, adopted)
      .when({ ...snow, date: '2025-11-08' })
      .thenRefused('R63', 'not-a-school-day');
    given(registered, adopted)
      .when({ ...snow, date: '2025-02-30' })
      .thenRefused('R63', 'not-a-date');
    given(registered, adopted)
      .when({ ...snow, reason: '' })
      .thenRefused('R63', 'no-reason');
    given().when(snow).thenRefused('R63');
  });
});

describe('R01 the weekly review', () => {
  const review: SchoolCommand = {
    type: 'CompleteWeeklyReview',
    week: '2025-11-06',
    reviewed: [anna, ben, cleo],
    flagged: [ben],
  };
  const friday = on('2025-11-07', { enrolled: [anna, ben, cleo] });
  const reviewed: SchoolEvent = {
    type: 'WeeklyAttendanceReviewCompleted',
    data: { week: '2025-11-03', flagged: [ben], covered: 3, occurredOn: '2025-11-07' },
  };

  it('R01 covers every child on the roll and names those not in school', () => {
    given(registered, adopted).when(review, friday).then(reviewed);
  });

  it('R01 of a week is done once', () => {
    given(registered, adopted, reviewed)
      .when({ ...review, flagged: [] }, friday)
      .thenNothing();
  });

  it('R01 is refused while a child on the roll has not been looked at', () => {
    const refusal = given(registered, adopted)
      .when({ ...review, reviewed: [anna, ben] }, friday)
      .thenRefused('R01', 'review-incomplete');
    expect(refusal.reason.failed).toEqual(['EVERY_CHILD_ON_ROLL_REVIEWED']);
    expect(refusal.message).not.toContain(cleo);
  });

  it('R01 is refused for a week of holiday, one to come, no date, a child flagged unseen', () => {
    given(registered, adopted)
      .when({ ...review, week: '2025-10-29' }, friday)
      .thenRefused('R01', 'no-session-in-week');
    given(registered, adopted)
      .when({ ...review, week: '2025-11-12' }, friday)
      .thenRefused('R01', 'week-to-come');
    given(registered, adopted)
      .when({ ...review, week: 'soon' }, friday)
      .thenRefused('R01', 'not-a-date');
    given(registered, adopted)
      .when({ ...review, flagged: ['child-x'] }, friday)
      .thenRefused('R01', 'flagged-not-reviewed');
    given().when(review, friday).thenRefused('R01', 'school-not-registered');
  });

  it('R01 weeks without a review are listed, holidays left out', () => {
    const school = [registered, adopted, reviewed].reduce(evolve, initialSchool);
    const due = reviewsDue(school, '2025-10-15', on('2025-11-12'));
    expect(due.map(({ week, overdue }) => [week, overdue])).toEqual([
      ['2025-10-13', true],
      ['2025-10-20', true],
      ['2025-11-10', false],
    ]);
    expect(due[0]?.when).toMatchObject({
      due: '2025-10-20',
      rule: 'R01',
      paragraph: 'Riverside CME policy, section 1',
    });
    expect(reviewsDue(school, '2025-11-17', on('2025-11-10'))).toEqual([]);
    const policy = { ...policyFor('2025-11-12'), timescales: {} };
    expect(reviewsDue(school, '2025-10-15', { today: '2025-11-12', policy })).toEqual([]);
  });
});

describe('R04 the check after a holiday', () => {
  const tuesday = on('2025-11-04');
  const start: SchoolCommand = { type: 'StartAfterHolidayCheck', on: '2025-11-04', pupils: [anna, ben] };
  const started: SchoolEvent = {
    type: 'AfterHolidayCheckStarted',
    data: {
      on: '2025-11-04',
      holiday: { first: '2025-10-25', last: '2025-11-03' },
      because: 'first school day after half term',
      pupils: [anna, ben],
      occurredOn: '2025-11-04',
    },
  };
  const result = (childId: string, came: 'returned' | 'unauthorised-leave-suspected'): SchoolEvent => ({
    type: 'AfterHolidayResultRecorded',
    data: { on: '2025-11-04', childId, result: came, occurredOn: '2025-11-04' },
  });
  const complete: SchoolCommand = { type: 'CompleteAfterHolidayCheck', on: '2025-11-04' };
  const record = (childId: string): SchoolCommand => ({
    type: 'RecordAfterHolidayResult',
    on: '2025-11-04',
    childId,
    result: 'returned',
  });

  it('A09 starts on the first school day with the children absent', () => {
    given(registered, adopted).when(start, tuesday).then(started);
    given(registered, adopted, started).when(start, tuesday).thenNothing();
  });

  it('R04 takes in children found absent later, and is open again', () => {
    given(registered, adopted, started)
      .when({ ...start, pupils: [ben, cleo] }, tuesday)
      .then({ type: 'AfterHolidayPupilsAdded', data: { on: '2025-11-04', pupils: [cleo], occurredOn: '2025-11-04' } })
      .thenState((school) =>
        expect(school.checks['2025-11-04']?.results).toEqual({ [anna]: null, [ben]: null, [cleo]: null }),
      );
  });

  it('R04 is refused on another day, one to come, or no date', () => {
    given(registered, adopted)
      .when({ ...start, on: '2025-11-05' }, on('2025-11-05'))
      .thenRefused('R04', 'no-holiday-before');
    given(registered, adopted)
      .when({ ...start, on: '2026-01-06' }, tuesday)
      .thenRefused('R04', 'day-to-come');
    given(registered, adopted)
      .when({ ...start, on: '' }, tuesday)
      .thenRefused('R04', 'not-a-date');
    given().when(start, tuesday).thenRefused('R04', 'school-not-registered');
  });

  it('R04 with nobody absent is complete at once', () => {
    given(registered, adopted)
      .when({ ...start, pupils: [] }, tuesday)
      .thenMatching({ type: 'AfterHolidayCheckStarted' }, { type: 'AfterHolidayCheckCompleted' });
  });

  it('A09 cannot be completed while a child has no result of a contact', () => {
    const refusal = given(registered, adopted, started, result(anna, 'returned'))
      .when(complete, tuesday)
      .thenRefused('R04', 'results-missing');
    expect(refusal.reason.detail).toBe('1 of the absent children have no result of a contact yet.');
  });

  it('R04 is completed with the sum of the results, once', () => {
    const results = [result(anna, 'returned'), result(ben, 'unauthorised-leave-suspected')];
    const completed: SchoolEvent = {
      type: 'AfterHolidayCheckCompleted',
      data: {
        on: '2025-11-04',
        results: { returned: 1, 'unauthorised-leave-suspected': 1 },
        occurredOn: '2025-11-04',
      },
    };
    given(registered, adopted, started, ...results)
      .when(complete, tuesday)
      .then(completed);
    given(registered, adopted, started, ...results, completed)
      .when(complete, tuesday)
      .thenNothing();
  });

  it('R04 a result is of a child of the check and one of the list; the same again is nothing new', () => {
    given(registered, adopted, started).when(record(anna), tuesday).then(result(anna, 'returned'));
    given(registered, adopted, started)
      .when({ ...record(anna), note: 'called at nine' } as SchoolCommand, tuesday)
      .thenMatching({
        data: { on: '2025-11-04', childId: anna, result: 'returned', note: 'called at nine', occurredOn: '2025-11-04' },
      });
    given(registered, adopted, started, result(anna, 'returned')).when(record(anna), tuesday).thenNothing();
    given(registered, adopted, started).when(record(cleo), tuesday).thenRefused('R04', 'pupil-not-in-check');
    given(registered, adopted, started)
      .when({ ...record(anna), result: 'gone' } as unknown as SchoolCommand, tuesday)
      .thenRefused('R04', 'unknown-result');
    given(registered, adopted).when(record(anna), tuesday).thenRefused('R04', 'no-such-check');
  });

  it('folds facts about a check that it never saw start without a complaint', () => {
    expect(evolve(initialSchool, result(anna, 'returned'))).toBe(initialSchool);
  });
});

describe('register files', () => {
  const file = { sha256: 'ab', rows: 2, recorded: 1, unchanged: 1, corrected: 0, refused: 0, lastDate: '2025-11-04' };
  const received: SchoolEvent = { type: 'RegisterFileReceived', data: { ...file, occurredOn: '2025-11-10' } };

  it('R05 are kept by their hash, and the same again is no new fact', () => {
    given(registered)
      .when({ type: 'RecordRegisterFile', ...file })
      .then(received);
    given(registered, received)
      .when({ type: 'RecordRegisterFile', ...file })
      .thenNothing();
    const { lastDate: _, ...empty } = file;
    given(registered, received)
      .when({ type: 'RecordRegisterFile', ...empty, sha256: 'cd' })
      .thenState((school) =>
        expect(school.registerFiles).toEqual({ count: 2, last: { sha256: 'cd', on: '2025-11-10' } }),
      );
    given()
      .when({ type: 'RecordRegisterFile', ...file })
      .thenRefused('R05');
  });
});
