import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError, type WriteError } from 'mongodb';
import type { ServerAbilities } from '../documents/abilities.js';
import { errorClass, isTransient } from '../subscriptions/failures.js';
import { LeaseLost } from '../subscriptions/lease.js';
import { insertNew } from './new-documents.js';
import type { Stored } from './projection.js';
import { readByIds } from './reading-by-id.js';
import { type WriteOptions, type WriteOutcome, WrittenLate } from './view-store.js';

const DUPLICATE_KEY = 11000;
const SEEN = { '_seen.position': 1 };

/**
 * Writes whole documents, each only over one that has seen less. What was not there when it was looked for is inserted;
 * what the insert did not take, and the rest, replaces what is there.
 *
 * Where updates are atomic the guard is in the filter. Where the stored document has seen more, the filter misses it and
 * the upsert meets its `_id`: E11000, which then means 'already applied'. The same code can mean that another unique index
 * refused, and servers word it differently, so the stored document is asked, never the message.
 *
 * Where they are not (FerretDB 1.24 reads, then writes), a guard in the filter does not hold, and decodes the whole
 * collection: the documents are asked before and replaced by `_id` alone. Nobody else writes them while the lease is held,
 * so each command is sent under it; when it has run out by the end of a command, what that command wrote is in doubt.
 */
export class GuardedWriter {
  readonly #documents: Pick<Collection<Stored>, 'bulkWrite' | 'find' | 'insertMany'>;
  readonly #server: ServerAbilities;
  readonly #created: ReadonlySet<string>;
  readonly #held: () => boolean;
  readonly #unguarded: (documents: readonly Stored[]) => void;

  constructor(
    documents: Pick<Collection<Stored>, 'bulkWrite' | 'find' | 'insertMany'>,
    server: ServerAbilities,
    { created = new Set(), held = () => true, unguarded = () => undefined }: WriteOptions = {},
  ) {
    this.#documents = documents;
    this.#server = server;
    this.#created = created;
    this.#held = held;
    this.#unguarded = unguarded;
  }

  /** @throws LeaseLost, WrittenLate, or a transient error of the driver */
  async write(documents: readonly Stored[]): Promise<WriteOutcome> {
    const isNew = ({ _id }: Stored) => this.#created.has(_id);
    const { open, takenOfOpen } = await insertNew(this.#documents, documents.filter(isNew));
    const rest = this.#created.size > 0 ? [...open, ...documents.filter((each) => !isNew(each))] : documents;
    const over = this.#server.atomicUpdates ? rest : await this.#older(rest);
    const refused = new Map<string, string>();
    let alreadyApplied = rest.length - over.length - takenOfOpen;
    for (let start = 0; start < over.length; start += this.#server.updatesToACommand) {
      const chunk = over.slice(start, start + this.#server.updatesToACommand);
      alreadyApplied += await this.#writeChunk(chunk, refused);
    }
    return { written: documents.length - alreadyApplied - refused.size, alreadyApplied, refused };
  }

  /** Answers how many had been applied already. */
  async #writeChunk(chunk: readonly Stored[], refused: Map<string, string>): Promise<number> {
    let alreadyApplied = 0;
    let open = chunk;
    while (open.length > 0) {
      const errors = await this.#attempt(open);
      if (errors === 'all written') break;
      const seen = await this.#seen(open);
      const left: Stored[] = [];
      for (const document of open) {
        const stored = seen.get(document._id);
        const error = errors.get(document._id);
        if (stored !== undefined && stored >= document._seen.position) {
          if (error) alreadyApplied += 1;
        } else if (error) refused.set(document._id, error);
        else left.push(document);
      }
      if (left.length === open.length) throw new Error('a bulk write failed without saying which document');
      open = left;
    }
    return alreadyApplied;
  }

  /** Key → class of its error. A server may stop at the first error: what it leaves out is sent again. */
  async #attempt(documents: readonly Stored[]): Promise<'all written' | ReadonlyMap<string, string>> {
    try {
      await this.#send(documents);
      return 'all written';
    } catch (error) {
      if (error instanceof MongoBulkWriteError && !isTransient(error)) {
        return failures(documents, [error.writeErrors].flat());
      }
      if (isTransient(error) || documents.length === 1) return this.#alone(documents, error);
      return this.#oneByOne(documents);
    }
  }

  async #send(documents: readonly Stored[]): Promise<void> {
    if (this.#server.atomicUpdates) {
      await this.#documents.bulkWrite(documents.map(overLess), { ordered: false });
      return;
    }
    if (!this.#held()) throw new LeaseLost('before a command was sent');
    this.#unguarded(documents);
    try {
      await this.#documents.bulkWrite(documents.map(overAny), { ordered: false });
    } catch (error) {
      throw this.#held() ? error : new WrittenLate(documents);
    }
    if (!this.#held()) throw new WrittenLate(documents);
  }

  #alone(documents: readonly Stored[], error: unknown): ReadonlyMap<string, string> {
    if (isTransient(error)) throw error;
    return new Map(documents.map(({ _id }) => [_id, errorClass(error)]));
  }

  /** The driver itself could not send the batch (a document that BSON can't hold): finds the one. */
  async #oneByOne(documents: readonly Stored[]): Promise<ReadonlyMap<string, string>> {
    const errors = new Map<string, string>();
    for (const document of documents) {
      const outcome = await this.#attempt([document]);
      if (outcome !== 'all written') for (const [key, error] of outcome) errors.set(key, error);
    }
    return errors;
  }

  /** Those over which the stored document has not yet gone. */
  async #older(documents: readonly Stored[]): Promise<readonly Stored[]> {
    const seen = await this.#seen(documents);
    return documents.filter(({ _id, _seen }) => (seen.get(_id) ?? '') < _seen.position);
  }

  async #seen(documents: readonly Stored[]): Promise<ReadonlyMap<string, string>> {
    const keys = documents.map(({ _id }) => _id);
    const stored = await readByIds(this.#documents, keys, this.#server, SEEN);
    return new Map(stored.map(({ _id, _seen }) => [_id, _seen.position]));
  }
}

function overLess(document: Stored): AnyBulkWriteOperation<Stored> {
  const filter = { _id: document._id, '_seen.position': { $lt: document._seen.position } };
  return { replaceOne: { filter, replacement: document, upsert: true } };
}

function overAny(document: Stored): AnyBulkWriteOperation<Stored> {
  return { replaceOne: { filter: { _id: document._id }, replacement: document, upsert: true } };
}

function failures(documents: readonly Stored[], errors: readonly WriteError[]): ReadonlyMap<string, string> {
  const byKey = new Map<string, string>();
  for (const { index, code } of errors) {
    const document = documents[index];
    if (document) byKey.set(document._id, code === DUPLICATE_KEY ? 'DuplicateKey' : `WriteError${code}`);
  }
  return byKey;
}
