import { positionText } from '../subscriptions/position.js';
import { BuildBusy, type BuildingDependencies, type BuildingOptions, BuildLost, buildView } from './building.js';
import { collectionName, type Projection, type ViewDocument } from './projection.js';

const LOOK_MS = 100;
/** How long another process that works the build may take to bring it to the end of the log. */
const OTHERS_MS = 20_000;
/** How often the lease may go away from here. */
const LOSSES = 10;

/**
 * A build at the end of the log, and followed until it is stopped: by this process, or by the program that holds its lease
 * already, which is what becomes of a new version. The lease may move meanwhile, there and back.
 * @throws BuildBusy, BuildStopped
 */
export async function bringLevel<R>(
  deps: BuildingDependencies<R>,
  projection: Projection<ViewDocument>,
  label: string,
  options: BuildingOptions,
): Promise<{ stop(): Promise<void> }> {
  const { timing } = deps;
  const end = await deps.source.end();
  const wanted = end === undefined ? '' : positionText(end);
  let losses = 0;
  let patience = timing.monotonic() + OTHERS_MS;
  for (;;) {
    try {
      return await buildView(deps, projection, label, options);
    } catch (error) {
      if (error instanceof BuildLost && losses < LOSSES) {
        losses += 1;
        patience = timing.monotonic() + OTHERS_MS;
      } else if (!(error instanceof BuildBusy)) throw error;
      else if (await isAt(deps, collectionName(projection.name, label), wanted)) return { stop: async () => undefined };
      else if (options.signal?.aborted || timing.monotonic() >= patience) throw error;
    }
    await timing.delay(LOOK_MS, options.signal);
  }
}

async function isAt<R>({ store }: BuildingDependencies<R>, build: string, wanted: string): Promise<boolean> {
  const checkpoint = await store.checkpoint(build);
  return checkpoint?.state !== 'stopped' && (checkpoint?.position ?? '') >= wanted;
}
