import { type Document, Long } from 'bson';
import { parseValue } from '../bson/raw.js';
import { CommandError } from '../errors.js';
import { distinctValues } from '../query/distinct.js';
import { Filter } from '../query/filter.js';
import { compileProjection } from '../query/projection.js';
import { countMatching, type Request, type Selection, select } from '../query/selection.js';
import { readSort } from '../query/sort.js';
import type { Command } from './context.js';
import type { CommandRequest } from './request.js';

export const find: Command = (request, context) => {
  refuse(request, ['collation', 'tailable', 'awaitData', 'let', 'min', 'max', 'returnKey', 'showRecordId']);
  const name = request.collection();
  const projection = compileProjection(request.document('projection'));
  const { wanted, single } = readRequest(request);
  const { records } = select(context.databases.get(request.database)?.get(name), wanted);
  const documents = records.map(({ bytes }) => (projection ? projection(bytes) : bytes));
  const batchSize = request.has('batchSize') ? request.amount('batchSize') : undefined;
  return { cursor: context.cursors.first(`${request.database}.${name}`, documents, batchSize, single) };
};

export const getMore: Command = (request, context) => {
  const id = request.long('getMore') ?? 0n;
  return { cursor: context.cursors.next(id, request.has('batchSize') ? request.amount('batchSize') : undefined) };
};

export const killCursors: Command = (request, context) => {
  const ids = request.value('cursors');
  if (!Array.isArray(ids)) throw new CommandError('TypeMismatch', "BSON field 'killCursors.cursors' must be an array");
  const killed: unknown[] = [];
  const unknown: unknown[] = [];
  for (const id of ids) {
    if (!Long.isLong(id) && !Number.isInteger(id)) throw new CommandError('TypeMismatch', 'a cursor id must be a long');
    (context.cursors.kill(BigInt(String(id))) ? killed : unknown).push(id);
  }
  return { cursorsKilled: killed, cursorsNotFound: unknown, cursorsAlive: [], cursorsUnknown: [] };
};

export const count: Command = (request, context) => {
  const collection = context.databases.get(request.database)?.get(request.collection());
  const all = countMatching(collection, new Filter(request.document('query')));
  const rest = Math.max(0, all - request.amount('skip'));
  const limit = Math.abs(request.number('limit') ?? 0);
  return { n: limit > 0 ? Math.min(rest, limit) : rest };
};

export const distinct: Command = (request, context) => {
  const key = request.text('key');
  if (!key) throw new CommandError('FailedToParse', "BSON field 'distinct.key' is missing but a required field");
  const collection = context.databases.get(request.database)?.get(request.collection());
  const { values } = distinctValues(collection, key, new Filter(request.document('query')));
  return { values: values.map(({ source, type, at }) => parseValue(source, type, at)) };
};

/** Shows how a `find` or `count` would be answered, and what it read: the fields of MongoDB's explain that tell of indexes. */
export const explain: Command = (request, context) => {
  const inner = request.command('explain');
  if (inner.name !== 'find' && inner.name !== 'count') {
    throw new CommandError('NotImplemented', `explain of '${inner.name}' is not offered`);
  }
  const wanted =
    inner.name === 'find'
      ? readRequest(inner).wanted
      : { filter: new Filter(inner.document('query')), sort: [], skip: 0, limit: 0 };
  const collection = context.databases.get(request.database)?.get(inner.collection());
  return explained(select(collection, wanted), `${request.database}.${inner.collection()}`);
};

function explained(selection: Selection, namespace: string): Document {
  const { stage, index, sortedInMemory, keysExamined, documentsExamined, records } = selection;
  const access: Document = index ? { stage, indexName: index.definition.name } : { stage };
  const fetched = index ? { stage: 'FETCH', inputStage: access } : access;
  const winningPlan = sortedInMemory ? { stage: 'SORT', inputStage: fetched } : fetched;
  return {
    queryPlanner: { namespace, winningPlan, rejectedPlans: [] },
    executionStats: {
      executionSuccess: true,
      nReturned: records.length,
      totalKeysExamined: keysExamined,
      totalDocsExamined: documentsExamined,
    },
  };
}

function readRequest(request: CommandRequest): { wanted: Request; single: boolean } {
  const limit = request.number('limit') ?? 0;
  const wanted = {
    filter: new Filter(request.document('filter')),
    sort: readSort(request.document('sort')),
    skip: request.amount('skip'),
    limit: Math.abs(limit),
  };
  return { wanted, single: request.flag('singleBatch') || limit < 0 };
}

/** @throws CommandError NotImplemented (238) for options that would change the answer and are not offered */
export function refuse(request: CommandRequest, options: readonly string[]): void {
  for (const option of options) {
    if (request.has(option) && request.value(option) !== false) {
      throw new CommandError('NotImplemented', `${request.name}: option '${option}' is not offered`);
    }
  }
}
