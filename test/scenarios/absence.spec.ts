import { describe, expect, it } from '@jest/globals';
import { groundClock, returnClock } from '../../src/children/domain/clocks.js';
import { amendCalendar, unplannedClosure } from '../../src/schools/domain/calendar-amendment.js';
import { ChildStory } from '../support/child-story.js';

/** Given a pupil with marks O from Monday 6 October 2025; otherwise: single sessions with another code. */
function awaySince6October(to = '2025-11-10', otherwise: Readonly<Record<string, string>> = {}): ChildStory {
  const story = ChildStory.pupil();
  story.absent('O', '2025-10-06', to, otherwise);
  return story;
}

describe('acceptance: absence and the 20-day threshold', () => {
  it('A01: code N on 22 October without a reason expires once after 6 November; the entry N is kept with the reason (R02, R03)', () => {
    const story = ChildStory.pupil();
    story.mark('2025-10-22', 'AM', 'N');
    story.mark('2025-10-22', 'PM', '\\');
    for (const day of ['2025-10-24', '2025-11-04', '2025-11-05', '2025-11-06']) story.review(day);
    expect(story.duties('2025-11-06', 'resolve-code-n')).toMatchObject([{ due: '2025-11-06', rule: 'R03' }]);
    expect(story.facts('CodeNExpired')).toEqual([]);
    for (const day of ['2025-11-07', '2025-11-07', '2025-11-10']) story.review(day);
    expect(story.facts('CodeNExpired')).toEqual([
      { on: '2025-11-07', data: { urn: story.urn, occurredOn: '2025-10-22', session: 'AM' } },
    ]);
    expect(story.facts('AbsenceRecorded').map(({ data }) => data.code)).toEqual(['N']);
    expect(story.facts('AbsenceAmended')).toMatchObject([
      { on: '2025-11-07', data: { from: 'N', to: 'O', reason: 'no reason established within five school days' } },
    ]);
  });

  it('A02: O from 6 October reaches day 20 with the afternoon register of 10 November, and no roll event follows (R12)', () => {
    const story = awaySince6October('2025-11-07');
    story.mark('2025-11-10', 'AM', 'O');
    expect(story.facts('TwentyDayThresholdReached')).toEqual([]);
    story.mark('2025-11-10', 'PM', 'O');
    expect(story.facts('TwentyDayThresholdReached')).toMatchObject([
      { on: '2025-11-10', data: { dayCount: 20, from: '2025-10-06', calendarVersion: 1, codesUsed: ['O'] } },
    ]);
    story.absent('O', '2025-11-11', '2025-12-19');
    expect(story.facts('TwentyDayThresholdReached')).toHaveLength(1);
    expect(story.facts('RemovedFromRoll')).toEqual([]);
    expect(story.child.roll).toEqual([{ urn: story.urn, from: '2025-09-03' }]);
  });

  it('A03: one session I on 22 October and the threshold does not fire; the count restarts on 23 October (R12)', () => {
    const story = awaySince6October('2025-11-10', { '2025-10-22 AM': 'I' });
    expect(story.facts('TwentyDayThresholdReached')).toEqual([]);
    expect(groundClock(story.child, story.urn, story.day('2025-11-10')).from).toBe('2025-10-23');
    // 23 and 24 October, then 18 school days from 4 November.
    story.absent('O', '2025-11-11', '2025-11-28');
    expect(story.facts('TwentyDayThresholdReached')).toMatchObject([
      { on: '2025-11-27', data: { dayCount: 20, from: '2025-10-23' } },
    ]);
  });

  it('A04: one session U breaks the run of ground (i) and not the 10 days of the attendance return (R12)', () => {
    const story = awaySince6October('2025-11-10', { '2025-10-22 AM': 'U' });
    const day = story.day('2025-11-10');
    expect(story.facts('TwentyDayThresholdReached')).toEqual([]);
    expect(groundClock(story.child, story.urn, day)).toMatchObject({ reached: false, from: '2025-10-23' });
    expect(returnClock(story.child, story.urn, day)).toMatchObject({
      reached: true,
      from: '2025-10-06',
      onDate: '2025-10-17',
    });
  });

  it('A05: 15 October amended to I on 12 November withdraws the threshold and blocks the open proposal, with the reason (R12, R13)', () => {
    const story = awaySince6October('2025-11-11');
    story.does('2025-11-11', { type: 'ProposeRemoval', proposalId: 'p1', urn: story.urn, ground: '9(1)(i)' });
    const correction = { date: '2025-10-15', session: 'AM', code: 'I', reason: 'doctor’s note' } as const;
    const added = story.does('2025-11-12', { type: 'AmendAbsence', urn: story.urn, ...correction });
    expect(added.map(({ type }) => type)).toEqual([
      'AbsenceAmended',
      'TwentyDayThresholdWithdrawn',
      'RollDeletionBlocked',
    ]);
    expect(story.facts('TwentyDayThresholdWithdrawn')).toMatchObject([
      { data: { from: '2025-10-06', why: 'register-amended' } },
    ]);
    expect(story.child.proposals).toMatchObject([{ state: 'blocked', why: 'twenty-day-threshold-withdrawn' }]);
    expect(story.isRefused('2025-11-12', { type: 'DecideRemoval', proposalId: 'p1' })).toMatchObject({
      rule: 'R13',
      name: 'proposal-blocked',
    });
    // From 16 October the run counts anew.
    story.absent('O', '2025-11-12', '2025-11-20');
    expect(story.facts('TwentyDayThresholdReached').map(({ on }) => on)).toEqual(['2025-11-10', '2025-11-20']);
  });

  it('A06: an INSET day moved to 7 November recomputes the deadline to 11 November, with a cancel event for the old (R63)', () => {
    const story = awaySince6October('2025-10-24');
    story.calendar = amendCalendar(story.calendar, { year: '2025/26', addInset: ['2025-11-07'] });
    story.review('2025-10-28');
    story.review('2025-10-29');
    const [set, moved, ...more] = story.facts('DeadlineSet').filter(({ data }) => data.kind === 'report-missing');
    expect([set?.data.due, moved?.data.due, more]).toEqual(['2025-11-10', '2025-11-11', []]);
    expect(moved?.data.calendarVersion).toBe(2);
    expect(story.facts('DeadlineCancelled').filter(({ data }) => data.kind === 'report-missing')).toMatchObject([
      { on: '2025-10-28', data: { due: '2025-11-10', why: 'recomputed' } },
    ]);
    story.absent('O', '2025-11-04', '2025-11-11');
    expect(story.facts('TwentyDayThresholdReached').map(({ on }) => on)).toEqual(['2025-11-11']);
  });

  it('A06: an unplanned closure on 7 November (Y4) flags the run for a person and decides nothing (R63)', () => {
    const story = awaySince6October('2025-11-06');
    story.calendar = amendCalendar(story.calendar, unplannedClosure('2025-11-07', 'snow'));
    story.absent('O', '2025-11-10', '2025-11-11');
    expect(story.facts('TwentyDayThresholdReached')).toEqual([]);
    expect(groundClock(story.child, story.urn, story.day('2025-11-11'))).toMatchObject({
      reached: false,
      flagged: [{ date: '2025-11-07', why: 'unplanned-closure' }],
    });
    expect(story.duties('2025-11-11', 'judge-run')).toMatchObject([
      { owner: `school-staff@${story.urn}`, rule: 'R12' },
    ]);
  });
});
