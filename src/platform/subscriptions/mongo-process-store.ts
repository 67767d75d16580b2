import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../documents/errors.js';
import type { HeldInstance, ProcessStore } from './process-store.js';

interface CheckpointDocument {
  readonly _id: string;
  readonly position: string;
  readonly token: number;
}

type HeldDocument = HeldInstance & { readonly _id: string };

export class MongoProcessStore implements ProcessStore {
  readonly #checkpoints: Collection<CheckpointDocument>;
  readonly #held: Collection<HeldDocument>;

  /** @param database one that is kept: see ProcessStore */
  constructor(database: Db) {
    this.#checkpoints = database.collection<CheckpointDocument>('process_checkpoints');
    this.#held = database.collection<HeldDocument>('process_held');
  }

  async checkpoint(process: string): Promise<string | undefined> {
    return (await this.#checkpoints.findOne({ _id: process }))?.position;
  }

  async saveCheckpoint(process: string, position: string, token: number): Promise<boolean> {
    try {
      await this.#checkpoints.updateOne(
        { _id: process, token: { $lte: token }, position: { $lte: position } },
        { $set: { position, token } },
        { upsert: true },
      );
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async held(process: string): Promise<readonly HeldInstance[]> {
    const stored = await this.#held.find({ process }, { sort: { _id: 1 } }).toArray();
    return stored.map(({ _id, ...instance }) => instance);
  }

  async hold(instance: HeldInstance): Promise<void> {
    await this.#held.updateOne({ _id: idOf(instance) }, { $setOnInsert: instance }, { upsert: true });
  }

  async requestResume(process: string, instance: string): Promise<boolean> {
    const { matchedCount } = await this.#held.updateOne(
      { _id: idOf({ process, instance }) },
      { $set: { resume: true } },
    );
    return matchedCount === 1;
  }

  async holdAgain(instance: HeldInstance): Promise<void> {
    await this.#held.replaceOne({ _id: idOf(instance) }, { ...instance }, { upsert: true });
  }

  async free(process: string, instance: string): Promise<void> {
    await this.#held.deleteOne({ _id: idOf({ process, instance }) });
  }
}

function idOf({ process, instance }: Pick<HeldInstance, 'process' | 'instance'>): string {
  return `${process}|${instance}`;
}
