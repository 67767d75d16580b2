import { buildLabel, collectionName, type Projection } from './projection.js';
import { type Build, type Pointer, type ViewStore } from './view-store.js';

export function buildOf(projection: Pick<Projection, 'name' | 'version'>, label: string): Build {
  const { name, version } = projection;
  return { name, version, label, id: collectionName(name, label) };
}

/** Whether a build was made by this version of the projection: `v3` and `v3_r1` by version 3. */
export function isOfVersion(label: string, version: number): boolean {
  const own = buildLabel(version);
  return label === own || label.startsWith(`${own}_r`);
}

/** Of `v3` and `v3_r1`: 3. Undefined for a build of another kind. */
export function versionOf(label: string): number | undefined {
  const written = /^v(\d+)/.exec(label)?.[1];
  return written === undefined ? undefined : Number(written);
}

export interface Choice {
  readonly build: Build;
  readonly live: boolean;
  readonly pointer: Pointer;
}

/**
 * The build that this program's projection works: the live one if it is of its version, otherwise a new one beside it.
 * The first ever build is live from the start: readers see it fill.
 */
export async function chooseBuild(store: ViewStore, projection: Projection): Promise<Choice> {
  const choice = await foreseeBuild(store, projection);
  return choice ?? choiceFrom(projection, await store.createPointer(projection.name, buildLabel(projection.version)));
}

/** The same without leaving a trace; undefined where nothing has been built yet. */
export async function foreseeBuild(store: ViewStore, projection: Projection): Promise<Choice | undefined> {
  const pointer = await store.pointer(projection.name);
  return pointer && choiceFrom(projection, pointer);
}

function choiceFrom(projection: Projection, pointer: Pointer): Choice {
  const own = buildLabel(projection.version);
  const live = isOfVersion(pointer.live, projection.version);
  return { build: buildOf(projection, live ? pointer.live : own), live, pointer };
}

/** Readers are served from `label` in one write. False when someone else has switched meanwhile. */
export async function switchTo(store: ViewStore, pointer: Pointer, label: string): Promise<boolean> {
  return store.movePointer(pointer.name, pointer.live, { live: label, previous: pointer.live });
}

/**
 * Back to the build before. It stays that way until a person switches again.
 * @throws Error when there is none
 */
export async function goBack(store: ViewStore, pointer: Pointer): Promise<boolean> {
  if (!pointer.previous) throw new Error(`${pointer.name} has no earlier build to go back to`);
  return store.movePointer(pointer.name, pointer.live, { live: pointer.previous, previous: pointer.live, held: true });
}
