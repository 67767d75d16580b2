import { describe, expect, it } from '@jest/globals';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import { LagProbe } from '../../../src/platform/projections/lag-probe.js';
import { ViewsHealth } from '../../../src/platform/projections/views-health.js';
import { estimate, ViewsOverview } from '../../../src/platform/projections/views-overview.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import type { EventSource } from '../../../src/platform/subscriptions/source.js';
import { tally } from '../../support/views/sample-projections.js';
import { World } from '../../support/views/world.js';

const limits = { lagSeconds: 10, stillMs: 30_000 };

function probeOf(world: World, source = world.source) {
  return new LagProbe({ source, decoder: world.decoder, clock: world.clock, timing: world.timing });
}

describe('lag', () => {
  it('is the age of the first event that was not handled, and 0 when there is none', async () => {
    const world = new World();
    const [first, second] = world.absent('ada', '100', '200');
    await world.done(world.timing.delay(12_500));
    world.absent('ada');
    const at = (event?: RecordedEvent) => (event ? positionText(event.position) : '');
    expect(await world.done(probeOf(world).lag('', ['child-']))).toMatchObject({ seconds: 12.5, revision: 0 });
    expect(await world.done(probeOf(world).lag(at(first), ['child-']))).toMatchObject({ seconds: 12.5, revision: 1 });
    expect(await world.done(probeOf(world).lag(at(second), ['child-']))).toMatchObject({ seconds: 0.001, revision: 2 });
    expect(await world.done(probeOf(world).lag(at(world.log.events.at(-1)), ['child-']))).toEqual({ seconds: 0 });
    expect(await world.done(probeOf(world).lag('', ['school-']))).toEqual({ seconds: 0 });
  });

  it('is never 0 while an event waits, though the program’s clock has stepped back behind the store’s', async () => {
    const world = new World();
    world.absent('ada', '100');
    const clock = { ...world.clock, epoch: () => world.clock.epoch() - 3_600_000 };
    const { source, decoder, timing } = world;
    const probe = new LagProbe({ source, decoder, clock, timing });
    expect(await world.done(probe.lag('', ['child-']))).toMatchObject({ seconds: 0.001, revision: 0 });
  });

  it('is unknown when the store is away or silent', async () => {
    const world = new World();
    const away = {
      ...world.source,
      subscribe: () => ({ next: () => Promise.reject(new RangeError()), close: async () => undefined }),
    } as unknown as EventSource<RecordedEvent>;
    expect(await world.done(probeOf(world, away).lag('', ['child-']))).toEqual({ unknown: 'RangeError' });
    const silent = {
      ...world.source,
      subscribe: () => {
        let end: (error: Error) => void = () => undefined;
        const next = () =>
          new Promise<never>((_, reject) => {
            end = reject;
          });
        return { next, close: async () => end(new TypeError('closed')) };
      },
    } as unknown as EventSource<RecordedEvent>;
    expect(await world.done(probeOf(world, silent).lag('', ['child-']))).toEqual({ unknown: 'TypeError' });
  });
});

