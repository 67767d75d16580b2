import { describe, expect, it } from '@jest/globals';
import { buildOf } from '../../../src/platform/projections/build-choice.js';
import { CheckpointKeeper } from '../../../src/platform/projections/checkpoint-keeper.js';
import { Lease } from '../../../src/platform/subscriptions/lease.js';
import { tally } from '../../support/views/sample-projections.js';
import { World } from '../../support/views/world.js';

describe('a checkpoint that was put back with its database', () => {
  it('is told of until a reading has succeeded, also when the first breaks off midway', async () => {
    const world = new World();
    let saves = true;
    const store = world.store();
    const saveCheckpoint = store.saveCheckpoint.bind(store);
    store.saveCheckpoint = async (change) => {
      if (!saves) throw Object.assign(new Error('connection closed'), { name: 'MongoNetworkError' });
      return saveCheckpoint(change);
    };
    const lease = await world.done(Lease.take(world.leases.through(), world.timing, 'tally_v1', 'one', { ttlMs: 9e9 }));
    if (!lease) throw new Error('no lease');
    const keeper = new CheckpointKeeper(store, world.clock, buildOf(tally(), 'v1'), lease);
    const place = (position: string) => ({ position, events: 1, state: 'live' as const });
    await keeper.save(place('1'));
    const putBack = world.database.backup();
    await keeper.save(place('2'));
    putBack();
    saves = false;
    await expect(keeper.read()).rejects.toThrow('connection closed');
    await expect(keeper.notPutBack(async () => 'documents')).rejects.toMatchObject({ name: 'CheckpointMoved' });
    saves = true;
    expect(await keeper.read()).toMatchObject({ position: '1', putBack: true });
    expect(await keeper.read()).toMatchObject({ position: '1', putBack: false });
    expect(await keeper.notPutBack(async () => 'documents')).toBe('documents');
    await lease.release();
  });
});
