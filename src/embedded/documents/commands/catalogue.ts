import { type Document, serialize } from 'bson';
import { parse } from '../bson/raw.js';
import { CommandError } from '../errors.js';
import type { IndexDefinition, IndexField } from '../store/ordered-index.js';
import type { Command } from './context.js';
import { refuse } from './reading.js';
import { target } from './writing.js';

const MOST_INDEXES = 64;
const KNOWN_OPTIONS: ReadonlySet<string> = new Set(['v', 'key', 'name', 'unique', 'sparse', 'background', 'ns']);

export const createIndexes: Command = (request, context) => {
  const definitions = request.documents('indexes').map((bytes) => definitionOf(parse(bytes)));
  const created = context.databases.get(request.database)?.get(request.collection()) === undefined;
  const collection = target(request, context);
  const before = collection.indexCount + 1;
  for (const definition of definitions) {
    if (isIdIndex(definition)) continue;
    const standing = [...collection.indexes()].map((index) => index.definition);
    const sameName = standing.find(({ name }) => name === definition.name);
    const sameFields = standing.find((other) => describe(other) === describe(definition));
    if (sameName && sameName === sameFields && sameName.unique === definition.unique) continue;
    if (sameName) {
      const message = `An existing index has the same name as the requested index: ${definition.name}`;
      throw new CommandError('IndexKeySpecsConflict', message);
    }
    if (sameFields) {
      throw new CommandError('IndexOptionsConflict', `Index already exists with a different name: ${sameFields.name}`);
    }
    if (collection.indexCount >= MOST_INDEXES) throw new CommandError('CannotCreateIndex', 'too many indexes');
    collection.addIndex(definition);
  }
  const after = collection.indexCount + 1;
  const note = before === after ? { note: 'all indexes already exist' } : {};
  return { numIndexesBefore: before, numIndexesAfter: after, createdCollectionAutomatically: created, ...note };
};

export const listIndexes: Command = (request, context) => {
  const name = request.collection();
  const namespace = `${request.database}.${name}`;
  const collection = context.databases.get(request.database)?.get(name);
  if (!collection) throw new CommandError('NamespaceNotFound', `ns does not exist: ${namespace}`);
  const documents: Document[] = [{ v: 2, key: { _id: 1 }, name: '_id_' }];
  for (const { definition } of collection.indexes()) documents.push(shown(definition));
  return { cursor: context.cursors.first(namespace, documents.map(bytesOf), undefined, false) };
};

export const dropIndexes: Command = (request, context) => {
  const name = request.collection();
  const collection = context.databases.get(request.database)?.get(name);
  if (!collection) throw new CommandError('NamespaceNotFound', `ns not found ${request.database}.${name}`);
  const before = collection.indexCount + 1;
  const wanted = request.value('index');
  const all = [...collection.indexes()].map(({ definition }) => definition);
  for (const one of Array.isArray(wanted) ? wanted : [wanted]) {
    if (one === '*') {
      for (const definition of all) collection.dropIndex(definition.name);
      continue;
    }
    if (one === '_id_') throw new CommandError('InvalidOptions', 'cannot drop _id index');
    const found = all.find((it) => (typeof one === 'string' ? it.name === one : sameKey(it, one)));
    if (!found) throw new CommandError('IndexNotFound', `index not found with name [${String(one)}]`);
    collection.dropIndex(found.name);
  }
  return { nIndexesWas: before };
};

export const create: Command = (request, context) => {
  for (const option of ['capped', 'timeseries', 'viewOn', 'validator', 'collation']) {
    if (request.has(option) && request.value(option) !== false) {
      throw new CommandError('NotImplemented', `create: option '${option}' is not offered`);
    }
  }
  const name = request.collection();
  if (context.databases.get(request.database)?.get(name)) {
    throw new CommandError('NamespaceExists', `Collection ${request.database}.${name} already exists.`);
  }
  target(request, context);
  return {};
};

export const drop: Command = (request, context) => {
  const name = request.collection();
  const dropped = context.databases.get(request.database)?.drop(name) ?? false;
  return dropped ? { nIndexesWas: 1, ns: `${request.database}.${name}` } : {};
};

export const dropDatabase: Command = (request, context) => {
  context.databases.drop(request.database);
  return { dropped: request.database };
};

