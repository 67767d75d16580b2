import { randomUUID } from 'node:crypto';
import { failpoint } from '../failpoints.js';
import { errorClass, isTransient } from '../subscriptions/failures.js';
import { Lease, type LeaseStore } from '../subscriptions/lease.js';
import type { Decoder, EventSource } from '../subscriptions/source.js';
import { chooseBuild, switchTo, versionOf } from './build-choice.js';
import { historyOf } from './histories.js';
import { LocalProgress } from './progress.js';
import { collectionName, type Projection, type ViewDocument } from './projection.js';
import { BATCH_LIMITS, type BatchLimits, type LeaveReason, SubscriptionSession } from './subscription-session.js';
import type { Pointer } from './view-store.js';
import { type Requeued, ViewWorker, type WorkerDependencies } from './view-worker.js';

export interface RunnerDependencies<R> extends WorkerDependencies {
  readonly source: EventSource<R>;
  readonly decoder: Decoder<R>;
  readonly leases: LeaseStore;
}

export interface RunnerOptions {
  readonly batches?: BatchLimits;
  /** Milliseconds after which another process takes over a view of one that died. */
  readonly leaseMs?: number;
  /** Milliseconds between two looks at leases, pointers and requests. */
  readonly superviseMs?: number;
  /** A new version goes live by itself once it has caught up. Default true; false leaves it to a person. */
  readonly switchWhenCaughtUp?: boolean;
}

const LEASE_MS = 5000;
const SUPERVISE_MS = 1000;

/** A view of this process, and what is known of its standing. */
interface Held {
  readonly worker: ViewWorker;
  /** It has reached the end of the log at least once, or is what readers were served from when it was taken. */
  level: boolean;
  /** It failed beside others, and has a subscription of its own until it catches up. */
  apart: boolean;
}

/**
 * Keeps all views of a process going: takes the leases that are free, puts views that stand at about the same place on one
 * subscription, lets new ones catch up on another, switches new versions, requeues what a person asks for.
 */
export class ViewsRunner<R> {
  readonly progress = new LocalProgress();
  readonly #held = new Map<string, Held>();
  readonly #stopped = new Map<string, ViewWorker>();
  readonly #stopping = new AbortController();
  #sessions: SubscriptionSession<R>[] = [];
  #nudge = new AbortController();
  #running: Promise<void> | undefined;
  readonly #holder: string;

  constructor(
    private readonly deps: RunnerDependencies<R>,
    private readonly projections: readonly Projection<ViewDocument>[],
    private readonly options: RunnerOptions = {},
    holder: string = randomUUID(),
  ) {
    this.#holder = holder;
  }

  start(): void {
    this.#running ??= this.#supervise();
  }

  /** Finishes what is being written, then sets the leases free. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    this.#nudge.abort();
    await this.#running;
    await Promise.all(this.#sessions.map((session) => session.stop()));
    this.#sessions = [];
    await Promise.all([...this.#held.values()].map(({ worker }) => this.#letGo(worker)));
  }

  /** The views that this process works, or gave up. */
  get workers(): readonly ViewWorker[] {
    return [...[...this.#held.values()].map(({ worker }) => worker), ...this.#stopped.values()];
  }

  /** Looks again now instead of at the next turn. */
  nudge(): void {
    this.#nudge.abort();
  }

  async #supervise(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        for (const projection of this.projections) await this.#hold(projection);
        await this.#arrange();
        await this.#requeueAsked();
        for (const { worker } of this.#held.values()) await worker.lookAgain();
      } catch (error) {
        // The database or the store is away. The next turn tries again.
        this.deps.observer.dropped(errorClass(error));
      }
      await this.deps.timing.delay(this.options.superviseMs ?? SUPERVISE_MS, this.#nudge.signal);
      if (!signal.aborted) this.#nudge = new AbortController();
    }
  }

  /** Makes sure that the projection's build is worked here, if its lease can be had. */
  async #hold(projection: Projection<ViewDocument>): Promise<void> {
    const { build, live, pointer } = await chooseBuild(this.deps.store, projection);
    for (const { worker } of [...this.#held.values()]) {
      const outdated = worker.build.name === build.name && worker.build.id !== build.id;
      if (outdated || (!worker.lease.held && worker.build.id === build.id)) await this.#letGo(worker);
    }
    if (this.#stopped.has(build.id)) return;
    const held = this.#held.get(build.id);
    if (held) {
      held.worker.live = live;
      const isReady = held.level && held.worker.state === 'live';
      if (!live && isReady && !pointer.held && (await this.#mayGoLive(projection, pointer)))
        await this.#goLive(held.worker);
      return;
    }
    const checkpoint = await this.deps.store.checkpoint(build.id);
    const lease = await Lease.take(this.deps.leases, this.deps.timing, build.id, this.#holder, {
      ttlMs: this.options.leaseMs ?? LEASE_MS,
      above: checkpoint?.token ?? 0,
    });
    if (!lease) return;
    const worker = new ViewWorker(this.deps, projection, build, lease, live, ({ visible }) =>
      this.progress.note(build.id, visible),
    );
    // One beside the live one is not level, however far it had come: it may have been left long ago.
    this.#held.set(build.id, { worker, level: live && checkpoint !== undefined, apart: false });
  }

  /**
   * A later version is left alone while any program works it: two programs would switch to and fro otherwise. When nobody
   * works it any more, the one that is worked must serve.
   */
  async #mayGoLive({ name, version }: Projection<ViewDocument>, { live }: Pointer): Promise<boolean> {
    if (this.options.switchWhenCaughtUp === false) return false;
    return (versionOf(live) ?? 0) <= version || !(await this.deps.leases.isHeld(collectionName(name, live)));
  }

  async #goLive(worker: ViewWorker): Promise<void> {
    const pointer = await this.deps.store.pointer(worker.build.name);
    if (!pointer || pointer.live === worker.build.label) return;
    failpoint('before-switch');
    worker.live = await switchTo(this.deps.store, pointer, worker.build.label);
    failpoint('after-switch');
  }

  async #letGo(worker: ViewWorker): Promise<void> {
    this.#held.delete(worker.build.id);
    this.progress.drop(worker.build.id);
    const session = this.#sessions.find(({ workers }) => workers.has(worker));
    if (session) await this.#end(session);
    await worker.lease.release();
  }

