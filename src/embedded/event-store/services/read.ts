import { randomId } from '../log/writer.js';
import type { Call } from '../server/call.js';
import type { Method } from '../server/methods.js';
import type { StreamView } from '../streams/stream-view.js';
import { AllSubscription } from '../subscriptions/all-subscription.js';
import { type EventFilter, eventFilter } from '../subscriptions/event-filter.js';
import { StreamSubscription } from '../subscriptions/stream-subscription.js';
import { GrpcError, Status } from '../wire/grpc-status.js';
import { Page } from '../wire/page.js';
import { type ReadRequest, readReadRequest } from '../wire/read-request.js';
import {
  confirmationFrame,
  firstRevisionFrame,
  lastRevisionFrame,
  streamNotFoundFrame,
} from '../wire/read-responses.js';
import { type ResolvedEvent, writeEvent } from '../wire/recorded-event.js';
import { streamDeleted } from '../wire/stream-errors.js';
import { uuidText } from '../wire/uuid.js';
import type { Store } from './store.js';

const SLICE = 256;

/** Streams.Read: a page of a stream or of `$all`, or a subscription to one of them. */
export function read(store: Store): Method {
  return {
    kind: 'single',
    handle: (bytes, call) => {
      const request = readReadRequest(bytes);
      const filter = request.filter === undefined ? undefined : filterOf(store, request);
      if (request.limit === undefined) subscribe(store, request, filter, call);
      else if (request.limit === 0) {
        const what =
          request.stream === undefined
            ? filter === undefined
              ? 'ReadAllResult'
              : 'FilteredReadAllResult'
            : 'ReadStreamResult';
        throw new GrpcError(Status.UNKNOWN, `Unexpected ${what}: Error`);
      } else if (request.stream === undefined) new AllRead(store, request, request.limit, filter, call).next();
      else readStream(store, request, request.stream, request.limit, call);
    },
  };
}

function filterOf(store: Store, request: ReadRequest): EventFilter | undefined {
  if (request.filter === undefined) return undefined;
  if (request.limit === undefined && request.filter.checkpointMultiplier === 0) {
    throw new GrpcError(Status.INVALID_ARGUMENT, 'The checkpoint interval multiplier must be at least 1.');
  }
  return eventFilter(request.filter, { streams: store.log.streamNames, types: store.log.typeNames });
}

function subscribe(store: Store, request: ReadRequest, filter: EventFilter | undefined, call: Call): void {
  const delivery = { textIds: request.textIds, resolveLinks: request.resolveLinks };
  const confirm = () => call.send(confirmationFrame(uuidText(randomId())));
  const startAfter = (beforeAll: number, last: number) =>
    request.from === 'start'
      ? beforeAll
      : request.from === 'end'
        ? last
        : Math.min(request.from, Number.MAX_SAFE_INTEGER);
  if (request.stream === undefined) {
    confirm();
    new AllSubscription(store, call, { after: startAfter(0, store.log.head()), delivery, filter }).start();
    return;
  }
  openStream(store, request.stream, call, (view) => {
    confirm();
    new StreamSubscription(store.log, store.tail, call, { view, after: startAfter(-1, view.last()), delivery }).start();
  });
}

function openStream(store: Store, stream: string, call: Call, use: (view: StreamView) => void): void {
  store.views.open(stream, (opening) => call.attempt(() => use(opening())));
}

/** Sends slices as fast as the client takes them. */
abstract class PagedRead {
  protected readonly page = new Page();
  protected readonly store: Store;
  protected readonly request: ReadRequest;
  protected readonly call: Call;
  #left: number;

  constructor(store: Store, request: ReadRequest, limit: number, call: Call) {
    this.store = store;
    this.request = request;
    this.call = call;
    this.#left = limit;
  }

  readonly next = (): void => this.call.attempt(() => this.#step());

  #step(): void {
    if (!this.call.ready) {
      this.call.whenDrained(this.next);
      return;
    }
    const more = this.slice(Math.min(SLICE, this.#left));
    if (this.page.length > 0) this.call.send(this.page.take());
    if (more && this.#left > 0) setImmediate(this.next);
    else this.end();
  }

  protected write(event: ResolvedEvent): void {
    if (this.#left === 0) return;
    this.#left -= 1;
    writeEvent(this.page, event, this.store.log.names, this.request);
  }

  /** Writes up to so many events to the page; false at the end. */
  protected abstract slice(limit: number): boolean;

  protected end(): void {
    this.call.finish();
  }
}

class AllRead extends PagedRead {
  readonly #filter: EventFilter | undefined;
  /** The next position to look at, or, backwards, the one that was looked at last. */
  #at: number;

  constructor(store: Store, request: ReadRequest, limit: number, filter: EventFilter | undefined, call: Call) {
    super(store, request, limit, call);
    this.#filter = filter;
    const { from } = request;
    this.#at = from === 'start' ? 0 : from === 'end' ? store.log.head() + 1 : Math.min(from, Number.MAX_SAFE_INTEGER);
  }

  protected slice(limit: number): boolean {
    const { reader } = this.store.log;
    const { backwards } = this.request;
    // A filter that lets little pass would otherwise look at as few events as are still wanted.
    const size = this.#filter === undefined ? limit : SLICE;
    const events = backwards ? reader.logBackwards(this.#at, size) : reader.log(this.#at, size);
    for (const event of events) {
      this.#at = backwards ? event.position : event.position + 1;
      if (this.#filter !== undefined && !this.#filter.passes(event)) continue;
      this.write(this.request.resolveLinks ? reader.resolve(event) : { event, link: undefined });
    }
    return events.length > 0;
  }
}

function readStream(store: Store, request: ReadRequest, stream: string, limit: number, call: Call): void {
  openStream(store, stream, call, (view) => {
    const status = view.status();
    if (status === 'tombstoned') call.fail(streamDeleted(stream));
    else if (status === 'present') new StreamRead(store, request, limit, view, call).next();
    else {
      call.send(streamNotFoundFrame(stream));
      call.finish();
    }
  });
}

class StreamRead extends PagedRead {
  readonly #view: StreamView;
  readonly #start: number;
  #at: number;
  #begun = false;

  constructor(store: Store, request: ReadRequest, limit: number, view: StreamView, call: Call) {
    super(store, request, limit, call);
    this.#view = view;
    const { from } = request;
    this.#start = from === 'start' ? 0 : from === 'end' ? view.last() : Math.min(from, Number.MAX_SAFE_INTEGER);
    this.#at = this.#start;
  }

  protected slice(limit: number): boolean {
    const { backwards, resolveLinks } = this.request;
    const { events, next } = backwards
      ? this.#view.readBackwards(this.#at, limit, resolveLinks)
      : this.#view.read(this.#at, limit, resolveLinks);
    if (!this.#begun && events.length === 0 && !backwards) this.#tellFirst();
    this.#begun = true;
    for (const event of events) this.write(event);
    if (next === undefined) return false;
    this.#at = next;
    return true;
  }

  /** A read of events that are no longer seen is told where the stream begins now. */
  #tellFirst(): void {
    if (this.request.compatibility < 1) return;
    const last = this.#view.last();
    const begins = this.#start > last ? last + 1 : this.#view.first();
    if (begins !== this.#start) this.call.send(firstRevisionFrame(begins));
  }

  protected override end(): void {
    if (this.request.compatibility >= 1) this.call.send(lastRevisionFrame(this.#view.last()));
    super.end();
  }
}