/** Is sent to the database `admin`, with full namespaces. */
export const renameCollection: Command = (request, context) => {
  refuse(request, ['dropTarget']);
  const [from, to] = [namespaceOf(request.text('renameCollection')), namespaceOf(request.text('to'))];
  if (from.database !== to.database)
    throw new CommandError('NotImplemented', 'renaming across databases is not offered');
  const database = context.databases.get(from.database);
  if (!database?.get(from.collection)) {
    const message = `Source collection ${from.database}.${from.collection} does not exist`;
    throw new CommandError('NamespaceNotFound', message);
  }
  if (database.get(to.collection)) throw new CommandError('NamespaceExists', 'target namespace exists');
  database.rename(from.collection, to.collection);
  return {};
};

function namespaceOf(namespace = ''): { database: string; collection: string } {
  const dot = namespace.indexOf('.');
  if (dot < 1 || dot === namespace.length - 1) {
    throw new CommandError('InvalidNamespace', `Invalid namespace specified '${namespace}'`);
  }
  return { database: namespace.slice(0, dot), collection: namespace.slice(dot + 1) };
}

export const listCollections: Command = (request, context) => {
  const wanted = (request.value('filter') as Document | undefined) ?? {};
  const unknown = Object.keys(wanted).find((name) => name !== 'name' && name !== 'type');
  if (unknown || (wanted.name !== undefined && typeof wanted.name !== 'string')) {
    throw new CommandError('NotImplemented', 'listCollections: only a filter by an exact name is offered');
  }
  const names = context.databases.get(request.database)?.names() ?? [];
  const more = { options: {}, info: { readOnly: false } };
  const documents = names
    .filter((name) => wanted.name === undefined || wanted.name === name)
    .sort()
    .map((name) => bytesOf({ name, type: 'collection', ...(request.flag('nameOnly') ? {} : more) }));
  const namespace = `${request.database}.$cmd.listCollections`;
  return { cursor: context.cursors.first(namespace, documents, undefined, false) };
};

export const listDatabases: Command = (request, context) => {
  const databases = context.databases.names().sort();
  if (request.flag('nameOnly')) return { databases: databases.map((name) => ({ name })) };
  return { databases: databases.map((name) => ({ name, sizeOnDisk: 0, empty: false })), totalSize: 0 };
};

/** @throws CommandError for kinds of index that are not offered */
function definitionOf(wanted: Document): IndexDefinition {
  const odd = Object.keys(wanted).find((option) => !KNOWN_OPTIONS.has(option));
  if (odd) throw new CommandError('NotImplemented', `createIndexes: option '${odd}' is not offered`);
  const fields: IndexField[] = [];
  for (const [path, direction] of Object.entries((wanted.key as Document | undefined) ?? {})) {
    if (direction !== 1 && direction !== -1) {
      throw new CommandError('CannotCreateIndex', `Values in an index key pattern must be 1 or -1, not ${direction}`);
    }
    fields.push({ path, descending: direction === -1 });
  }
  if (fields.length === 0) throw new CommandError('CannotCreateIndex', 'Index keys cannot be empty.');
  if (typeof wanted.name !== 'string') {
    throw new CommandError('FailedToParse', "The 'name' field is a required property of an index specification");
  }
  const { name, unique, sparse } = wanted;
  return { name, fields, unique: unique === true, sparse: sparse === true };
}

function isIdIndex({ fields }: IndexDefinition): boolean {
  return fields.length === 1 && fields[0]?.path === '_id';
}

function shown({ name, fields, unique, sparse }: IndexDefinition): Document {
  const key: Document = {};
  for (const { path, descending } of fields) key[path] = descending ? -1 : 1;
  return { v: 2, key, name, ...(unique && { unique }), ...(sparse && { sparse }) };
}

function describe({ fields }: IndexDefinition): string {
  return fields.map(({ path, descending }) => `${path}:${descending ? -1 : 1}`).join(',');
}

function sameKey(definition: IndexDefinition, key: unknown): boolean {
  return JSON.stringify(shown(definition).key) === JSON.stringify(key);
}

function bytesOf(document: Document): Buffer {
  return Buffer.from(serialize(document));
}
