import type { LogPosition } from '../platform/event-store/envelope.js';
import { Backoff } from '../platform/subscriptions/backoff.js';
import { errorClass, isTransient } from '../platform/subscriptions/failures.js';
import type { EventFeed, EventSource } from '../platform/subscriptions/source.js';
import type { Timing } from '../platform/subscriptions/timing.js';
import type { KnowingDecoder } from './knowing-decoder.js';
import type { KnownSchools } from './known-schools.js';

const PREFIX = 'school-';
const PAGE = 500;
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 5;

/** Told of what keeps this process from knowing its schools. The class of an error, never its message. */
export interface FollowingObserver {
  retrying(error: string): void;
}

export interface FollowingParts<R> {
  readonly source: EventSource<R>;
  readonly decoder: KnowingDecoder<R>;
  readonly timing: Timing;
  readonly schools: KnownSchools;
  readonly observer: FollowingObserver;
}

/** Whether what this process knows of schools is what the log has of them. */
export interface FollowingHealth {
  readonly ok: boolean;
  /** The class of the error that the last attempt met. */
  readonly error?: string;
}

/**
 * Keeps the schools that this process knows up with the log: decisions and sums need a school's calendar at hand, without
 * asking for it. Begins again where it was whenever the subscription ends. An event that cannot be understood stops it
 * there, for what comes after would be told of half-known schools: it goes on trying, and says so.
 */
export class SchoolFollower<R> {
  private readonly stopping = new AbortController();
  private from: LogPosition | undefined;
  private feed: EventFeed<R> | undefined;
  private running: Promise<void> | undefined;
  private failing: string | undefined;

  constructor(private readonly parts: FollowingParts<R>) {}

  get health(): FollowingHealth {
    return this.failing === undefined ? { ok: true } : { ok: false, error: this.failing };
  }

  /** Resolves when everything that is in the log now is known. Rejects when an event of it cannot be understood. */
  start(): Promise<void> {
    return new Promise((level, unknowable) => {
      this.running ??= this.follow(level, unknowable);
    });
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.feed?.close();
    await this.running;
  }

  /** Resolves when this process knows the school's revision, or after two seconds: what was written a moment ago counts. */
  async caughtUpWith(urn: string, revision: number): Promise<void> {
    const { schools, timing } = this.parts;
    const until = timing.monotonic() + PATIENCE_MS;
    while (schools.revisionOf(urn) < revision && timing.monotonic() < until) await timing.delay(LOOK_EVERY_MS);
  }

  private async follow(level: () => void, unknowable: (error: unknown) => void): Promise<void> {
    const { source, timing } = this.parts;
    const backoff = new Backoff(() => timing.chance());
    const { signal } = this.stopping;
    while (!signal.aborted) {
      this.feed = source.subscribe({ from: this.from, streamPrefixes: [PREFIX] });
      try {
        for (;;) {
          const { events, upTo, caughtUp } = await this.feed.next(PAGE);
          await this.take(events);
          if (upTo) this.from = upTo;
          if (caughtUp) level();
          this.failing = undefined;
          backoff.reset();
        }
      } catch (error) {
        await this.feed.close().catch(() => undefined);
        if (!signal.aborted) this.failed(error);
        // Of use at the start only, before anybody relies on what is known.
        if (!isTransient(error)) unknowable(error);
        if (!signal.aborted) await timing.delay(backoff.next(), signal);
      }
    }
  }

  private failed(error: unknown): void {
    this.failing = errorClass(error);
    this.parts.observer.retrying(this.failing);
  }

  private async take(delivered: readonly R[]): Promise<void> {
    const { decoder } = this.parts;
    const events = await decoder.decodeAll(delivered);
    const last = events.at(-1);
    if (last) this.from = last.position;
  }
}
