import { ViewOperations } from '../../../src/platform/projections/view-operations.js';
import { tally } from './sample-projections.js';
import { World } from './world.js';

/** A view of three children, worked by a program that runs, and an operator beside it. */
export async function running() {
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
