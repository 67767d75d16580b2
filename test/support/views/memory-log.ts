import type { DomainEvent, LogPosition, RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import { positionText } from '../../../src/platform/subscriptions/position.js';
import {
  type Chunk,
  type Decoder,
  type EventFeed,
  type EventSource,
  type SubscribeOptions,
  SubscriptionDropped,
} from '../../../src/platform/subscriptions/source.js';

/** A log of all streams in memory, with positions as uneven as a real one's. */
export class MemoryLog {
  readonly events: RecordedEvent[] = [];
  readonly #revisions = new Map<string, number>();
  #commit = 7n;
  #arrived = new Set<() => void>();

  append(streamId: string, event: DomainEvent, created = 0): RecordedEvent {
    const revision = (this.#revisions.get(streamId) ?? -1) + 1;
    this.#revisions.set(streamId, revision);
    this.#commit += 1n + BigInt((event.type.length * 37 + revision) % 91);
    const position = { commit: this.#commit, prepare: this.#commit };
    const recorded = recordedEvent(streamId, revision, position, event, created);
    this.events.push(recorded);
    for (const wake of [...this.#arrived]) wake();
    return recorded;
  }

  arrival(): { readonly promise: Promise<void>; cancel(): void } {
    let cancel = (): void => undefined;
    const promise = new Promise<void>((resolve) => {
      const wake = () => {
        this.#arrived.delete(wake);
        resolve();
      };
      cancel = wake;
      this.#arrived.add(wake);
    });
    return { promise, cancel: () => cancel() };
  }
}

export function recordedEvent(
  streamId: string,
  revision: number,
  position: LogPosition,
  event: DomainEvent,
  created: number,
): RecordedEvent {
  const actor = { id: 'staff-1', role: 'cme-assistant', organisation: '926' };
  const id = `${streamId}/${revision}`;
  const recordedAt = new Date(created).toISOString();
  const integrity = { v: 1 as const, prev: null, hash: '' };
  const metadata = {
    schemaVersion: 1,
    actor,
    commandId: id,
    correlationId: id,
    causationId: id,
    recordedAt,
    integrity,
  };
  return { ...event, id, streamId, revision, position, metadata };
}

/** Faults of one subscription, decided by the test. */
export interface FeedFaults {
  /** Called before each answer; may wait, may throw what the client would. */
  before(): Promise<void>;
  /** How many events of those there are to hand out at once. */
  some(available: number): number;
}

const NO_FAULTS: FeedFaults = { before: () => Promise.resolve(), some: (available) => available };

export class MemorySource implements EventSource<RecordedEvent> {
  constructor(
    private readonly log: MemoryLog,
    private readonly faults: FeedFaults = NO_FAULTS,
  ) {}

  subscribe(options: SubscribeOptions): EventFeed<RecordedEvent> {
    return new MemoryFeed(this.log, options, this.faults);
  }

  async end(): Promise<LogPosition | undefined> {
    await this.faults.before();
    return this.log.events.at(-1)?.position;
  }

  async readStream(streamId: string, fromRevision = 0): Promise<readonly RecordedEvent[]> {
    await this.faults.before();
    return this.log.events.filter((event) => event.streamId === streamId && event.revision >= fromRevision);
  }
}

class MemoryFeed implements EventFeed<RecordedEvent> {
  #next: number;
  #announced = false;
  #closed = false;
  #wake: () => void = () => undefined;

  constructor(
    private readonly log: MemoryLog,
    private readonly options: SubscribeOptions,
    private readonly faults: FeedFaults,
  ) {
    const { from } = options;
    const after = from === undefined ? '' : from === 'end' ? undefined : positionText(from);
    const { events } = log;
    const index = after === undefined ? -1 : events.findIndex(({ position }) => positionText(position) > after);
    this.#next = index < 0 ? events.length : index;
  }

  async next(limit: number): Promise<Chunk<RecordedEvent>> {
    for (;;) {
      this.#check();
      await this.faults.before();
      this.#check();
      const { events } = this.log;
      if (this.#next < events.length) {
        const taken = events.slice(
          this.#next,
          this.#next + Math.max(1, this.faults.some(Math.min(limit, events.length - this.#next))),
        );
        this.#next += taken.length;
        const upTo = taken.at(-1)?.position;
        const wanted = taken.filter(({ streamId }) => this.options.streamPrefixes.some((p) => streamId.startsWith(p)));
        return upTo ? { events: wanted, upTo, caughtUp: false } : { events: wanted, caughtUp: false };
      }
      if (!this.#announced) {
        this.#announced = true;
        return { events: [], caughtUp: true };
      }
      const arrival = this.log.arrival();
      this.#wake = arrival.cancel;
      await arrival.promise;
    }
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#wake();
  }

  #check(): void {
    if (this.#closed) throw new SubscriptionDropped('closed');
  }
}

/** Events are facts already; those of the types given can't be understood. */
export function plainDecoder(unknown: ReadonlySet<string> = new Set()): Decoder<RecordedEvent> {
  return {
    locate: ({ streamId, revision, type, position, metadata }) => ({
      streamId,
      revision,
      type,
      position,
      created: Date.parse(metadata.recordedAt),
    }),
    decode: (event) => {
      if (!unknown.has(event.type)) return event;
      const error = new Error(event.type);
      error.name = 'UnknownEventType';
      throw error;
    },
  };
}
