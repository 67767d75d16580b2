import { describe, expect, it } from '@jest/globals';
import { LagProbe } from '../../../src/platform/projections/lag-probe.js';
import { OperationRunning, OperationsDesk } from '../../../src/platform/projections/operations-desk.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import { ViewOperations } from '../../../src/platform/projections/view-operations.js';
import { ViewsHealth } from '../../../src/platform/projections/views-health.js';
import { ViewsOverview } from '../../../src/platform/projections/views-overview.js';
import { ViewsReport } from '../../../src/platform/projections/views-report.js';
import { MemoryOperationRecords } from '../../support/views/memory-operation-records.js';
import { tally } from '../../support/views/sample-projections.js';
import { World } from '../../support/views/world.js';

/** A view of three children, worked by a program that runs, and an operator beside it. */
async function running() {
  const world = new World();
  for (const child of ['ada', 'ben', 'cat']) world.absent(child, '100', '200');
  const runner = world.runner([tally()]);
  await world.untilLevel('tally_v1');
  const operations = new ViewOperations(world.dependencies(), [tally()], () => runner.nudge());
  const until = (condition: () => boolean) => world.timing.runUntil(condition, 60_000);
  const live = () => world.database.pointers.get('tally')?.live;
  const stop = () => world.done(runner.stop());
  return { world, runner, operations, until, live, stop };
}

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

describe('the desk', () => {
  async function desk() {
    const all = await running();
    const { world } = all;
    const records = new MemoryOperationRecords();
    let ids = 0;
    const { clock, timing } = world;
    const deps = { records, clock, timing, newId: () => `run-${ids++}` };
    return { ...all, records, desk: new OperationsDesk(all.operations, deps), deps };
  }

  it('notes how far an operation is and what came of it', async () => {
    const { world, desk: it, records, stop } = await desk();
    const begun = await world.done(it.begin('rebuild', 'tally'));
    expect(begun).toMatchObject({ kind: 'rebuild', state: 'running' });
    await world.done(it.settle());
    expect(await it.last('tally')).toMatchObject({
      state: 'done',
      eventsDone: 6,
      outcome: { build: 'v1_r1', events: 6 },
    });
    expect(await world.done(it.perform('proof', 'tally'))).toMatchObject({ compared: 3, differing: 0, fields: 12 });
    expect(records.noted.map(({ kind, state }) => [kind, state])).toContainEqual(['proof', 'done']);
    await stop();
  });

  it('runs one operation at a time a view', async () => {
    const { world, desk: it, stop } = await desk();
    const [first, second] = await world.done(
      Promise.allSettled([it.begin('rebuild', 'tally'), it.begin('proof', 'tally')]),
    );
    expect(first).toMatchObject({ status: 'fulfilled', value: { kind: 'rebuild' } });
    expect(second.status === 'rejected' && second.reason).toBeInstanceOf(OperationRunning);
    await world.done(it.settle());
    await expect(it.begin('proof', 'letters')).rejects.toThrow('there is no view letters');
    await stop();
  });

  it('tells an operation whose process died as cut off, and lets another begin', async () => {
    const { world, desk: it, records, stop } = await desk();
    const heardAt = world.clock.now();
    records.records.set('tally', {
      view: 'tally',
      id: 'x',
      kind: 'proof',
      state: 'running',
      startedAt: heardAt,
      heardAt,
    });
    expect((await it.last('tally'))?.state).toBe('running');
    await world.done(world.timing.delay(31_000));
    expect(await it.last('tally')).toMatchObject({ state: 'failed', problem: 'It was cut off: its process ended.' });
    expect(await world.done(it.perform('rebuild', 'tally'))).toMatchObject({ build: 'v1_r1' });
    await stop();
  });

  it('notes a failure in words of ours, never in those of an error', async () => {
    const { world, desk: it, stop } = await desk();
    await expect(world.done(it.perform('back', 'tally'))).rejects.toThrow();
    expect(await it.last('tally')).toMatchObject({
      state: 'failed',
      problem: 'tally has no earlier build to go back to',
    });
    await stop();
  });

  it('gives up what it builds when the process ends', async () => {
    const { world, operations, desk: it, stop } = await desk();
    operations.stop();
    await expect(world.done(it.perform('rebuild', 'tally'))).rejects.toMatchObject({ name: 'BuildStopped' });
    await stop();
  });

  it('reports each view with what may be done', async () => {
    const { world, desk: it, stop } = await desk();
    const { timing, source, decoder, clock } = world;
    const store = world.store();
    const report = new ViewsReport({
      store,
      overview: new ViewsOverview(store, source, [tally()], () => [], world.leases.through()),
      health: new ViewsHealth(store, new LagProbe({ source, decoder, clock, timing }), timing, [tally()]),
      desk: it,
      projections: [tally()],
    });
    expect(await world.done(report.view('tally'))).toMatchObject({
      version: 1,
      health: { healthy: true, lag: { seconds: 0 } },
      builds: [{ label: 'v1', live: true, state: 'live', eventsDone: 6 }],
      allowed: ['rebuild', 'proof'],
    });
    await world.done(it.perform('rebuild', 'tally'));
    expect(await world.done(report.view('tally'))).toMatchObject({
      builds: [{ label: 'v1' }, { label: 'v1_r1', live: false, state: 'waiting' }],
      allowed: ['rebuild', 'proof', 'compare', 'switch'],
    });
    await world.done(it.perform('switch', 'tally'));
    expect(await world.done(report.view('tally'))).toMatchObject({
      previous: 'v1',
      allowed: ['rebuild', 'proof', 'back'],
    });
    expect(await world.done(report.view('letters'))).toBeUndefined();
    await stop();
  });
});
