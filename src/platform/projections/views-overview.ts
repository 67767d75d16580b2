import type { LeaseStore } from '../subscriptions/lease.js';
import { BEFORE_ALL, positionFrom } from '../subscriptions/position.js';
import type { EventSource } from '../subscriptions/source.js';
import { buildOf, foreseeBuild, versionOf } from './build-choice.js';
import type { Projection, ViewDocument } from './projection.js';
import type { ProjectionStatus } from './status.js';
import type { Build, ViewStore } from './view-store.js';
import type { ViewWorker } from './view-worker.js';

/**
 * Where every view stands, told from the database so that any process can, and more precisely for the views that this
 * process works. For the command line and the operator's page.
 */
export class ViewsOverview<R> {
  constructor(
    private readonly store: ViewStore,
    private readonly source: Pick<EventSource<R>, 'end'>,
    private readonly projections: readonly Projection<ViewDocument>[],
    private readonly workers: () => readonly ViewWorker[] = () => [],
    /** Given: builds that other processes work are told by what these wrote last. */
    private readonly leases?: Pick<LeaseStore, 'isHeld'>,
  ) {}

  /** The live build of each view that has one, the one that this program works, and those kept beside. */
  async status(): Promise<readonly ProjectionStatus[]> {
    const end = await this.source.end().catch(() => undefined);
    const all: ProjectionStatus[] = [];
    for (const projection of this.projections) {
      const choice = await foreseeBuild(this.store, projection);
      if (!choice) continue;
      const { build, pointer } = choice;
      const served = buildOf(projection, pointer.live);
      const kept = (await this.store.labels(projection.name)).map((label) => buildOf(projection, label));
      const builds = [served, build, ...kept].filter(
        ({ id }, index, every) => every.findIndex((other) => other.id === id) === index,
      );
      for (const each of builds) all.push(await this.#statusOf(each, each.id === served.id, end?.commit));
    }
    return all;
  }

  async #statusOf(build: Build, live: boolean, end: bigint | undefined): Promise<ProjectionStatus> {
    const [checkpoint, quarantine] = await Promise.all([
      this.store.checkpoint(build.id),
      this.store.quarantine(build.id),
    ]);
    const worker = this.workers().find((each) => each.build.id === build.id);
    const position = checkpoint?.position ?? BEFORE_ALL;
    const eventsDone = checkpoint?.events ?? 0;
    const estimated = estimate(eventsDone, position, end);
    const error = worker?.error ?? checkpoint?.error;
    return {
      name: build.name,
      label: build.label,
      version: versionOf(build.label) ?? build.version,
      live,
      state: worker?.state ?? (await this.#stateElsewhere(build.id, checkpoint?.state)),
      ...(position !== BEFORE_ALL && { position }),
      eventsDone,
      ...(estimated !== undefined && { eventsEstimated: estimated }),
      quarantined: quarantine.length,
      ...(checkpoint?.progressAt && { lastProgressAt: checkpoint.progressAt }),
      ...(error && { error }),
    };
  }

  async #stateElsewhere(build: string, written: ProjectionStatus['state'] = 'waiting') {
    if (written === 'stopped') return written;
    return (await this.leases?.isHeld(build)) ? written : 'waiting';
  }
}

/** From how far the checkpoint is along the log: right where a view's events are spread evenly, a guess elsewhere. */
export function estimate(eventsDone: number, position: string, end: bigint | undefined): number | undefined {
  if (position === BEFORE_ALL || end === undefined || eventsDone === 0) return undefined;
  const at = positionFrom(position).commit;
  if (at === 0n || at >= end) return eventsDone;
  return Math.max(eventsDone, Math.round((eventsDone * Number(end)) / Number(at)));
}
