import { isComputed } from '../links/computed-names.js';
import type { LinkIndex } from '../links/link-index.js';
import type { EventLog } from '../log/event-log.js';
import { ComputedStream } from './computed-stream.js';
import { LoggedStream, type StreamView } from './stream-view.js';

/** Opens streams for reading by name. */
export class StreamViews {
  readonly #log: EventLog;
  readonly #links: LinkIndex;

  constructor(log: EventLog, links: LinkIndex) {
    this.#log = log;
    this.#links = links;
  }

  /** A computed stream may first have to be computed. `ready` gets the way to the view, which throws if that failed. */
  open(name: string, ready: (view: () => StreamView) => void): void {
    if (!isComputed(name)) ready(() => new LoggedStream(name, this.#log.streams, this.#log.reader));
    else {
      this.#links.whenCaughtUp((error) =>
        ready(() => {
          if (error !== undefined) throw error;
          return new ComputedStream(name, this.#log, this.#links);
        }),
      );
    }
  }
}
