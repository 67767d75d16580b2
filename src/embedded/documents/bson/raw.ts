import { type Document, deserialize } from 'bson';
import { CommandError } from '../errors.js';
import { Bson, DEEPEST_NESTING } from './types.js';

/**
 * Documents are kept and moved as the bytes they arrived in: a write then costs a walk over the top-level fields instead
 * of building objects, and a read costs nothing. Everything here reads such bytes in place. Bytes from outside go
 * through `validate` once; the other functions trust what they are given.
 */
export interface Place {
  type: number;
  /** Where the value starts. */
  at: number;
}

export function int32(bytes: Buffer, at: number): number {
  return (
    (bytes[at] as number) |
    ((bytes[at + 1] as number) << 8) |
    ((bytes[at + 2] as number) << 16) |
    ((bytes[at + 3] as number) << 24)
  );
}

/** Where the name that starts here ends: the index of its NUL. */
export function endOfName(bytes: Buffer, at: number): number {
  let end = at;
  while (bytes[end] !== 0) end++;
  return end;
}

/** Where a value ends, for bytes already validated. */
export function endOfValue(bytes: Buffer, type: number, at: number): number {
  switch (type) {
    case Bson.double:
    case Bson.date:
    case Bson.timestamp:
    case Bson.int64:
      return at + 8;
    case Bson.string:
    case Bson.code:
    case Bson.symbol:
      return at + 4 + int32(bytes, at);
    case Bson.object:
    case Bson.array:
    case Bson.codeWithScope:
      return at + int32(bytes, at);
    case Bson.binary:
      return at + 5 + int32(bytes, at);
    case Bson.objectId:
      return at + 12;
    case Bson.boolean:
      return at + 1;
    case Bson.int32:
      return at + 4;
    case Bson.decimal:
      return at + 16;
    case Bson.regex:
      return endOfName(bytes, endOfName(bytes, at) + 1) + 1;
    case Bson.dbPointer:
      return at + 4 + int32(bytes, at) + 12;
    default:
      return at;
  }
}

/** Finds a field of the document that starts at `start`, by its name's bytes; the first one of that name counts. */
export function locate(bytes: Buffer, start: number, name: Buffer, place: Place): boolean {
  const end = start + int32(bytes, start) - 1;
  let at = start + 4;
  while (at < end) {
    const type = bytes[at] as number;
    let i = 0;
    at++;
    while (i < name.length && bytes[at + i] === name[i]) i++;
    if (i === name.length && bytes[at + i] === 0) {
      place.type = type;
      place.at = at + i + 1;
      return true;
    }
    at = endOfValue(bytes, type, endOfName(bytes, at + i) + 1);
  }
  return false;
}

export type Visit = (type: number, name: string, at: number, end: number) => void;

/** Calls `visit` for each field of the document that starts at `start`, in order. */
export function eachField(bytes: Buffer, start: number, visit: Visit): void {
  const last = start + int32(bytes, start) - 1;
  let at = start + 4;
  while (at < last) {
    const type = bytes[at] as number;
    const nameEnd = endOfName(bytes, at + 1);
    const name = bytes.toString('utf8', at + 1, nameEnd);
    const end = endOfValue(bytes, type, nameEnd + 1);
    visit(type, name, nameEnd + 1, end);
    at = end;
  }
}

/** The document that starts at `start`, as a view on the same bytes. */
export function documentAt(bytes: Buffer, start: number): Buffer {
  return bytes.subarray(start, start + int32(bytes, start));
}

/** The documents of an array value. @throws CommandError TypeMismatch (14) if an item is something else */
export function documentsOfArray(bytes: Buffer, start: number, field: string): Buffer[] {
  const documents: Buffer[] = [];
  eachField(bytes, start, (type, _name, at, end) => {
    if (type !== Bson.object) throw new CommandError('TypeMismatch', `The items of '${field}' must be objects.`);
    documents.push(bytes.subarray(at, end));
  });
  return documents;
}

/** The document as objects. Whole numbers come as `number` wherever that is exact. */
export function parse(bytes: Buffer): Document {
  try {
    return deserialize(bytes);
  } catch (error) {
    throw invalid(error instanceof Error ? error.message : 'unreadable');
  }
}

/** One value as an object. */
export function parseValue(bytes: Buffer, type: number, at: number): unknown {
  const end = endOfValue(bytes, type, at);
  const document = Buffer.alloc(end - at + 8);
  document.writeInt32LE(document.length, 0);
  document[4] = type;
  document[5] = 0x76;
  bytes.copy(document, 7, at, end);
  return parse(document).v;
}

function invalid(detail: string): CommandError {
  return new CommandError('InvalidBSON', `Invalid BSON: ${detail}.`);
}

/** Checks every length in a document from outside, so that the other functions need not. @throws CommandError InvalidBSON (22) */
export function validate(bytes: Buffer, start: number, limit: number, depth = 0): number {
  if (depth > DEEPEST_NESTING) throw invalid('nested too deeply');
  if (start + 5 > limit) throw invalid('cut short');
  const end = start + int32(bytes, start);
  if (end < start + 5 || end > limit || bytes[end - 1] !== 0) throw invalid('wrong document length');
  const last = end - 1;
  let at = start + 4;
  while (at < last) {
    const type = bytes[at] as number;
    at = validName(bytes, at + 1, last);
    at = validValue(bytes, type, at, last, depth);
  }
  if (at !== last) throw invalid('wrong document length');
  return end;
}

function validName(bytes: Buffer, at: number, last: number): number {
  let end = at;
  while (end < last && bytes[end] !== 0) end++;
  if (end >= last) throw invalid('a name without end');
  return end + 1;
}

function validValue(bytes: Buffer, type: number, at: number, last: number, depth: number): number {
  let end: number;
  switch (type) {
    case Bson.string:
    case Bson.code:
    case Bson.symbol:
    case Bson.dbPointer: {
      if (at + 5 > last) throw invalid('a string cut short');
      const length = int32(bytes, at);
      end = at + 4 + length;
      if (length < 1 || end > last || bytes[end - 1] !== 0) throw invalid('wrong string length');
      if (type === Bson.dbPointer) end += 12;
      break;
    }
    case Bson.object:
    case Bson.array:
      return validate(bytes, at, last, depth + 1);
    case Bson.binary: {
      if (at + 5 > last) throw invalid('binary data cut short');
      const length = int32(bytes, at);
      if (length < 0) throw invalid('wrong binary length');
      end = at + 5 + length;
      break;
    }
    case Bson.regex:
      return validName(bytes, validName(bytes, at, last), last);
    case Bson.double:
    case Bson.undefined:
    case Bson.objectId:
    case Bson.boolean:
    case Bson.date:
    case Bson.null:
    case Bson.int32:
    case Bson.timestamp:
    case Bson.int64:
    case Bson.decimal:
    case Bson.minKey:
    case Bson.maxKey:
      end = endOfValue(bytes, type, at);
      break;
    default:
      throw invalid(`type ${type} is not offered`);
  }
  if (end > last) throw invalid('a value cut short');
  return end;
}
