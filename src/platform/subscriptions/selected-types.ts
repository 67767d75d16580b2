import type { LogPosition } from '../event-store/envelope.js';
import { positionText } from './position.js';
import type { Chunk, Decoder, EventFeed, EventSource } from './source.js';

/** Events passed over between two chunks: a process that hears nothing still moves its checkpoint on now and then. */
const PASSED_OVER = 1_000;

/**
 * A source without the events of other types: whoever reads it neither decodes nor decrypts them. Most of what a stream
 * holds says nothing to a process, and a checkpoint for every few of them would cost more than they do.
 */
export function selectedTypes<R>(
  source: EventSource<R>,
  decoder: Pick<Decoder<R>, 'locate'>,
  types: ReadonlySet<string>,
): EventSource<R> {
  const wanted = (raw: R) => types.has(decoder.locate(raw).type);
  return {
    subscribe: (options) => {
      const ofStreams = (raw: R) =>
        options.streamPrefixes.some((prefix) => decoder.locate(raw).streamId.startsWith(prefix));
      return selecting(source.subscribe({ ...options, types }), decoder, (raw) => wanted(raw) && ofStreams(raw));
    },
    end: () => source.end(),
    readStream: async (streamId, fromRevision) => (await source.readStream(streamId, fromRevision)).filter(wanted),
  };
}

function selecting<R>(
  feed: EventFeed<R>,
  decoder: Pick<Decoder<R>, 'locate'>,
  wanted: (raw: R) => boolean,
): EventFeed<R> {
  const next = async (limit: number, lingerMs?: number): Promise<Chunk<R>> => {
    let upTo: LogPosition | undefined;
    for (let passed = 0; ; ) {
      const chunk = await feed.next(limit, lingerMs);
      const last = chunk.events.at(-1);
      const at = last === undefined ? undefined : decoder.locate(last).position;
      upTo = later(later(upTo, at), chunk.upTo);
      const events = chunk.events.filter(wanted);
      passed += chunk.events.length;
      if (events.length > 0 || chunk.caughtUp || passed >= PASSED_OVER) {
        return upTo ? { events, upTo, caughtUp: chunk.caughtUp } : { events, caughtUp: chunk.caughtUp };
      }
    }
  };
  return { next, close: () => feed.close() };
}

function later(a: LogPosition | undefined, b: LogPosition | undefined): LogPosition | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return positionText(a) >= positionText(b) ? a : b;
}
