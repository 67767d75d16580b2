import type { AllStreamResolvedEvent, EventStoreDBClient } from '@eventstore/db-client';
import type { Db } from 'mongodb';
import { type Clock, systemClock } from '../../../src/platform/clock/clock.js';
import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import { LagProbe } from '../../../src/platform/projections/lag-probe.js';
import { MongoViewStore } from '../../../src/platform/projections/mongo-view-store.js';
import type { Projection, ViewDocument } from '../../../src/platform/projections/projection.js';
import { silentObserver, type ViewObserver } from '../../../src/platform/projections/view-observer.js';
import { ViewReader } from '../../../src/platform/projections/view-reader.js';
import { type HealthLimits, ViewsHealth } from '../../../src/platform/projections/views-health.js';
import { ViewsOverview } from '../../../src/platform/projections/views-overview.js';
import { type RunnerOptions, ViewsRunner } from '../../../src/platform/projections/views-runner.js';
import { EventStoreSource } from '../../../src/platform/subscriptions/event-store-source.js';
import { MongoLeaseStore } from '../../../src/platform/subscriptions/mongo-lease.js';
import type { Decoder, Located } from '../../../src/platform/subscriptions/source.js';
import { systemTiming, type Timing } from '../../../src/platform/subscriptions/timing.js';

/** What the views need of the event codec. */
export interface EventReader {
  decode(resolved: AllStreamResolvedEvent): Promise<RecordedEvent>;
  decodeAll?(resolved: readonly AllStreamResolvedEvent[]): Promise<readonly RecordedEvent[]>;
}

export interface ViewsOptions extends RunnerOptions {
  readonly client: EventStoreDBClient;
  /** Database `cme_views`: documents, checkpoints, leases, quarantine, pointers. */
  readonly database: Db;
  readonly projections: readonly Projection<ViewDocument>[];
  readonly codec: EventReader;
  readonly clock?: Clock;
  readonly timing?: Timing;
  readonly observer?: ViewObserver;
  readonly health?: HealthLimits;
}

/** The views of a process, put together: work them (`start`), read them, ask where they stand. */
export class Views {
  readonly runner: ViewsRunner<AllStreamResolvedEvent>;
  readonly reader: ViewReader;
  readonly overview: ViewsOverview<AllStreamResolvedEvent>;
  readonly health: ViewsHealth<AllStreamResolvedEvent>;
  readonly store: MongoViewStore;
  readonly source: EventStoreSource;
  readonly decoder: Decoder<AllStreamResolvedEvent>;
  readonly timing: Timing;
  readonly clock: Clock;
  readonly projections: readonly Projection<ViewDocument>[];

  constructor(options: ViewsOptions) {
    const { client, database, projections, codec, clock = systemClock, timing = systemTiming } = options;
    this.projections = projections;
    this.clock = clock;
    this.timing = timing;
    this.store = new MongoViewStore(database);
    this.source = new EventStoreSource(client);
    this.decoder = decoderOf(codec);
    this.runner = new ViewsRunner(
      {
        source: this.source,
        decoder: this.decoder,
        store: this.store,
        leases: new MongoLeaseStore(database),
        clock,
        timing,
        observer: options.observer ?? silentObserver,
      },
      projections,
      options,
    );
    this.reader = new ViewReader(database, timing, this.runner.progress);
    this.overview = new ViewsOverview(this.store, this.source, projections, () => this.runner.workers);
    const probe = new LagProbe({ source: this.source, decoder: this.decoder, clock, timing });
    this.health = new ViewsHealth(this.store, probe, timing, projections, options.health);
  }

  /** Begins to work whatever views no other process works. Returns at once; `waitUntilLevel` waits. */
  start(): void {
    this.runner.start();
  }

  /** True when every live view shows all that was in the log at the call; false when the time is up. */
  async waitUntilLevel(timeoutMs: number): Promise<boolean> {
    const until = this.timing.monotonic() + timeoutMs;
    while (this.timing.monotonic() < until) {
      const health = await this.health.check();
      if (health.every(({ lag }) => 'seconds' in lag && lag.seconds === 0)) return true;
      await this.timing.delay(50);
    }
    return false;
  }

  stop(): Promise<void> {
    return this.runner.stop();
  }
}

/** @param codec its `decode` rejects with UnknownEventType for a type of ours that this program does not know */
export function decoderOf(codec: EventReader): Decoder<AllStreamResolvedEvent> {
  const { decodeAll } = codec;
  return {
    locate,
    decode: (resolved) => codec.decode(resolved),
    ...(decodeAll && { decodeAll: (page: readonly AllStreamResolvedEvent[]) => decodeAll.call(codec, page) }),
  };
}

/** What the runner must know of a resolved event. @throws TypeError for a link to an event that is gone */
function locate({ event }: AllStreamResolvedEvent): Located {
  if (!event) throw new TypeError('a resolved event without an event');
  const { streamId, revision, type, position, created } = event;
  return { streamId, revision: Number(revision), type, position, created: created.getTime() };
}
