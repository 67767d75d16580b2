import type { Document } from 'bson';
import { Aggregator, Query } from 'mingo';
import { CommandError } from '../errors.js';

/**
 * What the query library does for us: the operators that the server does not evaluate on bytes. Its complaints about a
 * query become MongoDB's BadValue.
 */
const options = { idKey: '_id', scriptEnabled: false, useStrictMode: true } as const;

export function compileQuery(criteria: Document): (document: Document) => boolean {
  const query = guarded(() => new Query(criteria, options));
  return (document) => guarded(() => query.test(document));
}

export function runPipeline(documents: Iterable<Document>, pipeline: Document[]): Document[] {
  return guarded(() => new Aggregator(pipeline, options).run(Array.from(documents))) as Document[];
}

function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof CommandError) throw error;
    throw new CommandError('BadValue', error instanceof Error ? error.message : String(error));
  }
}
