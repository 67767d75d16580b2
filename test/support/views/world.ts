import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { Projection, ViewDocument } from '../../../src/platform/projections/projection.js';
import { silentObserver, type ViewObserver } from '../../../src/platform/projections/view-observer.js';
import { type RunnerOptions, ViewsRunner } from '../../../src/platform/projections/views-runner.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import type { EventSource } from '../../../src/platform/subscriptions/source.js';
import { MemoryLeases } from './memory-leases.js';
import { MemoryLog, MemorySource, plainDecoder } from './memory-log.js';
import { type Link, MemoryDatabase, MemoryViewStore, perfectLink } from './memory-view-store.js';
import { Seeded } from './seeded.js';
import { VirtualTiming } from './virtual-timing.js';

/** A log, a database and time of a test's own, all in memory and without chance. */
export class World {
  readonly log = new MemoryLog();
  readonly database = new MemoryDatabase();
  readonly timing = new VirtualTiming(new Seeded(1));
  readonly leases = new MemoryLeases(() => this.timing.monotonic());
  readonly clock = {
    now: () => new Date(this.timing.monotonic()).toISOString(),
    epoch: () => this.timing.monotonic(),
  };
  readonly source: EventSource<RecordedEvent> = new MemorySource(this.log);
  readonly decoder = plainDecoder(new Set(['FromTheFuture']));

  store(link: Link = perfectLink): MemoryViewStore {
    return new MemoryViewStore(this.database, link);
  }

  /** Each call to the database takes a while, so that others come in between. */
  slowLink(ms: number): Link {
    const call = async <T>(work: () => T): Promise<T> => {
      await this.timing.delay(ms);
      return work();
    };
    return { call, cutAfter: () => undefined };
  }

  dependencies(options: { link?: Link; source?: EventSource<RecordedEvent>; observer?: ViewObserver } = {}) {
    return {
      source: options.source ?? this.source,
      decoder: this.decoder,
      store: this.store(options.link),
      leases: this.leases.through(options.link),
      timing: this.timing,
      clock: this.clock,
      observer: options.observer ?? silentObserver,
    };
  }

  runner(
    projections: readonly Projection<ViewDocument>[],
    options: { link?: Link; source?: EventSource<RecordedEvent>; observer?: ViewObserver } & RunnerOptions = {},
    holder = 'one',
  ): ViewsRunner<RecordedEvent> {
    const runner = new ViewsRunner(this.dependencies(options), projections, { leaseMs: 5000, ...options }, holder);
    runner.start();
    return runner;
  }

  absent(child: string, ...schools: readonly string[]): RecordedEvent[] {
    const data = schools.length > 0 ? schools.map((school) => ({ school })) : [{}];
    return data.map((each) => this.append(child, 'AbsenceRecorded', each));
  }

  append(child: string, type: string, data: object = {}): RecordedEvent {
    return this.log.append(`child-${child}`, { type, data }, this.timing.monotonic());
  }

  /** Until the build has handled everything that is in the log now. */
  async untilLevel(build: string, withinMs = 120_000): Promise<void> {
    const last = this.log.events.at(-1);
    if (!last) return;
    const wanted = positionText(last.position);
    await this.timing.runUntil(() => (this.database.checkpoints.get(build)?.position ?? '') >= wanted, withinMs);
  }

  /** Lets virtual time pass until the work is done. */
  async done<T>(work: Promise<T>, withinMs = 600_000): Promise<T> {
    let over = false;
    const end = () => {
      over = true;
    };
    work.then(end, end);
    await this.timing.runUntil(() => over, withinMs);
    return work;
  }

  documents(build: string): Record<string, unknown>[] {
    return [...this.database.documents(build).values()]
      .filter(({ _deleted }) => !_deleted)
      .map((document) => ({ ...document }));
  }
}
