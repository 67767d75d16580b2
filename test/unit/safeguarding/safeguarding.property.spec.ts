import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { decide as decideOnChild, evolve as evolveChild, initialChild } from '../../../src/children/domain/child.js';
import { Refusal } from '../../../src/policy/domain/refusal.js';
import {
  decide,
  evolve,
  initialSafeguarding,
  type Safeguarding,
  type SafeguardingCommand,
  type SafeguardingEvent,
  safeguardingDuties,
  safeguardingEventTypes,
  toldToChild,
} from '../../../src/safeguarding/domain/safeguarding.js';
import { on, pupil } from '../children/a-child.js';

const today = on('2025-11-12');
const id = fc.constantFrom('a', 'b', 'derived');
/** Derived from the review: nobody else's. */
const chosen = fc.constantFrom('a', 'b');
const text = fc.constantFrom('', 'because');

type Maker = { readonly [T in SafeguardingCommand['type']]: Readonly<Record<string, fc.Arbitrary<unknown>>> };

const fields: Maker = {
  RaiseConcern: {
    concernId: chosen,
    kind: fc.constantFrom('fgm', 'neglect'),
    confirmed: fc.boolean(),
    indicators: fc.constantFrom([], ['SPECIAL_PROCEDURE'], ['HUNCH']),
    leaveId: fc.constantFrom(undefined, 'l'),
  },
  OpenRiskReview: {
    concernId: fc.constant('derived'),
    reviewId: fc.constantFrom('leave/l'),
    trigger: fc.constantFrom('untraced', 'leave', 'unexplained-absence', 'concern'),
    immediate: fc.boolean(),
  },
  AssessConcern: { concernId: id, kind: fc.constantFrom('fgm', 'other') },
  RecordIndicator: { concernId: id, code: fc.constantFrom('SPECIAL_PROCEDURE', 'HUNCH') },
  ConfirmConcern: { concernId: id },
  RecordRiskDecision: { concernId: id, decision: fc.constantFrom('refer', 'monitor'), rationale: text },
  ReportKnownHarm: { concernId: id, reference: fc.constant('NP-1') },
  CloseConcern: { concernId: id },
  EscalateSafeguarding: { escalationId: id, concernId: id, to: fc.constantFrom('MASH', 'police') },
  AcknowledgeEscalation: { escalationId: id },
  ReportMissingPerson: { reference: text },
  AddSafeguardingAction: { actionId: id, concernId: id, owner: text, due: fc.constant('2025-11-20'), action: text },
  CompleteSafeguardingAction: { actionId: id },
};

const command = fc.oneof(
  ...Object.entries(fields).map(([type, of]) =>
    fc.record({ type: fc.constant(type), ...of }).map((made) => {
      const given = Object.entries(made as object).filter(([, value]) => value !== undefined);
      return Object.fromEntries(given) as unknown as SafeguardingCommand;
    }),
  ),
);
const story = fc.array(command, { minLength: 10, maxLength: 60, size: 'max' });

function obey(state: Safeguarding, order: SafeguardingCommand): readonly SafeguardingEvent[] {
  try {
    return decide(state, order, today);
  } catch (error) {
    if (error instanceof Refusal) return [];
    throw error;
  }
}

const isOpen = ({ closedOn }: Safeguarding['concerns'][number]) => closedOn === undefined;

describe('a restricted record under random histories', () => {
  it('R17 R57 a repeat records nothing, and nothing open is left behind by a concern that closes', () => {
    fc.assert(
      fc.property(story, (orders) => {
        let state = initialSafeguarding;
        for (const order of orders) {
          state = obey(state, order).reduce(evolve, state);
          if (order.type !== 'CloseConcern') expect(obey(state, order)).toEqual([]);
          const closed = new Set(state.concerns.filter((each) => !isOpen(each)).map(({ concernId }) => concernId));
          if (order.type === 'CloseConcern' && closed.has(order.concernId)) {
            expect(obey(state, order)).toEqual([]);
          }
        }
        const duties = safeguardingDuties(state, 'lead', today);
        for (const concern of state.concerns.filter(isOpen)) {
          const undecided = concern.decision === undefined;
          expect(duties.some(({ key }) => key === `decide-risk:${concern.concernId}`)).toBe(undecided);
        }
        for (const { owner, due, paragraph } of duties) expect([owner, due, paragraph]).not.toContain('');
      }),
      { numRuns: 400 },
    );
  });

  it('R17 A12 the child’s stream shows a review pending as long as a concern is open, and not a word of it', () => {
    fc.assert(
      fc.property(story, (orders) => {
        let state = initialSafeguarding;
        let child = pupil.reduce(evolveChild, initialChild);
        for (const order of orders) {
          // What a process does: what the child asks for opens, what is told back is obeyed.
          if (order.type === 'OpenRiskReview') {
            const { reviewId, trigger } = order;
            const asked = decideOnChild(child, { type: 'RequestRiskReview', reviewId, trigger }, today);
            child = asked.reduce(evolveChild, child);
            if (asked.length === 0) continue;
          }
          for (const event of obey(state, order)) {
            state = evolve(state, event);
            const told = toldToChild(event, state);
            if (told !== undefined) child = decideOnChild(child, told, today).reduce(evolveChild, child);
          }
          const open = new Set(state.concerns.filter(isOpen).map(({ reviewId }) => reviewId));
          expect(new Set(child.risk.pending.map(({ reviewId }) => reviewId))).toEqual(open);
        }
        expect(JSON.stringify(child)).not.toMatch(/fgm|neglect|SPECIAL_PROCEDURE/);
      }),
      { numRuns: 300 },
    );
  });

  it('R57 folding never throws, whatever came before', () => {
    const fact = fc.record({
      type: fc.constantFrom(...safeguardingEventTypes, 'FromTheFuture'),
      data: fc.record({
        concernId: id,
        escalationId: id,
        actionId: id,
        code: fc.constant('X'),
        indicators: fc.constantFrom([], ['[erased]']),
        occurredOn: fc.constant('[erased]'),
        reference: fc.constant('[erased]'),
      }),
    });
    fc.assert(
      fc.property(fc.array(fact, { maxLength: 40 }), (facts) => {
        const events = facts as unknown as SafeguardingEvent[];
        const state = events.reduce(evolve, initialSafeguarding);
        for (const event of events) toldToChild(event, state);
        expect(state.concerns.length).toBeLessThanOrEqual(facts.length);
      }),
      { numRuns: 300 },
    );
  });
});
