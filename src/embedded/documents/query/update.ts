import { type Document, ObjectId, serialize } from 'bson';
import { checkNames } from '../bson/names.js';
import { locate, type Place, parse } from '../bson/raw.js';
import { keyOf } from '../bson/sort-key.js';
import { CommandError } from '../errors.js';
import type { Filter } from './filter.js';
import { CREATING, KEEP, OPERATORS, REMOVE } from './update-operators.js';
import { erase, holderOf, read, write } from './update-paths.js';

const ID = Buffer.from('_id');
const place: Place = { type: 0, at: 0 };

interface Step {
  readonly path: string;
  readonly operator: string;
  readonly operand: unknown;
}

/** A change of documents: a whole new document, or operators on the old one. */
export class Update {
  readonly replaces: boolean;
  private readonly bytes: Buffer;
  private readonly steps: readonly Step[];
  private readonly now: () => Date;

  /** @throws CommandError FailedToParse for an unknown operator, ConflictingUpdateOperators for two changes of one field */
  constructor(bytes: Buffer, now: () => Date) {
    this.bytes = bytes;
    this.now = now;
    // The first name starts after the length and the first type byte.
    this.replaces = bytes[5] !== 0x24;
    if (this.replaces) checkNames(bytes);
    this.steps = this.replaces ? [] : readSteps(parse(bytes));
  }

  /** The bytes that take the place of a document's: the same ones if nothing changes. */
  applied(document: Buffer): Buffer {
    if (this.replaces) return this.replacement(document);
    const changed = parse(document);
    if (!this.run(changed, false)) return document;
    const bytes = withIdFirst(changed);
    if (idKey(bytes) !== idKey(document)) throw immutableId();
    checkNames(bytes);
    return bytes;
  }

  /** The document that an upsert inserts where the filter found none. */
  inserted(query: Buffer, filter: Filter): Buffer {
    if (this.replaces && locate(this.bytes, 0, ID, place)) {
      const given = filter.equals('_id');
      if (given !== undefined && keyOf(this.bytes, place.type, place.at) !== given) throw immutableId();
      return withOwnBytes(idAtFront(this.bytes));
    }
    const base: Document = {};
    takeEqualities(parse(query), base);
    const given = base._id;
    if (this.replaces) return withIdFirst({ ...parse(this.bytes), _id: given ?? new ObjectId() });
    this.run(base, true);
    if (given !== undefined && keyOfId(base._id) !== keyOfId(given)) throw immutableId();
    base._id ??= new ObjectId();
    const bytes = withIdFirst(base);
    checkNames(bytes);
    return bytes;
  }

  private replacement(document: Buffer): Buffer {
    const key = idKey(document);
    if (!locate(this.bytes, 0, ID, place)) return withIdFirst({ ...parse(this.bytes), _id: parse(document)._id });
    if (keyOf(this.bytes, place.type, place.at) !== key) throw immutableId();
    return withOwnBytes(idAtFront(this.bytes));
  }

  /** @returns whether anything changed */
  private run(document: Document, inserting: boolean): boolean {
    let changed = false;
    for (const { path, operator, operand } of this.steps) {
      const name = operator === '$setOnInsert' ? '$set' : operator;
      if (operator === '$setOnInsert' && !inserting) continue;
      const holder = holderOf(document, path, CREATING.has(name));
      if (!holder) continue;
      const value = read(holder.container, holder.name);
      const field = { path, present: value !== undefined, document, now: this.now };
      const result = OPERATORS.get(name)?.(value, operand, field);
      if (result === KEEP) continue;
      changed = true;
      if (result === REMOVE) erase(holder.container, holder.name);
      else write(holder.container, holder.name, result);
    }
    return changed;
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

function keyOfId(id: unknown): string {
  return idKey(Buffer.from(serialize({ _id: id })));
}

function immutableId(): CommandError {
  const message = "Performing an update on the path '_id' would modify the immutable field '_id'";
  return new CommandError('ImmutableField', message);
}

/** The operators' steps in the order of their paths, which decides where new fields come to stand, as in MongoDB. */
function readSteps(update: Document): Step[] {
  const steps: Step[] = [];
  for (const [operator, fields] of Object.entries(update)) {
    if (!OPERATORS.has(operator) && operator !== '$setOnInsert') {
      throw new CommandError(
        'FailedToParse',
        `Unknown modifier: ${operator}. Expected one of those in docs/documents.md`,
      );
    }
    if (!fields || typeof fields !== 'object' || Array.isArray(fields)) {
      throw new CommandError('FailedToParse', `Modifiers operate on fields but we found another type for ${operator}`);
    }
    for (const [path, operand] of Object.entries(fields)) {
      checkPath(path);
      const other = steps.find((it) => overlap(it.path, path));
      if (other) {
        const message = `Updating the path '${path}' would create a conflict at '${other.path}'`;
        throw new CommandError('ConflictingUpdateOperators', message);
      }
      steps.push({ path, operator, operand });
    }
  }
  return steps.sort((left, right) => (left.path < right.path ? -1 : 1));
}

function overlap(one: string, other: string): boolean {
  return one === other || one.startsWith(`${other}.`) || other.startsWith(`${one}.`);
}

function checkPath(path: string): void {
  const names = path.split('.');
  if (names.includes('')) {
    throw new CommandError('EmptyFieldName', `The update path '${path}' contains an empty field name.`);
  }
  if (names.includes('__proto__')) throw new CommandError('BadValue', 'A field cannot be named __proto__');
  if (names.some((name) => name.startsWith('$'))) {
    throw new CommandError('NotImplemented', `Positional updates ('${path}') are not offered`);
  }
}

/** What a filter says that fields equal becomes part of an upserted document. */
function takeEqualities(filter: Document, into: Document): void {
  for (const [path, value] of Object.entries(filter)) {
    if (path === '$and') for (const part of value as Document[]) takeEqualities(part, into);
    else if (!path.startsWith('$')) {
      const wanted = equalityIn(value);
      const holder = wanted === undefined || path.includes('__proto__') ? undefined : holderOf(into, path, true);
      if (holder) write(holder.container, holder.name, wanted);
    }
  }
}

function equalityIn(value: unknown): unknown {
  if (value instanceof RegExp) return undefined;
  if (!value || typeof value !== 'object') return value;
  const [name] = Object.keys(value);
  if (!name?.startsWith('$')) return value;
  return '$eq' in value ? value.$eq : undefined;
}
