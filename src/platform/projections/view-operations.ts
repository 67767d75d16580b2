import { failpoint } from '../failpoints.js';
import { buildOf, foreseeBuild, goBack, isOfVersion, switchTo } from './build-choice.js';
import { type BuildingDependencies, type BuildingOptions, buildView } from './building.js';
import type { Comparison } from './comparison.js';
import { bringLevel } from './levelling.js';
import { buildLabel, collectionName, type Projection, type ViewDocument } from './projection.js';
import { compareStanding, compareWithShadow, SHADOW } from './shadow.js';
import type { Pointer } from './view-store.js';

/** It can't be done as things stand. The message is a sentence for the operator. */
export class OperationRefused extends Error {
  override readonly name = 'OperationRefused';
}

export type OperationProgress = BuildingOptions['progress'];

export interface Built {
  readonly label: string;
  readonly events: number;
}

export interface Switched {
  readonly from: string;
  readonly to: string;
}

export interface Compared extends Comparison {
  /** Label of the build that readers are served from. */
  readonly live: string;
  /** Label of the other. */
  readonly beside: string;
}

/** `asked`: the program that works the view has not answered in time; it will. */
export type Requeued = 'rebuilt' | 'still-broken' | 'asked';

const REQUEUE_MS = 15_000;
const LOOK_MS = 100;

/**
 * What an operator does to views. Any process may: documents are worked under the lease of their build, and which build
 * readers are served from is one small document. Nothing here acts on an event: no letter, no command, no notification.
 */
export class ViewOperations<R> {
  constructor(
    private readonly deps: BuildingDependencies<R>,
    private readonly projections: readonly Projection<ViewDocument>[],
    /** Told after a change that the runner of this process should notice at once. */
    private readonly changed: () => void = () => undefined,
  ) {}

  readonly #stopping = new AbortController();

  /** Builds under way are given up: the process ends. */
  stop(): void {
    this.#stopping.abort();
  }

  get names(): readonly string[] {
    return this.projections.map(({ name }) => name);
  }

