import type { StoredEvent } from '../log/stored-event.js';
import { Page } from '../wire/page.js';
import { type EventForm, type NameFields, type ResolvedEvent, writeEvent } from '../wire/recorded-event.js';

/** How a listener wants the events of a commit. */
export interface Delivery extends EventForm {
  readonly resolveLinks: boolean;
}

/** Somebody who has read the log to its end and wants what comes next. */
export interface TailListener {
  committed(group: CommittedGroup): void;
}

/** What encoding a commit needs. */
export interface Encoder {
  readonly names: NameFields;
  resolve(event: StoredEvent): ResolvedEvent;
}

interface Encoded {
  readonly frames: readonly Buffer[];
  readonly joined: Buffer;
}

/** The events of one commit, shared by all who listen: whoever first wants a form makes it, the others take it. */
export class CommittedGroup {
  readonly events: readonly StoredEvent[];
  readonly #encoder: Encoder;
  readonly #encoded = new Map<string, Encoded>();

  constructor(events: readonly StoredEvent[], encoder: Encoder) {
    this.events = events;
    this.#encoder = encoder;
  }

  /** Each event as a framed response, in order. */
  frames(delivery: Delivery): readonly Buffer[] {
    return this.#encode(delivery).frames;
  }

  /** All of them in one buffer. */
  joined(delivery: Delivery): Buffer {
    return this.#encode(delivery).joined;
  }

  #encode(delivery: Delivery): Encoded {
    const key = `${delivery.textIds} ${delivery.resolveLinks}`;
    const known = this.#encoded.get(key);
    if (known !== undefined) return known;
    const page = new Page();
    const lengths: number[] = [];
    for (const event of this.events) {
      const before = page.length;
      writeEvent(
        page,
        delivery.resolveLinks ? this.#encoder.resolve(event) : { event, link: undefined },
        this.#encoder.names,
        delivery,
      );
      lengths.push(page.length - before);
    }
    const joined = page.take();
    let at = 0;
    const frames = lengths.map((length) => {
      at += length;
      return joined.subarray(at - length, at);
    });
    const encoded = { frames, joined };
    this.#encoded.set(key, encoded);
    return encoded;
  }
}

/** Hands each commit to everybody at the end of the log, straight from memory: a thousand listeners read nothing. */
export class Tail {
  readonly #encoder: Encoder;
  readonly #nameOf: (stream: number) => string;
  readonly #all = new Set<TailListener>();
  readonly #byStream = new Map<string, Set<TailListener>>();

  constructor(encoder: Encoder, nameOf: (stream: number) => string) {
    this.#encoder = encoder;
    this.#nameOf = nameOf;
  }

  publish(events: readonly StoredEvent[]): void {
    if (this.#all.size === 0 && this.#byStream.size === 0) return;
    const group = new CommittedGroup(events, this.#encoder);
    for (const listener of [...this.#all]) listener.committed(group);
    if (this.#byStream.size === 0) return;
    for (const stream of new Set(events.map((event) => event.stream))) {
      for (const listener of [...(this.#byStream.get(this.#nameOf(stream)) ?? [])]) listener.committed(group);
    }
  }

  /** Returns the way to stop listening. */
  listen(listener: TailListener): () => void {
    this.#all.add(listener);
    return () => this.#all.delete(listener);
  }

  /** Listens to the commits that hold events of one stream, which need not exist yet. */
  listenTo(stream: string, listener: TailListener): () => void {
    const listeners = this.#byStream.get(stream) ?? new Set();
    this.#byStream.set(stream, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#byStream.delete(stream);
    };
  }
}
