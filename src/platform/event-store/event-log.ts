import { setTimeout as wait } from 'node:timers/promises';
import type { EventData, EventStoreDBClient } from '@eventstore/db-client';
import type { LogPosition } from './envelope.js';
import { EventTooLarge, StoreUnavailable, StreamNotFound } from './errors.js';
import type { EventToStore, StoredEvent } from './stored-event.js';

export type AppendResult =
  | { readonly conflict: false; readonly revision: number; readonly position: LogPosition }
  | { readonly conflict: true };

/** How long a lost connection is borne with. */
export interface Patience {
  /** Attempts in all. Default 7: with the pauses some three seconds, longer than a store takes to restart. */
  readonly attempts?: number;
  /** Pause before the second attempt, in ms; doubled for each further one. Default 50. */
  readonly pause?: number;
  /** An attempt that is not answered in this time counts as lost, in ms. Default 10,000. */
  readonly answer?: number;
}

/** Events that the client's own stream holds ready; its default of 16 costs a turn of the event loop every few events. */
const BUFFER = { highWaterMark: 512 };

/** The client in the project's own words: its errors mapped, lost connections borne with up to a bound. */
export class EventLog {
  readonly #attempts: number;
  readonly #pause: number;
  readonly #answer: number;

  constructor(
    private readonly client: EventStoreDBClient,
    patience: Patience = {},
  ) {
    this.#attempts = patience.attempts ?? 7;
    this.#pause = patience.pause ?? 50;
    this.#answer = patience.answer ?? 10_000;
  }

  /**
   * Appends behind a revision (-1: the stream must not exist). After a lost connection the same bytes are sent again:
   * at the same expected revision the store knows the events by their ids and answers as it did the first time.
   * @throws StoreUnavailable · EventTooLarge
   */
  async append(streamId: string, events: readonly EventToStore[], expected: number): Promise<AppendResult> {
    const expectedRevision = expected < 0 ? ('no_stream' as const) : BigInt(expected);
    for (let attempt = 1; ; attempt++) {
      try {
        const sending = this.client.appendToStream(streamId, events as unknown as EventData[], { expectedRevision });
        const result = await answered(sending, this.#answer);
        return {
          conflict: false,
          revision: Number(result.nextExpectedRevision),
          position: result.position ?? { commit: 0n, prepare: 0n },
        };
      } catch (error) {
        const type = typeOf(error);
        if (type === 'wrong-expected-version') return { conflict: true };
        if (type === 'maximum-append-size-exceeded') {
          throw new EventTooLarge(streamId, (error as { maxAppendSize?: number }).maxAppendSize);
        }
        if (type === 'stream-deleted') throw new StreamNotFound(streamId, { cause: error });
        await this.#bear(error, attempt);
      }
    }
  }

  /** The stream's events from a revision on, at most `count`; none when there is no such stream. @throws StoreUnavailable */
  async *read(streamId: string, from = 0, count = Number.MAX_SAFE_INTEGER): AsyncGenerator<StoredEvent> {
    let next = from;
    let left = count;
    for (let attempt = 1; left > 0; attempt++) {
      try {
        const page = this.client.readStream(streamId, { fromRevision: BigInt(next), maxCount: left }, BUFFER);
        for await (const { event } of page) {
          if (!event) continue;
          next = Number(event.revision) + 1;
          left--;
          attempt = 1;
          yield event;
        }
        return;
      } catch (error) {
        const type = typeOf(error);
        if (type === 'stream-not-found' || type === 'stream-deleted') return;
        await this.#bear(error, attempt);
      }
    }
  }

  /** Every event but the store's own, in log order. @throws StoreUnavailable */
  async *readAll(): AsyncGenerator<StoredEvent> {
    let from: LogPosition | undefined;
    for (let attempt = 1; ; attempt++) {
      try {
        const all = this.client.readAll(from ? { fromPosition: from } : {}, BUFFER);
        for await (const { event } of all) {
          if (!event) continue;
          // A read from a position begins with the event there, which was handed out before.
          if (from && event.position.commit <= from.commit && event.position.prepare <= from.prepare) continue;
          from = event.position;
          attempt = 1;
          if (!event.streamId.startsWith('$')) yield event;
        }
        return;
      } catch (error) {
        await this.#bear(error, attempt);
      }
    }
  }

  /** Pauses when the connection was lost and attempts are left; throws otherwise. */
  async #bear(error: unknown, attempt: number): Promise<void> {
    if (!isLost(error)) throw error;
    if (attempt >= this.#attempts) throw new StoreUnavailable({ cause: error });
    await wait(this.#pause * 2 ** (attempt - 1));
  }
}

function typeOf(error: unknown): string | undefined {
  const type = (error as { type?: unknown } | undefined)?.type;
  return typeof type === 'string' ? type : undefined;
}

const LOST_TYPES = new Set(['unavailable', 'cancelled', 'deadline-exceeded', 'timeout', 'not-leader']);
/** gRPC: cancelled, deadline exceeded, internal (a stream reset), unavailable. The first error of a lost server has no type. */
const LOST_CODES = new Set([1, 4, 13, 14]);
const LOST_WORDS =
  /channel has been shut down|failed to discover|write after end|econnre|socket hang up|premature close/i;

/** Whether the connection (or the leader) was lost: the same call may be answered if it is made again. */
export function isLost(error: unknown): boolean {
  if (error instanceof NoAnswer) return true;
  const { code, message } = (error ?? {}) as { code?: unknown; message?: unknown };
  return (
    LOST_TYPES.has(typeOf(error) ?? '') ||
    (typeof code === 'number' && LOST_CODES.has(code)) ||
    (typeof message === 'string' && LOST_WORDS.test(message))
  );
}

class NoAnswer extends Error {
  constructor(milliseconds: number) {
    super(`no answer within ${milliseconds} ms`);
  }
}

/** The client gives its stream of appends no deadline of its own. */
function answered<T>(sending: Promise<T>, milliseconds: number): Promise<T> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new NoAnswer(milliseconds)), milliseconds);
    sending.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
