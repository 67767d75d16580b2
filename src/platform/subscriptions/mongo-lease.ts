import type { Collection, Db } from 'mongodb';
import { documentsNow } from '../documents/connect.js';
import { isDuplicateKey } from '../documents/errors.js';
import type { LeaseStore } from './lease.js';

interface LeaseDocument {
  readonly _id: string;
  readonly holder?: string;
  readonly token: number;
  readonly expiresAt: Date;
}

/**
 * Leases on the database's clock. `hello` tells that clock (`localTime`) on every server that speaks the protocol, which
 * `$$NOW` does not; it is asked just before the write, so an answer that is late only makes a lease shorter.
 */
export class MongoLeaseStore implements LeaseStore {
  readonly #leases: Collection<LeaseDocument>;

  constructor(private readonly database: Db) {
    this.#leases = database.collection<LeaseDocument>('leases');
  }

  async acquire(id: string, holder: string, ttlMs: number): Promise<number | undefined> {
    const now = await this.#databaseNow();
    // An end further away than any lease can be was written before the database's clock stepped back: it is void.
    const impossible = new Date(now + 2 * ttlMs);
    const free = [
      { holder: { $exists: false } },
      // Taken by this same holder, who did not get the answer.
      { holder },
      { expiresAt: { $lte: new Date(now) } },
      { expiresAt: { $gt: impossible } },
    ];
    try {
      const taken = await this.#leases.findOneAndUpdate(
        { _id: id, $or: free },
        { $set: { holder, expiresAt: new Date(now + ttlMs) }, $inc: { token: 1 } },
        { upsert: true, returnDocument: 'after' },
      );
      return taken?.token;
    } catch (error) {
      // Not free, so the upsert tried to insert the id a second time.
      if (isDuplicateKey(error)) return undefined;
      throw error;
    }
  }

  async renew(id: string, holder: string, token: number, ttlMs: number): Promise<boolean> {
    const now = await this.#databaseNow();
    const { matchedCount } = await this.#leases.updateOne(
      { _id: id, holder, token },
      { $set: { expiresAt: new Date(now + ttlMs) } },
    );
    return matchedCount === 1;
  }

  async release(id: string, holder: string, token: number): Promise<void> {
    await this.#leases.updateOne({ _id: id, holder, token }, { $unset: { holder: '' } });
  }

  async #databaseNow(): Promise<number> {
    return (await documentsNow(this.database.client)).getTime();
  }
}
