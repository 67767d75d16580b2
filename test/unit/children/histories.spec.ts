import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type Child,
  type ChildCommand,
  type ChildEvent,
  childCommandTypes,
  decide,
  evolve,
  initialChild,
} from '../../../src/children/domain/child.js';
import { caseloadRow } from '../../../src/children/domain/row.js';
import { snapshotForReaders } from '../../../src/children/domain/snapshot.js';
import { childEvents } from '../../../src/children/events.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import { faultsOfCommand, faultsOfDay, faultsOfReview } from '../../../src/simulator/invariants.js';
import { on, pupil } from './a-child.js';
import { anyCommand, begun, days, generated } from './commands-at-random.js';

/** Commands in all: thousands in each run, 10⁵ at night (`CHILD_COMMANDS=100000`, with another seed each time). */
const COMMANDS = Number(process.env.CHILD_COMMANDS ?? 6_000);
const SEED = Number(process.env.CHILD_SEED ?? 20_261_124);
const LENGTH = 60;
const runs = { numRuns: Math.ceil(COMMANDS / LENGTH), seed: SEED };

const COUNTED = 'TWENTY_SCHOOL_DAYS_CONTINUOUS';
const JOINT_GROUNDS = ['9(1)(h)', '9(1)(i)'];
const contexts = days.map((day) => on(day));

/** A history: commands at days that only go forward. */
const history = fc.record({
  past: begun,
  steps: fc.array(fc.record({ command: anyCommand(), pause: fc.nat(9) }), {
    minLength: 1,
    maxLength: LENGTH,
    size: 'max',
  }),
});

interface Step {
  readonly before: Child;
  readonly command: ChildCommand;
  readonly events: readonly ChildEvent[];
  readonly after: Child;
  readonly context: (typeof contexts)[number];
}

/** Runs a history; a refusal records nothing and must name its rule and paragraph. */
function* lived(
  steps: readonly { readonly command: ChildCommand; readonly pause: number }[],
  from: Child,
): Generator<Step> {
  let child = from;
  let day = days.indexOf('2025-10-10');
  for (const { command, pause } of steps) {
    day = Math.min(day + pause, days.length - 1);
    const context = contexts[day];
    if (context === undefined) return;
    try {
      const events = decide(child, command, context);
      const after = events.reduce(evolve, child);
      yield { before: child, command, events, after, context };
      child = after;
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      expect(error.reason.rule).toMatch(/^R\d\d$/);
      expect(error.reason.paragraph).toMatch(/\S/);
    }
  }
}

const enrolled = pupil.reduce(evolve, initialChild);

describe('any history of commands', () => {
  it('R45 R13 R67 breaks no invariant, and a repeat gives nothing new', () => {
    let decided = 0;
    const seen = new Set<string>();
    fc.assert(
      fc.property(history, ({ past, steps }) => {
        for (const { before, command, events, after, context } of lived(steps, past.reduce(evolve, enrolled))) {
          decided++;
          for (const { type } of events) seen.add(type);
          // No open case without an owner, a next action and a date, in the state and in the list.
          if (after.case !== undefined && after.case.closed === undefined) {
            const { owner, nextAction } = after.case;
            expect([owner.trim(), nextAction.action.trim(), nextAction.due]).not.toContain('');
            expect(Object.values(caseloadRow(after, context))).not.toContain(null);
          }
          for (const event of events) {
            if (event.type !== 'RemovedFromRoll' || !JOINT_GROUNDS.includes(event.data.ground)) continue;
            expect(before.enquiries.concluded).toMatchObject({ school: expect.anything(), la: expect.anything() });
          }
          // The gate, the clock's hands off the roll, thresholds that the register still reaches; duties without a gap.
          expect(faultsOfCommand({ before, command, events, after, context })).toEqual([]);
          expect(faultsOfDay(after, context)).toEqual([]);
          for (const { urn, guards, state } of after.proposals) {
            if (command.type !== 'AmendAbsence' || urn !== context.calendar?.urn || !guards.includes(COUNTED)) continue;
            // What a count of days was proposed on falls with the count.
            if (before.thresholds[urn] !== undefined && after.thresholds[urn] === undefined)
              expect(state).not.toBe('open');
          }
          expect(repeated(after, command, context)).toEqual([]);
        }
      }),
      runs,
    );
    expect(decided).toBeGreaterThan(COMMANDS / 8);
    expect([...seen]).toEqual(
      expect.arrayContaining(['CaseOpened', 'RemovedFromRoll', 'TwentyDayThresholdReached', 'DutyBreached']),
    );
  });

  it('R63 the clock is idempotent at any moment, and the reader’s document can always be made', () => {
    fc.assert(
      fc.property(history, ({ past, steps }) => {
        const last = [...lived(steps, past.reduce(evolve, enrolled))].at(-1);
        if (last === undefined) return;
        const { after, context } = last;
        const found = decide(after, { type: 'ReviewChild' }, context);
        const reviewed = found.reduce(evolve, after);
        expect(faultsOfReview(reviewed, context)).toEqual([]);
        expect(decide(reviewed, { type: 'ReviewChild' }, context)).toEqual([]);
        expect(JSON.parse(JSON.stringify(snapshotForReaders(reviewed, context)))).toEqual(
          snapshotForReaders(reviewed, context),
        );
      }),
      { ...runs, numRuns: Math.ceil(runs.numRuns / 4) },
    );
  });

  it('R67 folding any facts in any order never throws', () => {
    const facts = childEvents.map(({ type, example }) => ({ type, data: example }) as ChildEvent);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...facts), { maxLength: 120 }), (events) => {
        const child = events.reduce(evolve, initialChild);
        snapshotForReaders(child, on('2025-12-02'));
      }),
      { ...runs, numRuns: 150 },
    );
  });

  it('the generator leaves no command out', () => {
    expect([...generated].sort()).toEqual([...childCommandTypes].sort());
  });
});

/** What the same command adds when it comes again; a refusal adds nothing either. */
function repeated(child: Child, command: ChildCommand, context: (typeof contexts)[number]): readonly ChildEvent[] {
  try {
    return decide(child, command, context);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}
