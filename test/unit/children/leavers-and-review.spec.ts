import { describe, expect, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { breachesDue, duties } from '../../../src/children/domain/duties.js';
import { stageOf } from '../../../src/children/domain/stage.js';
import type { SchoolCalendar } from '../../../src/schools/domain/calendar.js';
import { norfolkCalendar } from '../../support/policy.js';
import { absent, fold, given, on, otherUrn, pupil, registered, removed, urn, walk } from './a-child.js';

const types = (events: readonly ChildEvent[]) => events.map(({ type }) => type);
const review = { type: 'ReviewChild' } as const;

describe('leavers (R14, R15, R16)', () => {
  const friday = on('2026-03-13');
  const leave = { type: 'DeclareLeaving', lastAttended: '2026-03-13', reason: 'moving' } as const;
  const left = (): ChildEvent[] => [...pupil, ...given(...pupil).when(leave, friday).events];

  it('A13 R14 a leaver without a named school is reported at once', () => {
    const outcome = given(...pupil).when(leave, friday);
    outcome.then(
      { type: 'PupilLeaving', data: { urn, occurredOn: '2026-03-13', lastAttended: '2026-03-13', reason: 'moving' } },
      { type: 'LeaverWithoutDestinationReported', data: { urn, occurredOn: '2026-03-13', authority: '926' } },
    );
    outcome.thenState((child) => expect(stageOf(child)).toBe('leaving'));
    given(...left())
      .when(leave, friday)
      .thenNothing();
    given(registered).when(leave, friday).thenRefused('R14', 'not-on-roll');
  });

  it('A13 R15 the second clock reaches day 20 from the first school day after the last attended one', () => {
    expect(walk(left(), [review, on('2026-04-27')]).added.filter(({ type }) => type.startsWith('Unplaced'))).toEqual(
      [],
    );
    const { added, child } = walk(
      left(),
      [review, on('2026-04-28')],
      [review, on('2026-04-28')],
      [review, on('2026-04-29')],
    );
    const reached = added.filter(({ type }) => type === 'UnplacedLeaverTwentyDaysReached');
    expect(reached).toEqual([
      {
        type: 'UnplacedLeaverTwentyDaysReached',
        data: {
          urn,
          occurredOn: '2026-04-28',
          from: '2026-03-16',
          basis: 'first-school-day-after-last-attended',
          dayCount: 20,
          calendarVersion: 1,
          sum: '20 school days with 2026-03-16 (the first school day after the last attended session) as the first: 2026-04-28.',
        },
      },
    ]);
    expect(added.filter(({ type }) => type === 'ReferredToLA')).toMatchObject([
      { data: { basis: 'leaver-twenty-days', occurredOn: '2026-04-28' } },
    ]);
    expect(stageOf(child)).toBe('referred');
  });

  it('R15 a named school stops the clock; one where the child did not arrive starts the worry again', () => {
    const named = walk(
      left(),
      [{ type: 'NameDestination', urn: otherUrn, startDate: '2026-04-15' }, on('2026-03-20')],
      [review, on('2026-05-20')],
    );
    expect(types(named.added)).not.toContain('UnplacedLeaverTwentyDaysReached');
    const absentThere = walk(
      left(),
      [{ type: 'NameDestination', urn: otherUrn }, on('2026-03-20')],
      [{ type: 'RecordDestinationNoShow' }, on('2026-04-22')],
      [review, on('2026-04-28')],
    );
    expect(types(absentThere.added)).toContain('UnplacedLeaverTwentyDaysReached');
    expect(stageOf(absentThere.child)).toBe('referred');
  });

  it('R14 a leaver with a school is not reported as without one', () => {
    expect(types(given(...pupil).when({ ...leave, destination: { name: 'Quay Academy' } }, friday).events)).toEqual([
      'PupilLeaving',
      'DestinationSchoolNamed',
    ]);
    expect(types(given(...pupil).when({ ...leave, destination: { name: ' ' } }, friday).events)).toContain(
      'LeaverWithoutDestinationReported',
    );
  });

  it('A14 R16 a named school is no arrival: it is chased until the enrolment is confirmed', () => {
    const named = walk(left(), [{ type: 'NameDestination', urn: otherUrn, startDate: '2026-04-15' }, on('2026-03-20')]);
    expect(duties(named.child, on('2026-04-20'))).toContainEqual(
      expect.objectContaining({ kind: 'confirm-destination', due: '2026-04-22', rule: 'R16' }),
    );
    const gone = fold(...left(), ...named.added, removed('2026-03-27'));
    expect(duties(gone, on('2026-04-20'))).toContainEqual(
      expect.objectContaining({ kind: 'confirm-destination', owner: 'cme-assistant@926' }),
    );
    const confirm = { type: 'ConfirmDestinationEnrolment', urn: otherUrn, startDate: '2026-04-15' } as const;
    const confirmed = given(...left(), ...named.added).when(confirm, on('2026-04-15'));
    confirmed.thenMatching({ type: 'DestinationEnrolmentConfirmed' });
    given(...left(), ...named.added, ...confirmed.events)
      .when(confirm, on('2026-04-15'))
      .thenNothing();
    given(...left(), ...named.added, ...confirmed.events)
      .when({ type: 'RecordDestinationNoShow' }, on('2026-04-22'))
      .thenRefused('R16', 'enrolment-confirmed');
  });

  it('R16 destinations: repeats, and what cannot be', () => {
    const name = { type: 'NameDestination', urn: otherUrn } as const;
    const named = given(...left()).when(name, friday);
    given(...left(), ...named.events)
      .when(name, friday)
      .thenNothing();
    given(...left())
      .when({ type: 'NameDestination' }, friday)
      .thenRefused('R16', 'no-school-named');
    given(...left())
      .when({ ...name, startDate: '2026-02-30' }, friday)
      .thenRefused('R16', 'not-a-date');
    given(...left())
      .when({ type: 'RecordDestinationNoShow' }, friday)
      .thenRefused('R16', 'no-destination');
    given(...left())
      .when({ type: 'ConfirmDestinationEnrolment' }, friday)
      .thenRefused('R16', 'no-destination');
    const noShow = given(...left(), ...named.events).when({ type: 'RecordDestinationNoShow' }, friday);
    given(...left(), ...named.events, ...noShow.events)
      .when({ type: 'RecordDestinationNoShow' }, friday)
      .thenNothing();
  });

  it('R15 home education or another roll ends the search for a school', () => {
    for (const settled of [
      { type: 'HomeEducationNotified', data: { occurredOn: '2026-03-14', written: true } },
      { type: 'AddedToRoll', data: { urn: otherUrn, occurredOn: '2026-03-20' } },
    ] as ChildEvent[]) {
      expect(types(walk([...left(), settled], [review, on('2026-05-20')]).added)).not.toContain(
        'UnplacedLeaverTwentyDaysReached',
      );
    }
  });
});

describe('what the clock brings (R03, R11, R57, R63)', () => {
  it('A01 R03 code N expires once, after its fifth school day, and becomes O; the entry N stays', () => {
    const n: ChildEvent = {
      type: 'AbsenceRecorded',
      data: { urn, occurredOn: '2025-10-22', session: 'AM', code: 'N' },
    };
    expect(types(walk([...pupil, n], [review, on('2025-11-06')]).added)).not.toContain('CodeNExpired');
    const { added, child } = walk(
      [...pupil, n],
      [review, on('2025-11-07')],
      [review, on('2025-11-07')],
      [review, on('2025-11-10')],
    );
    expect(added.filter(({ type }) => type === 'CodeNExpired')).toHaveLength(1);
    expect(added.filter(({ type }) => type === 'AbsenceAmended')).toEqual([
      {
        type: 'AbsenceAmended',
        data: {
          urn,
          occurredOn: '2025-10-22',
          session: 'AM',
          from: 'N',
          to: 'O',
          reason: 'no reason established within five school days',
        },
      },
    ]);
    expect(child.unresolved).toEqual([]);
  });

  it('R03 a reason in time leaves nothing to expire', () => {
    const n: ChildEvent = {
      type: 'AbsenceRecorded',
      data: { urn, occurredOn: '2025-10-22', session: 'AM', code: 'N' },
    };
    const child = walk(
      [...pupil, n],
      [
        { type: 'EstablishAbsenceReason', urn, first: '2025-10-22', last: '2025-10-22', code: 'I', source: 'parent' },
        on('2025-10-23'),
      ],
    );
    expect(types(walk([...pupil, n, ...child.added], [review, on('2025-11-20')]).added)).not.toContain('CodeNExpired');
  });

  it('R12 R63 the threshold is found by the clock too, where the marks came without a calendar', () => {
    const twenty = [...pupil, ...absent('O', '2025-10-06', '2025-11-10')];
    expect(types(walk(twenty, [review, on('2025-11-10')]).added)).toContain('TwentyDayThresholdReached');
    expect(
      types(
        walk(twenty, [review, on('2025-11-10')], [review, on('2025-11-11')]).added.filter(
          ({ type }) => type === 'TwentyDayThresholdReached',
        ),
      ),
    ).toHaveLength(1);
  });

  it('A06 R63 an INSET day moved into the run recomputes the deadline, with a cancel event for the old one', () => {
    const running = [...pupil, ...absent('O', '2025-10-06', '2025-10-24')];
    const set = walk(running, [review, on('2025-10-24')]).added;
    expect(set).toContainEqual({
      type: 'DeadlineSet',
      data: {
        key: `report-missing:${urn}/2025-10-06`,
        kind: 'report-missing',
        occurredOn: '2025-10-24',
        due: '2025-11-10',
        sum: '20 school days with 2025-10-06 (the first school day of the absence) as the first: 2025-11-10.',
        calendarVersion: 1,
      },
    });
    const moved: SchoolCalendar = {
      ...norfolkCalendar,
      version: 2,
      years: norfolkCalendar.years.map((year) =>
        year.year === '2025/26' ? { ...year, inset: [...year.inset, '2025-11-07'] } : year,
      ),
    };
    const later = walk(
      [...running, ...set],
      [review, on('2025-10-28', { calendar: moved })],
      [review, on('2025-10-28', { calendar: moved })],
    );
    const timers = later.added.filter(({ data }) => 'kind' in data && data.kind === 'report-missing');
    expect(timers).toMatchObject([
      { type: 'DeadlineCancelled', data: { due: '2025-11-10', why: 'recomputed' } },
      { type: 'DeadlineSet', data: { due: '2025-11-11', calendarVersion: 2 } },
    ]);
  });

  it('R63 a date is reached once, and falls away when nothing is outstanding', () => {
    const running = [...pupil, ...absent('O', '2025-10-06', '2025-11-07')];
    const { added, child } = walk(
      running,
      [review, on('2025-11-07')],
      [review, on('2025-11-10')],
      [review, on('2025-11-10')],
      [review, on('2025-11-11')],
    );
    expect(added.filter(({ type }) => type === 'DeadlineReached')).toHaveLength(1);
    const other = walk(
      [...running, ...walk(running, [review, on('2025-11-07')]).added],
      [{ type: 'RecordReturn', urn, date: '2025-11-10' }, on('2025-11-10')],
      [review, on('2025-11-10')],
    );
    expect(other.added).toContainEqual(
      expect.objectContaining({
        type: 'DeadlineCancelled',
        data: expect.objectContaining({ kind: 'report-missing', why: 'no-longer-outstanding' }),
      }),
    );
    expect(child.deadlines[`report-missing:${urn}/2025-10-06`]).toMatchObject({ reached: true });
  });

  it('R11 a return from leave is overdue once, from the day after it was due', () => {
    const leave: ChildEvent[] = [
      {
        type: 'LeaveRequested',
        data: {
          leaveId: 'l1',
          occurredOn: '2025-10-01',
          urn,
          kind: 'extended',
          first: '2025-10-13',
          last: '2025-10-17',
        },
      },
      {
        type: 'LeaveGranted',
        data: {
          leaveId: 'l1',
          occurredOn: '2025-10-02',
          first: '2025-10-13',
          last: '2025-10-17',
          emergencyType: 'BEREAVEMENT',
          evidenceIds: ['e1'],
        },
      },
    ];
    const away = [...pupil, ...leave, ...absent('C', '2025-10-13', '2025-10-17')];
    expect(types(walk(away, [review, on('2025-10-20')]).added)).not.toContain('ReturnOverdue');
    const overdue = walk(away, [review, on('2025-10-21')], [review, on('2025-10-22')]).added.filter(
      ({ type }) => type === 'ReturnOverdue',
    );
    expect(overdue).toEqual([
      {
        type: 'ReturnOverdue',
        data: { leaveId: 'l1', expectedOn: '2025-10-20', occurredOn: '2025-10-21', calendarVersion: 1 },
      },
    ]);
    const back = walk(
      away,
      [{ type: 'RecordReturn', urn, date: '2025-10-20' }, on('2025-10-20')],
      [review, on('2025-10-22')],
    );
    expect(types(back.added)).not.toContain('ReturnOverdue');
    expect(back.child.leave[0]?.returnedOn).toBe('2025-10-20');
  });

  it('A22 R57 a child with a protection plan, absent without a reason, is escalated on day 1 and not at day 10', () => {
    const plan: ChildEvent = {
      type: 'WelfareStatusChanged',
      data: { occurredOn: '2025-09-10', from: 'none', to: 'child-protection-plan' },
    };
    const day1 = [...pupil, plan, ...absent('N', '2025-11-12', '2025-11-12')];
    expect(duties(fold(...day1), on('2025-11-12'))).toContainEqual(
      expect.objectContaining({
        kind: 'escalate-safeguarding',
        owner: `safeguarding-lead@${urn}`,
        due: '2025-11-12',
        rule: 'R57',
      }),
    );
    const { added } = walk(day1, [review, on('2025-11-12')], [review, on('2025-11-12')], [review, on('2025-11-13')]);
    expect(added.filter(({ type }) => type === 'RiskReviewRequested')).toEqual([
      {
        type: 'RiskReviewRequested',
        data: {
          reviewId: `absence/${urn}/2025-11-12`,
          occurredOn: '2025-11-12',
          trigger: 'unexplained-absence',
          immediate: true,
        },
      },
    ]);
    const explained: ChildEvent = {
      type: 'ParentContacted',
      data: { contactId: 'k', channel: 'phone', outcome: 'reason-given', occurredOn: '2025-11-12' },
    };
    expect(types(walk([...day1, explained], [review, on('2025-11-12')]).added)).not.toContain('RiskReviewRequested');
    expect(
      types(walk([...pupil, ...absent('N', '2025-11-12', '2025-11-12')], [review, on('2025-11-12')]).added),
    ).not.toContain('RiskReviewRequested');
  });

  it('R25 the policy’s own threshold is met once, four weeks after the last roll', () => {
    const { added } = walk(
      [...pupil, removed('2025-10-06')],
      [review, on('2025-11-01')],
      [review, on('2025-11-02')],
      [review, on('2025-11-20')],
    );
    expect(added.filter(({ type }) => type === 'LocalCmeThresholdMet')).toMatchObject([
      { data: { occurredOn: '2025-11-02', since: '2025-10-06', calendarVersion: 1 } },
    ]);
  });

  it('R63 a breach is recorded once, with whose it was and by which rule', () => {
    const day = [...pupil, ...absent('O', '2025-11-10', '2025-11-10')];
    expect(breachesDue(fold(...day), on('2025-11-10'))).toEqual([]);
    const { added, child } = walk(
      day,
      [review, on('2025-11-11')],
      [review, on('2025-11-11')],
      [review, on('2025-11-12')],
    );
    expect(added.filter(({ type }) => type === 'DutyBreached')).toEqual([
      {
        type: 'DutyBreached',
        data: {
          key: `contact-parent:${urn}/2025-11-10`,
          kind: 'contact-parent',
          due: '2025-11-10',
          owner: `school-staff@${urn}`,
          rule: 'R02',
          paragraph: 'Riverside CME policy, section 1',
          occurredOn: '2025-11-11',
        },
      },
    ]);
    expect(breachesDue(child, on('2025-11-12'))).toEqual([]);
  });

  it('R63 says nothing of a child that is not registered', () => {
    given().when(review, on('2025-11-12')).thenNothing();
    given(...pupil)
      .when(review, on('2025-11-12'))
      .thenNothing();
  });
});
