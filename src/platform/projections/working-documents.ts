import { DocumentCache } from './document-cache.js';
import { FirstWrites } from './first-writes.js';
import type { BatchFold } from './fold.js';
import type { Stored } from './projection.js';

type Load = (keys: readonly string[]) => Promise<ReadonlyMap<string, Stored>>;

/**
 * The documents of one build that batches are folded on: as they are kept or stored, those that were undone with what had
 * been written in their place, and none that the database refused while it was folded on.
 */
export class WorkingDocuments {
  readonly #cache: DocumentCache;
  readonly #firstWrites = new FirstWrites();
  /** Of the last load: written with the next batch, whether it changes them or not. */
  #standIns: readonly Stored[] = [];
  /** What the database refused since the fold that is under way began: what was folded on it is not written. */
  readonly #refusedMeanwhile = new Set<string>();

  constructor(private readonly load: Load) {
    this.#cache = new DocumentCache(async (keys) => {
      const loaded = await load(keys);
      this.#standIns = this.#firstWrites.standIns(loaded, keys);
      return new Map([...loaded, ...this.#standIns.map((document) => [document._id, document] as const)]);
    });
  }

  /** An earlier subscription has ended: what it had not written is forgotten. */
  clear(): void {
    this.#cache.clear();
  }

  /** A new subscription begins, on a database that may have been put back to an earlier state. */
  begin(putBack: boolean): void {
    this.#firstWrites.begin(putBack);
    this.#standIns = [];
  }

  /** Gives back the memory that catching up needed. */
  turnLive(): void {
    this.#cache.turnLive();
  }

  /** The documents that a fold names, of those that there are. */
  forFold(keys: ReadonlySet<string>): Promise<Map<string, Stored>> {
    return this.#cache.get(keys);
  }

  /** Nothing has been refused yet of what the next fold is folded on. */
  foldBegins(): void {
    this.#refusedMeanwhile.clear();
  }

  /** What a fold leaves to be written: the documents that it changed, and the stand-ins that it left as they are. */
  toWrite(fold: BatchFold): readonly Stored[] {
    const documents = [...fold.writes(), ...this.#standIns.filter(({ _id }) => !fold.changed(_id))];
    this.#standIns = [];
    return documents;
  }

  /** They are folded and not written yet: the next fold goes on from them. */
  pending(documents: readonly Stored[]): void {
    this.#cache.pending(documents);
  }

  /** A document whose last state the database refused stays as it is stored: it is in quarantine. */
  withoutRefused(documents: readonly Stored[]): readonly Stored[] {
    if (this.#refusedMeanwhile.size === 0) return documents;
    for (const key of this.#refusedMeanwhile) this.#cache.forget(key);
    return documents.filter(({ _id }) => !this.#refusedMeanwhile.has(_id));
  }

  /** The database will not have it as it was folded. */
  refused(key: string): void {
    this.#cache.forget(key);
    this.#refusedMeanwhile.add(key);
  }

  /**
   * @param refused keys of those that were not written after all
   * @param now of a monotonic clock, in ms
   */
  written(documents: readonly Stored[], refused: ReadonlyMap<string, string>, events: number, now: number): void {
    this.#cache.written(documents);
    const taken = refused.size > 0 ? documents.filter(({ _id }) => !refused.has(_id)) : documents;
    this.#firstWrites.written(taken, events, now);
  }

  /** It was built anew, by another way. */
  forget(key: string): void {
    this.#firstWrites.forget(key);
    this.#cache.forget(key);
  }

  /** Whether what was written first is to be looked at again. */
  due(now: number): boolean {
    return this.#firstWrites.due(now);
  }

  /** What was written first and is stored as it was before. */
  undone(): Promise<readonly Stored[]> {
    return this.#firstWrites.undone(this.load);
  }
}
