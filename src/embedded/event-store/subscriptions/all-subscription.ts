import type { EventLog } from '../log/event-log.js';
import type { Call } from '../server/call.js';
import { Page } from '../wire/page.js';
import { CAUGHT_UP_FRAME, checkpointFrame, FELL_BEHIND_FRAME } from '../wire/read-responses.js';
import { writeEvent } from '../wire/recorded-event.js';
import type { EventFilter } from './event-filter.js';
import type { CommittedGroup, Delivery, Tail } from './tail.js';

const SLICE = 256;

/**
 * A subscription to `$all`: reads the log until it has caught up, then listens to the tail. A client that does not
 * read what it is sent falls back to reading the log, at its own pace; so it costs one send buffer, no more.
 */
export class AllSubscription {
  readonly #log: EventLog;
  readonly #tail: Tail;
  readonly #call: Call;
  readonly #delivery: Delivery;
  readonly #filter: EventFilter | undefined;
  readonly #page = new Page();
  #stopListening: (() => void) | undefined;
  /** Everything up to here was sent, or passed over by the filter. */
  #position: number;
  #considered = 0;
  #checkpoint = 0;

  constructor(
    deps: { readonly log: EventLog; readonly tail: Tail },
    call: Call,
    options: { readonly after: number; readonly delivery: Delivery; readonly filter: EventFilter | undefined },
  ) {
    this.#log = deps.log;
    this.#tail = deps.tail;
    this.#call = call;
    this.#delivery = options.delivery;
    this.#filter = options.filter;
    this.#position = options.after;
    call.whenOver(() => this.#stopListening?.());
  }

  start(): void {
    if (this.#position >= this.#log.head()) this.#goLive();
    else this.#catchUp();
  }

  readonly #catchUp = (): void => this.#call.attempt(() => this.#readOn());

  #readOn(): void {
    if (!this.#call.ready) {
      this.#call.whenDrained(this.#catchUp);
      return;
    }
    const events = this.#log.reader.log(this.#position + 1, SLICE);
    for (const event of events) {
      this.#position = event.position;
      if (this.#filter === undefined || this.#filter.passes(event)) {
        const resolved = this.#delivery.resolveLinks ? this.#log.reader.resolve(event) : { event, link: undefined };
        writeEvent(this.#page, resolved, this.#log.names, this.#delivery);
      }
      this.#countTowardsCheckpoint();
    }
    if (events.length > 0 && this.#position < this.#log.head()) {
      this.#sendPage();
      setImmediate(this.#catchUp);
      return;
    }
    if (this.#filter !== undefined) this.#writeCheckpoint();
    this.#sendPage();
    this.#goLive();
  }

  #goLive(): void {
    this.#call.send(CAUGHT_UP_FRAME);
    this.#stopListening = this.#tail.listen(this);
  }

  committed(group: CommittedGroup): void {
    this.#call.attempt(() => this.#pass(group));
  }

  #pass(group: CommittedGroup): void {
    if (!this.#call.ready) {
      this.#fallBehind();
      return;
    }
    const last = group.events.at(-1)?.position ?? 0;
    if (this.#filter === undefined && (group.events[0]?.position ?? 0) > this.#position) {
      this.#call.send(group.joined(this.#delivery));
      this.#position = last;
      return;
    }
    const frames = group.frames(this.#delivery);
    for (const [index, event] of group.events.entries()) {
      if (event.position <= this.#position) continue;
      this.#position = event.position;
      if (this.#filter === undefined || this.#filter.passes(event)) this.#write(frames[index] as Buffer);
      this.#countTowardsCheckpoint();
    }
  }

  #fallBehind(): void {
    this.#stopListening?.();
    this.#stopListening = undefined;
    this.#call.send(FELL_BEHIND_FRAME);
    this.#call.whenDrained(this.#catchUp);
  }

  #countTowardsCheckpoint(): void {
    if (this.#filter === undefined) return;
    this.#considered += 1;
    if (this.#considered >= this.#filter.checkpointInterval) this.#writeCheckpoint();
  }

  #writeCheckpoint(): void {
    this.#considered = 0;
    if (this.#position <= this.#checkpoint) return;
    this.#checkpoint = this.#position;
    this.#write(checkpointFrame(this.#position));
  }

  /** At the tail frames are few, and the call gathers those of one turn; while catching up they join the page. */
  #write(frame: Buffer): void {
    if (this.#stopListening !== undefined) {
      this.#call.send(frame);
      return;
    }
    this.#page.reserve(frame.length);
    this.#page.bytes.set(frame, this.#page.at);
    this.#page.at += frame.length;
  }

  #sendPage(): void {
    if (this.#page.length > 0) this.#call.send(this.#page.take());
  }
}
