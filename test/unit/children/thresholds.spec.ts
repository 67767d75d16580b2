import { describe, expect, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { groundClock, returnClock } from '../../../src/children/domain/clocks.js';
import { duties } from '../../../src/children/domain/duties.js';
import { snapshotForReaders } from '../../../src/children/domain/snapshot.js';
import type { SchoolCalendar } from '../../../src/schools/domain/calendar.js';
import { norfolkCalendar } from '../../support/policy.js';
import { absent, fold, given, on, pupil, refusalOf, urn } from './a-child.js';

const lastSession = { type: 'RecordAbsence', urn, date: '2025-11-10', session: 'PM', code: 'O' } as const;
const upToLast = [...pupil, ...absent('O', '2025-10-06', '2025-11-10').slice(0, -1)];
const reached = [...pupil, ...absent('O', '2025-10-06', '2025-11-10')];
const threshold = {
  type: 'TwentyDayThresholdReached',
  data: {
    urn,
    occurredOn: '2025-11-10',
    from: '2025-10-06',
    dayCount: 20,
    codesUsed: ['O'],
    flagged: [],
    calendarVersion: 1,
    registerVersion: 40,
  },
} as const;

describe('the 20-day threshold (R12, T1, T2, T3)', () => {
  it('A02 T1 fires with the register of the 20th school day, and no roll event follows', () => {
    given(...upToLast)
      .when(lastSession, on('2025-11-10'))
      .then({ type: 'AbsenceRecorded', data: { urn, occurredOn: '2025-11-10', session: 'PM', code: 'O' } }, threshold);
  });

  it('R12 does not fire on day 19', () => {
    given(...pupil, ...absent('O', '2025-10-06', '2025-11-07').slice(0, -1))
      .when({ ...lastSession, date: '2025-11-07' }, on('2025-11-07'))
      .then({ type: 'AbsenceRecorded', data: { urn, occurredOn: '2025-11-07', session: 'PM', code: 'O' } });
  });

  it('R12 fires once', () => {
    given(...reached, threshold)
      .when({ ...lastSession, date: '2025-11-11', session: 'AM' }, on('2025-11-11'))
      .then({ type: 'AbsenceRecorded', data: { urn, occurredOn: '2025-11-11', session: 'AM', code: 'O' } });
  });

  it('A03 T2 one session of illness breaks the run, and the count begins again the day after', () => {
    const ill = upToLast.map((event) =>
      event.type === 'AbsenceRecorded' && event.data.occurredOn === '2025-10-22' && event.data.session === 'AM'
        ? { ...event, data: { ...event.data, code: 'I' } }
        : event,
    );
    given(...ill)
      .when(lastSession, on('2025-11-10'))
      .then({ type: 'AbsenceRecorded', data: { urn, occurredOn: '2025-11-10', session: 'PM', code: 'O' } })
      .thenState((child) => expect(groundClock(child, urn, on('2025-11-10')).from).toBe('2025-10-23'));
  });

  it('A04 T2 one late arrival (U) breaks the ground’s run and not that of the attendance return', () => {
    const late = upToLast.map((event) =>
      event.type === 'AbsenceRecorded' && event.data.occurredOn === '2025-10-22' && event.data.session === 'AM'
        ? { ...event, data: { ...event.data, code: 'U', attended: true as const } }
        : event,
    );
    given(...late)
      .when(lastSession, on('2025-11-10'))
      .then({ type: 'AbsenceRecorded', data: { urn, occurredOn: '2025-11-10', session: 'PM', code: 'O' } })
      .thenState((child) => {
        expect(groundClock(child, urn, on('2025-11-10'))).toMatchObject({ reached: false, from: '2025-10-23' });
        expect(returnClock(child, urn, on('2025-11-10'))).toMatchObject({
          reached: true,
          from: '2025-10-06',
          onDate: '2025-10-17',
        });
      });
  });

  it('A05 a late amendment withdraws the threshold', () => {
    given(...reached, threshold)
      .when(
        { type: 'AmendAbsence', urn, date: '2025-10-15', session: 'AM', code: 'I', reason: 'doctor’s note' },
        on('2025-11-12'),
      )
      .thenMatching(
        { type: 'AbsenceAmended' },
        {
          type: 'TwentyDayThresholdWithdrawn',
          data: {
            urn,
            occurredOn: '2025-11-12',
            from: '2025-10-06',
            dayCount: 12,
            why: 'register-amended',
            calendarVersion: 1,
            registerVersion: 41,
          },
        },
      )
      .thenState((child) => expect(child.thresholds).toEqual({}));
  });

  it('R12 a return ends what the run had reached', () => {
    given(...reached, threshold)
      .when({ type: 'RecordReturn', urn, date: '2025-11-11' }, on('2025-11-11'))
      .then({ type: 'ReturnedToSchool', data: { urn, occurredOn: '2025-11-11', session: 'AM', code: '/' } })
      .thenState((child) => expect(child.thresholds).toEqual({}));
  });

  it('A06 an unplanned closure within the run flags it for a person', () => {
    const snow: SchoolCalendar = {
      ...norfolkCalendar,
      version: 2,
      years: norfolkCalendar.years.map((year) =>
        year.year === '2025/26'
          ? {
              ...year,
              closures: [...year.closures, { date: '2025-11-07', kind: 'unplanned' as const, reason: 'snow' }],
            }
          : year,
      ),
    };
    const clock = groundClock(fold(...reached), urn, on('2025-11-11', { calendar: snow }));
    expect(clock).toMatchObject({ reached: false, flagged: [{ date: '2025-11-07', why: 'unplanned-closure' }] });
    const long = [...pupil, ...absent('O', '2025-09-22', '2025-11-11')];
    expect(duties(fold(...long), on('2025-11-12', { calendar: snow }))).toContainEqual(
      expect.objectContaining({ kind: 'judge-run', owner: `school-staff@${urn}`, due: '2025-11-10', rule: 'R12' }),
    );
    expect(
      refusalOf(long, { type: 'RemoveFromRoll', urn, ground: '9(1)(i)' }, on('2025-11-12', { calendar: snow })).failed,
    ).toContain('TWENTY_SCHOOL_DAYS_CONTINUOUS');
  });

  it('T2 fifteen days of illness make the sickness return due, and no part of the 20 days', () => {
    const ill = [...pupil, ...absent('I', '2025-10-06', '2025-11-03'), ...absent('I', '2025-11-04', '2025-11-04')];
    const found = duties(fold(...ill), on('2025-11-04'));
    expect(found.map(({ kind }) => kind)).toEqual(['sickness-return']);
    expect(found).toMatchObject([{ rule: 'R12', explanation: { sum: '16 school days of illness since 2025-10-06.' } }]);
    const told: ChildEvent = {
      type: 'RegisterReturnMade',
      data: { kind: 'sickness', urn, occurredOn: '2025-11-04', since: '2025-10-06', dayCount: 16 },
    };
    expect(duties(fold(...ill, told), on('2025-11-04'))).toEqual([]);
  });

  it('R12 shows the sum behind the count to readers', () => {
    expect(snapshotForReaders(fold(...reached, threshold), on('2025-11-12'))).toMatchObject({
      absence: {
        clocks: { continuousAbsence: { count: 20, explanation: { calendarVersion: 1, registerVersion: 40 } } },
      },
    });
  });
});
