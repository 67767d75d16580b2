import type { AnyBulkWriteOperation, Collection, Filter } from 'mongodb';
import type { ServerAbilities } from '../../../src/platform/documents/abilities.js';
import type { Stored } from '../../../src/platform/projections/projection.js';
import type { Link } from './memory-view-store.js';

/** A server that cannot guard an update: what is found and what is written are two commands, with anything between. */
export const UNGUARDED: ServerAbilities = { atomicUpdates: false, updatesToACommand: 3, readsOneByOne: 2 };

/** What a writer asks of such a server's collection, over documents in memory and a link with faults. */
export function unguardedDocuments(
  stored: Map<string, Stored>,
  link: Link,
): Pick<Collection<Stored>, 'bulkWrite' | 'find' | 'insertMany'> {
  const find = (filter: Filter<Stored>) => ({
    toArray: () => link.call(() => keysOf(filter).flatMap((key) => copyOf(stored.get(key)))),
  });
  const insertMany = async (documents: readonly Stored[]) => {
    const there = await arrive(link, documents, (some) => some.filter((document) => !insert(stored, document)));
    if (there.length > 0) throw new Error('E11000');
  };
  const bulkWrite = (operations: readonly AnyBulkWriteOperation<Stored>[]) =>
    arrive(link, operations, (some) => {
      for (const operation of some) {
        if (!('replaceOne' in operation)) throw new Error('only whole documents are written');
        const replacement = operation.replaceOne.replacement as Stored;
        stored.set(replacement._id, structuredClone(replacement));
      }
    });
  return { find, insertMany, bulkWrite } as unknown as Pick<Collection<Stored>, 'bulkWrite' | 'find' | 'insertMany'>;
}

async function arrive<I, T>(link: Link, items: readonly I[], work: (items: readonly I[]) => T): Promise<T> {
  const arriving = link.cutAfter(items.length);
  const result = await link.call(() => work(items.slice(0, arriving)));
  if (arriving === undefined) return result;
  throw Object.assign(new Error('connection closed'), { name: 'MongoNetworkError' });
}

function insert(stored: Map<string, Stored>, document: Stored): boolean {
  if (stored.has(document._id)) return false;
  stored.set(document._id, structuredClone(document));
  return true;
}

function keysOf({ _id }: Filter<Stored>): readonly string[] {
  return typeof _id === 'string' ? [_id] : ((_id as { $in: readonly string[] }).$in ?? []);
}

function copyOf(document: Stored | undefined): Stored[] {
  return document ? [structuredClone(document)] : [];
}
