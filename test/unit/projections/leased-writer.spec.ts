import { describe, expect, it } from '@jest/globals';
import { buildOf } from '../../../src/platform/projections/build-choice.js';
import { LeasedWriter } from '../../../src/platform/projections/leased-writer.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { QuarantineKeeper } from '../../../src/platform/projections/quarantine-keeper.js';
import { silentObserver } from '../../../src/platform/projections/view-observer.js';
import { Lease } from '../../../src/platform/subscriptions/lease.js';
import { MemoryViewStore, perfectLink } from '../../support/views/memory-view-store.js';
import { tally } from '../../support/views/sample-projections.js';
import { UNGUARDED } from '../../support/views/unguarded-documents.js';
import { World } from '../../support/views/world.js';

const TTL_MS = 3000;
const document = (key: string, position: string): Stored => ({ _id: key, _seen: { position } });

/** Who holds a view’s lease by its own count, while the database’s clock has stepped and another has it by the database’s. */
async function holder(server: typeof UNGUARDED | undefined) {
  const world = new World();
  for (const key of ['ada', 'ben']) world.database.documents('tally_v1').set(key, document(key, '1'));
  const store = new MemoryViewStore(world.database, perfectLink, undefined, server);
  const lease = await world.done(
    Lease.take(world.leases.through(), world.timing, 'tally_v1', 'one', { ttlMs: TTL_MS }),
  );
  if (!lease) throw new Error('no lease');
  const doubted: string[] = [];
  const writer = new LeasedWriter({ store, timing: world.timing }, buildOf(tally(), 'v1'), lease, async (documents) => {
    doubted.push(...documents.map(({ _id }) => _id));
  });
  const taken = () =>
    world.leases.documents.set('tally_v1', { holder: 'two', token: 9, expiresAt: 9e9, ttlMs: TTL_MS });
  const renewed = () => world.done(world.timing.delay(TTL_MS / 2));
  return { writer, lease, doubted, taken, renewed };
}

describe('what a holder wrote that had lost its lease without knowing it', () => {
  it('is in doubt from the moment that the database says so, where nothing guards a write', async () => {
    const { writer, lease, doubted, taken, renewed } = await holder(UNGUARDED);
    await writer.write([document('ada', '2')]);
    writer.confirmed();
    taken();
    await writer.write([document('ben', '2')]);
    expect({ held: lease.held, doubted }).toEqual({ held: true, doubted: [] });
    await renewed();
    expect({ held: lease.held, doubted }).toEqual({ held: false, doubted: ['ben'] });
  });

  it('is in doubt when its checkpoint is refused', async () => {
    const { writer, lease, doubted } = await holder(UNGUARDED);
    await writer.write([document('ben', '2')]);
    lease.lose();
    expect(doubted).toEqual(['ben']);
  });

  it('is as it should be where each write has its guard, and when a lease ends in peace', async () => {
    const guarded = await holder(undefined);
    guarded.taken();
    await guarded.writer.write([document('ben', '2')]);
    await guarded.renewed();
    expect(guarded.doubted).toEqual([]);
    const peaceful = await holder(UNGUARDED);
    await peaceful.writer.write([document('ben', '2')]);
    await peaceful.lease.release();
    expect(peaceful.doubted).toEqual([]);
  });

  it('is built anew by the next holder even if the program is killed while it says so', async () => {
    const world = new World();
    const store = new MemoryViewStore(world.database, {
      // Nothing gets through after the first write.
      call: (work) => (world.database.quarantine.size > 0 ? new Promise(() => undefined) : Promise.resolve(work())),
      cutAfter: () => undefined,
    });
    const keeper = new QuarantineKeeper(store, world.clock, silentObserver, buildOf(tally(), 'v1'));
    void keeper.doubt(tally(), [document('ben', '2')]);
    await world.done(world.timing.delay(1));
    expect(world.database.quarantine.get('tally_v1|ben')).toMatchObject({ error: 'WrittenLate', requeue: true });
  });
});
