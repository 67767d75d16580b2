import type { EventLog } from '../log/event-log.js';
import { TOMBSTONE } from '../log/stored-event.js';
import type { Call } from '../server/call.js';
import { LoggedStream, revisionOf, type StreamView } from '../streams/stream-view.js';
import { Page } from '../wire/page.js';
import { CAUGHT_UP_FRAME, FELL_BEHIND_FRAME } from '../wire/read-responses.js';
import { writeEvent } from '../wire/recorded-event.js';
import { streamDeleted } from '../wire/stream-errors.js';
import type { CommittedGroup, Delivery, Tail } from './tail.js';

const SLICE = 256;

/** A subscription to one stream, which need not exist yet. It ends with an error when the stream is tombstoned. */
export class StreamSubscription {
  readonly #log: EventLog;
  readonly #tail: Tail;
  readonly #call: Call;
  readonly #view: StreamView;
  readonly #delivery: Delivery;
  readonly #page = new Page();
  #stopListening: (() => void) | undefined;
  #reading = false;
  /** Everything up to here was sent. */
  #revision: number;

  constructor(
    log: EventLog,
    tail: Tail,
    call: Call,
    options: { readonly view: StreamView; readonly after: number; readonly delivery: Delivery },
  ) {
    this.#log = log;
    this.#tail = tail;
    this.#call = call;
    this.#view = options.view;
    this.#delivery = options.delivery;
    this.#revision = options.after;
    call.whenOver(() => this.#stopListening?.());
  }

  start(): void {
    if (this.#view.status() !== 'tombstoned' && this.#revision >= this.#view.last()) this.#goLive();
    else this.#read();
  }

  readonly #read = (): void => this.#call.attempt(() => this.#readOn());

  #readOn(): void {
    this.#reading = true;
    if (!this.#call.ready) {
      this.#call.whenDrained(this.#read);
      return;
    }
    if (this.#view.status() === 'tombstoned') {
      this.#call.fail(streamDeleted(this.#view.name));
      return;
    }
    const { events, next } = this.#view.read(this.#revision + 1, SLICE, this.#delivery.resolveLinks);
    for (const event of events) {
      this.#revision = revisionOf(event);
      writeEvent(this.#page, event, this.#log.names, this.#delivery);
    }
    if (this.#page.length > 0) this.#call.send(this.#page.take());
    if (next !== undefined) {
      this.#revision = next - 1;
      setImmediate(this.#read);
      return;
    }
    this.#reading = false;
    if (this.#stopListening === undefined) this.#goLive();
  }

  #goLive(): void {
    this.#call.send(CAUGHT_UP_FRAME);
    // Any commit may add to a computed stream.
    this.#stopListening =
      this.#view instanceof LoggedStream ? this.#tail.listenTo(this.#view.name, this) : this.#tail.listen(this);
  }

  committed(group: CommittedGroup): void {
    this.#call.attempt(() => this.#take(group));
  }

  #take(group: CommittedGroup): void {
    if (!this.#call.ready) {
      this.#stopListening?.();
      this.#stopListening = undefined;
      this.#call.send(FELL_BEHIND_FRAME);
      this.#call.whenDrained(this.#read);
    } else if (this.#view instanceof LoggedStream) this.#pass(group);
    else if (!this.#reading) this.#read();
  }

  #pass(group: CommittedGroup): void {
    const id = this.#log.streamNames.find(this.#view.name)?.id;
    const frames = group.frames(this.#delivery);
    const wanted: Buffer[] = [];
    for (const [index, event] of group.events.entries()) {
      if (event.stream !== id || event.revision <= this.#revision) continue;
      this.#revision = event.revision;
      wanted.push(frames[index] as Buffer);
    }
    if (wanted.length > 0) this.#call.send(wanted.length === 1 ? (wanted[0] as Buffer) : Buffer.concat(wanted));
    if (this.#revision === TOMBSTONE) this.#call.fail(streamDeleted(this.#view.name));
  }
}
