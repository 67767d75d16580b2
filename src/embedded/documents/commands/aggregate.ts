import { type Document, serialize } from 'bson';
import { parse } from '../bson/raw.js';
import { CommandError } from '../errors.js';
import { Filter } from '../query/filter.js';
import { runPipeline } from '../query/mingo.js';
import { countMatching, EVERYTHING, select } from '../query/selection.js';
import { readSort } from '../query/sort.js';
import type { Collection } from '../store/collection.js';
import type { IndexField } from '../store/ordered-index.js';
import type { Command } from './context.js';
import { refuse } from './reading.js';

const STAGES: ReadonlySet<string> = new Set([
  '$match',
  '$sort',
  '$skip',
  '$limit',
  '$group',
  '$count',
  '$project',
  '$set',
  '$addFields',
  '$unset',
  '$unwind',
]);
/** What every server of the protocol can sum up; others have more. */
const ACCUMULATORS: ReadonlySet<string> = new Set(['$sum', '$count']);

export const aggregate: Command = (request, context) => {
  refuse(request, ['collation', 'let', 'explain']);
  const name = request.collection();
  const stages = request.documents('pipeline').map(parse);
  const filters = request.documents('pipeline');
  stages.forEach(check);
  const collection = context.databases.get(request.database)?.get(name);
  const documents = counted(collection, stages, filters) ?? run(collection, stages, filters);
  const { batchSize } = (request.value('cursor') as Document | undefined) ?? {};
  const bytes = documents.map((it) =>
    Buffer.isBuffer(it) ? it : Buffer.from(serialize(it, { ignoreUndefined: true })),
  );
  const size = typeof batchSize === 'number' ? batchSize : undefined;
  return { cursor: context.cursors.first(`${request.database}.${name}`, bytes, size, false) };
};

function check(stage: Document): void {
  const [name, more] = Object.keys(stage);
  if (name === undefined || more !== undefined) {
    throw new CommandError('FailedToParse', 'A pipeline stage specification object must contain exactly one field.');
  }
  if (!STAGES.has(name)) throw new CommandError('UnrecognizedStage', `Unrecognized pipeline stage name: '${name}'`);
  if (name !== '$group') return;
  for (const [field, accumulator] of Object.entries(stage.$group as Document)) {
    const [operator] = Object.keys(accumulator ?? {});
    if (field !== '_id' && !ACCUMULATORS.has(operator ?? '')) {
      throw new CommandError('NotImplemented', `$group: accumulator '${operator}' is not offered (docs/documents.md)`);
    }
  }
}

/** The count of a driver's `countDocuments`: a match and a group of all, which an index may answer without documents. */
function counted(
  collection: Collection | undefined,
  stages: readonly Document[],
  bytes: readonly Buffer[],
): Document[] | undefined {
  const [match, group, more] = stages;
  if (!match?.$match || !group?.$group || more) return undefined;
  const { _id, n, ...others } = group.$group as Document;
  if (typeof _id !== 'number' || n?.$sum !== 1 || Object.keys(others).length > 0) return undefined;
  const n2 = countMatching(collection, filterOf(bytes[0] as Buffer));
  return n2 > 0 ? [{ _id, n: n2 }] : [];
}

/** The stages that an index can serve are taken off the front; the query library does the rest. */
function run(
  collection: Collection | undefined,
  stages: readonly Document[],
  bytes: readonly Buffer[],
): (Document | Buffer)[] {
  let at = 0;
  let filter = EVERYTHING;
  let sort: IndexField[] = [];
  let skip = 0;
  let limit = 0;
  if (stages[at]?.$match) filter = filterOf(bytes[at++] as Buffer);
  if (stages[at]?.$sort) sort = readSort(inner(bytes[at++] as Buffer));
  if (stages[at]?.$skip !== undefined) skip = amountOf(stages[at++]?.$skip, '$skip', 0);
  if (stages[at]?.$limit !== undefined) limit = amountOf(stages[at++]?.$limit, '$limit', 1);
  const found = select(collection, { filter, sort, skip, limit }).records.map((record) => record.bytes);
  const rest = stages.slice(at);
  return rest.length > 0 ? runPipeline(found.map(parse), rest) : found;
}

function amountOf(value: unknown, stage: string, least: number): number {
  if (typeof value === 'number' && Number.isInteger(value) && value >= least) return value;
  throw new CommandError('BadValue', `invalid argument to ${stage} stage: ${String(value)}`);
}

function filterOf(stage: Buffer): Filter {
  return new Filter(inner(stage));
}

/** The document in a stage: `{ $match: <this> }`. */
function inner(stage: Buffer): Buffer {
  return Buffer.from(serialize(Object.values(parse(stage))[0] as Document));
}
