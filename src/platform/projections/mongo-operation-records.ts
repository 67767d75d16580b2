import type { Collection, Db } from 'mongodb';
import type { OperationRecord, OperationRecords } from './operation-records.js';

type OperationDocument = Omit<OperationRecord, 'view'> & { readonly _id: string };

/** One small document a view. */
export class MongoOperationRecords implements OperationRecords {
  readonly #operations: Collection<OperationDocument>;

  constructor(database: Db) {
    this.#operations = database.collection<OperationDocument>('operations', { ignoreUndefined: true });
  }

  async begin({ view, ...record }: OperationRecord): Promise<void> {
    await this.#operations.replaceOne({ _id: view }, record, { upsert: true });
  }

  async save({ view, ...record }: OperationRecord): Promise<void> {
    await this.#operations.replaceOne({ _id: view, id: record.id }, record);
  }

  async last(view: string): Promise<OperationRecord | undefined> {
    const stored = await this.#operations.findOne({ _id: view });
    if (!stored) return undefined;
    const { _id, ...record } = stored;
    return { view: _id, ...record };
  }
}
