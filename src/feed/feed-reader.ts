import type { LogPosition } from '../platform/event-store/envelope.js';
import { positionFrom, positionText } from '../platform/subscriptions/position.js';
import { selectedTypes } from '../platform/subscriptions/selected-types.js';
import type { Decoder, EventSource } from '../platform/subscriptions/source.js';
import { type FeedContext, PUBLISHED_FACTS, type PublicEvent, publicEvent } from './domain/public-events.js';

/** A public event with its place, an extension attribute of CloudEvents. */
export type FeedItem = PublicEvent & { readonly position: string };

export interface FeedPage {
  readonly items: readonly FeedItem[];
  /** Where to go on; the same as was asked for when there is nothing more. Empty before the first event of all. */
  readonly next: string;
  /** Whether the end of the log was reached: ask again later. */
  readonly caughtUp: boolean;
}

const PREFIXES = ['child-', 'school-', 'authority-'];
/** Chunks looked through for one page: a log that holds little for other services must not keep a reader waiting. */
const MOST_CHUNKS = 60;

/**
 * Public events in the order of the log, read from the log itself: positions stay as they are for ever, and a page begins
 * exactly where the one before ended. Facts of which nothing is told are neither decoded nor decrypted.
 */
export class FeedReader<R> {
  readonly #source: EventSource<R>;

  constructor(
    source: EventSource<R>,
    private readonly decoder: Decoder<R>,
    private readonly context: () => FeedContext,
  ) {
    this.#source = selectedTypes(source, decoder, PUBLISHED_FACTS);
  }

  /**
   * @param after a position that this feed gave, '' for the beginning
   * @throws RangeError when it is none; what the store throws
   */
  async page(after: string, limit: number): Promise<FeedPage> {
    const from = after === '' ? undefined : positionFrom(after);
    if ((await this.#source.end()) === undefined) return { items: [], next: after, caughtUp: true };
    const context = this.context();
    const feed = this.#source.subscribe({ from, streamPrefixes: PREFIXES });
    const items: FeedItem[] = [];
    let next = after;
    let caughtUp = false;
    try {
      for (let chunks = 0; items.length < limit && !caughtUp && chunks < MOST_CHUNKS; chunks++) {
        const chunk = await feed.next(limit - items.length);
        for (const raw of chunk.events) {
          const { id, streamId, type, data, metadata, position } = await this.decoder.decode(raw);
          const event = publicEvent({ id, streamId, type, data, recordedAt: metadata.recordedAt }, context);
          next = later(next, position);
          if (event !== undefined) items.push({ ...event, position: positionText(position) });
        }
        next = later(next, chunk.upTo);
        caughtUp = chunk.caughtUp;
      }
    } finally {
      await feed.close();
    }
    return { items, next, caughtUp };
  }
}

function later(next: string, upTo: LogPosition | undefined): string {
  const text = upTo === undefined ? '' : positionText(upTo);
  return text > next ? text : next;
}
