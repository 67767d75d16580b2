import { describe, expect, it } from '@jest/globals';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { ViewOperations } from '../../../src/platform/projections/view-operations.js';
import { running } from '../../support/views/running.js';
import { tally } from '../../support/views/sample-projections.js';
import { World } from '../../support/views/world.js';

describe('rebuilding', () => {
  it('builds beside the live one, tells how far it is, and changes nothing for readers', async () => {
    const { world, operations, live, stop } = await running();
    const told: number[] = [];
    const progress = (done: number) => told.push(done);
    expect(await world.done(operations.rebuild('tally', { progress }))).toEqual({ label: 'v1_r1', events: 6 });
    expect(told.at(-1)).toBe(6);
    expect(live()).toBe('v1');
    expect(world.documents('tally_v1_r1')).toHaveLength(3);
    await stop();
  });

  it('throws away what an earlier attempt left, and takes another label', async () => {
    const { world, operations, stop } = await running();
    await world.done(operations.rebuild('tally'));
    await world.done(operations.rebuild('tally', { version: 1 }));
    expect([...world.database.checkpoints.keys()]).toEqual(['tally_v1', 'tally_v1_r2']);
    await stop();
  });

  it('is refused for a version that this program does not make, and for a view that there is not', async () => {
    const { world, operations, stop } = await running();
    await expect(world.done(operations.rebuild('tally', { version: 2 }))).rejects.toThrow(
      'this program makes version 1 of tally, not 2',
    );
    await expect(world.done(operations.rebuild('letters'))).rejects.toThrow(
      'there is no view letters; there are tally',
    );
    await stop();
  });

  it('stops at an event that it can’t apply, and such a build can’t go live', async () => {
    const { world, operations, live, until, stop } = await running();
    world.append('ben', 'Poisoned');
    await until(() => world.database.quarantine.size === 1);
    await expect(world.done(operations.rebuild('tally'))).rejects.toMatchObject({ name: 'BuildStopped' });
    await expect(world.done(operations.switch('tally'))).rejects.toMatchObject({ name: 'BuildStopped' });
    expect(live()).toBe('v1');
    await stop();
  });
});

describe('comparing', () => {
  it('counts documents and fields, and names what differs without its values', async () => {
    const { world, operations, stop } = await running();
    await expect(world.done(operations.compare('tally'))).rejects.toThrow(
      'nothing has been built beside tally v1: rebuild it first',
    );
    await world.done(operations.rebuild('tally'));
    expect(await world.done(operations.compare('tally'))).toMatchObject({
      live: 'v1',
      beside: 'v1_r1',
      compared: 3,
      fields: 12,
      differences: [],
    });
    const documents = world.database.documents('tally_v1');
    documents.set('ada', { ...documents.get('ada'), count: 41 } as unknown as Stored);
    const { equal, differences } = await world.done(operations.compare('tally'));
    expect({ equal, differences }).toEqual({ equal: 2, differences: [{ key: 'ada', fields: ['count'] }] });
    expect(JSON.stringify(differences)).not.toContain('41');
    await stop();
  });

  it('compares a build that fell behind only after it has caught up', async () => {
    const { world, operations, stop } = await running();
    await world.done(operations.rebuild('tally'));
    world.absent('ada', '100');
    world.absent('dan', '100');
    expect(await world.done(operations.compare('tally'))).toMatchObject({ compared: 4, equal: 4 });
    await stop();
  });

  it('proves the live build against one that it makes for this and throws away, leftovers of another proof included', async () => {
    const { world, operations, stop } = await running();
    world.database.documents('tally_shadow').set('old', { _id: 'old', _seen: { position: '0' } } as Stored);
    expect(await world.done(operations.proof('tally'))).toMatchObject({ compared: 3, equal: 3, fields: 12 });
    expect([...world.database.checkpoints.keys()]).toEqual(['tally_v1']);
    await stop();
  });
});

