import type { EventLog } from '../log/event-log.js';
import { dataOf, LINK_TYPE, METADATA_TYPE } from '../log/stored-event.js';
import { metadataStreamOf } from '../log/stream-metadata.js';
import type { WriteResult } from '../log/write.js';
import { randomId } from '../log/writer.js';
import { LoggedStream } from '../streams/stream-view.js';
import type { ResolvedEvent } from '../wire/recorded-event.js';
import { type GroupMessage } from './group-message.js';

const SLICE = 256;

/** A group's parked messages: links in a stream of their own, cut off once they are replayed. */
export class ParkedMessages {
  readonly #log: EventLog;
  readonly #stream: string;
  readonly #now: () => number;

  constructor(log: EventLog, group: string, now: () => number) {
    this.#log = log;
    this.#stream = `$persistentsubscription-${group}-parked`;
    this.#now = now;
  }

  get count(): number {
    const parked = this.#view();
    return parked.status() === 'present' ? Math.max(0, parked.last() - parked.first() + 1) : 0;
  }

  park(message: GroupMessage, reason: string, done: (result: WriteResult) => void): void {
    const { event, link } = message.resolved;
    const original = link ?? event;
    const metadata = {
      added: new Date(this.#now()).toISOString(),
      reason,
      subscriptionEventNumber: original?.revision,
    };
    this.#log.queue.submit({
      kind: 'append',
      stream: this.#stream,
      expected: 'any',
      events: [
        {
          id: randomId(),
          type: LINK_TYPE,
          isJson: false,
          data: this.#targetOf(event, link),
          metadata: Buffer.from(JSON.stringify(metadata)),
        },
      ],
      done,
    });
  }

  /** The parked messages before revision `stopAt` (undefined: all there are now), resolved; they are parked no longer. */
  replay(stopAt: number | undefined, each: (resolved: ResolvedEvent) => void): void {
    const view = this.#view();
    if (view.status() !== 'present') return;
    const stop = Math.min(stopAt ?? Number.MAX_SAFE_INTEGER, view.last() + 1);
    let from: number | undefined = 0;
    while (from !== undefined && from < stop) {
      const { events, next } = view.read(from, SLICE, true);
      for (const resolved of events) {
        if (resolved.event !== undefined && (resolved.link?.revision ?? stop) < stop) each(resolved);
      }
      from = next;
    }
    this.#cutOff(stop);
  }

  /** Deletes the stream, with its group. */
  remove(): void {
    if (this.#view().status() !== 'present') return;
    this.#log.queue.submit({
      kind: 'delete',
      stream: this.#stream,
      expected: 'any',
      events: [],
      done: () => undefined,
    });
  }

  #cutOff(before: number): void {
    const data = Buffer.from(JSON.stringify({ $tb: before }));
    this.#log.queue.submit({
      kind: 'append',
      stream: metadataStreamOf(this.#stream),
      expected: 'any',
      events: [{ id: randomId(), type: METADATA_TYPE, isJson: true, data, metadata: new Uint8Array() }],
      done: () => undefined,
    });
  }

  #targetOf(event: ResolvedEvent['event'], link: ResolvedEvent['link']): Uint8Array {
    if (event !== undefined) return Buffer.from(`${event.revision}@${this.#log.streamNames.name(event.stream).text}`);
    return link === undefined ? new Uint8Array() : dataOf(link.body);
  }

  #view(): LoggedStream {
    return new LoggedStream(this.#stream, this.#log.streams, this.#log.reader);
  }
}
