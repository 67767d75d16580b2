import { describe, expect, it } from '@jest/globals';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { ViewsRunner } from '../../../src/platform/projections/views-runner.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import { MemoryViewStore } from '../../support/views/memory-view-store.js';
import { tally } from '../../support/views/sample-projections.js';
import { World } from '../../support/views/world.js';

/** A view of one child whose third event can't be applied, and a program that works it. */
async function poisoned() {
  const world = new World();
  world.absent('ada', '100', '200');
  const runner = world.runner([tally()]);
  await world.untilLevel('tally_v1');
  const documents = world.database.documents('tally_v1');
  const before = structuredClone(documents.get('ada')) as Stored;
  world.append('ada', 'Poisoned');
  await world.untilLevel('tally_v1');
  const marked = structuredClone(documents.get('ada'));
  const note = () => world.database.quarantine.get('tally_v1|ada');
  const stop = () => world.done(runner.stop());
  const until = (condition: () => boolean) => world.timing.runUntil(condition, 60_000);
  return { world, documents, before, marked, note, until, stop };
}

describe('a document in quarantine', () => {
  it('that a late write has undone is as its last good event left it again, and marked, when its events still can’t be applied', async () => {
    const { world, documents, before, marked, note, until, stop } = await poisoned();
    documents.set('ada', before);
    await world.done(world.store().requestRequeue('tally_v1', 'ada'));
    await until(() => note()?.requeue === undefined);
    expect(documents.get('ada')).toEqual({ ...marked, _stale: expect.objectContaining({ error: 'RangeError' }) });
    await stop();
  });

  it('is noted again when its note is taken away by who held the lease before', async () => {
    const { world, documents, note, until, stop } = await poisoned();
    world.database.quarantine.delete('tally_v1|ada');
    await until(() => note() !== undefined);
    world.absent('ada', '300');
    await world.untilLevel('tally_v1');
    expect(documents.get('ada')).toMatchObject({ revisions: [0, 1], _stale: { error: 'RangeError' } });
    await stop();
  });

  it('is not written over by a rebuild that has seen less, and is built anew once the view has come as far', async () => {
    const { world, documents, note, until, stop } = await poisoned();
    world.absent('ben', '100');
    await world.untilLevel('tally_v1');
    const ahead = { ...(documents.get('ben') as Stored), _seen: { position: '9'.repeat(20), revision: 7 } };
    documents.set('ben', ahead);
    await world.done(world.store().addQuarantine(noteOf('ben')));
    await world.done(world.timing.delay(5000));
    expect(documents.get('ben')).toEqual(ahead);
    const ofBen = () => world.database.quarantine.get('tally_v1|ben');
    expect(ofBen()).toMatchObject({ requeue: true });

    const place = world.database.checkpoints.get('tally_v1')?.position ?? '';
    documents.set('ben', { ...ahead, _seen: { position: place } });
    await until(() => ofBen() === undefined);
    const [event] = world.log.events.filter(({ streamId }) => streamId === 'child-ben');
    expect(documents.get('ben')?._seen).toEqual({ position: event && positionText(event.position), revision: 0 });
    expect(note()).toBeDefined();
    await stop();
  });

  it('is not built anew by who has just taken over and does not know yet how far the view has come', async () => {
    const world = new World();
    world.absent('ben', '100');
    const one = world.runner([tally()]);
    await world.untilLevel('tally_v1');
    const documents = world.database.documents('tally_v1');
    const undone = structuredClone(documents.get('ben')) as Stored;
    world.absent('ben', '200');
    await world.untilLevel('tally_v1');
    const whole = structuredClone(documents.get('ben'));
    await world.done(one.stop());
    documents.set('ben', undone);
    await world.done(world.store().addQuarantine(noteOf('ben')));
    const store = new CutAtFirst(world.database);
    const two = new ViewsRunner({ ...world.dependencies(), store }, [tally()], { leaseMs: 5000 }, 'two');
    two.start();
    await world.timing.runUntil(() => !world.database.quarantine.has('tally_v1|ben'), 60_000);
    expect(documents.get('ben')).toEqual(whole);
    await world.done(two.stop());
  });
});

/** The connection breaks when a view is opened for the first time. */
class CutAtFirst extends MemoryViewStore {
  #cut = false;

  override async prepare(collection: string): Promise<void> {
    if (this.#cut) return super.prepare(collection);
    this.#cut = true;
    throw Object.assign(new Error('connection closed'), { name: 'MongoNetworkError' });
  }
}

function noteOf(key: string) {
  const where = { streamId: `child-${key}`, fromRevision: -1, eventType: '', at: '9'.repeat(20) };
  return { build: 'tally_v1', name: 'tally', key, ...where, error: 'WrittenLate', since: '', requeue: true };
}
