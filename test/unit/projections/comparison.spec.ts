import { describe, expect, it } from '@jest/globals';
import { buildView } from '../../../src/platform/projections/building.js';
import { compareBuilds, differenceOf } from '../../../src/platform/projections/comparison.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { compareWithShadow } from '../../../src/platform/projections/shadow.js';
import { tally } from '../../support/views/sample-projections.js';
import { World } from '../../support/views/world.js';

function stored(fields: object): Stored {
  return { _id: 'a', _seen: { position: '1' }, ...fields } as Stored;
}

describe('comparing two documents', () => {
  it.each([
    [{ due: '2026-01-01' }, { due: '2026-01-02' }, ['due']],
    [{ list: [{ code: 'O' }, { code: 'B' }] }, { list: [{ code: 'O' }, { code: 'C' }] }, ['list.1.code']],
    [{ list: [1, 2] }, { list: [1] }, ['list.1']],
    [{ nested: { a: 1, b: 2 } }, { nested: { b: 2 } }, ['nested.a']],
    [{ value: [] }, { value: {} }, ['value']],
    [{ value: null }, {}, ['value']],
    [{ _stale: { position: '', revision: 0, error: 'X' } }, {}, ['_stale']],
  ])('%j and %j differ in %j', (one, other, fields) => {
    expect(differenceOf(stored(one), stored(other))).toEqual({ key: 'a', fields });
  });

  it('leaves out what the runner writes down for itself', () => {
    expect(differenceOf(stored({ a: 1 }), stored({ a: 1, _seen: { position: '2' } }))).toBeUndefined();
  });
});

describe('comparing a view with a shadow of itself', () => {
  async function built(): Promise<World> {
    const world = new World();
    for (const child of ['ada', 'ben', 'cat']) world.absent(child, '100', '200');
    const runner = world.runner([tally()]);
    await world.untilLevel('tally_v1');
    await world.done(runner.stop());
    return world;
  }

  it('says how many were compared when all are equal, and leaves nothing behind', async () => {
    const world = await built();
    const comparison = await world.done(compareWithShadow(world.dependencies(), tally()));
    expect(comparison).toMatchObject({ compared: 3, equal: 3, differences: [] });
    expect([...world.database.collections.keys()]).toEqual(['tally_v1']);
    expect([...world.database.checkpoints.keys()]).toEqual(['tally_v1']);
  });

  it('names the documents and fields that are not what the log says', async () => {
    const world = await built();
    const documents = world.database.documents('tally_v1');
    const ada = documents.get('ada');
    if (ada) documents.set('ada', { ...ada, count: 99 } as Stored);
    documents.delete('ben');
    documents.set('zoe', stored({ _id: 'zoe' }));
    const { compared, equal, differences } = await world.done(compareWithShadow(world.dependencies(), tally()));
    expect({ compared, equal }).toEqual({ compared: 4, equal: 1 });
    expect(differences).toEqual([
      { key: 'ada', fields: ['count'] },
      { key: 'ben', fields: ['missing'] },
      { key: 'zoe', fields: ['surplus'] },
    ]);
  });

  it('is not misled by documents that change meanwhile', async () => {
    const world = await built();
    const runner = world.runner([tally()]);
    const comparing = compareWithShadow(world.dependencies({ link: world.slowLink(7) }), tally());
    world.absent('ada');
    await world.timing.runUntil(() => world.database.collections.has('tally_shadow'), 10_000);
    world.absent('ben');
    expect(await world.done(comparing)).toMatchObject({ compared: 3, equal: 3, differences: [] });
    await world.done(runner.stop());
  });

  it('compares a view that has quarantined documents as well', async () => {
    const world = new World();
    world.absent('ada');
    world.append('ada', 'Poisoned');
    world.absent('ben');
    const runner = world.runner([tally()]);
    await world.untilLevel('tally_v1');
    await world.done(runner.stop());
    const comparison = await world.done(compareWithShadow(world.dependencies(), tally()));
    expect(comparison).toMatchObject({ compared: 2, equal: 2, differences: [] });
  });
});

describe('building a view under another label', () => {
  it('tells how far it is, and goes on following the log', async () => {
    const world = new World();
    world.absent('ada', '100', '200', '100');
    const told: number[] = [];
    const progress = (done: number) => told.push(done);
    const build = await world.done(buildView(world.dependencies(), tally(), 'v1_r1', { progress }));
    expect(told.at(-1)).toBe(3);
    world.absent('ada');
    await world.untilLevel('tally_v1_r1');
    await world.done(build.stop());
    expect(world.documents('tally_v1_r1')).toMatchObject([{ _id: 'ada', count: 4 }]);
    expect(await compareBuilds(world.store(), 'tally_v1_r1', 'tally_v1')).toMatchObject({ compared: 1, equal: 0 });
  });

  it('stops at a poisoned event', async () => {
    const world = new World();
    world.append('ada', 'Poisoned');
    await expect(world.done(buildView(world.dependencies(), tally(), 'v1_r1'))).rejects.toMatchObject({
      name: 'BuildStopped',
      reason: 'PoisonedRebuild',
    });
  });

  it('is refused while another process works on it', async () => {
    const world = new World();
    world.absent('ada');
    const first = await world.done(buildView(world.dependencies(), tally(), 'v1_r1'));
    await expect(world.done(buildView(world.dependencies(), tally(), 'v1_r1'))).rejects.toMatchObject({
      name: 'BuildBusy',
    });
    await world.done(first.stop());
  });
});
