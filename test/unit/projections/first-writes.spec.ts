import { describe, expect, it } from '@jest/globals';
import { FirstWrites } from '../../../src/platform/projections/first-writes.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { placements, tally } from '../../support/views/sample-projections.js';
import { World } from '../../support/views/world.js';

const document = (key: string, position: string): Stored => ({ _id: key, _seen: { position } });

describe('what a subscription wrote first', () => {
  it('is written again when a write that was still on its way has undone it', async () => {
    const world = new World();
    world.absent('ada', '100');
    world.absent('ben', '100');
    const runner = world.runner([tally(), placements]);
    await world.untilLevel('tally_v1');
    const documents = world.database.documents('tally_v1');
    const before = structuredClone(documents.get('ada'));
    world.absent('ada', '100', '200');
    await world.untilLevel('tally_v1');
    const after = structuredClone(documents.get('ada'));
    expect(after).not.toEqual(before);
    if (before) documents.set('ada', before);
    await world.timing.runUntil(() => documents.get('ada')?._seen.position === after?._seen.position, 10_000);
    expect(documents.get('ada')).toEqual(after);
    await world.done(runner.stop());
  });

  it('is kept as it was written last, and given back to memory once it has been looked at', async () => {
    const first = new FirstWrites();
    first.written([document('ada', '1'), document('ben', '1')], 5000, 0);
    first.written([document('ada', '2')], 5000, 100);
    first.written([document('ada', '3'), document('cat', '3')], 1, 200);
    expect([first.due(5000), first.due(5100)]).toEqual([false, true]);
    const asked: string[][] = [];
    const stored = new Map([
      ['ada', document('ada', '2')],
      ['ben', document('ben', '7')],
    ]);
    const undone = await first.undone(async (keys) => {
      asked.push([...keys]);
      return stored;
    });
    expect(asked).toEqual([['ada', 'ben']]);
    expect(undone).toEqual([document('ada', '3')]);
    first.written([document('dov', '9')], 1, 9000);
    expect(first.due(99_000)).toBe(false);
  });
});
