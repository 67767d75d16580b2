import type { Readable } from 'node:stream';
import {
  type AllStreamResolvedEvent,
  type AllStreamSubscription,
  BACKWARDS,
  END,
  type EventStoreDBClient,
  eventTypeFilter,
  START,
  StreamNotFoundError,
  streamNameFilter,
} from '@eventstore/db-client';
import type { LogPosition } from '../event-store/envelope.js';
import { type Chunk, type EventFeed, type EventSource, type SubscribeOptions, SubscriptionDropped } from './source.js';

/** Windows of the server's filter between two checkpoints: a quiet filter still moves on. */
const CHECKPOINT_INTERVAL = 16;
/** Events held ready for the reader; beyond it the server has to wait. */
const READ_AHEAD = 16_384;
/** Events that the client's own stream holds; its default of 16 makes every few events a turn of its own. */
const CLIENT_BUFFER = 512;
/**
 * Milliseconds from one chunk to the next, unless it is full sooner: each costs its reader commands to the document store,
 * however few events it holds. What comes after a pause is handed out at once.
 */
const BREATH_MS = 25;

/** Something that the server says between events; it travels in their order. */
class Marker {
  constructor(readonly upTo: LogPosition | undefined) {}
}

/** Catch-up subscriptions to `$all`, filtered on the server by the stream's prefix, or by type where few are wanted. */
export class EventStoreSource implements EventSource<AllStreamResolvedEvent> {
  constructor(private readonly client: EventStoreDBClient) {}

  subscribe({ from, streamPrefixes, types }: SubscribeOptions): EventFeed<AllStreamResolvedEvent> {
    const filter = types === undefined ? streamNameFilter : eventTypeFilter;
    const subscription = this.client.subscribeToAll(
      {
        fromPosition: from === undefined ? START : from === 'end' ? END : from,
        resolveLinkTos: false,
        filter: filter({
          prefixes: [...(types ?? streamPrefixes)],
          checkpointInterval: CHECKPOINT_INTERVAL,
          // Must never reject (the subscription would hang). It runs inside the stream's transform, so what is pushed
          // here keeps its place behind the events that came before.
          checkpointReached: async (reached, position) => {
            (reached as unknown as Readable).push(new Marker(position));
          },
        }),
      },
      { highWaterMark: CLIENT_BUFFER },
    );
    subscription.on('caughtUp', () => (subscription as unknown as Readable).push(new Marker(undefined)));
    return new SubscriptionFeed(subscription);
  }

  async end(): Promise<LogPosition | undefined> {
    let last: LogPosition | undefined;
    // Read to its end, though it is one event: the client never lets go of a read that was broken off.
    for await (const { event } of this.client.readAll({ direction: BACKWARDS, fromPosition: END, maxCount: 1 })) {
      last = event?.position;
    }
    return last;
  }

  async readStream(streamId: string, fromRevision = 0): Promise<readonly AllStreamResolvedEvent[]> {
    const events: AllStreamResolvedEvent[] = [];
    try {
      const read = this.client.readStream(streamId, { fromRevision: BigInt(fromRevision) });
      for await (const resolved of read) events.push(resolved as AllStreamResolvedEvent);
    } catch (error) {
      if (!(error instanceof StreamNotFoundError)) throw error;
    }
    return events;
  }
}

/** Reads ahead of the worker up to a limit, so that the next batch arrives while the last one is written. */
class SubscriptionFeed implements EventFeed<AllStreamResolvedEvent> {
  #ready: (AllStreamResolvedEvent | Marker)[] = [];
  #ended: Error | undefined;
  /** The last thing that came was the end of the log. */
  #atEnd = false;
  #arrived = deferred();
  #taken = deferred();
  #breathing = false;

  constructor(private readonly subscription: AllStreamSubscription) {
    // The loop below hears of errors while it runs; a late one, after `close`, must not end the process.
    subscription.on('error', () => undefined);
    void this.#pump();
  }

  async next(limit: number, lingerMs = 0): Promise<Chunk<AllStreamResolvedEvent>> {
    if (lingerMs > 0) await this.#linger(limit, lingerMs);
    else await this.#until(() => !this.#breathing || this.#complete(limit) || this.#ended !== undefined);
    await this.#until(() => this.#ready.length > 0);
    const chunk = this.#take(limit);
    if (chunk.events.length > 0) this.#breathe();
    this.#taken.resolve();
    return chunk;
  }

  async close(): Promise<void> {
    this.#end(new SubscriptionDropped('closed'));
    await this.subscription.unsubscribe().catch(() => undefined);
    // What is still on its way is read and thrown away: the client never lets go of a call that was broken off.
    do await nextTurn();
    while (this.subscription.readableLength > 0 && !this.subscription.destroyed);
    this.subscription.destroy();
  }

  async #linger(limit: number, ms: number): Promise<void> {
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.#arrived.resolve();
    }, ms);
    await this.#until(() => late || this.#complete(limit)).finally(() => clearTimeout(timer));
  }

  #breathe(): void {
    if (this.#breathing) return;
    this.#breathing = true;
    setTimeout(() => {
      this.#breathing = false;
      this.#arrived.resolve();
    }, BREATH_MS).unref();
  }

  /** Nothing more is to be waited for. */
  #complete(limit: number): boolean {
    return this.#atEnd || this.#ready.length >= limit;
  }

  async #until(condition: () => boolean): Promise<void> {
    while (!condition()) {
      if (this.#ended) throw this.#ended;
      this.#arrived = deferred();
      await this.#arrived.promise;
    }
  }

  #take(limit: number): Chunk<AllStreamResolvedEvent> {
    const events: AllStreamResolvedEvent[] = [];
    let upTo: LogPosition | undefined;
    let caughtUp = false;
    let used = 0;
    for (const item of this.#ready) {
      if (item instanceof Marker) {
        upTo = item.upTo ?? upTo;
        caughtUp ||= item.upTo === undefined;
      } else {
        if (events.length >= limit || caughtUp) break;
        events.push(item);
      }
      used += 1;
    }
    this.#ready = used === this.#ready.length ? [] : this.#ready.slice(used);
    return upTo ? { events, upTo, caughtUp } : { events, caughtUp };
  }

  async #pump(): Promise<void> {
    try {
      for await (const item of this.subscription as AsyncIterable<AllStreamResolvedEvent | Marker>) {
        if (this.#ended) continue;
        this.#ready.push(item);
        this.#atEnd = item instanceof Marker && item.upTo === undefined;
        this.#arrived.resolve();
        if (this.#ready.length >= READ_AHEAD) {
          this.#taken = deferred();
          await this.#taken.promise;
        }
      }
      this.#end(new SubscriptionDropped('ended by the server'));
    } catch (error) {
      this.#end(error instanceof Error ? error : new SubscriptionDropped(String(error)));
    }
  }

  #end(reason: Error): void {
    this.#ended ??= reason;
    this.#arrived.resolve();
    this.#taken.resolve();
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

interface Deferred {
  readonly promise: Promise<void>;
  resolve(): void;
}

function deferred(): Deferred {
  let resolve: () => void = () => undefined;
  const promise = new Promise<void>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}
