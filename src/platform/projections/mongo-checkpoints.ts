import { type Collection, type Db, MongoServerError } from 'mongodb';
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

const DUPLICATE_KEY = 11000;

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
    const { position, events, state, error, progressAt } = stored;
    return { position, events, state, ...(error && { error }), ...(progressAt && { progressAt }) };
  }

  /** A later holder's token, or a position further on, is never overwritten. */
  async save(change: CheckpointChange): Promise<'saved' | 'behind' | 'fenced'> {
    const { build, token, position, events, state, error = null, progressAt = null } = change;
    try {
      await this.#checkpoints.updateOne(
        { _id: build.id, token: { $lte: token }, position: { $lte: position } },
        { $set: { name: build.name, label: build.label, position, token, events, state, error, progressAt } },
        { upsert: true },
      );
      return 'saved';
    } catch (failure) {
      if (!(failure instanceof MongoServerError) || failure.code !== DUPLICATE_KEY) throw failure;
      const stored = await this.#checkpoints.findOne({ _id: build.id });
      return stored && stored.token > token ? 'fenced' : 'behind';
    }
  }

  async remove(build: string): Promise<void> {
    await this.#checkpoints.deleteOne({ _id: build });
  }
}
