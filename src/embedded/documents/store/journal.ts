import type { IndexDefinition } from './ordered-index.js';

/** Hears of every change of a database, in order, so that it can be kept elsewhere too. */
export interface Journal {
  put(collection: string, id: string, bytes: Buffer): void;
  removed(collection: string, id: string): void;
  created(collection: string): void;
  dropped(collection: string): void;
  renamed(from: string, to: string): void;
  indexAdded(collection: string, definition: IndexDefinition): void;
  indexDropped(collection: string, name: string): void;
}
