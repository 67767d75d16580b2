import type { EventCodec } from '../platform/event-store/codec.js';
import type { RecordedEvent } from '../platform/event-store/envelope.js';
import type { EventStoreSource } from '../platform/subscriptions/event-store-source.js';
import type { Decoder, EventSource, Located } from '../platform/subscriptions/source.js';

/** An event as a subscription delivers it. */
export type Delivered = EventStoreSource extends EventSource<infer R> ? R : never;

/** What subscriptions deliver, decoded by the codec of the streams. */
export class EventDecoder implements Decoder<Delivered> {
  constructor(private readonly codec: EventCodec) {}

  locate({ event }: Delivered): Located {
    if (!event) throw new TypeError('a link to a deleted event');
    const { streamId, revision, type, position, created } = event;
    return { streamId, revision: Number(revision), type, position, created: created.getTime() };
  }

  decode(delivered: Delivered): Promise<RecordedEvent> {
    return this.codec.decode(delivered);
  }

  decodeAll(delivered: readonly Delivered[]): Promise<readonly RecordedEvent[]> {
    return this.codec.decodeAll(delivered);
  }
}
