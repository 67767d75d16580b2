import type { Collection, Db } from 'mongodb';
import { isDuplicateKey } from '../documents/errors.js';
import type { ProjectionStatus } from './status.js';
import type { Checkpoint, CheckpointChange } from './view-store.js';

interface CheckpointDocument {
  readonly _id: string;
  readonly name: string;
  readonly label: string;
  readonly position: string;
  readonly token: number;
  readonly events: number;
  readonly state: ProjectionStatus['state'];
  readonly error?: string | null;
  readonly progressAt?: string | null;
}

export const CHECKPOINTS = 'checkpoints';

/** How far each build has come, beside its documents and always written after them. */
export class MongoCheckpoints {
  readonly #checkpoints: Collection<CheckpointDocument>;

  constructor(database: Db) {
    this.#checkpoints = database.collection<CheckpointDocument>(CHECKPOINTS);
  }

  async find(build: string): Promise<Checkpoint | undefined> {
    const stored = await this.#checkpoints.findOne({ _id: build });
    if (!stored) return undefined;
    const { position, events, state, error, progressAt, token } = stored;
    return { position, events, state, token, ...(error && { error }), ...(progressAt && { progressAt }) };
  }

  async labels(name: string): Promise<readonly string[]> {
    const stored = await this.#checkpoints.find({ name }, { projection: { label: 1 }, sort: { _id: 1 } }).toArray();
    return stored.map(({ label }) => label);
  }

  /** One write, only over the position that the caller read or wrote last, never under an older token. */
  async save(change: CheckpointChange): Promise<'saved' | 'moved' | 'fenced'> {
    const { build, from, token, position, events, state, error = null, progressAt = null } = change;
    const fields = { name: build.name, label: build.label, position, token, events, state, error, progressAt };
    if (from === undefined ? await this.#insert(build.id, fields) : await this.#replace(build.id, from, fields)) {
      return 'saved';
    }
    const stored = await this.#checkpoints.findOne({ _id: build.id });
    return stored && stored.token > token ? 'fenced' : 'moved';
  }

  async #replace(id: string, from: string, fields: Omit<CheckpointDocument, '_id'>): Promise<boolean> {
    const still = { _id: id, token: { $lte: fields.token }, position: from };
    return (await this.#checkpoints.updateOne(still, { $set: fields })).matchedCount === 1;
  }

  async #insert(id: string, fields: Omit<CheckpointDocument, '_id'>): Promise<boolean> {
    try {
      await this.#checkpoints.insertOne({ _id: id, ...fields });
      return true;
    } catch (error) {
      if (isDuplicateKey(error)) return false;
      throw error;
    }
  }

  async remove(build: string): Promise<void> {
    await this.#checkpoints.deleteOne({ _id: build });
  }
}
