import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { accountedFor, offRollSince } from '../../../src/children/domain/accounted-for.js';
import { type Child, decide, evolve, initialChild } from '../../../src/children/domain/child.js';
import { duties } from '../../../src/children/domain/duties.js';
import { isReferred, stageOf } from '../../../src/children/domain/stage.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import { findingsOfChild, NOTHING_TO_FIND } from '../../../src/reports/domain/findings.js';
import { on, pupil } from '../children/a-child.js';
import { anyCommand, days } from '../children/commands-at-random.js';

const steps = fc.array(fc.record({ command: anyCommand(), pause: fc.nat(9) }), { maxLength: 60, size: 'max' });

/** The child after each command of a history at days that only go forward. */
function* lives(told: readonly { command: Parameters<typeof decide>[1]; pause: number }[]) {
  let child: Child = pupil.reduce(evolve, initialChild);
  let day = days.indexOf('2025-10-10');
  for (const { command, pause } of told) {
    day = Math.min(day + pause, days.length - 1);
    const context = on(days[day] ?? '2026-02-27');
    try {
      child = decide(child, command, context).reduce(evolve, child);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
    }
    yield { child, context };
  }
}

describe('R19 whatever happened to a child', () => {
  it('nothing is to be found at the stages that a reconciliation only counts', () => {
    let quiet = 0;
    fc.assert(
      fc.property(steps, (told) => {
        for (const { child, context } of lives(told)) {
          if (child.identity === undefined || !NOTHING_TO_FIND.includes(stageOf(child))) continue;
          quiet++;
          expect(findingsOfChild('c', child, context)).toEqual([]);
        }
      }),
      { numRuns: 60, seed: 19 },
    );
    expect(quiet).toBeGreaterThan(200);
  });

  it('an orphan always has somebody whose duty it is, and a child accounted for has no such duty', () => {
    let orphans = 0;
    fc.assert(
      fc.property(steps, (told) => {
        for (const { child, context } of lives(told)) {
          if (offRollSince(child, context) === undefined) continue;
          const outstanding = duties(child, context).filter(({ kind }) => kind === 'open-case');
          const account = accountedFor(child, context);
          if (account === undefined) {
            orphans++;
            expect(outstanding.length).toBeGreaterThan(0);
          } else if (!isReferred(child) && child.education.homeEducation !== 'unsuitable') {
            expect(outstanding).toEqual([]);
          }
        }
      }),
      { numRuns: 120, seed: 19 },
    );
    expect(orphans).toBeGreaterThan(0);
  });
});
