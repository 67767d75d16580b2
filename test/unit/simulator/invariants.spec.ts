import { describe, expect, it } from '@jest/globals';
import type { ChildEvent } from '../../../src/children/domain/child.js';
import { faultsOfCommand, faultsOfDay, faultsOfReview } from '../../../src/simulator/invariants.js';
import { absent, fold, on, pupil, removed, urn } from '../children/a-child.js';

const today = on('2025-11-12');
const away = [...pupil, ...absent('O', '2025-10-06', '2025-11-11')];

describe('the invariants of the simulator can be broken, and are seen', () => {
  it('R13 a deletion without its guards', () => {
    const events = [removed('2025-11-12', '9(1)(i)')];
    const command = { type: 'RemoveFromRoll', urn, ground: '9(1)(i)' } as const;
    const faults = faultsOfCommand({
      before: fold(...away),
      command,
      events,
      after: fold(...away, ...events),
      context: today,
    });
    expect(faults).toContain('removed under 9(1)(i) without JOINT_ENQUIRIES_LA');
    const clock = { ...today, command: { type: 'ReviewChild' } as const };
    expect(
      faultsOfCommand({
        before: fold(...away),
        command: clock.command,
        events,
        after: fold(...away, ...events),
        context: today,
      }),
    ).toEqual(['removed under 9(1)(i) by ReviewChild', 'the clock has changed the roll']);
  });

  it('R12 a threshold that the register no longer reaches', () => {
    const stale: ChildEvent = {
      type: 'TwentyDayThresholdReached',
      data: {
        urn,
        occurredOn: '2025-11-10',
        from: '2025-10-06',
        dayCount: 20,
        codesUsed: ['O'],
        flagged: [],
        calendarVersion: 1,
        registerVersion: 1,
      },
    };
    const after = fold(...pupil, ...absent('O', '2025-11-10', '2025-11-11'), stale);
    const command = { type: 'RecordAbsence', urn, date: '2025-11-11', code: 'O' } as const;
    expect(faultsOfCommand({ before: after, command, events: [], after, context: today })).toEqual([
      `a threshold stands at ${urn} that the register no longer reaches`,
    ]);
  });

  it('R45 an open case without a word', () => {
    const opened: ChildEvent = {
      type: 'CaseOpened',
      data: {
        caseId: 'c1',
        occurredOn: '2025-11-12',
        source: 'referral',
        lawVersion: 'x',
        owner: ' ',
        nextAction: 'Check',
        due: '2025-11-20',
        sum: '',
      },
    };
    expect(faultsOfDay(fold(...pupil, opened), today)).toContain('an open case lacks a word');
    expect(faultsOfDay(fold(...away), today)).toEqual([]);
  });

  it('R63 a day that nobody has reviewed', () => {
    expect(faultsOfReview(fold(...away), today)).toEqual([
      'a review leaves something to be reviewed the same day',
      'a review leaves a breach unrecorded',
    ]);
  });
});
