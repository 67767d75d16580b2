import type { Db } from 'mongodb';
import type { Chance } from '../platform/clock/chance.js';
import type { BuildingDependencies } from '../platform/projections/building.js';
import { LagProbe } from '../platform/projections/lag-probe.js';
import { MongoOperationRecords } from '../platform/projections/mongo-operation-records.js';
import { OperationsDesk } from '../platform/projections/operations-desk.js';
import type { Projection, ViewDocument } from '../platform/projections/projection.js';
import { ViewOperations } from '../platform/projections/view-operations.js';
import { ViewsHealth } from '../platform/projections/views-health.js';
import { ViewsOverview } from '../platform/projections/views-overview.js';
import { ViewsReport } from '../platform/projections/views-report.js';
import { type RunnerOptions, ViewsRunner } from '../platform/projections/views-runner.js';

export interface ViewServicesParts<R> {
  /** Where documents, checkpoints, leases, pointers and notes of operations lie. */
  readonly database: Db;
  readonly building: BuildingDependencies<R>;
  readonly projections: readonly Projection<ViewDocument>[];
  readonly chance: Pick<Chance, 'uuid'>;
  readonly runner: RunnerOptions;
}

/** Everything that works, watches and mends views; nothing of it runs yet. */
export function viewServices<R>({ database, building, projections, chance, runner: options }: ViewServicesParts<R>) {
  const { store, source, decoder, leases, clock, timing } = building;
  const runner = new ViewsRunner(building, projections, options);
  const viewsHealth = new ViewsHealth(store, new LagProbe({ source, decoder, clock, timing }), timing, projections);
  const viewsOverview = new ViewsOverview(store, source, projections, () => runner.workers, leases);
  const viewOperations = new ViewOperations(building, projections, () => runner.nudge());
  const operationsDesk = new OperationsDesk(viewOperations, {
    records: new MongoOperationRecords(database),
    leases,
    clock,
    timing,
    newId: () => chance.uuid(),
  });
  const parts = { store, overview: viewsOverview, health: viewsHealth, desk: operationsDesk, projections };
  return {
    runner,
    viewsHealth,
    viewsOverview,
    viewOperations,
    operationsDesk,
    viewsReport: new ViewsReport(parts),
    /** Gives up what is being built by hand, then lets go of the views. */
    stopViews: async () => {
      viewOperations.stop();
      await operationsDesk.settle();
      await runner.stop();
    },
  };
}