  async #end(session: SubscriptionSession<R>): Promise<void> {
    this.#sessions = this.#sessions.filter((other) => other !== session);
    await session.stop();
  }

  /** One subscription for all that stand near the end, one for newcomers, one for each that failed beside others. */
  async #arrange(): Promise<void> {
    const held = [...this.#held.values()];
    const together = held.filter(({ apart }) => !apart);
    const level = together.filter((each) => each.level);
    const groups = [
      level,
      together.filter((each) => !each.level),
      ...held.filter(({ apart }) => apart).map((each) => [each]),
    ];
    const wanted = groups.filter(({ length }) => length > 0).map((group) => new Set(group.map(({ worker }) => worker)));
    for (const session of [...this.#sessions]) {
      if (!wanted.some((group) => same(group, session.workers))) await this.#end(session);
    }
    for (const group of wanted) {
      if (!this.#sessions.some(({ workers }) => same(group, workers))) this.#sessions.push(this.#begin(group));
    }
  }

  #begin(group: ReadonlySet<ViewWorker>): SubscriptionSession<R> {
    const session: SubscriptionSession<R> = new SubscriptionSession(
      this.deps,
      group,
      {
        caughtUp: () => this.#reachedEnd(session),
        left: (worker, reason) => void this.#left(worker, reason),
      },
      this.options.batches ?? BATCH_LIMITS,
    );
    return session;
  }

  #reachedEnd(session: SubscriptionSession<R>): void {
    let changed = false;
    for (const worker of session.workers) {
      const held = this.#held.get(worker.build.id);
      if (!held || (held.level && !held.apart)) continue;
      held.level = true;
      held.apart = false;
      changed = true;
    }
    if (changed) this.nudge();
  }

  async #left(worker: ViewWorker, reason: LeaveReason): Promise<void> {
    const held = this.#held.get(worker.build.id);
    if (!held || held.worker !== worker) return;
    if (reason === 'failed') {
      held.apart = true;
      this.nudge();
      return;
    }
    this.#held.delete(worker.build.id);
    this.progress.drop(worker.build.id);
    // Until a new program starts it would only fail again; another process may try.
    if (reason === 'stopped') this.#stopped.set(worker.build.id, worker);
    await worker.lease.release();
  }

  async #requeueAsked(): Promise<void> {
    for (const { worker } of this.#held.values()) {
      const { quarantined } = worker;
      const noted = await this.deps.store.quarantine(worker.build.id);
      const gone = quarantined.filter((key) => !noted.some((entry) => entry.key === key));
      for (const key of gone) await worker.noteAgain(key);
      const asked = noted.filter(({ requeue }) => requeue).map(({ key }) => key);
      for (const key of [...gone, ...asked]) {
        const outcome = await this.#requeue(worker, key);
        if (outcome === 'broken') await this.deps.store.declineRequeue(worker.build.id, key);
      }
    }
  }

  async #requeue(worker: ViewWorker, key: string): Promise<Requeued> {
    try {
      return await worker.requeue(key, (upTo) => historyOf(this.deps, worker.projection, key, upTo));
    } catch (error) {
      if (isTransient(error)) throw error;
      return 'broken';
    }
  }
}

function same(one: ReadonlySet<ViewWorker>, other: ReadonlySet<ViewWorker>): boolean {
  return one.size === other.size && [...one].every((worker) => other.has(worker));
}
