import type { Chance } from '../clock/chance.js';
import type { Clock } from '../clock/clock.js';
import { KeyMissing } from './errors.js';
import type { KeyEncryptionKey } from './key-encryption-key.js';
import { type DataKeyRecord, type Destruction, type KeyStore, parseKeyId } from './key-store.js';

/** A data key in memory, or the fact that there is none any more. */
export type HeldKey =
  | { readonly bytes: Buffer; readonly destroyed?: undefined }
  | { readonly destroyed: Destruction; readonly bytes?: undefined };

interface Request {
  readonly id: string;
  readonly create: boolean;
  readonly resolve: (key: HeldKey) => void;
  readonly reject: (error: unknown) => void;
}

/** The most ids in one query. */
const CHUNK = 1_000;

/**
 * Reads data keys from the store, and makes those that are to be made. What is asked for in one turn of the event loop
 * goes in one query: a page of 64 commands needs one round trip, not 64.
 */
export class KeyLoader {
  #waiting: Request[] = [];

  constructor(
    private readonly store: KeyStore,
    private readonly kek: KeyEncryptionKey,
    private readonly clock: Clock,
    private readonly chance: Chance,
  ) {}

  /** @throws KeyMissing when it is not there and not to be made */
  load(id: string, create: boolean): Promise<HeldKey> {
    return new Promise((resolve, reject) => {
      if (this.#waiting.length === 0) setImmediate(() => void this.#flush());
      this.#waiting.push({ id, create, resolve, reject });
    });
  }

  async #flush(): Promise<void> {
    const all = this.#waiting;
    this.#waiting = [];
    for (let start = 0; start < all.length; start += CHUNK) await this.#answer(all.slice(start, start + CHUNK));
  }

  async #answer(requests: readonly Request[]): Promise<void> {
    try {
      const found = await this.#find(requests.map(({ id }) => id));
      const missing = new Set(requests.filter(({ id, create }) => create && !found.has(id)).map(({ id }) => id));
      if (missing.size > 0) await this.#create([...missing], found);
      for (const { id, resolve, reject } of requests) {
        try {
          resolve(this.#open(found.get(id), id));
        } catch (error) {
          reject(error);
        }
      }
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  }

  async #find(ids: readonly string[]): Promise<Map<string, DataKeyRecord>> {
    const records = await this.store.findKeys([...new Set(ids)]);
    return new Map(records.map((record) => [record._id, record]));
  }

  /** The unique `_id` decides a race between two processes: the loser throws its key away and takes the winner's. */
  async #create(ids: readonly string[], found: Map<string, DataKeyRecord>): Promise<void> {
    const records = ids.map((id) => this.#newRecord(id));
    const beaten = await this.store.insertKeys(records);
    for (const record of records) found.set(record._id, record);
    if (beaten.length === 0) return;
    for (const id of beaten) found.delete(id);
    for (const [id, record] of await this.#find(beaten)) found.set(id, record);
  }

  #newRecord(id: string): DataKeyRecord {
    const name = parseKeyId(id);
    if (!name) throw new KeyMissing(id);
    const wrapped = this.kek.wrap(this.chance.bytes(32), id, this.chance);
    return { _id: id, ...name, createdAt: this.clock.now(), wrapped };
  }

  #open(record: DataKeyRecord | undefined, id: string): HeldKey {
    if (record?.destroyed) return { destroyed: record.destroyed };
    if (!record?.wrapped) throw new KeyMissing(id);
    return { bytes: this.kek.unwrap(record.wrapped, id) };
  }
}
