import { isOfVersion } from './build-choice.js';
import type { OperationKind, OperationRecord } from './operation-records.js';
import type { OperationsDesk } from './operations-desk.js';
import { collectionName, type Projection, type ViewDocument } from './projection.js';
import { SHADOW } from './shadow.js';
import type { ProjectionStatus } from './status.js';
import type { QuarantineEntry, ViewStore } from './view-store.js';
import type { ViewHealth, ViewsHealth } from './views-health.js';
import type { ViewsOverview } from './views-overview.js';

/** One view as an operator must see it. No personal data: documents by their keys, errors by their classes. */
export interface ViewReport {
  readonly name: string;
  /** That this program makes. */
  readonly version: number;
  readonly health: ViewHealth;
  /** The build that readers are served from first, then what stands beside it. */
  readonly builds: readonly ProjectionStatus[];
  /** Label of the build before, kept for going back. */
  readonly previous?: string;
  /** Documents of the build that readers are served from. */
  readonly quarantine: readonly QuarantineEntry[];
  /** The last operation, running or over. */
  readonly operation?: OperationRecord;
  /** What may be begun as things stand. */
  readonly allowed: readonly OperationKind[];
}

export interface ReportParts<R> {
  readonly store: Pick<ViewStore, 'pointer' | 'quarantine'>;
  readonly overview: ViewsOverview<R>;
  readonly health: ViewsHealth<R>;
  readonly desk: OperationsDesk<R>;
  readonly projections: readonly Projection<ViewDocument>[];
}

/** All that is known of the views, for the command line, the page and REST alike. */
export class ViewsReport<R> {
  constructor(private readonly parts: ReportParts<R>) {}

  /** @throws what the database throws */
  async views(): Promise<readonly ViewReport[]> {
    const [status, health] = await Promise.all([this.parts.overview.status(), this.parts.health.check()]);
    return Promise.all(
      this.parts.projections.flatMap((projection) => {
        const ill = health.find(({ name }) => name === projection.name);
        const builds = status.filter(({ name, label }) => name === projection.name && label !== SHADOW);
        return ill ? [this.#view(projection, ill, builds)] : [];
      }),
    );
  }

  /** Undefined when there is no such view. */
  async view(name: string): Promise<ViewReport | undefined> {
    return (await this.views()).find((each) => each.name === name);
  }

  async #view(
    { name, version }: Projection<ViewDocument>,
    health: ViewHealth,
    builds: readonly ProjectionStatus[],
  ): Promise<ViewReport> {
    const [pointer, quarantine, operation] = await Promise.all([
      this.parts.store.pointer(name),
      this.parts.store.quarantine(collectionName(name, health.label)),
      this.parts.desk.last(name),
    ]);
    const previous = pointer?.previous;
    const beside = builds.some(({ live, label }) => !live && label !== previous && isOfVersion(label, version));
    const allowed: OperationKind[] = operation?.state === 'running' || !pointer ? [] : ['rebuild', 'proof'];
    if (allowed.length > 0 && beside) allowed.push('compare', 'switch');
    if (allowed.length > 0 && previous !== undefined) allowed.push('back');
    return {
      name,
      version,
      health,
      builds,
      quarantine,
      allowed,
      ...(previous === undefined ? {} : { previous }),
      ...(operation && { operation }),
    };
  }
}
