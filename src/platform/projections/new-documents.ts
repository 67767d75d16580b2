import { type Collection, MongoBulkWriteError } from 'mongodb';
import { isTransient } from '../subscriptions/failures.js';
import type { Stored } from './projection.js';

/** Documents to an insert. */
const TO_AN_INSERT = 500;

/** What became of documents that were not there when they were looked for. */
export interface Insertion {
  /** Those of the batches of which the server, or the driver, did not take all. */
  readonly open: readonly Stored[];
  /** How many of `open` it took all the same: not every server says which. */
  readonly takenOfOpen: number;
}

/**
 * Inserts documents: one step on every server, refused where the `_id` is there already, and cheaper than an update.
 * @throws a transient error of the driver
 */
export async function insertNew(
  collection: Pick<Collection<Stored>, 'insertMany'>,
  documents: readonly Stored[],
): Promise<Insertion> {
  const open: Stored[] = [];
  let takenOfOpen = 0;
  for (let start = 0; start < documents.length; start += TO_AN_INSERT) {
    const some = documents.slice(start, start + TO_AN_INSERT);
    try {
      await collection.insertMany(some, { ordered: false });
    } catch (error) {
      if (isTransient(error)) throw error;
      open.push(...some);
      if (error instanceof MongoBulkWriteError) takenOfOpen += error.insertedCount;
    }
  }
  return { open, takenOfOpen };
}
