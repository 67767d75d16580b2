import type { Document } from 'bson';
import { checkNames } from '../bson/names.js';
import { CommandError } from '../errors.js';
import { Filter } from '../query/filter.js';
import { select } from '../query/selection.js';
import { idAtFront, Update, withOwnBytes } from '../query/update.js';
import type { Collection } from '../store/collection.js';
import type { Command, Context } from './context.js';
import { refuse } from './reading.js';
import { CommandRequest } from './request.js';

const MOST_WRITES = 100_000;

export const insert: Command = (request, context) => {
  const documents = writesOf(request, 'documents');
  const collection = target(request, context);
  let inserted = 0;
  const errors = eachWrite(request, documents, (document) => {
    checkNames(document);
    collection.insert(withOwnBytes(idAtFront(document)));
    inserted++;
  });
  return answer({ n: inserted }, errors);
};

export const update: Command = (request, context) => {
  const collection = target(request, context);
  const outcome: UpdateOutcome = { matched: 0, modified: 0, upserted: [] };
  const errors = eachWrite(request, writesOf(request, 'updates'), (bytes, index) => {
    updateOne(collection, new CommandRequest(bytes), index, outcome, context);
  });
  const { matched, modified, upserted } = outcome;
  const reply: Document = { n: matched + upserted.length, nModified: modified };
  if (upserted.length > 0) reply.upserted = upserted;
  return answer(reply, errors);
};

export const remove: Command = (request, context) => {
  const collection = context.databases.get(request.database)?.get(request.collection());
  let deleted = 0;
  const errors = eachWrite(request, writesOf(request, 'deletes'), (bytes) => {
    const one = new CommandRequest(bytes);
    refuse(one, ['collation']);
    const filter = new Filter(one.document('q'));
    const { records } = select(collection, { filter, sort: [], skip: 0, limit: one.amount('limit') });
    for (const record of records) collection?.remove(record);
    deleted += records.length;
  });
  return answer({ n: deleted }, errors);
};

interface UpdateOutcome {
  matched: number;
  modified: number;
  readonly upserted: Document[];
}

function updateOne(
  collection: Collection,
  one: CommandRequest,
  index: number,
  outcome: UpdateOutcome,
  context: Context,
): void {
  refuse(one, ['collation', 'arrayFilters', 'sort', 'c']);
  if (one.isArray('u')) throw noPipelines();
  const query = one.document('q');
  const filter = new Filter(query);
  const change = new Update(one.document('u'), context.now);
  const multi = one.flag('multi');
  if (multi && change.replaces) {
    throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update');
  }
  const { records } = select(collection, { filter, sort: [], skip: 0, limit: multi ? 0 : 1 });
  for (const record of records) {
    outcome.matched++;
    if (collection.replace(record, change.applied(record.bytes))) outcome.modified++;
  }
  if (records.length > 0 || !one.flag('upsert')) return;
  const record = collection.insert(change.inserted(query, filter));
  outcome.upserted.push({ index, _id: collection.idOf(record) });
}

export function noPipelines(): CommandError {
  return new CommandError('NotImplemented', 'Updates by an aggregation pipeline are not offered (docs/documents.md)');
}

/** The collection that a write is for; it comes into being with its first write. */
export function target(request: CommandRequest, context: Context): Collection {
  return context.databases.getOrCreate(request.database).getOrCreate(request.collection());
}

function writesOf(request: CommandRequest, field: string): Buffer[] {
  const writes = request.documents(field);
  if (writes.length === 0 || writes.length > MOST_WRITES) {
    throw new CommandError(
      'BadValue',
      `Write batch sizes must be between 1 and ${MOST_WRITES}. Got ${writes.length} operations.`,
    );
  }
  return writes;
}

/** Does one write after the other; an ordered batch ends at the first that fails. */
function eachWrite(request: CommandRequest, writes: readonly Buffer[], write: (bytes: Buffer, index: number) => void) {
  const ordered = !request.has('ordered') || request.flag('ordered');
  const errors: Document[] = [];
  for (const [index, bytes] of writes.entries()) {
    try {
      write(bytes, index);
    } catch (error) {
      if (!(error instanceof CommandError)) throw error;
      errors.push({ index, code: error.code, errmsg: error.message, ...error.details });
      if (ordered) break;
    }
  }
  return errors;
}

function answer(reply: Document, errors: readonly Document[]): Document {
  return errors.length > 0 ? { ...reply, writeErrors: errors } : reply;
}
