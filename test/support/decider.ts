import { expect } from '@jest/globals';
import { Refusal } from '../../src/policy/domain/refusal.js';

/** A room's decisions and folding, without anything around them. */
export interface Decider<S, C, E, X> {
  readonly initial: S;
  evolve(state: S, event: E): S;
  decide(state: S, command: C, context: X): readonly E[];
}

export interface Outcome<S, E> {
  /** Exactly these events, in this order. */
  then(...expected: readonly E[]): Outcome<S, E>;
  /** An event of each of these, in this order; other members and other events may be there. */
  thenMatching(...expected: readonly object[]): Outcome<S, E>;
  /** The command changes nothing: it has been obeyed before. */
  thenNothing(): Outcome<S, E>;
  /** Refused under a requirement ('R06'), and, where given, by this name; the paragraph must be named. */
  thenRefused(rule: string, name?: string): Refusal;
  /** The state after the command's events. */
  thenState(check: (state: S) => void): Outcome<S, E>;
  /** What was decided, for checks of another kind. */
  readonly events: readonly E[];
}

export interface Given<S, C, E, X> {
  when(command: C, context?: X): Outcome<S, E>;
}

/**
 * `const given = specify(schoolDecider, context)`, then `given(event, event).when(command).then(event)`. The context of
 * one step can be replaced by the second argument of `when`.
 */
export function specify<S, C, E, X>(
  decider: Decider<S, C, E, X>,
  defaultContext: X,
): (...events: readonly E[]) => Given<S, C, E, X> {
  return (...past) => ({
    when(command, context = defaultContext) {
      const state = past.reduce((folded, event) => decider.evolve(folded, event), decider.initial);
      try {
        return decided(decider, state, decider.decide(state, command, context));
      } catch (error) {
        if (error instanceof Refusal) return refused(error);
        throw error;
      }
    },
  });
}

function decided<S, C, E, X>(decider: Decider<S, C, E, X>, state: S, events: readonly E[]): Outcome<S, E> {
  const outcome: Outcome<S, E> = {
    events,
    // biome-ignore lint/suspicious/noThenProperty: the words of given/when/then; an outcome is never awaited.
    then(...expected) {
      expect(events).toEqual(expected);
      return outcome;
    },
    thenMatching(...expected) {
      let at = 0;
      for (const wanted of expected) {
        const found = events.slice(at).findIndex((event) => expect.objectContaining(wanted).asymmetricMatch(event));
        if (found < 0) expect(events.slice(at)).toEqual(expect.arrayContaining([expect.objectContaining(wanted)]));
        at += found + 1;
      }
      return outcome;
    },
    thenNothing() {
      expect(events).toEqual([]);
      return outcome;
    },
    thenRefused(rule, name) {
      throw new Error(`expected a refusal under ${name ?? rule}, but it decided ${JSON.stringify(events)}`);
    },
    thenState(check) {
      check(events.reduce((folded, event) => decider.evolve(folded, event), state));
      return outcome;
    },
  };
  return outcome;
}

function refused<S, E>(refusal: Refusal): Outcome<S, E> {
  const unexpected = (): never => {
    throw new Error(`refused: ${refusal.message} (${refusal.reason.name}, ${refusal.reason.paragraph})`);
  };
  return {
    get events(): readonly E[] {
      return unexpected();
    },
    // biome-ignore lint/suspicious/noThenProperty: as above.
    then: unexpected,
    thenMatching: unexpected,
    thenNothing: unexpected,
    thenState: unexpected,
    thenRefused(rule, name) {
      expect(refusal.reason).toMatchObject({ rule, paragraph: expect.stringMatching(/\S/) });
      if (name !== undefined) expect(refusal.reason.name).toBe(name);
      return refusal;
    },
  };
}
