import type { Document } from 'bson';
import { CommandError } from '../errors.js';
import { Filter } from '../query/filter.js';
import { select } from '../query/selection.js';
import { readSort } from '../query/sort.js';
import { Update } from '../query/update.js';
import type { Command } from './context.js';
import { refuse } from './reading.js';
import { noPipelines, target } from './writing.js';

/** Changes one document and answers with it, as it was or (with `new`) as it is. */
export const findAndModify: Command = (request, context) => {
  refuse(request, ['collation', 'arrayFilters', 'let', 'fields']);
  const removing = request.flag('remove');
  if (removing === request.has('update')) {
    throw new CommandError('FailedToParse', "Either an update or 'remove' must be specified, and not both");
  }
  if (request.isArray('update')) throw noPipelines();
  const query = request.document('query');
  const filter = new Filter(query);
  const change = removing ? undefined : new Update(request.document('update'), context.now);
  const collection = target(request, context);
  const sort = readSort(request.document('sort'));
  const [record] = select(collection, { filter, sort, skip: 0, limit: 1 }).records;

  if (record && !change) {
    collection.remove(record);
    return { lastErrorObject: { n: 1 }, value: record.bytes };
  }
  if (record && change) {
    const before = record.bytes;
    collection.replace(record, change.applied(before));
    const value = request.flag('new') ? record.bytes : before;
    return { lastErrorObject: { n: 1, updatedExisting: true }, value };
  }
  if (!change) return { lastErrorObject: { n: 0 }, value: null };
  if (!request.flag('upsert')) return nothingFound;
  const added = collection.insert(change.inserted(query, filter));
  const lastErrorObject = { n: 1, updatedExisting: false, upserted: collection.idOf(added) };
  return { lastErrorObject, value: request.flag('new') ? added.bytes : null };
};

const nothingFound: Document = { lastErrorObject: { n: 0, updatedExisting: false }, value: null };
