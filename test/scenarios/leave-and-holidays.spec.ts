import { describe, expect, it } from '@jest/globals';
import type { ChildCommand } from '../../src/children/domain/child.js';
import { snapshotForReaders } from '../../src/children/domain/snapshot.js';
import { suggestedIndicators } from '../../src/safeguarding/domain/leave-risk.js';
import { decide, evolve, initialSchool, type SchoolEvent } from '../../src/schools/domain/school.js';
import { ChildStory } from '../support/child-story.js';
import { specify } from '../support/decider.js';
import { norfolkCalendar, policyFor } from '../support/policy.js';

const hash = 'c0ffee'.padEnd(64, '0');
const bereavement = { evidenceId: 'e1', kind: 'death-certificate', hash } as const;

function asks(kind: 'extended' | 'special', first = '2026-06-15', last = '2026-07-17'): ChildStory {
  const story = ChildStory.pupil();
  story.does('2026-06-02', { type: 'RequestLeave', leaveId: 'l1', urn: story.urn, kind, first, last });
  return story;
}

describe('acceptance: holidays and leave', () => {
  it('A09: on 4 November after half term the absent are checked, and the check is not complete while one has no result (R04)', () => {
    const school = { urn: '120001', name: 'Hollowmere', phase: 'primary', authority: '926' } as const;
    const on = (today: string) => ({ today, policy: policyFor(today) });
    const given = specify({ initial: initialSchool, evolve, decide }, on('2025-11-04'));
    const begun: SchoolEvent[] = [
      { type: 'SchoolRegistered', data: { ...school, occurredOn: '2025-09-01' } },
      {
        type: 'CalendarAdopted',
        data: { version: 1, years: norfolkCalendar.years, source: 'governors', occurredOn: '2025-09-01' },
      },
    ];
    // Monday 3 November is staff training: no session, no check.
    given(...begun)
      .when({ type: 'StartAfterHolidayCheck', on: '2025-11-03', pupils: ['a'] }, on('2025-11-03'))
      .thenRefused('R04');
    const started = given(...begun).when({ type: 'StartAfterHolidayCheck', on: '2025-11-04', pupils: ['a', 'b'] });
    const one = given(...begun, ...started.events).when({
      type: 'RecordAfterHolidayResult',
      on: '2025-11-04',
      childId: 'a',
      result: 'reason-given',
    });
    const complete = { type: 'CompleteAfterHolidayCheck', on: '2025-11-04' } as const;
    const soFar = [...begun, ...started.events, ...one.events];
    given(...soFar)
      .when(complete)
      .thenRefused('R04', 'results-missing');
    const two = given(...soFar).when({
      type: 'RecordAfterHolidayResult',
      on: '2025-11-04',
      childId: 'b',
      result: 'unauthorised-leave-suspected',
    });
    given(...soFar, ...two.events)
      .when(complete)
      .thenMatching({ type: 'AfterHolidayCheckCompleted' });
  });

  it('A10: without evidence the refusal stands ready for the head; with a bereavement evidenced leave may be granted, and only the hash is kept (R06)', () => {
    const story = asks('extended');
    expect(story.duties('2026-06-02', 'decide-leave')).toMatchObject([{ owner: `head-teacher@${story.urn}` }]);
    const grant = {
      type: 'GrantLeave',
      leaveId: 'l1',
      first: '2026-06-15',
      last: '2026-06-19',
      emergencyType: 'BEREAVEMENT',
      evidenceIds: ['e1'],
    } as const;
    expect(story.isRefused('2026-06-03', grant).failed).toContain('EVIDENCE_VERIFIED');
    const refused = asks('extended');
    refused.does('2026-06-03', { type: 'RefuseLeave', leaveId: 'l1' });
    expect(refused.facts('LeaveRefused')).toMatchObject([{ data: { ground: 'NO_EMERGENCY' } }]);

    const steps: ChildCommand[] = [
      { type: 'AttachEvidence', leaveId: 'l1', ...bereavement },
      { type: 'VerifyEvidence', leaveId: 'l1', evidenceId: 'e1' },
      { type: 'AssessLeaveRisk', leaveId: 'l1', outcome: 'no-concern' },
      { type: 'RecordExpectedReturn', leaveId: 'l1', expectedReturn: '2026-06-22' },
      grant,
    ];
    for (const step of steps) story.does('2026-06-04', step);
    expect(story.facts('LeaveGranted')).toMatchObject([
      { data: { emergencyType: 'BEREAVEMENT', evidenceIds: ['e1'] } },
    ]);
    expect(story.facts('EvidenceAttached')).toEqual([
      { on: '2026-06-04', data: { leaveId: 'l1', occurredOn: '2026-06-04', ...bereavement } },
    ]);
  });

  it('A11: special leave is not decided, either way, before the meeting was held (R09)', () => {
    const story = asks('special');
    const refuse = { type: 'RefuseLeave', leaveId: 'l1' } as const;
    expect(story.isRefused('2026-06-03', refuse)).toMatchObject({ rule: 'R09', name: 'leave-meeting-not-held' });
    story.does('2026-06-03', { type: 'ScheduleLeaveMeeting', leaveId: 'l1', meetingOn: '2026-06-05' });
    expect(story.isRefused('2026-06-03', refuse)).toMatchObject({ rule: 'R09' });
    story.does('2026-06-05', { type: 'RecordLeaveMeeting', leaveId: 'l1', outcome: 'held' });
    expect(story.does('2026-06-05', refuse).map(({ type }) => type)).toEqual(['LeaveRefused']);
  });

  it('A12: five weeks in June to a listed country prompt the safeguarding lead; the child’s record says only that a review is pending (R10)', () => {
    const policy = policyFor('2026-06-02');
    const trip = { first: '2026-06-08', last: '2026-07-12', countryCode: 'GM' } as const;
    expect(suggestedIndicators({ ...trip, sex: 'F' }, policy)).toEqual(['LONG_ABSENCE_PRACTISING_COUNTRY']);
    expect(suggestedIndicators({ ...trip, sex: 'M' }, policy)).toEqual([]);
    const story = asks('extended', trip.first, trip.last);
    story.does('2026-06-02', { type: 'AssessLeaveRisk', leaveId: 'l1', outcome: 'risk-review-pending' });
    expect(story.duties('2026-06-02', 'risk-review')).toMatchObject([
      { owner: `safeguarding-lead@${story.urn}`, due: '2026-06-02' },
    ]);
    const seen = JSON.stringify(snapshotForReaders(story.child, story.day('2026-06-02')));
    expect(seen).toContain('"reviewPending":true');
    expect(seen).not.toMatch(/FGM|INDICATOR|PRACTISING/i);
  });
});
