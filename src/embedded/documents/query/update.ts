import { type Document, ObjectId, serialize } from 'bson';
import { update as applyModifier } from 'mingo';
import { eachField, locate, type Place, parse } from '../bson/raw.js';
import { keyOf } from '../bson/sort-key.js';
import { CommandError } from '../errors.js';

const ID = Buffer.from('_id');
const OPERATORS: ReadonlySet<string> = new Set([
  '$set',
  '$unset',
  '$inc',
  '$min',
  '$max',
  '$mul',
  '$rename',
  '$push',
  '$pull',
  '$pullAll',
  '$addToSet',
  '$pop',
  '$bit',
  '$currentDate',
  '$setOnInsert',
]);
const place: Place = { type: 0, at: 0 };

/** A change of documents: a whole new document, or operators on the old one. */
export class Update {
  readonly replaces: boolean;
  private readonly bytes: Buffer;
  private readonly operators: ReadonlyMap<string, Document>;
  private readonly now: () => Date;

  /** @throws CommandError FailedToParse for an unknown operator, ConflictingUpdateOperators for two changes of one field */
  constructor(bytes: Buffer, now: () => Date) {
    this.bytes = bytes;
    this.now = now;
    let first: string | undefined;
    eachField(bytes, 0, (_type, name) => {
      first ??= name;
    });
    this.replaces = !first?.startsWith('$');
    this.operators = this.replaces ? new Map() : readOperators(parse(bytes));
  }

  /** The bytes that take the place of a document's. */
  applied(document: Buffer): Buffer {
    if (this.replaces) return this.replacement(document);
    const changed = parse(document);
    this.modify(changed, false);
    const bytes = withIdFirst(changed);
    if (idKey(bytes) !== idKey(document)) throw immutableId();
    return bytes;
  }

  /** The document that an upsert inserts where the filter found none. */
  inserted(filter: Buffer): Buffer {
    const base: Document = {};
    takeEqualities(parse(filter), base);
    if (this.replaces) {
      const document = locate(this.bytes, 0, ID, place)
        ? this.bytes
        : withIdFirst({ _id: base._id ?? new ObjectId(), ...parse(this.bytes) });
      return withOwnBytes(idAtFront(document));
    }
    this.modify(base, true);
    base._id ??= new ObjectId();
    return withIdFirst(base);
  }

  private replacement(document: Buffer): Buffer {
    if (!locate(this.bytes, 0, ID, place)) {
      locate(document, 0, ID, place);
      const { _id } = parse(document);
      return withIdFirst({ ...parse(this.bytes), _id });
    }
    const key = keyOf(this.bytes, place.type, place.at);
    if (key !== idKey(document)) throw immutableId();
    return withOwnBytes(idAtFront(this.bytes));
  }

  private modify(document: Document, inserting: boolean): void {
    for (const [operator, fields] of this.operators) {
      if (operator === '$setOnInsert') {
        if (inserting) run(document, '$set', fields);
      } else if (operator === '$currentDate') run(document, '$set', this.dates(fields));
      else run(document, operator, fields);
    }
  }

  private dates(fields: Document): Document {
    const now = this.now();
    const dates: Document = {};
    for (const [path, kind] of Object.entries(fields)) {
      if (kind !== true && kind?.$type !== 'date') {
        throw new CommandError('NotImplemented', '$currentDate is offered for dates only, not for timestamps');
      }
      dates[path] = now;
    }
    return dates;
  }
}

/** The bytes of a document alone: not a view that would keep a whole message alive. */
export function withOwnBytes(bytes: Buffer): Buffer {
  const own = Buffer.allocUnsafeSlow(bytes.length);
  bytes.copy(own);
  return own;
}

/** The document with `_id` as its first field, as MongoDB keeps it; one is made if there is none. */
export function idAtFront(bytes: Buffer): Buffer {
  if (bytes[5] === 0x5f && bytes[6] === 0x69 && bytes[7] === 0x64 && bytes[8] === 0) return bytes;
  const { _id = new ObjectId(), ...rest } = parse(bytes);
  return withIdFirst({ _id, ...rest });
}

function withIdFirst(document: Document): Buffer {
  const { _id, ...rest } = document;
  return Buffer.from(serialize({ _id, ...rest }, { ignoreUndefined: true }));
}

function idKey(bytes: Buffer): string {
  return locate(bytes, 0, ID, place) ? keyOf(bytes, place.type, place.at) : '';
}

function immutableId(): CommandError {
  const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
  return new CommandError('ImmutableField', message);
}

function readOperators(update: Document): Map<string, Document> {
  const operators = new Map<string, Document>();
  const paths: string[] = [];
  for (const [operator, fields] of Object.entries(update)) {
    if (!OPERATORS.has(operator)) {
      throw new CommandError('FailedToParse', `Unknown modifier: ${operator}. Expected a valid update modifier`);
    }
    if (!fields || typeof fields !== 'object' || Array.isArray(fields)) {
      throw new CommandError('FailedToParse', `Modifiers operate on fields but we found another type for ${operator}`);
    }
    for (const path of Object.keys(fields)) {
      checkPath(path);
      const other = paths.find((it) => it === path || it.startsWith(`${path}.`) || path.startsWith(`${it}.`));
      if (other !== undefined) {
        const message = `Updating the path '${path}' would create a conflict at '${other}'`;
        throw new CommandError('ConflictingUpdateOperators', message);
      }
      paths.push(path);
    }
    operators.set(operator, fields);
  }
  return operators;
}

function checkPath(path: string): void {
  if (path === '' || path.split('.').includes('')) {
    throw new CommandError(
      'EmptyFieldName',
      `The update path '${path}' contains an empty field name, which is not allowed.`,
    );
  }
  if (path.split('.').includes('__proto__')) throw new CommandError('BadValue', 'A field cannot be named __proto__');
  if (path.includes('$')) {
    throw new CommandError('NotImplemented', `Positional updates ('${path}') are not offered`);
  }
}

function run(document: Document, operator: string, fields: Document): void {
  try {
    applyModifier(document, { [operator]: fields }, [], {}, { cloneMode: 'none' });
  } catch (error) {
    throw new CommandError('TypeMismatch', error instanceof Error ? error.message : String(error));
  }
}

/** What a filter says that fields equal becomes part of an upserted document. */
function takeEqualities(filter: Document, into: Document): void {
  for (const [path, value] of Object.entries(filter)) {
    if (path === '$and') for (const part of value as Document[]) takeEqualities(part, into);
    else if (!path.startsWith('$')) {
      const wanted = equalityIn(value);
      if (wanted !== undefined) assign(into, path.split('.'), wanted);
    }
  }
}

function assign(document: Document, [name, ...rest]: readonly string[], value: unknown): void {
  if (name === undefined || name === '__proto__') return;
  if (rest.length === 0) document[name] = value;
  else {
    document[name] ??= {};
    assign(document[name], rest, value);
  }
}

function equalityIn(value: unknown): unknown {
  if (value instanceof RegExp) return undefined;
  if (!value || typeof value !== 'object') return value;
  const names = Object.keys(value);
  if (!names[0]?.startsWith('$')) return value;
  return '$eq' in value ? value.$eq : undefined;
}
