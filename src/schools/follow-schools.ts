import type { LogPosition } from '../platform/event-store/envelope.js';
import { Backoff } from '../platform/subscriptions/backoff.js';
import type { EventFeed, EventSource } from '../platform/subscriptions/source.js';
import type { Timing } from '../platform/subscriptions/timing.js';
import type { KnowingDecoder } from './knowing-decoder.js';
import type { KnownSchools } from './known-schools.js';

const PREFIX = 'school-';
const PAGE = 500;
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 5;

export interface FollowingParts<R> {
  readonly source: EventSource<R>;
  readonly decoder: KnowingDecoder<R>;
  readonly timing: Timing;
  readonly schools: KnownSchools;
}

/**
 * Keeps the schools that this process knows up with the log: decisions and sums need a school's calendar at hand, without
 * asking for it. Begins again where it was whenever the subscription ends.
 */
export class SchoolFollower<R> {
  private readonly stopping = new AbortController();
  private from: LogPosition | undefined;
  private feed: EventFeed<R> | undefined;
  private running: Promise<void> | undefined;

  constructor(private readonly parts: FollowingParts<R>) {}

  /** Resolves when everything that is in the log now is known. */
  start(): Promise<void> {
    return new Promise((level) => {
      this.running ??= this.follow(level);
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

  private async follow(level: () => void): Promise<void> {
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
          backoff.reset();
        }
      } catch {
        await this.feed.close().catch(() => undefined);
        if (!signal.aborted) await timing.delay(backoff.next(), signal);
      }
    }
  }

  private async take(delivered: readonly R[]): Promise<void> {
    const { decoder } = this.parts;
    const events = await decoder.decodeAll(delivered);
    const last = events.at(-1);
    if (last) this.from = last.position;
  }
}
