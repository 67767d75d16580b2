import { Backoff } from '../subscriptions/backoff.js';
import { decodeBatch } from '../subscriptions/decoding.js';
import { errorClass, isTransient } from '../subscriptions/failures.js';
import { LeaseLost } from '../subscriptions/lease.js';
import { BEFORE_ALL, positionFrom, positionText } from '../subscriptions/position.js';
import { type Decoder, type EventFeed, type EventSource, SubscriptionDropped } from '../subscriptions/source.js';
import { StreamGap } from '../subscriptions/stream-gap.js';
import type { Timing } from '../subscriptions/timing.js';
import { PoisonedRebuild } from './poisoned-rebuild.js';
import type { ViewObserver } from './view-observer.js';
import type { Batch, ViewWorker } from './view-worker.js';

export interface SessionDependencies<R> {
  readonly source: EventSource<R>;
  readonly decoder: Decoder<R>;
  readonly timing: Timing;
  readonly observer: ViewObserver;
}

export interface BatchLimits {
  /** Events to a batch while catching up: the bigger, the more events fold into one write. */
  readonly catchingUp: number;
  /** Milliseconds to wait for so many. */
  readonly lingerMs: number;
  /** Events to a batch once live. */
  readonly live: number;
}

export const BATCH_LIMITS: BatchLimits = { catchingUp: 8000, lingerMs: 400, live: 500 };

/** With the waits between them some seconds: longer than a document in doubt waits for being built anew. */
const GAP_RETRIES = 6;

export type LeaveReason = 'lease lost' | 'stopped' | 'failed';

/** What happens to a session that its owner must act on. */
export interface SessionEvents {
  caughtUp(): void;
  /** The worker is out: its lease is lost; it needs a person; or it failed alone and should be tried apart from the others. */
  left(worker: ViewWorker, reason: LeaveReason): void;
}

/**
 * One subscription that feeds several views: each event is read and decoded once. Every view keeps its own checkpoint and
 * passes over what it has. Any drop or transient error ends the attempt; the next one starts from the checkpoints, for ever.
 */
export class SubscriptionSession<R> {
  readonly #stopping = new AbortController();
  readonly #workers: Set<ViewWorker>;
  readonly #gaps = new Map<ViewWorker, { readonly gap: string; readonly times: number }>();
  readonly #backoff: Backoff;
  #feed: EventFeed<R> | undefined;
  #live = false;
  readonly ended: Promise<void>;

  constructor(
    private readonly deps: SessionDependencies<R>,
    workers: Iterable<ViewWorker>,
    private readonly events: SessionEvents,
    private readonly limits: BatchLimits = BATCH_LIMITS,
  ) {
    this.#workers = new Set(workers);
    this.#backoff = new Backoff(() => deps.timing.chance());
    this.ended = this.#run();
  }

  get workers(): ReadonlySet<ViewWorker> {
    return this.#workers;
  }

  /** Ends it; what was being written is finished first. */
  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#feed?.close();
    await this.ended;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted && this.#workers.size > 0) {
      try {
        await this.#attempt();
      } catch (error) {
        if (signal.aborted) break;
        this.deps.observer.dropped(errorClass(error));
        for (const worker of this.#workers) worker.noteRetrying(error);
      } finally {
        await this.#feed?.close();
        this.#feed = undefined;
        await Promise.all([...this.#workers].map((worker) => worker.settle()));
      }
      if (signal.aborted || this.#workers.size === 0) break;
      await this.deps.timing.delay(this.#backoff.next(), signal);
    }
  }

  async #attempt(): Promise<void> {
    const from = await this.#open();
    if (this.#workers.size === 0) return;
    const streamPrefixes = [...new Set([...this.#workers].flatMap(({ projection }) => projection.streamPrefixes))];
    this.#live = false;
    const feed = this.deps.source.subscribe({
      from: from === BEFORE_ALL ? undefined : positionFrom(from),
      streamPrefixes,
    });
    this.#feed = feed;
    if (this.#stopping.signal.aborted) throw new SubscriptionDropped('stopping');
    let ahead = this.#read(feed);
    while (this.#workers.size > 0) {
      const batch = await ahead;
      ahead = this.#read(feed);
      ahead.catch(() => undefined);
      await this.#each((worker) => worker.take(batch));
      this.#backoff.reset();
      if (batch.caughtUp && !this.#live) {
        await this.#each((worker) => worker.flush());
        this.#live = true;
        this.events.caughtUp();
      }
    }
  }

  /** The earliest of the places where the views stand. */
  async #open(): Promise<string> {
    const places: string[] = [];
    await this.#each(async (worker) => {
      places.push(await worker.open());
    });
    return places.sort().at(0) ?? BEFORE_ALL;
  }

  async #read(feed: EventFeed<R>): Promise<Batch> {
    const { catchingUp, lingerMs, live } = this.limits;
    const { events, upTo, caughtUp } = await (this.#live ? feed.next(live) : feed.next(catchingUp, lingerMs));
    const items = await decodeBatch(this.deps.decoder, events, this.deps.timing);
    // A view that has nothing of the batch has seen all of the log up to its end as well.
    const last = items.at(-1)?.at ?? BEFORE_ALL;
    const passed = upTo ? positionText(upTo) : BEFORE_ALL;
    return { items, upTo: passed > last ? passed : last, caughtUp };
  }

  /**
   * One view's fault is its own; a transient error is everybody's, as the stores are the same. An error of neither kind is
   * tried again for ever as well, but apart, so that it holds up nobody else.
   */
  async #each(work: (worker: ViewWorker) => Promise<void>): Promise<void> {
    const workers = [...this.#workers];
    const outcomes = await Promise.allSettled(workers.map(work));
    let again: unknown;
    for (const [index, outcome] of outcomes.entries()) {
      const worker = workers[index];
      if (outcome.status === 'fulfilled' || !worker) continue;
      const { reason } = outcome;
      if (reason instanceof LeaseLost) this.#leave(worker, 'lease lost');
      else if (this.#needsPerson(worker, reason)) await this.#stop(worker, reason);
      else if (isTransient(reason) || reason instanceof StreamGap || workers.length === 1) again = reason;
      else {
        worker.noteRetrying(reason);
        this.#leave(worker, 'failed');
      }
    }
    if (again) throw again;
  }

  /** A gap may be the subscription's fault, or of a document in doubt that is just being built anew: it is read again. */
  #needsPerson(worker: ViewWorker, reason: unknown): boolean {
    if (reason instanceof PoisonedRebuild) return true;
    if (!(reason instanceof StreamGap)) return false;
    const before = this.#gaps.get(worker);
    const times = before?.gap === reason.message ? before.times + 1 : 1;
    this.#gaps.set(worker, { gap: reason.message, times });
    return times > GAP_RETRIES;
  }

  async #stop(worker: ViewWorker, reason: unknown): Promise<void> {
    await worker.noteStopped(reason);
    this.#leave(worker, 'stopped');
  }

  #leave(worker: ViewWorker, reason: LeaveReason): void {
    this.#workers.delete(worker);
    this.events.left(worker, reason);
  }
}
