import { type Collection, type Db, MongoServerError } from 'mongodb';
import type { HeldInstance, ProcessStore } from './process-store.js';

interface CheckpointDocument {
  readonly _id: string;
  readonly position: string;
  readonly token: number;
}

type HeldDocument = HeldInstance & { readonly _id: string };

const DUPLICATE_KEY = 11000;

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

  async saveCheckpoint(process: string, position: string, token: number): Promise<'saved' | 'behind' | 'fenced'> {
    try {
      await this.#checkpoints.updateOne(
        { _id: process, token: { $lte: token }, position: { $lte: position } },
        { $set: { position, token } },
        { upsert: true },
      );
      return 'saved';
    } catch (failure) {
      if (!(failure instanceof MongoServerError) || failure.code !== DUPLICATE_KEY) throw failure;
      const stored = await this.#checkpoints.findOne({ _id: process });
      return stored && stored.token > token ? 'fenced' : 'behind';
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
