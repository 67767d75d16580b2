import { type Collection, type Db, type Filter, MongoBulkWriteError } from 'mongodb';
import { documentsError, isDuplicateKey } from '../documents/errors.js';
import type {
  DataKeyRecord,
  Destruction,
  IdentifierRecord,
  KeyClass,
  KeyStore,
  SecretRecord,
  WrappedKey,
} from './key-store.js';

/** A key is acknowledged when it would survive the loss of a member: what it encrypts cannot be read without it. */
const SAFE = { writeConcern: { w: 'majority', journal: true } } as const;

/**
 * The key store in a MongoDB database of its own (`cme_keys`). Uses only what every server of that protocol has. While
 * the server is away its methods throw DocumentsUnavailable.
 */
export class MongoKeyStore implements KeyStore {
  readonly #keys: Collection<DataKeyRecord>;
  readonly #secrets: Collection<SecretRecord>;
  readonly #identifiers: Collection<IdentifierRecord>;

  private constructor(database: Db) {
    this.#keys = database.collection('data_keys', SAFE);
    this.#secrets = database.collection('secrets', SAFE);
    this.#identifiers = database.collection('identifiers', SAFE);
  }

  static async open(database: Db): Promise<MongoKeyStore> {
    const store = new MongoKeyStore(database);
    await store.#identifiers.createIndex({ holder: 1 }).catch(told);
    return store;
  }

  async isEmpty(): Promise<boolean> {
    const [key, secret] = await Promise.all([this.#keys.findOne({}), this.#secrets.findOne({})]).catch(told);
    return key === null && secret === null;
  }

  findKeys(ids: readonly string[]): Promise<DataKeyRecord[]> {
    return this.#keys
      .find({ _id: { $in: [...ids] } })
      .toArray()
      .catch(told);
  }

  async insertKeys(records: readonly DataKeyRecord[]): Promise<string[]> {
    try {
      await this.#keys.insertMany([...records], { ordered: false });
      return [];
    } catch (error) {
      return duplicatesIn(error, records);
    }
  }

  async destroyKey(id: string, subject: string, keyClass: KeyClass, destruction: Destruction): Promise<DataKeyRecord> {
    const tombstone: DataKeyRecord = { _id: id, subject, keyClass, destroyed: destruction };
    for (;;) {
      const undestroyed = { _id: id, destroyed: { $exists: false } };
      const { matchedCount } = await this.#keys.replaceOne(undestroyed, tombstone).catch(told);
      if (matchedCount === 1) return tombstone;
      if (await inserted(this.#keys, tombstone)) return tombstone;
      const standing = await this.#keys.findOne({ _id: id }).catch(told);
      // Otherwise the key was made between the two writes: once more.
      if (standing?.destroyed) return standing;
    }
  }

  async findSecret(id: string): Promise<SecretRecord | undefined> {
    return (await this.#secrets.findOne({ _id: id }).catch(told)) ?? undefined;
  }

  insertSecret(record: SecretRecord): Promise<SecretRecord> {
    return insertedOrStanding(this.#secrets, record);
  }

  async wrappedBy(kek: string, limit: number): Promise<{ id: string; kind: 'key' | 'secret'; wrapped: WrappedKey }[]> {
    const page: { id: string; kind: 'key' | 'secret'; wrapped: WrappedKey }[] = [];
    for (const { _id, wrapped } of await this.#keys.find({ 'wrapped.kek': kek }).limit(limit).toArray()) {
      if (wrapped) page.push({ id: _id, kind: 'key', wrapped });
    }
    // Secrets last: `openVault` goes by them, so a rotation that was broken off still opens with the old file.
    if (page.length > 0) return page;
    const secrets = await this.#secrets.find({ 'wrapped.kek': kek }).limit(limit).toArray();
    return secrets.map(({ _id, wrapped }) => ({ id: _id, kind: 'secret', wrapped }));
  }

  async rewrap(kind: 'key' | 'secret', id: string, from: WrappedKey, to: WrappedKey): Promise<void> {
    const filter = { _id: id, 'wrapped.box': from.box };
    if (kind === 'key') await this.#keys.updateOne(filter, { $set: { wrapped: to } });
    else await this.#secrets.updateOne(filter, { $set: { wrapped: to } });
  }

  findIdentifiers(ids: readonly string[]): Promise<IdentifierRecord[]> {
    return this.#identifiers
      .find({ _id: { $in: [...ids] } })
      .toArray()
      .catch(told);
  }

  insertIdentifier(record: IdentifierRecord): Promise<IdentifierRecord> {
    return insertedOrStanding(this.#identifiers, record);
  }

  async deleteIdentifier({ _id, holder }: IdentifierRecord): Promise<void> {
    await this.#identifiers.deleteOne({ _id, holder }).catch(told);
  }

  async deleteIdentifiersOf(holder: string): Promise<number> {
    const filter: Filter<IdentifierRecord> = { holder };
    return (await this.#identifiers.deleteMany(filter).catch(told)).deletedCount;
  }
}

/** False when the `_id` is taken. */
async function inserted<T extends { readonly _id: string }>(collection: Collection<T>, record: T): Promise<boolean> {
  try {
    await collection.insertOne(record as Parameters<typeof collection.insertOne>[0]);
    return true;
  } catch (error) {
    if (isDuplicateKey(error)) return false;
    throw documentsError(error);
  }
}

/** What stands under the `_id` afterwards. A record that is deleted in between is no longer in the way. */
async function insertedOrStanding<T extends { readonly _id: string }>(
  collection: Collection<T>,
  record: T,
): Promise<T> {
  for (;;) {
    if (await inserted(collection, record)) return record;
    const standing = await collection.findOne({ _id: record._id } as Filter<T>).catch(told);
    if (standing) return standing as unknown as T;
  }
}

/** The ids that an unordered insert found taken; any other failure is thrown on. */
function duplicatesIn(error: unknown, records: readonly DataKeyRecord[]): string[] {
  if (!isDuplicateKey(error) || !(error instanceof MongoBulkWriteError)) throw documentsError(error);
  return [error.writeErrors].flat().map(({ index }) => {
    const record = records[index];
    if (!record) throw error;
    return record._id;
  });
}

/** A driver's error in the project's words. */
function told(error: unknown): never {
  throw documentsError(error);
}
