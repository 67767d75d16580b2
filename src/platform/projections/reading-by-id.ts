import type { Collection, Document } from 'mongodb';
import type { ServerAbilities } from '../documents/abilities.js';
import type { Stored } from './projection.js';

/** Ids asked for at a time. */
const AT_A_TIME = 1000;
/** Reads side by side: a few connections of the many views that share a server. */
const SIDE_BY_SIDE = 4;

/** The documents that are there, in no order. @param projection the driver's; all fields when it is left out */
export async function readByIds(
  documents: Pick<Collection<Stored>, 'find'>,
  keys: readonly string[],
  { readsOneByOne }: Pick<ServerAbilities, 'readsOneByOne'>,
  projection?: Document,
): Promise<readonly Stored[]> {
  const found: Stored[] = [];
  const options = projection ? { projection } : {};
  if (keys.length <= readsOneByOne) {
    const open = [...keys];
    const reader = async () => {
      for (let key = open.pop(); key !== undefined; key = open.pop()) {
        found.push(...(await documents.find({ _id: key }, options).toArray()));
      }
    };
    await Promise.all(Array.from({ length: SIDE_BY_SIDE }, reader));
    return found;
  }
  for (let start = 0; start < keys.length; start += AT_A_TIME) {
    const some = { _id: { $in: keys.slice(start, start + AT_A_TIME) } };
    found.push(...(await documents.find(some, { ...options, batchSize: AT_A_TIME + 1 }).toArray()));
  }
  return found;
}
