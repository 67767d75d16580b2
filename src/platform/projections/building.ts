import { randomUUID } from 'node:crypto';
import { Lease, type LeaseStore } from '../subscriptions/lease.js';
import type { Decoder, EventSource } from '../subscriptions/source.js';
import { buildOf } from './build-choice.js';
import type { Projection, ViewDocument } from './projection.js';
import { SubscriptionSession } from './subscription-session.js';
import { ViewWorker, type WorkerDependencies } from './view-worker.js';
import { estimate } from './views-overview.js';

export interface BuildingDependencies<R> extends WorkerDependencies {
  readonly source: EventSource<R>;
  readonly decoder: Decoder<R>;
  readonly leases: LeaseStore;
}

export interface BuildingOptions {
  /** Told about ten times a second. */
  readonly progress?: (eventsDone: number, eventsEstimated: number | undefined) => void;
  /** Go on past poison as a live view does. A build that is to go live must not. */
  readonly quarantines?: boolean;
  /** Throw away what an earlier attempt left. */
  readonly afresh?: boolean;
  readonly leaseMs?: number;
  /** Gives up when it aborts: BuildStopped. */
  readonly signal?: AbortSignal;
}

/** The build is being worked by someone else. */
export class BuildBusy extends Error {
  override readonly name = 'BuildBusy';
}

/** It stopped, and needs a person; the checkpoint says why. */
export class BuildStopped extends Error {
  override readonly name = 'BuildStopped';

  constructor(
    readonly build: string,
    readonly reason: string,
  ) {
    super(`${build} stopped: ${reason}`);
  }
}

/** The lease went to another process: this one may go on with the build later. */
export class BuildLost extends BuildStopped {}

/** A build that has caught up and goes on following the log. */
export interface FollowingBuild {
  /** Documents up to here can be read. */
  readonly position: () => string;
  /** Ends it, and sets its lease free. */
  stop(): Promise<void>;
  /** Ends it and throws its documents away, under its lease. */
  drop(): Promise<void>;
}

const LEASE_MS = 10_000;
const PROGRESS_MS = 100;

/**
 * Builds one view under a label, from where an earlier attempt got to, until it has reached the end of the log.
 * @throws BuildBusy, BuildStopped
 */
export async function buildView<R>(
  deps: BuildingDependencies<R>,
  projection: Projection<ViewDocument>,
  label: string,
  options: BuildingOptions = {},
): Promise<FollowingBuild> {
  const build = buildOf(projection, label);
  const ttlMs = options.leaseMs ?? LEASE_MS;
  const above = (await deps.store.checkpoint(build.id))?.token ?? 0;
  const lease = await Lease.take(deps.leases, deps.timing, build.id, randomUUID(), { ttlMs, above });
  if (!lease) throw new BuildBusy(`${build.id} is being worked by another process`);
  if (options.afresh) await deps.store.drop(build);
  const worker = new ViewWorker(deps, projection, build, lease, options.quarantines ?? false, () => undefined);
  let settle: { caughtUp(): void; left(reason: string): void } | undefined;
  const outcome = new Promise<void>((resolve, reject) => {
    settle = {
      caughtUp: resolve,
      left: (reason) =>
        reject(
          reason === 'lease lost'
            ? new BuildLost(build.id, reason)
            : new BuildStopped(build.id, worker.error ?? reason),
        ),
    };
  });
  const { signal } = options;
  const giveUp = () => settle?.left('given up');
  signal?.addEventListener('abort', giveUp, { once: true });
  if (signal?.aborted) giveUp();
  const session = new SubscriptionSession(deps, [worker], {
    caughtUp: () => settle?.caughtUp(),
    left: (_, reason) => settle?.left(reason),
  });
  const stop = async () => {
    await session.stop();
    await lease.release();
  };
  try {
    await watched(deps, worker, outcome, options.progress);
  } catch (error) {
    await stop();
    throw error;
  } finally {
    signal?.removeEventListener('abort', giveUp);
  }
  const drop = async () => {
    await session.stop();
    await deps.store.drop(build);
    await lease.release();
  };
  return { position: () => worker.visible, stop, drop };
}

async function watched<R>(
  { source, timing }: BuildingDependencies<R>,
  worker: ViewWorker,
  outcome: Promise<void>,
  progress: BuildingOptions['progress'],
): Promise<void> {
  if (!progress) return outcome;
  const end = await source.end();
  const over = new AbortController();
  const done = outcome.finally(() => over.abort());
  done.catch(() => undefined);
  while (!over.signal.aborted) {
    progress(worker.events, estimate(worker.events, worker.visible, end?.commit));
    await timing.delay(PROGRESS_MS, over.signal);
  }
  progress(worker.events, worker.events);
  return done;
}
