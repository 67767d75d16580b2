import type { Collection, Db } from 'mongodb';
import type { OutboxStore, Waiting } from './outbox-store.js';

type WaitingDocument = Omit<Waiting, 'id'> & { readonly _id: string };

export class MongoOutbox implements OutboxStore {
  readonly #waiting: Collection<WaitingDocument>;

  /** @param database one that is kept: see OutboxStore */
  constructor(database: Db) {
    this.#waiting = database.collection<WaitingDocument>('outbox');
  }

  async put({ id, ...mail }: Waiting): Promise<void> {
    await this.#waiting.updateOne({ _id: id }, { $setOnInsert: mail }, { upsert: true });
  }

  async due(now: string, limit: number): Promise<readonly Waiting[]> {
    const found = await this.#waiting
      .find({ due: { $lte: now } })
      .sort({ due: 1, _id: 1 })
      .limit(limit)
      .toArray();
    return found.map(({ _id, ...mail }) => ({ id: _id, ...mail }));
  }

  async postpone(id: string, due: string, failures: number): Promise<void> {
    await this.#waiting.updateOne({ _id: id }, { $set: { due, failures } });
  }

  async remove(id: string): Promise<void> {
    await this.#waiting.deleteOne({ _id: id });
  }

  count(): Promise<number> {
    return this.#waiting.countDocuments({});
  }
}
