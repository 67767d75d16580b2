import type { RecordedEvent } from '../event-store/envelope.js';
import { errorClass, isTransient } from '../subscriptions/failures.js';
import { positionText } from '../subscriptions/position.js';
import type { Decoder } from '../subscriptions/source.js';
import type { Timing } from '../subscriptions/timing.js';
import type { Decoded } from './fold.js';

/** Attempts before an event that can't be decoded counts as poison. */
const TRIES = 3;
const PAUSE_MS = 20;

/**
 * Decodes a batch in its order. An event that can't be understood keeps its place, with the class of its error.
 * @throws a transient error, for the whole batch to be read again later
 */
export async function decodeBatch<R>(decoder: Decoder<R>, raws: readonly R[], timing: Timing): Promise<Decoded[]> {
  await decoder.prefetch?.(raws);
  const decoded = new Array<Decoded>(raws.length);
  const waiting: Promise<void>[] = [];
  for (const [index, raw] of raws.entries()) {
    const event = decodeNow(decoder, raw);
    if (event instanceof Promise) {
      waiting.push(
        decodeLater(decoder, raw, event, timing).then((late) => {
          decoded[index] = late;
        }),
      );
    } else decoded[index] = located(decoder, raw, { event });
  }
  if (waiting.length > 0) await Promise.all(waiting);
  return decoded;
}

function decodeNow<R>(decoder: Decoder<R>, raw: R): RecordedEvent | Promise<RecordedEvent> {
  try {
    return decoder.decode(raw);
  } catch (error) {
    return Promise.reject(error);
  }
}

async function decodeLater<R>(
  decoder: Decoder<R>,
  raw: R,
  first: Promise<RecordedEvent>,
  timing: Timing,
): Promise<Decoded> {
  let attempt = first;
  for (let tries = 1; ; tries += 1) {
    try {
      return located(decoder, raw, { event: await attempt });
    } catch (error) {
      if (isTransient(error)) throw error;
      if (tries === TRIES) return located(decoder, raw, { failure: errorClass(error) });
      await timing.delay(PAUSE_MS);
      attempt = Promise.resolve(decodeNow(decoder, raw));
    }
  }
}

function located<R>(decoder: Decoder<R>, raw: R, outcome: Pick<Decoded, 'event' | 'failure'>): Decoded {
  const { streamId, revision, type, position, created } = decoder.locate(raw);
  return { streamId, revision, type, position, created, at: positionText(position), ...outcome };
}
