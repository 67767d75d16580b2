import type { EventLog } from '../log/event-log.js';
import { TOMBSTONE } from '../log/stored-event.js';
import type { Call } from '../server/call.js';
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
  readonly #stream: string;
  readonly #delivery: Delivery;
  readonly #page = new Page();
  #stopListening: (() => void) | undefined;
  /** Everything up to here was sent. */
  #revision: number;

  constructor(
    deps: { readonly log: EventLog; readonly tail: Tail },
    call: Call,
    options: { readonly stream: string; readonly after: number; readonly delivery: Delivery },
  ) {
    this.#log = deps.log;
    this.#tail = deps.tail;
    this.#call = call;
    this.#stream = options.stream;
    this.#delivery = options.delivery;
    this.#revision = options.after;
    call.whenOver(() => this.#stopListening?.());
  }

  start(): void {
    const last = this.#log.streams.find(this.#stream)?.last ?? -1;
    if (last !== TOMBSTONE && this.#revision >= last) this.#goLive();
    else this.#catchUp();
  }

  readonly #catchUp = (): void => {
    if (this.#call.over) return;
    if (!this.#call.ready) {
      this.#call.whenDrained(this.#catchUp);
      return;
    }
    const state = this.#log.streams.find(this.#stream);
    if (state?.last === TOMBSTONE) {
      this.#call.fail(streamDeleted(this.#stream));
      return;
    }
    const slice =
      state === undefined || state.retention.deleted
        ? { events: [], next: undefined }
        : this.#log.reader.stream(state, this.#revision + 1, SLICE);
    for (const event of slice.events) {
      this.#revision = event.revision;
      const resolved = this.#delivery.resolveLinks ? this.#log.reader.resolve(event) : { event, link: undefined };
      writeEvent(this.#page, resolved, this.#log.names, this.#delivery);
    }
    if (this.#page.length > 0) this.#call.send(this.#page.take());
    if (slice.next === undefined) this.#goLive();
    else {
      this.#revision = slice.next - 1;
      setImmediate(this.#catchUp);
    }
  };

  #goLive(): void {
    this.#call.send(CAUGHT_UP_FRAME);
    this.#stopListening = this.#tail.listenTo(this.#stream, this);
  }

  committed(group: CommittedGroup): void {
    if (!this.#call.ready) {
      this.#stopListening?.();
      this.#stopListening = undefined;
      this.#call.send(FELL_BEHIND_FRAME);
      this.#call.whenDrained(this.#catchUp);
      return;
    }
    const id = this.#log.streamNames.find(this.#stream)?.id;
    const frames = group.frames(this.#delivery);
    const wanted: Buffer[] = [];
    for (const [index, event] of group.events.entries()) {
      if (event.stream !== id || event.revision <= this.#revision) continue;
      this.#revision = event.revision;
      wanted.push(frames[index] as Buffer);
    }
    if (wanted.length > 0) this.#call.send(wanted.length === 1 ? (wanted[0] as Buffer) : Buffer.concat(wanted));
    if (this.#revision === TOMBSTONE) this.#call.fail(streamDeleted(this.#stream));
  }
}
