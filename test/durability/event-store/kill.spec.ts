import { describe, expect, it } from '@jest/globals';
import { killRounds } from './kill-rounds.js';
import { startStandAlone } from './stand-alone.js';

const ROUNDS = 10;

describe('the event store, killed at random moments under load', () => {
  it(`keeps every acknowledged event, in order, once: ${ROUNDS} rounds (hundreds at night)`, async () => {
    const tally = await killRounds({ rounds: ROUNDS, seed: 20_261_124, start: startStandAlone });
    expect(tally.faults).toEqual([]);
    expect(tally).toMatchObject({ rounds: ROUNDS, lost: 0, doubled: 0, torn: 0, misplaced: 0 });
    // The rounds mean something only if there was a load, and if the kills fell into it.
    expect(tally.acknowledged).toBeGreaterThan(300);
    expect(tally.unanswered).toBeGreaterThan(ROUNDS);
  }, 240_000);
});
