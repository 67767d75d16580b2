import type { RecordedEvent } from '../platform/event-store/envelope.js';
import type { Decoder, Located } from '../platform/subscriptions/source.js';
import type { KnownSchools } from './known-schools.js';

/**
 * Makes what is read of schools known before it is acted on: a view that comes to an amended calendar computes with that
 * calendar, whichever subscription of this process was the first to hear of it.
 */
export class KnowingDecoder<R> implements Decoder<R> {
  constructor(
    private readonly decoder: Decoder<R>,
    private readonly schools: KnownSchools,
  ) {}

  locate(raw: R): Located {
    return this.decoder.locate(raw);
  }

  async decode(raw: R): Promise<RecordedEvent> {
    const event = await this.decoder.decode(raw);
    this.schools.know(event);
    return event;
  }

  async decodeAll(raws: readonly R[]): Promise<readonly RecordedEvent[]> {
    const { decoder } = this;
    const events = decoder.decodeAll
      ? await decoder.decodeAll(raws)
      : await Promise.all(raws.map((raw) => decoder.decode(raw)));
    for (const event of events) this.schools.know(event);
    return events;
  }
}
