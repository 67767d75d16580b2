import type { ProposedEvent } from '../log/stored-event.js';
import type { ExpectedRevision, WriteResult } from '../log/write.js';
import type { Call } from '../server/call.js';
import type { Conversation, Method } from '../server/methods.js';
import { type BatchAppendRequest, proposedEventOf, readBatchAppendRequest, sizeOf } from '../wire/append-requests.js';
import {
  type BatchError,
  badRequest,
  deleted,
  errorFrame,
  notWritten,
  successFrame,
  TIMED_OUT,
  tooLarge,
  wrongExpectedVersion,
} from '../wire/batch-append-responses.js';
import { GrpcError, Status } from '../wire/grpc-status.js';
import { uuidText } from '../wire/uuid.js';
import { checkedOptions } from './append.js';
import { LARGEST_APPEND, type Store } from './store.js';

/** The longest that an append may wait for its last message, in ms. */
const LONGEST_WAIT = 2_000_000;
/** Bytes a client may have waiting to be written before it is made to wait itself. */
const MOST_PENDING = 8 * 1024 * 1024;

/** Bytes that a client's appends may hold that have not come whole yet; each message counts for a kibibyte at least. */
const MOST_IN_PARTS = 32 * 1024 * 1024;
const LEAST_COUNTED = 1024;

/** An append that comes in several messages. */
interface Pending {
  readonly correlationId: Uint8Array;
  readonly stream: string;
  readonly expected: ExpectedRevision;
  readonly events: ProposedEvent[];
  readonly endsAt: number;
  readonly timer: NodeJS.Timeout | undefined;
  size: number;
  /** What it counts for while it is in parts. */
  held: number;
}

/** Streams.BatchAppend: many appends over one call, told apart by their correlation ids, answered as each is on disk. */
export function batchAppend(store: Store): Method {
  return { kind: 'stream', open: (call) => new BatchAppend(store, call) };
}

class BatchAppend implements Conversation {
  readonly #store: Store;
  readonly #call: Call;
  readonly #pending = new Map<string, Pending>();
  #unanswered = 0;
  #unwritten = 0;
  #inParts = 0;
  #paused = false;
  #ended = false;

  constructor(store: Store, call: Call) {
    this.#store = store;
    this.#call = call;
    call.open();
    call.whenOver(() => {
      for (const pending of this.#pending.values()) clearTimeout(pending.timer);
    });
  }

  message(bytes: Uint8Array): void {
    const request = readBatchAppendRequest(bytes);
    const key = uuidText(request.correlationId);
    try {
      const pending = this.#pending.get(key) ?? this.#begin(key, request);
      // The rest of an append that was refused already: its answer is on the way.
      if (pending === undefined) return;
      this.#hold(pending, bytes.length);
      for (const message of request.messages) {
        pending.size += sizeOf(message);
        if (pending.size > LARGEST_APPEND) {
          this.#refuse(key, request.correlationId, pending.stream, tooLarge(LARGEST_APPEND));
          return;
        }
        pending.events.push(proposedEventOf(message));
      }
      if (request.isFinal) this.#submit(key, pending);
    } catch (error) {
      if (!(error instanceof GrpcError)) throw error;
      const stream = this.#pending.get(key)?.stream ?? request.options?.stream ?? '';
      this.#refuse(key, request.correlationId, stream, badRequest(error.message));
    }
  }

  end(): void {
    this.#ended = true;
    if (this.#unanswered === 0) this.#call.finish();
  }

  #begin(key: string, request: BatchAppendRequest): Pending | undefined {
    const { options } = request;
    if (options === undefined) return undefined;
    const { stream, expected } = checkedOptions(options);
    const now = this.#store.now();
    const wait = Math.min(
      options.timeout ?? (options.deadlineAt === undefined ? LONGEST_WAIT : options.deadlineAt - now),
      LONGEST_WAIT,
    );
    if (wait <= 0) {
      this.#refuse(key, request.correlationId, stream, TIMED_OUT);
      return undefined;
    }
    const expire = () => this.#refuse(key, request.correlationId, stream, TIMED_OUT);
    const pending: Pending = {
      correlationId: request.correlationId,
      stream,
      expected,
      events: [],
      endsAt: now + wait,
      timer: request.isFinal ? undefined : setTimeout(expire, wait),
      size: 0,
      held: 0,
    };
    this.#pending.set(key, pending);
    return pending;
  }

  #hold(pending: Pending, bytes: number): void {
    const counted = Math.max(bytes, LEAST_COUNTED);
    pending.held += counted;
    this.#inParts += counted;
    if (this.#inParts > MOST_IN_PARTS) {
      throw new GrpcError(Status.RESOURCE_EXHAUSTED, 'Too many appends are under way in parts.');
    }
  }

  /** The append is no longer in parts: it is whole, refused, or its time is over. */
  #release(key: string): void {
    const pending = this.#pending.get(key);
    if (pending === undefined) return;
    this.#inParts -= pending.held;
    clearTimeout(pending.timer);
    this.#pending.delete(key);
  }

  #submit(key: string, pending: Pending): void {
    this.#release(key);
    this.#unanswered += 1;
    this.#unwritten += pending.size;
    if (this.#unwritten > MOST_PENDING && !this.#paused) {
      this.#paused = true;
      this.#call.pause();
    }
    const { stream, expected, events } = pending;
    this.#store.log.queue.submit({
      kind: 'append',
      stream,
      expected,
      events,
      abandoned: () => this.#abandoned(pending),
      done: (result) => {
        this.#answer(pending, result);
        this.#settled(pending);
      },
    });
  }

  #abandoned(pending: Pending): boolean {
    if (this.#call.over) return true;
    if (this.#store.now() < pending.endsAt) return false;
    this.#call.send(errorFrame(pending.correlationId, pending.stream, TIMED_OUT));
    this.#settled(pending);
    return true;
  }

  #answer(pending: Pending, result: WriteResult): void {
    const { correlationId, stream } = pending;
    if (result.kind === 'written') {
      this.#call.send(successFrame(correlationId, stream, result.revision, result.position));
      return;
    }
    const error =
      result.kind === 'deleted'
        ? deleted(stream)
        : result.kind === 'failed'
          ? notWritten(result.error)
          : wrongExpectedVersion(pending.expected, result.current);
    this.#call.send(errorFrame(correlationId, stream, error));
  }

  #settled(pending: Pending): void {
    this.#unanswered -= 1;
    this.#unwritten -= pending.size;
    if (this.#paused && this.#unwritten < MOST_PENDING / 2) {
      this.#paused = false;
      this.#call.resume();
    }
    if (this.#ended && this.#unanswered === 0) this.#call.finish();
  }

  #refuse(key: string, correlationId: Uint8Array, stream: string, error: BatchError): void {
    this.#release(key);
    this.#call.send(errorFrame(correlationId, stream, error));
  }
}
