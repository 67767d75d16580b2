import { foreseeBuild } from './build-choice.js';
import { type BuildingDependencies, type BuildingOptions, buildView } from './building.js';
import { type Comparison, compareBuilds, type Difference, differenceOf } from './comparison.js';
import { collectionName, type Projection, type ViewDocument } from './projection.js';
import type { ViewStore } from './view-store.js';

/** Label of the build that a proof makes and throws away. */
export const SHADOW = 'shadow';
/** Looks at documents that differ while events still arrive, and milliseconds between two. */
const SETTLING_ROUNDS = 20;
const SETTLING_MS = 250;

/**
 * Proof that a view is what the log says: builds it a second time beside the live one, compares the two field by field,
 * and throws the second away. Documents that are being changed meanwhile are looked at again until both have seen the same.
 * @throws BuildBusy when another comparison runs; BuildStopped
 */
export async function compareWithShadow<R>(
  deps: BuildingDependencies<R>,
  projection: Projection<ViewDocument>,
  options: Pick<BuildingOptions, 'progress' | 'signal'> = {},
): Promise<Comparison> {
  const choice = await foreseeBuild(deps.store, projection);
  // An earlier one that was cut off may be another program's work: its documents would prove nothing.
  const following = await buildView(deps, projection, SHADOW, { ...options, quarantines: true, afresh: true });
  try {
    return await compareStanding(deps, projection, { live: choice?.pointer.live ?? '', beside: SHADOW });
  } finally {
    await following.drop();
  }
}

/** Two builds that both follow the log. Documents that are being changed meanwhile are looked at again. */
export async function compareStanding<R>(
  deps: BuildingDependencies<R>,
  { name }: Pick<Projection, 'name'>,
  labels: { readonly live: string; readonly beside: string },
): Promise<Comparison> {
  const [live, other] = [collectionName(name, labels.live), collectionName(name, labels.beside)];
  const { compared, fields, differences } = await compareBuilds(deps.store, live, other);
  const lasting = await settled(deps, live, other, differences);
  return { compared, fields, equal: compared - lasting.length, differences: lasting };
}

/** Those that still differ once both builds have seen the same events. */
async function settled<R>(
  { store, timing }: BuildingDependencies<R>,
  live: string,
  shadow: string,
  found: readonly Difference[],
): Promise<readonly Difference[]> {
  const lasting: Difference[] = [];
  let open = found.map(({ key }) => key);
  for (let round = 0; open.length > 0 && round < SETTLING_ROUNDS; round += 1) {
    const moving: string[] = [];
    for (const { key, difference, sameEvents } of await pairs(store, live, shadow, open)) {
      if (!difference) continue;
      if (sameEvents || round === SETTLING_ROUNDS - 1) lasting.push(difference);
      else moving.push(key);
    }
    open = moving;
    if (open.length > 0) await timing.delay(SETTLING_MS);
  }
  return lasting.sort((one, other) => (one.key < other.key ? -1 : 1));
}

async function pairs(store: ViewStore, live: string, shadow: string, keys: readonly string[]) {
  const [left, right] = [await store.load(live, keys), await store.load(shadow, keys)];
  return keys.map((key) => {
    const [one, other] = [left.get(key), right.get(key)];
    const difference = differenceOf(one?._deleted ? undefined : one, other?._deleted ? undefined : other);
    return { key, difference, sameEvents: one !== undefined && one._seen.position === other?._seen.position };
  });
}
