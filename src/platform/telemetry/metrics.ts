import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Clock } from '../clock/clock.js';
import { collectionName } from '../projections/projection.js';
import type { ViewObserver, WrittenBatch } from '../projections/view-observer.js';
import type { ViewHealth } from '../projections/views-health.js';
import type { ProcessObserver } from '../subscriptions/process.js';
import type { WakingObserver } from '../waking/waker.js';

const SECONDS = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60];

/** What `/metrics` tells, for Prometheus. Labels are names of views, routes and classes of errors: no personal data. */
export class Metrics implements ViewObserver, ProcessObserver, WakingObserver {
  readonly #registry = new Registry();
  /** Milliseconds since 1970. */
  readonly #began: number;
  #probe: (() => Promise<readonly ViewHealth[]>) | undefined;

  readonly #viewEvents = this.#counter('cme_view_events_total', 'Events folded into a view', ['view']);
  readonly #viewDocuments = this.#counter('cme_view_documents_total', 'Documents written, or found written already', [
    'view',
    'result',
  ]);
  readonly #viewBatch = this.#histogram('cme_view_batch_seconds', 'From reading documents to having written them', [
    'view',
  ]);
  readonly #leadTime = this.#histogram(
    'cme_view_lead_time_seconds',
    'From an event being recorded to the view showing it; silent when nothing is written',
    ['view'],
  );
  readonly #progressAt = this.#gauge('cme_view_last_progress_timestamp_seconds', 'When the view last moved', ['view']);
  readonly #dropped = this.#counter('cme_subscription_dropped_total', 'Subscriptions that ended, by class of error', [
    'reason',
  ]);
  readonly #quarantines = this.#counter('cme_view_quarantines_total', 'Documents put in quarantine', ['view', 'error']);
  readonly #stops = this.#counter('cme_view_stops_total', 'Views that stopped and need a person', ['view', 'error']);
  readonly #lag = this.#gauge(
    'cme_view_lag_seconds',
    'Age of the first event that the view has not handled, asked of the event store; -1 when unknown',
    ['view'],
  );
  readonly #quarantined = this.#gauge('cme_view_quarantined', 'Documents in quarantine now', ['view']);
  readonly #healthy = this.#gauge('cme_view_healthy', '1 unless stopped, or far behind without moving', ['view']);
  readonly #processEvents = this.#counter('cme_process_events_total', 'Events that a process has acted on', [
    'process',
  ]);
  readonly #processRetries = this.#counter('cme_process_retries_total', 'Attempts of a process that failed', [
    'process',
    'error',
  ]);
  readonly #processHeld = this.#counter('cme_process_held_total', 'Instances of a process put in quarantine', [
    'process',
    'error',
  ]);
  readonly #wokeAt = this.#gauge(
    'cme_process_last_woke_timestamp_seconds',
    'When a process of the clock last ended its work',
    ['process'],
  );
  readonly #recorded = this.#counter('cme_process_recorded_total', 'Records that a process of the clock has changed', [
    'process',
  ]);
  readonly #schoolRetries = this.#counter(
    'cme_schools_retries_total',
    'Attempts to learn what the log has of schools that failed, by class of error',
    ['error'],
  );
  readonly #requests = this.#histogram('cme_http_request_seconds', 'Requests by route pattern', [
    'method',
    'route',
    'status',
  ]);

  constructor(private readonly clock: Clock) {
    this.#began = clock.epoch();
    collectDefaultMetrics({ register: this.#registry });
  }

  /** Asked at each reading of the metrics. */
  probeWith(probe: () => Promise<readonly ViewHealth[]>): void {
    this.#probe = probe;
  }

  /** For what a room counts by itself. */
  get registry(): Registry {
    return this.#registry;
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  async content(): Promise<string> {
    await this.#readHealth();
    return this.#registry.metrics();
  }

  /** @param route its pattern, never the path */
  request(method: string, route: string, status: number, seconds: number): void {
    this.#requests.observe({ method, route, status: String(status) }, seconds);
  }

  written(view: string, { events, documents, alreadyApplied, durationMs }: WrittenBatch): void {
    const now = this.clock.epoch();
    this.#viewEvents.inc({ view }, events.length);
    this.#viewDocuments.inc({ view, result: 'written' }, documents - alreadyApplied);
    this.#viewDocuments.inc({ view, result: 'already-applied' }, alreadyApplied);
    if (documents > 0) this.#viewBatch.observe({ view }, durationMs / 1000);
    for (const { created } of events) {
      // What was recorded before this process began was not kept waiting by it.
      if (created >= this.#began) this.#leadTime.observe({ view }, Math.max(0, now - created) / 1000);
    }
    this.#progressAt.set({ view }, now / 1000);
  }

  dropped(reason: string): void {
    this.#dropped.inc({ reason });
  }

  quarantined(view: string, error: string): void {
    this.#quarantines.inc({ view, error });
  }

  stopped(view: string, error: string): void {
    this.#stops.inc({ view, error });
  }

  reacted(process: string, events: number): void {
    this.#processEvents.inc({ process }, events);
  }

  retrying(process: string, error: string): void {
    this.#processRetries.inc({ process, error });
  }

  held(process: string, error: string): void {
    this.#processHeld.inc({ process, error });
  }

  woke(process: string, recorded: number): void {
    this.#wokeAt.set({ process }, this.clock.epoch() / 1000);
    this.#recorded.inc({ process }, recorded);
  }

  /** This process could not learn what the log has of schools. */
  schoolsRetrying(error: string): void {
    this.#schoolRetries.inc({ error });
  }

  async #readHealth(): Promise<void> {
    const views = await this.#probe?.().catch(() => []);
    for (const { name, label, lag, quarantined, healthy } of views ?? []) {
      const view = collectionName(name, label);
      this.#lag.set({ view }, 'seconds' in lag ? lag.seconds : -1);
      this.#quarantined.set({ view }, quarantined);
      this.#healthy.set({ view }, healthy ? 1 : 0);
    }
  }

  #counter<L extends string>(name: string, help: string, labelNames: readonly L[]): Counter<L> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }

  #gauge<L extends string>(name: string, help: string, labelNames: readonly L[]): Gauge<L> {
    return new Gauge({ name, help, labelNames, registers: [this.#registry] });
  }

  #histogram<L extends string>(name: string, help: string, labelNames: readonly L[]): Histogram<L> {
    return new Histogram({ name, help, labelNames, buckets: SECONDS, registers: [this.#registry] });
  }
}
