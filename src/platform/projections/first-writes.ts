import type { Stored } from './projection.js';

/** A batch of the former holder, still on its way, holds at most as many events as one of ours. */
const EVENTS = 8000;
/** Milliseconds after which no command that was under way then is still being worked on. */
const LOOK_AFTER_MS = 5000;

/**
 * What a subscription wrote first, kept until it has been looked at again. Where updates are not atomic (FerretDB), a
 * write of a former holder, or our own from before a connection broke, may read a document just before our first write of
 * it and land just after, and so undo it. It can do that to nothing later: whatever reads a document that we have written
 * finds that it has seen more.
 */
export class FirstWrites {
  readonly #documents = new Map<string, Stored>();
  #events = 0;
  #lookAt = Number.POSITIVE_INFINITY;

  /** Begins anew. */
  clear(): void {
    this.#documents.clear();
    this.#events = 0;
    this.#lookAt = Number.POSITIVE_INFINITY;
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
    const undone = [...this.#documents.values()].filter(
      ({ _id, _seen }) => (stored.get(_id)?._seen.position ?? '') < _seen.position,
    );
    this.#documents.clear();
    this.#events = EVENTS;
    return undone;
  }
}
