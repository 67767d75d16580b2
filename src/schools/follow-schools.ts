import type { LogPosition, RecordedEvent } from '../platform/event-store/envelope.js';
import { Backoff } from '../platform/subscriptions/backoff.js';
import type { Decoder, EventFeed, EventSource } from '../platform/subscriptions/source.js';
import type { Timing } from '../platform/subscriptions/timing.js';
import type { SchoolEvent } from './domain/school.js';
import type { KnownSchools } from './known-schools.js';

const PREFIX = 'school-';
const PAGE = 500;
const PATIENCE_MS = 2_000;
const LOOK_EVERY_MS = 5;

export interface FollowingParts<R> {
  readonly source: EventSource<R>;
  readonly decoder: Decoder<R>;
  readonly timing: Timing;
  readonly schools: KnownSchools;
}

/**
 * Keeps the schools that this process knows up with the log: decisions and sums need a school's calendar at hand, without
 * asking for it. Begins again where it was whenever the subscription ends.
 */
export class SchoolFollower<R> {
  private readonly seen = new Map<string, number>();
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
    const { timing } = this.parts;
    const until = timing.monotonic() + PATIENCE_MS;
    while ((this.seen.get(urn) ?? -1) < revision && timing.monotonic() < until) await timing.delay(LOOK_EVERY_MS);
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
    const events = decoder.decodeAll
      ? await decoder.decodeAll(delivered)
      : await Promise.all(delivered.map((one) => decoder.decode(one)));
    for (const event of events) this.know(event);
  }

  private know(event: RecordedEvent): void {
    const urn = event.streamId.slice(PREFIX.length);
    this.from = event.position;
    if (event.revision <= (this.seen.get(urn) ?? -1)) return;
    this.seen.set(urn, event.revision);
    this.parts.schools.apply(urn, event as RecordedEvent<SchoolEvent>, event.metadata.recordedAt);
  }
}
