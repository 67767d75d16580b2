import { describe, expect, it } from '@jest/globals';
import { Lease } from '../../../src/platform/subscriptions/lease.js';
import { MemoryLeases } from '../../support/views/memory-leases.js';
import { perfectLink } from '../../support/views/memory-view-store.js';
import { World } from '../../support/views/world.js';

const TTL = { ttlMs: 3000 };

async function taken(world: World, leases = world.leases.through(), holder = 'one'): Promise<Lease | undefined> {
  return world.done(Lease.take(leases, world.timing, 'view', holder, TTL));
}

describe('lease', () => {
  it('is held as long as it is renewed, and by one holder', async () => {
    const world = new World();
    const lease = await taken(world);
    await world.done(world.timing.delay(20_000));
    expect(lease?.held).toBe(true);
    expect(await taken(world, world.leases.through(), 'two')).toBeUndefined();
    await lease?.release();
  });

  it('gives the next holder a higher token after a release, and after an end', async () => {
    const world = new World();
    const first = await taken(world);
    await world.done(first?.release() ?? Promise.resolve());
    const second = await taken(world, world.leases.through(), 'two');
    expect([first?.token, second?.token]).toEqual([1, 2]);
    second?.lose();
    await world.done(world.timing.delay(3001));
    const third = await taken(world, world.leases.through(), 'three');
    expect(third?.token).toBe(3);
    await third?.release();
  });

  it('ends by the holder’s own count when the database does not answer', async () => {
    const world = new World();
    let away = false;
    const link = {
      ...perfectLink,
      call: <T>(work: () => T) => (away ? Promise.reject(new Error('away')) : Promise.resolve(work())),
    };
    const lease = await taken(world, world.leases.through(link));
    away = true;
    await world.done(world.timing.delay(2900));
    expect(lease?.held).toBe(true);
    await world.done(world.timing.delay(200));
    expect(lease?.held).toBe(false);
    expect(() => lease?.check()).toThrow(/view/);
  });

  it('counts from the question, not from the answer', async () => {
    const world = new World();
    const lease = await taken(world, world.leases.through(world.slowLink(2500)));
    expect(lease?.held).toBe(true);
    await world.done(world.timing.delay(501));
    expect(lease?.held).toBe(false);
    await world.done(lease?.release() ?? Promise.resolve());
  });

  it('learns that it has gone to someone else', async () => {
    const world = new World();
    const lease = await taken(world);
    world.leases.documents.set('view', { holder: 'two', token: 2, expiresAt: 1e9, ttlMs: 1e9 });
    await world.done(world.timing.delay(1001));
    expect(lease?.held).toBe(false);
    await lease?.release();
    expect(world.leases.documents.get('view')).toMatchObject({ holder: 'two', token: 2 });
  });

  it('is free again when the database’s clock has stepped back further than a lease can last', async () => {
    const world = new World();
    let now = 1_000_000;
    const leases = new MemoryLeases(() => now);
    (await taken(world, leases.through()))?.lose();
    now -= 500_000;
    const next = await taken(world, leases.through(), 'two');
    expect(next?.token).toBe(2);
    await next?.release();
  });
});
