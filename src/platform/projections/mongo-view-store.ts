import { type Collection, type Db, type IndexDescription, MongoServerError } from 'mongodb';
import { type ServerAbilities, serverAbilities } from '../documents/abilities.js';
import { ensureIndexes } from '../documents/indexes.js';
import { isTransient } from '../subscriptions/failures.js';
import { GuardedWriter } from './guarded-writer.js';
import { MongoCheckpoints } from './mongo-checkpoints.js';
import { MongoPointers } from './mongo-pointers.js';
import { MongoQuarantine } from './mongo-quarantine.js';
import type { Selection, Stored } from './projection.js';
import { readByIds } from './reading-by-id.js';
import type {
  Build,
  Checkpoint,
  CheckpointChange,
  Pointer,
  QuarantineEntry,
  ViewStore,
  WriteOptions,
  WriteOutcome,
} from './view-store.js';

/** Documents to an answer of a scan. */
const SCANNED_AT_A_TIME = 1000;
const NAMESPACE_NOT_FOUND = 26;

/** Views in a database that speaks MongoDB's protocol, by the portable commands of docs/documents.md only. */
export class MongoViewStore implements ViewStore {
  readonly #checkpoints: MongoCheckpoints;
  readonly #quarantine: MongoQuarantine;
  readonly #pointers: MongoPointers;
  #server: ServerAbilities | undefined;

  constructor(private readonly database: Db) {
    this.#checkpoints = new MongoCheckpoints(database);
    this.#quarantine = new MongoQuarantine(database);
    this.#pointers = new MongoPointers(database);
  }

  async prepare(collection: string, indexes: readonly IndexDescription[]): Promise<void> {
    await ensureIndexes(this.database.collection(collection), indexes);
  }

  async load(collection: string, keys: readonly string[]): Promise<Map<string, Stored>> {
    const found = await readByIds(this.#documents(collection), keys, await this.#abilities());
    return new Map(found.map((document) => [document._id, document]));
  }

  async select(collection: string, selection: Selection): Promise<readonly string[]> {
    const cursor = this.#documents(collection).find({ ...selection }, { projection: { _id: 1 }, sort: { _id: 1 } });
    return (await cursor.toArray()).map(({ _id }) => _id);
  }

  async write(collection: string, documents: readonly Stored[], options?: WriteOptions): Promise<WriteOutcome> {
    return new GuardedWriter(this.#documents(collection), await this.#abilities(), options).write(documents);
  }

  async replace(collection: string, document: Stored, upTo: string): Promise<boolean> {
    const { _id } = document;
    try {
      const guard = { _id, '_seen.position': { $lte: upTo } };
      await this.#documents(collection).replaceOne(guard, document, { upsert: true });
      return true;
    } catch (error) {
      // The guard missed it and the upsert met its `_id`, or another index refused: servers word it differently.
      const stored = isTransient(error) ? undefined : (await this.load(collection, [_id])).get(_id);
      if (stored === undefined || stored._seen.position <= upTo) throw error;
      return false;
    }
  }

  async remove(collection: string, key: string): Promise<void> {
    await this.#documents(collection).deleteOne({ _id: key });
  }

  async drop(build: Build): Promise<void> {
    await this.database.collection(build.id).drop().catch(unlessMissing);
    await this.#quarantine.removeAll(build.id);
    await this.#checkpoints.remove(build.id);
  }

  scan(collection: string): AsyncIterable<Stored> {
    return this.#documents(collection).find({}, { sort: { _id: 1 }, batchSize: SCANNED_AT_A_TIME });
  }

  checkpoint(build: string): Promise<Checkpoint | undefined> {
    return this.#checkpoints.find(build);
  }

  labels(name: string): Promise<readonly string[]> {
    return this.#checkpoints.labels(name);
  }

  saveCheckpoint(change: CheckpointChange): Promise<'saved' | 'moved' | 'fenced'> {
    return this.#checkpoints.save(change);
  }

  quarantine(build: string): Promise<readonly QuarantineEntry[]> {
    return this.#quarantine.of(build);
  }

  addQuarantine(entry: QuarantineEntry): Promise<void> {
    return this.#quarantine.add(entry);
  }

  removeQuarantine(build: string, key: string): Promise<void> {
    return this.#quarantine.remove(build, key);
  }

  requestRequeue(build: string, key: string): Promise<boolean> {
    return this.#quarantine.requestRequeue(build, key);
  }

  declineRequeue(build: string, key: string): Promise<void> {
    return this.#quarantine.declineRequeue(build, key);
  }

  pointer(name: string): Promise<Pointer | undefined> {
    return this.#pointers.find(name);
  }

  createPointer(name: string, live: string): Promise<Pointer> {
    return this.#pointers.create(name, live);
  }

  movePointer(name: string, expected: string, next: Omit<Pointer, 'name'>): Promise<boolean> {
    return this.#pointers.move(name, expected, next);
  }

  async #abilities(): Promise<ServerAbilities> {
    this.#server ??= await serverAbilities(this.database.client);
    return this.#server;
  }

  /** A field without a value is left out, as JSON does, so that a document read back equals the one folded. */
  #documents(collection: string): Collection<Stored> {
    return this.database.collection<Stored>(collection, { ignoreUndefined: true });
  }
}

/** Servers differ in whether a collection that is not there can be dropped. */
function unlessMissing(error: unknown): void {
  if (!(error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND)) throw error;
}
