import type { Clock } from '../clock/clock.js';
import { errorClass } from '../subscriptions/failures.js';
import { BEFORE_ALL, positionFrom } from '../subscriptions/position.js';
import type { Decoder, EventSource } from '../subscriptions/source.js';
import type { Timing } from '../subscriptions/timing.js';

export interface ProbeDependencies<R> {
  readonly source: EventSource<R>;
  readonly decoder: Pick<Decoder<R>, 'locate'>;
  readonly clock: Clock;
  readonly timing: Timing;
}

export type Lag =
  | {
      /**
       * Seconds since the store recorded the first event that the view has not handled; 0 when there is none, and only then,
       * whatever the clocks of program and store say.
       */
      readonly seconds: number;
      /** Its place. */
      readonly streamId?: string;
      readonly revision?: number;
    }
  | { readonly unknown: string };

const PATIENCE_MS = 5000;
const LEAST_MS = 1;

/**
 * Lag as the event store sees it, never as the worker tells it: a subscription from the view's checkpoint, ended at the
 * first event or at the end of the log. A worker that is dead can't hide it.
 */
export class LagProbe<R> {
  constructor(private readonly deps: ProbeDependencies<R>) {}

  /** `unknown`, with the class of the error, when the store does not answer. */
  async lag(position: string, streamPrefixes: readonly string[]): Promise<Lag> {
    const { source, decoder, clock, timing } = this.deps;
    const feed = source.subscribe({
      from: position === BEFORE_ALL ? undefined : positionFrom(position),
      streamPrefixes,
    });
    const enough = new AbortController();
    const late = timing.delay(PATIENCE_MS, enough.signal).then(() => feed.close());
    try {
      for (;;) {
        const { events, caughtUp } = await feed.next(1);
        const [first] = events;
        if (first !== undefined) {
          const { streamId, revision, created } = decoder.locate(first);
          return { seconds: Math.max(LEAST_MS, clock.epoch() - created) / 1000, streamId, revision };
        }
        if (caughtUp) return { seconds: 0 };
      }
    } catch (error) {
      return { unknown: errorClass(error) };
    } finally {
      enough.abort();
      await late;
    }
  }
}
