import { describe, expect, it } from '@jest/globals';
import type { ServerAbilities } from '../../../src/platform/documents/abilities.js';
import { bare, naiveFold } from '../../support/views/naive-fold.js';
import { UNGUARDED } from '../../support/views/unguarded-documents.js';
import { type FaultCounts, Schedule, UNKNOWN } from './schedule.js';

const FIRST = Number(process.env.SCHEDULE_SEED ?? 1);
const COUNT = process.env.SCHEDULE_SEED ? 1 : Number(process.env.SCHEDULES ?? 1000);

/** SCHEDULE_SEED=<n> runs one schedule again, exactly as it was. */
async function survives(seed: number, totals: FaultCounts, server?: ServerAbilities): Promise<void> {
  const schedule = new Schedule(seed, server);
  await schedule.run();
  for (const [fault, times] of Object.entries(schedule.counts)) totals[fault] = (totals[fault] ?? 0) + times;
  expect(schedule.violations).toEqual([]);
  for (const projection of schedule.projections) {
    const build = `${projection.name}_v${projection.version}`;
    const expected = naiveFold(projection, schedule.log.events, UNKNOWN);
    const stored = [...schedule.database.documents(build).values()].filter(({ _deleted }) => !_deleted);
    const byId = (one: { _id?: unknown }, other: { _id?: unknown }) => (String(one._id) < String(other._id) ? -1 : 1);
    expect(stored.map(bare).sort(byId)).toEqual([...expected.documents.values()].map(bare).sort(byId));
    const stale = stored.filter(({ _stale }) => _stale).map(({ _id }) => _id);
    expect(stale.sort()).toEqual([...expected.quarantined].filter((key) => expected.documents.has(key)).sort());
    const entries = [...schedule.database.quarantine.values()].filter((entry) => entry.build === build);
    expect(entries.map(({ key }) => key).sort()).toEqual([...expected.quarantined].sort());
  }
}

describe('views under random schedules of faults', () => {
  it.each([
    ['whose updates are guarded', undefined],
    ['whose updates are not atomic', UNGUARDED],
  ])(
    `loses and doubles nothing in ${COUNT} schedules on a server %s, and equals a plain fold`,
    async (_, server) => {
      const totals: FaultCounts = {};
      for (let seed = FIRST; seed < FIRST + COUNT; seed += 1) {
        try {
          await survives(seed, totals, server);
        } catch (error) {
          throw new Error(`schedule ${seed} (repeat it with SCHEDULE_SEED=${seed})`, { cause: error });
        }
      }
      if (process.env.SCHEDULE_COUNTS)
        process.stdout.write(`${JSON.stringify({ schedules: COUNT, ...totals }, null, 2)}\n`);
      expect(Object.keys(totals).length).toBeGreaterThan(0);
    },
    600_000,
  );

  it('repeats a schedule exactly from its seed', async () => {
    const [one, other] = [new Schedule(FIRST), new Schedule(FIRST)];
    await one.run();
    await other.run();
    expect(other.timing.monotonic()).toBe(one.timing.monotonic());
    expect(other.counts).toEqual(one.counts);
    expect([...other.database.collections]).toEqual([...one.database.collections]);
  });
});
