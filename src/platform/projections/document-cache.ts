import { LRUCache } from 'lru-cache';
import type { Stored } from './projection.js';

/** Documents kept between batches while catching up: as many as the big batches write, little enough for a laptop. */
const KEPT_CATCHING_UP = 8192;
/** Once live: the children that people are working on, and the pupils of a large school, all of whom each register file names. */
const KEPT_LIVE = 2048;

/**
 * The documents of one build as they stand after the last batch folded, written or not yet. One process works a build
 * and sees every event in order, so what it wrote last needs no reading again; it is emptied at each new subscription.
 */
export class DocumentCache {
  #written = new LRUCache<string, Stored>({ max: KEPT_CATCHING_UP });
  /** Folded but not yet in the database: must never be evicted, or the next fold would start from an older document. */
  #pending = new Map<string, Stored>();

  constructor(private readonly load: (keys: readonly string[]) => Promise<ReadonlyMap<string, Stored>>) {}

  async get(keys: ReadonlySet<string>): Promise<Map<string, Stored>> {
    const found = new Map<string, Stored>();
    const missing: string[] = [];
    for (const key of keys) {
      const known = this.#pending.get(key) ?? this.#written.get(key);
      if (known) found.set(key, known);
      else missing.push(key);
    }
    if (missing.length > 0) {
      for (const [key, document] of await this.load(missing)) found.set(key, document);
    }
    return found;
  }

  pending(documents: readonly Stored[]): void {
    for (const document of documents) this.#pending.set(document._id, document);
  }

  /** They are in the database now, unless a later fold has changed them again. */
  written(documents: readonly Stored[]): void {
    for (const document of documents) {
      if (this.#pending.get(document._id) !== document) continue;
      this.#pending.delete(document._id);
      this.#written.set(document._id, document);
    }
  }

  forget(key: string): void {
    this.#pending.delete(key);
    this.#written.delete(key);
  }

  /** Gives back the memory that catching up needed. */
  turnLive(): void {
    this.#written = new LRUCache({ max: KEPT_LIVE });
  }

  clear(): void {
    this.#pending = new Map();
    this.#written = new LRUCache({ max: KEPT_CATCHING_UP });
  }
}