describe('health of a view', () => {
  async function worked() {
    const world = new World();
    world.absent('ada', '100');
    const runner = world.runner([tally()]);
    await world.untilLevel('tally_v1');
    const health = new ViewsHealth(world.store(), probeOf(world), world.timing, [tally()], limits);
    const check = async () => (await world.done(health.check()))[0];
    return { world, runner, check };
  }

  it('is well when nothing is left to do, however quiet it is', async () => {
    const { world, runner, check } = await worked();
    await world.done(runner.stop());
    await check();
    await world.done(world.timing.delay(86_400_000), 90_000_000);
    expect(await check()).toMatchObject({ healthy: true, lag: { seconds: 0 } });
  });

  it('is ill when nobody works it, though the program’s clock has stepped back behind the store’s', async () => {
    const { world, runner } = await worked();
    await world.done(runner.stop());
    const clock = { ...world.clock, epoch: () => world.clock.epoch() - 3_600_000 };
    const { source, decoder, timing } = world;
    const probe = new LagProbe({ source, decoder, clock, timing });
    const health = new ViewsHealth(world.store(), probe, timing, [tally()], limits);
    const check = async () => (await world.done(health.check()))[0];
    await check();
    await world.done(world.timing.delay(40_000));
    world.absent('ada', '200');
    expect(await check()).toMatchObject({ healthy: true });
    await world.done(world.timing.delay(9000));
    expect(await check()).toMatchObject({ healthy: true, lag: { seconds: 9 } });
    await world.done(world.timing.delay(2000));
    expect(await check()).toMatchObject({ healthy: false, lag: { seconds: 11, revision: 1 } });
  });

  it('is well while it is far behind but moves, ill when it is behind and stands still', async () => {
    const { world, runner, check } = await worked();
    await world.done(runner.stop());
    world.absent('ada', '200', '300');
    await check();
    await world.done(world.timing.delay(29_000));
    expect(await check()).toMatchObject({ healthy: true, lag: { seconds: 29 } });
    const stored = world.database.checkpoints.get('tally_v1');
    const next = world.log.events.at(-2);
    if (stored && next)
      world.database.checkpoints.set('tally_v1', { ...stored, position: positionText(next.position) });
    await world.done(world.timing.delay(29_000));
    expect(await check()).toMatchObject({ healthy: true, lag: { seconds: 58 } });
    await world.done(world.timing.delay(30_001));
    expect(await check()).toMatchObject({ healthy: false });
  });

  it('is ill as soon as it has stopped, and says why', async () => {
    const { world, runner, check } = await worked();
    world.absent('ada', '200', '300');
    world.log.events.splice(1, 1);
    await world.done(runner.stop());
    const again = world.runner([tally()]);
    await world.timing.runUntil(() => world.database.checkpoints.get('tally_v1')?.state === 'stopped', 60_000);
    expect(await check()).toMatchObject({ healthy: false, stopped: 'StreamGap' });
    await world.done(again.stop());
  });

  it('tells how many documents are in quarantine without calling the view ill', async () => {
    const { world, runner, check } = await worked();
    world.append('ada', 'Poisoned');
    await world.untilLevel('tally_v1');
    expect(await check()).toMatchObject({ healthy: true, quarantined: 1 });
    await world.done(runner.stop());
  });
});

describe('overview', () => {
  it('tells the live build and the one beside it, from the database and from the process', async () => {
    const world = new World();
    world.absent('ada', '100', '200');
    const old = world.runner([tally(1)]);
    await world.untilLevel('tally_v1');
    await world.done(old.stop());
    const next = world.runner([tally(2)], { switchWhenCaughtUp: false });
    await world.untilLevel('tally_v2');
    const overview = new ViewsOverview(world.store(), world.source, [tally(2)], () => next.workers);
    expect(await world.done(overview.status())).toMatchObject([
      { name: 'tally', label: 'v1', live: true, state: 'waiting', eventsDone: 2, eventsEstimated: 2, quarantined: 0 },
      { name: 'tally', label: 'v2', live: false, state: 'live', eventsDone: 2, eventsEstimated: 2, quarantined: 0 },
    ]);
    await world.done(next.stop());
  });

  it('says nothing of views that nobody has built', async () => {
    const world = new World();
    expect(await world.done(new ViewsOverview(world.store(), world.source, [tally()]).status())).toEqual([]);
    expect(world.database.pointers.size).toBe(0);
  });

  it('guesses how many events there are from how far along the log they lie', () => {
    const at = (commit: bigint) => positionText({ commit, prepare: commit });
    expect(estimate(50, at(1000n), 4000n)).toBe(200);
    expect(estimate(50, at(4000n), 4000n)).toBe(50);
    expect(estimate(0, '', 4000n)).toBeUndefined();
    expect(estimate(50, at(1000n), undefined)).toBeUndefined();
  });
});
