import { type Collection, type Document, type IndexDescription, MongoServerError } from 'mongodb';

const NAMESPACE_NOT_FOUND = 26;

/**
 * Makes the indexes that are not there yet, by name, one command each: FerretDB 1.24 breaks the connection when one
 * command names several that exist. An index that has changed needs another name.
 */
export async function ensureIndexes<T extends Document>(
  collection: Collection<T>,
  wanted: readonly IndexDescription[],
): Promise<void> {
  const standing = new Set(await indexNames(collection));
  for (const { key, ...options } of wanted) {
    if (!standing.has(options.name ?? defaultName(key))) await collection.createIndex(key, options);
  }
}

async function indexNames<T extends Document>(collection: Collection<T>): Promise<string[]> {
  try {
    return (await collection.indexes()).map(({ name }) => name ?? '');
  } catch (error) {
    if (error instanceof MongoServerError && error.code === NAMESPACE_NOT_FOUND) return [];
    throw error;
  }
}

/** The name that a driver gives to an index that has none: `stage_1_due_-1`. */
function defaultName(key: IndexDescription['key']): string {
  const fields = key instanceof Map ? [...key] : Object.entries(key);
  return fields.map(([path, direction]) => `${path}_${direction}`).join('_');
}
