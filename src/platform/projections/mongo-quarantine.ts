import type { Collection, Db } from 'mongodb';
import type { QuarantineEntry } from './view-store.js';

type QuarantineDocument = QuarantineEntry & { readonly _id: string };

/** Documents that an event broke, by key. Holds classes of errors and places in streams, no personal data. */
export class MongoQuarantine {
  readonly #entries: Collection<QuarantineDocument>;

  constructor(database: Db) {
    this.#entries = database.collection<QuarantineDocument>('quarantine');
  }

  async of(build: string): Promise<readonly QuarantineEntry[]> {
    const stored = await this.#entries.find({ build }, { sort: { _id: 1 } }).toArray();
    return stored.map(({ _id, ...entry }) => entry);
  }

  async add(entry: QuarantineEntry): Promise<void> {
    await this.#entries.updateOne({ _id: idOf(entry.build, entry.key) }, { $setOnInsert: entry }, { upsert: true });
  }

  async remove(build: string, key: string): Promise<void> {
    await this.#entries.deleteOne({ _id: idOf(build, key) });
  }

  async removeAll(build: string): Promise<void> {
    await this.#entries.deleteMany({ build });
  }

  async requestRequeue(build: string, key: string): Promise<boolean> {
    const { matchedCount } = await this.#entries.updateOne({ _id: idOf(build, key) }, { $set: { requeue: true } });
    return matchedCount === 1;
  }

  async declineRequeue(build: string, key: string): Promise<void> {
    await this.#entries.updateOne({ _id: idOf(build, key) }, { $unset: { requeue: '' } });
  }
}

function idOf(build: string, key: string): string {
  return `${build}|${key}`;
}
