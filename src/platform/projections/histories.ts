import type { Decoded } from '../subscriptions/decoding.js';
import { decodeBatch } from '../subscriptions/decoding.js';
import { BEFORE_ALL, positionText } from '../subscriptions/position.js';
import type { Decoder, EventSource } from '../subscriptions/source.js';
import type { Timing } from '../subscriptions/timing.js';
import type { Projection } from './projection.js';

export interface HistoryDependencies<R> {
  readonly source: EventSource<R>;
  readonly decoder: Decoder<R>;
  readonly timing: Timing;
}

const PAGE = 1000;

/**
 * The events that can have made a document, in the log's order: its own stream where that is all that feeds it, otherwise
 * everything of the view's streams.
 */
export async function* historyOf<R>(
  deps: HistoryDependencies<R>,
  projection: Projection,
  key: string,
  upTo: string,
): AsyncIterable<Decoded> {
  const stream = projection.wholeStream?.(key);
  const alone = projection.streamPrefixes.length === 1 && !projection.affects;
  if (stream && alone) yield* ofStream(deps, stream);
  else yield* ofPrefixes(deps, projection.streamPrefixes, upTo);
}

async function* ofStream<R>(deps: HistoryDependencies<R>, stream: string): AsyncIterable<Decoded> {
  const raws = await deps.source.readStream(stream);
  for (let start = 0; start < raws.length; start += PAGE) {
    yield* await decodeBatch(deps.decoder, raws.slice(start, start + PAGE), deps.timing);
  }
}

/** Up to a position, or to where the log ends now. */
export async function* ofPrefixes<R>(
  deps: HistoryDependencies<R>,
  streamPrefixes: readonly string[],
  upTo: string,
): AsyncIterable<Decoded> {
  if (upTo === BEFORE_ALL) return;
  const feed = deps.source.subscribe({ from: undefined, streamPrefixes });
  try {
    for (;;) {
      const chunk = await feed.next(PAGE);
      for (const item of await decodeBatch(deps.decoder, chunk.events, deps.timing)) {
        if (item.at > upTo) return;
        yield item;
        if (item.at === upTo) return;
      }
      if (chunk.caughtUp || (chunk.upTo && positionText(chunk.upTo) >= upTo)) return;
    }
  } finally {
    await feed.close();
  }
}
