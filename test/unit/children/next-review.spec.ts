import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Child,
  type ChildCommand,
  type ChildEvent,
  decide,
  evolve,
  initialChild,
} from '../../../src/children/domain/child.js';
import { nextReview } from '../../../src/children/domain/next-review.js';
import { findsAnything } from '../../../src/children/domain/review.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import { schoolDaysFrom } from '../../../src/schools/domain/school-days.js';
import { norfolkCalendar } from '../../support/policy.js';
import { absent, fold, on, pupil } from './a-child.js';
import { anyCommand, begun, days } from './commands-at-random.js';

const review = { type: 'ReviewChild' } as const;
const histories = fc.record({
  past: begun,
  steps: fc.array(fc.record({ command: anyCommand(), pause: fc.nat(6) }), { minLength: 1, maxLength: 25 }),
});
const reviewed = (child: Child, day: string) => decide(child, review, on(day)).reduce(evolve, child);

describe('the day of the next review', () => {
  it('R63 is none for a pupil with nothing outstanding, and for a child that nobody registered', () => {
    expect(nextReview(fold(...pupil), on('2025-11-12'))).toBeNull();
    expect(nextReview(initialChild, on('2025-11-12'))).toBeNull();
  });

  it('R02 is the day after a call that was not made', () => {
    const child = fold(...pupil, ...absent('O', '2025-11-10', '2025-11-10'));
    expect(nextReview(child, on('2025-11-10'))).toBe('2025-11-11');
    expect(nextReview(child, on('2025-11-11'))).toBe('2025-11-11');
    expect(nextReview(reviewed(child, '2025-11-11'), on('2025-11-11'))).toBe('2025-11-14');
  });

  it('R12 R63 is the fifth day, the twentieth, and the day after it, for an absence that goes on', () => {
    let child = fold(...pupil, ...absent('O', '2025-10-06', '2025-10-06'));
    const found: [string, readonly string[]][] = [];
    for (const day of schoolDaysFrom(norfolkCalendar, '2025-10-07', '2025-11-12')) {
      if ((nextReview(child, on(day)) ?? '9999') > day) continue;
      const facts = decide(child, review, on(day));
      child = facts.reduce(evolve, child);
      const about = facts.flatMap(({ type, data }) => ('kind' in data ? [`${type} ${data.kind}`] : []));
      found.push([day, about.filter((each) => each.includes('report-missing'))]);
    }
    expect(found.filter(([, about]) => about.length > 0)).toEqual([
      ['2025-10-10', ['DeadlineSet report-missing']],
      ['2025-11-10', ['DeadlineReached report-missing']],
      ['2025-11-11', ['DutyBreached report-missing']],
    ]);
  });

  it('R63 is today when the calendar has moved a date that was set', () => {
    const child = reviewed(fold(...pupil, ...absent('O', '2025-10-06', '2025-10-10')), '2025-10-10');
    expect(nextReview(child, on('2025-10-10'))).not.toBe('2025-10-10');
    const years = norfolkCalendar.years.map((year) =>
      year.year === '2025/26' ? { ...year, inset: [...year.inset, '2025-11-07'] } : year,
    );
    const moved = { ...norfolkCalendar, version: 2, years };
    expect(nextReview(child, on('2025-10-10', { calendar: moved }))).toBe('2025-10-10');
  });

  it('R63 asks step by step whether a review would find anything, and says what the review says, in any history', () => {
    const found = new Map<boolean, number>();
    fc.assert(
      fc.property(histories, fc.nat(40), ({ past, steps }, ahead) => {
        const { child, day } = lived(past, steps);
        for (const date of days.slice(day, day + ahead)) {
          const records = decide({ ...child }, review, on(date)).length > 0;
          found.set(records, (found.get(records) ?? 0) + 1);
          expect([date, findsAnything(child, on(date))]).toEqual([date, records]);
          if (records) expect(nextReview(child, on(date))).toBe(date);
        }
      }),
      { numRuns: Number(process.env.CHILD_REVIEWS ?? 150), seed: Number(process.env.CHILD_SEED ?? 20_261_130) },
    );
    expect(found.get(true)).toBeGreaterThan(100);
    expect(found.get(false)).toBeGreaterThan(100);
  });

  it('R63 is never too late: no review before it would record anything, in any history', () => {
    let asked = 0;
    fc.assert(
      fc.property(histories, fc.nat(40), ({ past, steps }, ahead) => {
        const { child, day } = lived(past, steps);
        const today = days[day] ?? '';
        const next = nextReview(child, on(today));
        for (const date of days.slice(day, day + ahead)) {
          if (next !== null && date >= next) break;
          asked++;
          expect([date, decide(child, review, on(date))]).toEqual([date, []]);
        }
      }),
      { numRuns: Number(process.env.CHILD_REVIEWS ?? 150), seed: Number(process.env.CHILD_SEED ?? 20_261_124) },
    );
    expect(asked).toBeGreaterThan(100);
  });
});

/** The child after a history, and the day that it has come to. */
function lived(past: readonly ChildEvent[], steps: readonly { command: ChildCommand; pause: number }[]) {
  let child: Child = past.reduce(evolve, pupil.reduce(evolve, initialChild));
  let day = days.indexOf('2025-10-10');
  for (const { command, pause } of steps) {
    day = Math.min(day + pause, days.length - 1);
    child = [...facts(child, command, days[day] ?? '')].reduce(evolve, child);
  }
  return { child, day };
}

function facts(child: Child, command: Parameters<typeof decide>[1], day: string): readonly ChildEvent[] {
  try {
    return decide(child, command, on(day));
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