describe('switching and going back', () => {
  it('serves readers from the new build at once, which the program goes on with; the one before is kept, older ones go', async () => {
    const { world, operations, live, stop } = await running();
    await world.done(operations.rebuild('tally'));
    world.absent('ada', '300');
    expect(await world.done(operations.switch('tally'))).toEqual({ from: 'v1', to: 'v1_r1' });
    expect(live()).toBe('v1_r1');
    expect(world.documents('tally_v1_r1').find(({ _id }) => _id === 'ada')).toMatchObject({ count: 3 });
    world.absent('ada', '300');
    await world.untilLevel('tally_v1_r1');
    expect(world.documents('tally_v1_r1').find(({ _id }) => _id === 'ada')).toMatchObject({ count: 4 });

    await world.done(operations.rebuild('tally'));
    expect(await world.done(operations.switch('tally'))).toEqual({ from: 'v1_r1', to: 'v1_r2' });
    expect([...world.database.checkpoints.keys()].sort()).toEqual(['tally_v1_r1', 'tally_v1_r2']);
    await stop();
  });

  it('waits for the lease of a build whose process has died, and brings it to the end of the log itself', async () => {
    const { world, operations, live, stop } = await running();
    await world.done(operations.rebuild('tally'));
    world.absent('dan', '300');
    await world.done(world.leases.through().acquire('tally_v1_r1', 'dead', 5000));
    expect(await world.done(operations.switch('tally'))).toEqual({ from: 'v1', to: 'v1_r1' });
    expect(live()).toBe('v1_r1');
    expect(world.documents('tally_v1_r1')).toHaveLength(4);
    await stop();
  });

  it('goes on when the lease of the build is taken away meanwhile', async () => {
    const { world, runner, stop } = await running();
    const link = world.slowLink(200);
    const slow = new ViewOperations(world.dependencies({ link }), [tally()], () => runner.nudge());
    await world.done(slow.rebuild('tally'));
    world.absent('dan', '300');
    const switching = slow.switch('tally');
    const lease = () => world.leases.documents.get('tally_v1_r1');
    await world.timing.runUntil(() => lease()?.holder !== undefined, 60_000);
    const { token = 0 } = lease() ?? {};
    const now = world.timing.monotonic();
    world.leases.documents.set('tally_v1_r1', { holder: 'two', token: token + 1, expiresAt: now + 4000, ttlMs: 4000 });
    const place = world.database.checkpoints.get('tally_v1_r1');
    if (place) world.database.checkpoints.set('tally_v1_r1', { ...place, token: token + 1 });
    expect(await world.done(switching)).toEqual({ from: 'v1', to: 'v1_r1' });
    expect(world.documents('tally_v1_r1')).toHaveLength(4);
    await stop();
  });

  it('gives up on a build that another process goes on holding without bringing it to the end', async () => {
    const { world, operations, live, stop } = await running();
    await world.done(operations.rebuild('tally'));
    world.absent('dan', '300');
    await world.done(world.leases.through().acquire('tally_v1_r1', 'stuck', 1e9));
    await expect(world.done(operations.switch('tally'))).rejects.toMatchObject({ name: 'BuildBusy' });
    expect(live()).toBe('v1');
    await stop();
  });

  it('goes back to the build before only once that has all that came since', async () => {
    const { world, operations, live, stop } = await running();
    await expect(world.done(operations.back('tally'))).rejects.toThrow('tally has no earlier build to go back to');
    await world.done(operations.rebuild('tally'));
    await world.done(operations.switch('tally'));
    world.absent('ben', '300');
    await world.untilLevel('tally_v1_r1');
    expect(await world.done(operations.back('tally'))).toEqual({ from: 'v1_r1', to: 'v1' });
    expect(live()).toBe('v1');
    expect(world.documents('tally_v1').find(({ _id }) => _id === 'ben')).toMatchObject({ count: 3 });
    world.absent('ben', '300');
    await world.untilLevel('tally_v1');
    await stop();
  });

  it('goes back to an earlier version only while a program that knows it runs', async () => {
    const world = new World();
    world.absent('ada', '100');
    const old = world.runner([tally(1)], {}, 'old');
    await world.untilLevel('tally_v1');
    const next = world.runner([tally(2)], {}, 'next');
    await world.timing.runUntil(() => world.database.pointers.get('tally')?.live === 'v2', 60_000);
    const operations = new ViewOperations(world.dependencies(), [tally(2)]);
    await world.done(old.stop());
    await expect(world.done(operations.back('tally'))).rejects.toThrow('no program works tally v1');
    const again = world.runner([tally(1)], {}, 'old');
    await world.timing.runUntil(() => world.leases.documents.get('tally_v1')?.holder === 'old', 60_000);
    expect(await world.done(operations.back('tally'))).toEqual({ from: 'v2', to: 'v1' });
    await world.done(Promise.all([again.stop(), next.stop()]));
  });

  it('a new version is switched to by a person where the program leaves it to one', async () => {
    const world = new World();
    world.absent('ada', '100');
    const old = world.runner([tally(1)], {}, 'old');
    await world.untilLevel('tally_v1');
    const next = world.runner([tally(2)], { switchWhenCaughtUp: false }, 'next');
    await world.untilLevel('tally_v2');
    expect(world.database.pointers.get('tally')?.live).toBe('v1');
    const operations = new ViewOperations(world.dependencies(), [tally(2)]);
    expect(await world.done(operations.compare('tally'))).toMatchObject({ live: 'v1', beside: 'v2', compared: 1 });
    expect(await world.done(operations.switch('tally'))).toEqual({ from: 'v1', to: 'v2' });
    await world.done(Promise.all([old.stop(), next.stop()]));
  });
});

describe('requeueing', () => {
  it('says whether the document could be built', async () => {
    const { world, operations, until, stop } = await running();
    world.append('ben', 'Poisoned');
    await until(() => world.database.quarantine.size === 1);
    expect(await world.done(operations.requeue('tally', 'ben'))).toBe('still-broken');
    await expect(world.done(operations.requeue('tally', 'ada'))).rejects.toThrow(
      'tally has no document ada in quarantine',
    );
    await stop();
    expect(await world.done(operations.requeue('tally', 'ben', { waitMs: 500 }))).toBe('asked');
  });
});
