import { type AnyBulkWriteOperation, type Collection, MongoBulkWriteError, type WriteError } from 'mongodb';
import { errorClass, isTransient } from '../subscriptions/failures.js';
import type { Stored } from './projection.js';
import type { WriteOutcome } from './view-store.js';

const DUPLICATE_KEY = 11000;

/**
 * Writes whole documents, each only over one that has seen less. Where the stored document has seen more, the filter
 * misses it and the upsert meets its `_id`: E11000, which then means 'already applied'. The same code can mean that
 * another unique index refused, and servers word it differently, so the stored document is asked, never the message.
 */
export class GuardedWriter {
  /** @param perCommand documents to a command, `updatesToACommand` */
  constructor(
    private readonly documents: Collection<Stored>,
    private readonly perCommand: number,
  ) {}

  async write(documents: readonly Stored[]): Promise<WriteOutcome> {
    const refused = new Map<string, string>();
    let alreadyApplied = 0;
    for (let start = 0; start < documents.length; start += this.perCommand) {
      alreadyApplied += await this.#writeChunk(documents.slice(start, start + this.perCommand), refused);
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
      const seen = await this.#seen(open.map(({ _id }) => _id));
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
      await this.documents.bulkWrite(documents.map(guarded), { ordered: false });
      return 'all written';
    } catch (error) {
      if (error instanceof MongoBulkWriteError && !isTransient(error)) {
        return failures(documents, [error.writeErrors].flat());
      }
      if (isTransient(error) || documents.length === 1) return this.#alone(documents, error);
      return this.#oneByOne(documents);
    }
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

  async #seen(keys: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const cursor = this.documents.find({ _id: { $in: [...keys] } }, { projection: { '_seen.position': 1 } });
    return new Map((await cursor.toArray()).map(({ _id, _seen }) => [_id, _seen.position]));
  }
}

function guarded(document: Stored): AnyBulkWriteOperation<Stored> {
  return {
    replaceOne: {
      filter: { _id: document._id, '_seen.position': { $lt: document._seen.position } },
      replacement: document,
      upsert: true,
    },
  };
}

function failures(documents: readonly Stored[], errors: readonly WriteError[]): ReadonlyMap<string, string> {
  const byKey = new Map<string, string>();
  for (const { index, code } of errors) {
    const document = documents[index];
    if (document) byKey.set(document._id, code === DUPLICATE_KEY ? 'DuplicateKey' : `WriteError${code}`);
  }
  return byKey;
}
