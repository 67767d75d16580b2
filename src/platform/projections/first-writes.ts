import type { Stored } from './projection.js';

/** A batch of the former holder, still on its way, holds at most as many events as one of ours. */
const EVENTS = 8000;
/** Milliseconds after which no command that was under way then is still being worked on. */
const LOOK_AFTER_MS = 5000;

/**
 * What a subscription wrote first, kept until it has been looked at again. Where updates are not atomic (FerretDB), a
 * command of a former holder, or our own from before a connection broke, may land just after our first write of a document
 * and so undo it. What we write later is of events that no such command holds.
 */
export class FirstWrites {
  readonly #documents = new Map<string, Stored>();
  #events = 0;
  #lookAt = Number.POSITIVE_INFINITY;

  /** A new subscription: its first events count. What has not been looked at is kept, unless the database was put back. */
  begin(putBack: boolean): void {
    this.#events = 0;
    if (putBack) this.#documents.clear();
  }

  /** What stands in for documents that were loaded undone: nothing may be folded on those. It has to be written again. */
  standIns(loaded: ReadonlyMap<string, Stored>, keys: readonly string[]): readonly Stored[] {
    return keys.flatMap((key) => {
      const written = this.#documents.get(key);
      return written && isUndone(written, loaded) ? [written] : [];
    });
  }

  /** @param now of a monotonic clock, in ms */
  written(documents: readonly Stored[], events: number, now: number): void {
    if (this.#events < EVENTS) {
      this.#events += events;
      for (const document of documents) this.#documents.set(document._id, document);
      if (documents.length > 0) this.#lookAt = now + LOOK_AFTER_MS;
      return;
    }
    for (const document of documents) {
      if (this.#documents.has(document._id)) this.#documents.set(document._id, document);
    }
  }

  forget(key: string): void {
    this.#documents.delete(key);
  }

  due(now: number): boolean {
    return this.#documents.size > 0 && now >= this.#lookAt;
  }

  /** Those that are stored as they were before. From now on no more are kept. */
  async undone(load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Stored>>): Promise<readonly Stored[]> {
    const stored = await load([...this.#documents.keys()]);
    const undone = [...this.#documents.values()].filter((written) => isUndone(written, stored));
    this.#documents.clear();
    this.#events = EVENTS;
    return undone;
  }
}

function isUndone({ _id, _seen }: Stored, stored: ReadonlyMap<string, Stored>): boolean {
  return (stored.get(_id)?._seen.position ?? '') < _seen.position;
}
