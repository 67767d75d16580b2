import type { RecordedEvent } from '../event-store/envelope.js';
import { errorClass, isTransient } from './failures.js';
import { positionText } from './position.js';
import type { Decoder, Located } from './source.js';
import type { Timing } from './timing.js';

/** An event as it came out of decoding: itself, or the class of the error that it met. */
export interface Decoded extends Located {
  /** `positionText`. */
  readonly at: string;
  readonly event?: RecordedEvent;
  readonly failure?: string;
}

/** Attempts before an event that can't be decoded counts as poison. */
const TRIES = 3;
const PAUSE_MS = 20;

/**
 * Decodes a batch in its order. An event that can't be understood keeps its place, with the class of its error.
 * @throws a transient error, for the whole batch to be read again later
 */
export async function decodeBatch<R>(decoder: Decoder<R>, raws: readonly R[], timing: Timing): Promise<Decoded[]> {
  const together = await decodeTogether(decoder, raws);
  if (together) return together;
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

/** Undefined when one of them can't be understood: then each must be tried by itself. */
async function decodeTogether<R>(decoder: Decoder<R>, raws: readonly R[]): Promise<Decoded[] | undefined> {
  if (!decoder.decodeAll || raws.length === 0) return undefined;
  try {
    const events = await decoder.decodeAll(raws);
    return raws.map((raw, index) => {
      const event = events[index];
      if (!event) throw new RangeError('fewer events decoded than read');
      return located(decoder, raw, { event });
    });
  } catch (error) {
    if (isTransient(error)) throw error;
    return undefined;
  }
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
