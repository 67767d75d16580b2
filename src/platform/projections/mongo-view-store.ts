import { type Collection, type Db, type IndexDescription, MongoServerError } from 'mongodb';
import { updatesToACommand } from '../documents/batches.js';
import { ensureIndexes } from '../documents/indexes.js';
import { GuardedWriter } from './guarded-writer.js';
import { MongoCheckpoints } from './mongo-checkpoints.js';
import { MongoPointers } from './mongo-pointers.js';
import { MongoQuarantine } from './mongo-quarantine.js';
import type { Selection, Stored } from './projection.js';
import type {
  Build,
  Checkpoint,
  CheckpointChange,
  Pointer,
  QuarantineEntry,
  ViewStore,
  WriteOutcome,
} from './view-store.js';

/** Ids asked for at a time. */
const LOAD_CHUNK = 1000;
const NAMESPACE_NOT_FOUND = 26;

/** Views in a database that speaks MongoDB's protocol, by the portable commands of docs/documents.md only. */
export class MongoViewStore implements ViewStore {
  readonly #checkpoints: MongoCheckpoints;
  readonly #quarantine: MongoQuarantine;
  readonly #pointers: MongoPointers;
  #perCommand: number | undefined;

  constructor(private readonly database: Db) {
    this.#checkpoints = new MongoCheckpoints(database);
    this.#quarantine = new MongoQuarantine(database);
    this.#pointers = new MongoPointers(database);
  }

  async prepare(collection: string, indexes: readonly IndexDescription[]): Promise<void> {
    await ensureIndexes(this.database.collection(collection), indexes);
  }

  async load(collection: string, keys: readonly string[]): Promise<Map<string, Stored>> {
    const documents = new Map<string, Stored>();
    for (let start = 0; start < keys.length; start += LOAD_CHUNK) {
      const some = keys.slice(start, start + LOAD_CHUNK);
      const cursor = this.#documents(collection).find({ _id: { $in: some } }, { batchSize: LOAD_CHUNK + 1 });
      for (const document of await cursor.toArray()) documents.set(document._id, document);
    }
    return documents;
  }

  async select(collection: string, selection: Selection): Promise<readonly string[]> {
    const cursor = this.#documents(collection).find({ ...selection }, { projection: { _id: 1 }, sort: { _id: 1 } });
    return (await cursor.toArray()).map(({ _id }) => _id);
  }

  async write(collection: string, documents: readonly Stored[]): Promise<WriteOutcome> {
    this.#perCommand ??= await updatesToACommand(this.database.client);
    return new GuardedWriter(this.#documents(collection), this.#perCommand).write(documents);
  }

  async replace(collection: string, document: Stored): Promise<void> {
    await this.#documents(collection).replaceOne({ _id: document._id }, document, { upsert: true });
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
    return this.#documents(collection).find({}, { sort: { _id: 1 }, batchSize: LOAD_CHUNK });
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

  /** A field without a value is left out, as JSON does, so that a document read back equals the one folded. */
  #documents(collection: string): Collection<Stored> {
    return this.database.collection<Stored>(collection, { ignoreUndefined: true });
  }
}

/** Servers differ in whether a collection that is not there can be dropped. */
function unlessMissing(error: unknown): void {
  if (!(error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND)) throw error;
}
