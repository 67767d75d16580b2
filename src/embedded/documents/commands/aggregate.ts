import { type Document, serialize } from 'bson';
import { eachField, parse } from '../bson/raw.js';
import { Bson } from '../bson/types.js';
import { CommandError } from '../errors.js';
import { Filter } from '../query/filter.js';
import { runPipeline } from '../query/mingo.js';
import { compileProjection } from '../query/projection.js';
import { countMatching, EVERYTHING, select } from '../query/selection.js';
import { numberAt, readSort, Sorter } from '../query/sort.js';
import type { Collection } from '../store/collection.js';
import type { IndexField } from '../store/ordered-index.js';
import type { Command } from './context.js';
import { refuse } from './reading.js';

/** One stage of a pipeline: its name, and its argument in bytes. */
interface Stage {
  readonly name: string;
  readonly type: number;
  readonly at: number;
  readonly bytes: Buffer;
}

/** A step over documents that are no longer, or not all, those of the collection. */
type Step = (documents: readonly Buffer[], stage: Stage) => readonly Buffer[];

const STEPS: ReadonlyMap<string, Step> = new Map<string, Step>([
  ['$match', (documents, stage) => matching(documents, filterOf(stage))],
  ['$sort', (documents, stage) => new Sorter(readSort(argument(stage))).sorted(documents)],
  ['$skip', (documents, stage) => documents.slice(amountOf(stage, 0))],
  ['$limit', (documents, stage) => documents.slice(0, amountOf(stage, 1))],
  ['$project', project],
  ['$count', (documents, stage) => (documents.length > 0 ? [bytesOf({ [nameOf(stage)]: documents.length })] : [])],
  ['$group', byLibrary],
  ['$unwind', byLibrary],
]);

/** What every server of the protocol can sum up, one in each group: others have more. */
const ACCUMULATORS: ReadonlySet<string> = new Set(['$sum', '$count']);

export const aggregate: Command = (request, context) => {
  refuse(request, ['collation', 'let', 'explain']);
  const name = request.collection();
  const stages = request.documents('pipeline').map(stageOf);
  const collection = context.databases.get(request.database)?.get(name);
  const documents = counted(collection, stages) ?? run(collection, stages);
  const { batchSize } = (request.value('cursor') as Document | undefined) ?? {};
  const size = typeof batchSize === 'number' ? batchSize : undefined;
  return { cursor: context.cursors.first(`${request.database}.${name}`, documents, size, false) };
};

/** The stages that an index can serve are taken off the front; the others go over what is left. */
function run(collection: Collection | undefined, stages: readonly Stage[]): readonly Buffer[] {
  const rest = [...stages];
  const taken = (name: string) => (rest[0]?.name === name ? rest.shift() : undefined);
  const [match, sort, skip, limit] = [taken('$match'), taken('$sort'), taken('$skip'), taken('$limit')];
  const order: IndexField[] = sort ? readSort(argument(sort)) : [];
  const { records } = select(collection, {
    filter: match ? filterOf(match) : EVERYTHING,
    sort: order,
    skip: skip ? amountOf(skip, 0) : 0,
    limit: limit ? amountOf(limit, 1) : 0,
  });
  let documents: readonly Buffer[] = records.map(({ bytes }) => bytes);
  for (const stage of rest) documents = STEPS.get(stage.name)?.(documents, stage) ?? documents;
  return documents;
}

/** A driver's `countDocuments`: a match and a group of all, which an index may answer without looking at documents. */
function counted(collection: Collection | undefined, [match, group, more]: readonly Stage[]): Buffer[] | undefined {
  if (match?.name !== '$match' || group?.name !== '$group' || more) return undefined;
  const { _id, n, ...others } = parse(argument(group));
  if (typeof _id !== 'number' || n?.$sum !== 1 || Object.keys(others).length > 0) return undefined;
  const total = countMatching(collection, filterOf(match));
  return total > 0 ? [bytesOf({ _id, n: total })] : [];
}

function stageOf(bytes: Buffer): Stage {
  const stages: Stage[] = [];
  eachField(bytes, 0, (type, name, at) => stages.push({ name, type, at, bytes }));
  const [stage, more] = stages;
  if (!stage || more) {
    throw new CommandError('FailedToParse', 'A pipeline stage specification object must contain exactly one field.');
  }
  if (!STEPS.has(stage.name)) {
    throw new CommandError('UnrecognizedStage', `Unrecognized pipeline stage name: '${stage.name}'`);
  }
  if (stage.name === '$group') checkGroup(parse(argument(stage)));
  return stage;
}

function checkGroup({ _id, ...fields }: Document): void {
  if (_id === undefined) throw new CommandError('FailedToParse', 'a group specification must include an _id');
  const accumulators = Object.values(fields).map((it) => Object.keys(it ?? {})[0] ?? '');
  if (accumulators.length > 1) {
    throw new CommandError('NotImplemented', '$group: one accumulator is offered (docs/documents.md)');
  }
  const odd = accumulators.find((it) => !ACCUMULATORS.has(it));
  if (odd !== undefined) throw new CommandError('NotImplemented', `$group: accumulator '${odd}' is not offered`);
}

function matching(documents: readonly Buffer[], filter: Filter): readonly Buffer[] {
  return documents.filter((bytes) => filter.matches(bytes));
}

function project(documents: readonly Buffer[], stage: Stage): readonly Buffer[] {
  const projection = compileProjection(argument(stage));
  if (!projection) throw new CommandError('FailedToParse', 'projection specification must have at least one field');
  return documents.map(projection);
}

function byLibrary(documents: readonly Buffer[], { bytes }: Stage): readonly Buffer[] {
  return runPipeline(documents.map(parse), [parse(bytes)]).map(bytesOf);
}

function argument({ name, type, at, bytes }: Stage): Buffer {
  if (type !== Bson.object) throw new CommandError('FailedToParse', `the ${name} specification must be an object`);
  return bytes.subarray(at, at + bytes.readInt32LE(at));
}

function filterOf(stage: Stage): Filter {
  return new Filter(argument(stage));
}

function amountOf({ name, type, at, bytes }: Stage, least: number): number {
  const value = numberAt(bytes, type, at);
  if (value !== undefined && Number.isInteger(value) && value >= least) return value;
  throw new CommandError('BadValue', `invalid argument to ${name} stage`);
}

function nameOf({ bytes }: Stage): string {
  const { $count: name } = parse(bytes);
  if (typeof name === 'string' && name !== '' && !/^\$|\./.test(name)) return name;
  throw new CommandError('BadValue', 'the count field must be a non-empty string without $ and dots');
}

function bytesOf(document: Document): Buffer {
  return Buffer.from(serialize(document, { ignoreUndefined: true }));
}