  /**
   * Builds the view anew beside the one that serves, from the first event. What an earlier attempt left is thrown away.
   * @param version when given, of the program: a script says which it means
   * @throws OperationRefused · BuildBusy · BuildStopped
   */
  async rebuild(
    name: string,
    { version, progress }: { readonly version?: number; readonly progress?: OperationProgress } = {},
  ): Promise<Built> {
    const projection = this.#projection(name);
    if (version !== undefined && version !== projection.version) {
      throw new OperationRefused(`this program makes version ${projection.version} of ${name}, not ${version}`);
    }
    const pointer = await this.#pointer(projection);
    const label = await this.#nextLabel(projection, pointer);
    for (const left of await this.#beside(projection, pointer)) await this.#dropIfFree(projection, left);
    let events = 0;
    const counted = (done: number, estimated: number | undefined) => {
      events = done;
      progress?.(done, estimated);
    };
    const following = await buildView(this.deps, projection, label, {
      ...this.#options(counted),
      afresh: true,
    });
    await following.stop();
    return { label, events };
  }

  /** The build that readers are served from, and the one made last beside it. @throws OperationRefused · BuildBusy · BuildStopped */
  async compare(name: string, progress?: OperationProgress): Promise<Compared> {
    const projection = this.#projection(name);
    const pointer = await this.#pointer(projection);
    const beside = await this.#candidate(projection, pointer);
    const labels = { live: pointer.live, beside };
    const following = await bringLevel(this.deps, projection, beside, this.#options(progress));
    try {
      return { ...(await compareStanding(this.deps, projection, labels)), ...labels };
    } finally {
      await following.stop();
    }
  }

  /** The build that readers are served from, and one made for this from the first event and thrown away. @throws BuildBusy · BuildStopped */
  async proof(name: string, progress?: OperationProgress): Promise<Compared> {
    const projection = this.#projection(name);
    const { live } = await this.#pointer(projection);
    return { ...(await compareWithShadow(this.deps, projection, this.#options(progress))), live, beside: SHADOW };
  }

  /**
   * Readers are served from the build made last beside the live one, brought to the end of the log first. The one before
   * is kept for going back, older ones are dropped.
   * @throws OperationRefused · BuildBusy · BuildStopped
   */
  async switch(name: string, progress?: OperationProgress): Promise<Switched> {
    const projection = this.#projection(name);
    const pointer = await this.#pointer(projection);
    const to = await this.#candidate(projection, pointer);
    await this.#levelled(projection, to, progress, () => switchTo(this.deps.store, pointer, to));
    for (const label of await this.#labels(projection)) {
      if (label !== to && label !== pointer.live) await this.#dropIfFree(projection, label);
    }
    return { from: pointer.live, to };
  }

  /**
   * Readers are served from the build before. It is brought to the end of the log first; one of another version can be
   * worked by another program only, which must be running.
   * @throws OperationRefused · BuildBusy · BuildStopped
   */
  async back(name: string, progress?: OperationProgress): Promise<Switched> {
    const projection = this.#projection(name);
    const pointer = await this.#pointer(projection);
    const to = pointer.previous;
    if (to === undefined) throw new OperationRefused(`${name} has no earlier build to go back to`);
    if (isOfVersion(to, projection.version)) {
      await this.#levelled(projection, to, progress, () => goBack(this.deps.store, pointer));
    } else {
      if (!(await this.deps.leases.isHeld(collectionName(name, to)))) {
        throw new OperationRefused(
          `no program works ${name} ${to}, it would stand still: start the earlier program first`,
        );
      }
      if (!(await goBack(this.deps.store, pointer))) throw switchedMeanwhile(name);
      this.changed();
    }
    return { from: pointer.live, to };
  }

  /** Has the program that works the view build one quarantined document anew. @throws OperationRefused */
  async requeue(
    name: string,
    key: string,
    { waitMs = REQUEUE_MS }: { readonly waitMs?: number } = {},
  ): Promise<Requeued> {
    const { store, timing } = this.deps;
    const { live } = await this.#pointer(this.#projection(name));
    const build = collectionName(name, live);
    if (!(await store.requestRequeue(build, key))) {
      throw new OperationRefused(`${name} has no document ${key} in quarantine`);
    }
    this.changed();
    const until = timing.monotonic() + waitMs;
    for (;;) {
      const entry = (await store.quarantine(build)).find((each) => each.key === key);
      if (!entry) return 'rebuilt';
      if (!entry.requeue) return 'still-broken';
      if (timing.monotonic() >= until) return 'asked';
      await timing.delay(LOOK_MS);
    }
  }

  #options(progress: OperationProgress): BuildingOptions {
    return { signal: this.#stopping.signal, ...(progress && { progress }) };
  }

  #projection(name: string): Projection<ViewDocument> {
    const projection = this.projections.find((each) => each.name === name);
    if (projection) return projection;
    throw new OperationRefused(`there is no view ${name}; there are ${this.names.join(', ')}`);
  }

  async #pointer(projection: Projection<ViewDocument>): Promise<Pointer> {
    const choice = await foreseeBuild(this.deps.store, projection);
    if (choice) return choice.pointer;
    throw new OperationRefused(`${projection.name} has not been built yet: the program does so when it starts`);
  }

  async #labels(projection: Projection<ViewDocument>): Promise<readonly string[]> {
    return (await this.deps.store.labels(projection.name)).filter((label) => label !== SHADOW);
  }

  /** Builds of this program's version that nobody is served from, or would go back to; the latest last. */
  async #beside(projection: Projection<ViewDocument>, { live, previous }: Pointer): Promise<readonly string[]> {
    const labels = await this.#labels(projection);
    return labels
      .filter((label) => label !== live && label !== previous && isOfVersion(label, projection.version))
      .sort((one, other) => rebuildNumber(one) - rebuildNumber(other));
  }

  async #candidate(projection: Projection<ViewDocument>, pointer: Pointer): Promise<string> {
    const candidate = (await this.#beside(projection, pointer)).at(-1);
    if (candidate !== undefined) return candidate;
    throw new OperationRefused(`nothing has been built beside ${projection.name} ${pointer.live}: rebuild it first`);
  }

  async #nextLabel(projection: Projection<ViewDocument>, { live }: Pointer): Promise<string> {
    // Of a new version the first build is the runner's own.
    if (!isOfVersion(live, projection.version)) return buildLabel(projection.version);
    const used = (await this.#labels(projection)).filter((label) => isOfVersion(label, projection.version));
    return buildLabel(projection.version, Math.max(...[live, ...used].map(rebuildNumber)) + 1);
  }

  /** Moves the readers while the build is followed. */
  async #levelled(
    projection: Projection<ViewDocument>,
    label: string,
    progress: OperationProgress,
    move: () => Promise<boolean>,
  ): Promise<void> {
    const following = await bringLevel(this.deps, projection, label, this.#options(progress));
    try {
      failpoint('before-switch');
      if (!(await move())) throw switchedMeanwhile(projection.name);
      failpoint('after-switch');
    } finally {
      await following.stop();
    }
    this.changed();
  }

  async #dropIfFree(projection: Projection<ViewDocument>, label: string): Promise<void> {
    const build = buildOf(projection, label);
    if (!(await this.deps.leases.isHeld(build.id))) await this.deps.store.drop(build);
  }
}

function switchedMeanwhile(name: string): OperationRefused {
  return new OperationRefused(`somebody else has switched ${name} meanwhile: look at its status`);
}

function rebuildNumber(label: string): number {
  return Number(/_r(\d+)$/.exec(label)?.[1] ?? 0);
}
