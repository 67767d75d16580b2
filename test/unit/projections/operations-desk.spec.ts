import { describe, expect, it } from '@jest/globals';
import { LagProbe } from '../../../src/platform/projections/lag-probe.js';
import { OperationRunning, OperationsDesk } from '../../../src/platform/projections/operations-desk.js';
import { ViewsHealth } from '../../../src/platform/projections/views-health.js';
import { ViewsOverview } from '../../../src/platform/projections/views-overview.js';
import { ViewsReport } from '../../../src/platform/projections/views-report.js';
import { MemoryLeases } from '../../support/views/memory-leases.js';
import { MemoryOperationRecords } from '../../support/views/memory-operation-records.js';
import { perfectLink } from '../../support/views/memory-view-store.js';
import { running } from '../../support/views/running.js';
import { tally } from '../../support/views/sample-projections.js';

const HOUR_MS = 3_600_000;

describe('the desk', () => {
  async function desk() {
    const all = await running();
    const { world } = all;
    const records = new MemoryOperationRecords();
    let ids = 0;
    const { timing } = world;
    /** By how much the clocks of program and database are wrong. */
    const wrongBy = { program: 0, database: 0 };
    const epoch = () => world.clock.epoch() + wrongBy.program;
    const clock = { epoch, now: () => new Date(epoch()).toISOString() };
    const leases = new MemoryLeases(() => world.timing.monotonic() + wrongBy.database);
    const database = { away: false };
    const call = <T>(work: () => T) => (database.away ? Promise.reject(new Error('away')) : Promise.resolve(work()));
    const through = leases.through({ ...perfectLink, call });
    const newId = () => `run-${ids++}`;
    const desk = new OperationsDesk(all.operations, { records, leases: through, clock, timing, newId });
    /** The next rebuild waits until it may go on. */
    const heldUp = () => {
      let goOn = (): void => undefined;
      const may = new Promise<void>((resolve) => {
        goOn = resolve;
      });
      const rebuild = all.operations.rebuild.bind(all.operations);
      all.operations.rebuild = (...wish) => may.then(() => rebuild(...wish));
      return goOn;
    };
    /** Another program begins an operation, and is killed. */
    const cutOff = async () => {
      const heardAt = clock.now();
      const record = { view: 'tally', id: 'x', kind: 'proof' as const, startedAt: heardAt, heardAt };
      await leases.through().acquire('operation-tally', 'x', 30_000);
      await records.begin({ ...record, state: 'running' });
    };
    return { ...all, records, desk, wrongBy, database, heldUp, cutOff };
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
    const { world, desk: it, cutOff, stop } = await desk();
    await cutOff();
    expect((await it.last('tally'))?.state).toBe('running');
    await world.done(world.timing.delay(31_000));
    expect(await it.last('tally')).toMatchObject({ state: 'failed', problem: 'It was cut off: its process ended.' });
    expect(await world.done(it.perform('rebuild', 'tally'))).toMatchObject({ build: 'v1_r1' });
    await stop();
  });

  it.each([
    ['program', -HOUR_MS],
    ['program', HOUR_MS],
    ['database', -HOUR_MS],
    ['database', HOUR_MS],
  ] as const)('is not held up by one that was cut off when the clock of the %s steps by %s ms', async (whose, ms) => {
    const { world, desk: it, cutOff, wrongBy, stop } = await desk();
    await cutOff();
    wrongBy[whose] += ms;
    await world.done(world.timing.delay(31_000));
    expect(await it.last('tally')).toMatchObject({ state: 'failed' });
    expect(await world.done(it.perform('rebuild', 'tally'))).toMatchObject({ build: 'v1_r1' });
    await stop();
  });

  it.each([-HOUR_MS, HOUR_MS])('is told as running whatever its program’s clock does: %s ms', async (ms) => {
    const { world, desk: it, wrongBy, heldUp, stop } = await desk();
    const goOn = heldUp();
    await world.done(it.begin('rebuild', 'tally'));
    wrongBy.program += ms;
    expect(await it.last('tally')).toMatchObject({ state: 'running' });
    await expect(world.done(it.begin('proof', 'tally'))).rejects.toThrow(OperationRunning);
    goOn();
    await world.done(it.settle());
    expect(await it.last('tally')).toMatchObject({ state: 'done' });
    await stop();
  });

  it('is told as running again when the database was away for longer than its lease', async () => {
    const { world, desk: it, database, heldUp, stop } = await desk();
    const goOn = heldUp();
    await world.done(it.begin('rebuild', 'tally'));
    database.away = true;
    await world.done(world.timing.delay(40_000));
    database.away = false;
    await world.done(world.timing.delay(2000));
    expect(await it.last('tally')).toMatchObject({ state: 'running' });
    goOn();
    await world.done(it.settle());
    expect(await it.last('tally')).toMatchObject({ state: 'done' });
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
