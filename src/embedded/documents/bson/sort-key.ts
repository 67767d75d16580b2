import { Decimal128 } from 'bson';
import { endOfName, endOfValue, int32 } from './raw.js';
import { Bson } from './types.js';

/**
 * Turns BSON values into strings whose order by code unit is MongoDB's order of values: by type first, then within the
 * type. Each value ends itself (none is the beginning of another), so that several in a row compare as a compound key.
 * One comparison of two strings then does what would otherwise walk two documents.
 */
export const RANK = {
  minKey: 0x02,
  null: 0x06,
  number: 0x10,
  string: 0x14,
  object: 0x18,
  array: 0x1c,
  binary: 0x20,
  objectId: 0x24,
  boolean: 0x28,
  date: 0x2c,
  timestamp: 0x30,
  regex: 0x34,
  code: 0x38,
  maxKey: 0xf0,
} as const;

/** The key of null, and of a field that is missing. */
export const NULL_KEY = String.fromCharCode(RANK.null);

/** Where a type stands in MongoDB's order of types. */
export function rankOf(type: number): number {
  switch (type) {
    case Bson.double:
    case Bson.int32:
    case Bson.int64:
    case Bson.decimal:
      return RANK.number;
    case Bson.string:
    case Bson.symbol:
      return RANK.string;
    case Bson.object:
    case Bson.dbPointer:
      return RANK.object;
    case Bson.array:
      return RANK.array;
    case Bson.binary:
      return RANK.binary;
    case Bson.objectId:
      return RANK.objectId;
    case Bson.boolean:
      return RANK.boolean;
    case Bson.date:
      return RANK.date;
    case Bson.timestamp:
      return RANK.timestamp;
    case Bson.regex:
      return RANK.regex;
    case Bson.minKey:
      return RANK.minKey;
    case Bson.maxKey:
      return RANK.maxKey;
    case Bson.code:
    case Bson.codeWithScope:
      return RANK.code;
    default:
      return RANK.null;
  }
}

const SAFE = 9007199254740991n;

/** Near enough for order: the project keeps no decimals. */
function decimalAsNumber(source: Buffer, at: number): number {
  return Number(new Decimal128(source.subarray(at, at + 16)).toString());
}

/** Writes one key after the other into the same bytes; a key becomes a string only when it is complete. */
export class SortKeyWriter {
  private bytes = Buffer.allocUnsafe(4096);
  private length = 0;

  reset(): void {
    this.length = 0;
  }

  get position(): number {
    return this.length;
  }

  take(from = 0): string {
    return this.bytes.toString('latin1', from, this.length);
  }

  /** Turns what was written since `from` upside down, for a descending field. */
  invert(from: number): void {
    for (let i = from; i < this.length; i++) this.bytes[i] = 255 - (this.bytes[i] as number);
  }

  missing(): void {
    this.reserve(1);
    this.bytes[this.length++] = RANK.null;
  }

  /** Text whose characters are bytes. */
  text(bytes: string): void {
    this.reserve(bytes.length);
    for (let i = 0; i < bytes.length; i++) this.bytes[this.length++] = bytes.charCodeAt(i);
  }

  value(source: Buffer, type: number, at: number): void {
    this.reserve(16);
    this.bytes[this.length++] = rankOf(type);
    switch (type) {
      case Bson.string:
      case Bson.symbol:
        this.escaped(source, at + 4, at + 3 + int32(source, at));
        break;
      case Bson.int32:
        this.number(int32(source, at), 0);
        break;
      case Bson.double:
        this.number(source.readDoubleLE(at), 0);
        break;
      case Bson.int64:
        this.long(source.readBigInt64LE(at));
        break;
      case Bson.decimal:
        this.number(decimalAsNumber(source, at), 0);
        break;
      case Bson.object:
        this.object(source, at, true);
        break;
      case Bson.array:
        this.object(source, at, false);
        break;
      case Bson.binary:
        this.binary(source, at);
        break;
      case Bson.objectId:
        this.copy(source, at, at + 12);
        break;
      case Bson.boolean:
        this.bytes[this.length++] = source[at] as number;
        break;
      case Bson.date:
        this.bytes.writeBigUInt64BE(BigInt.asUintN(64, source.readBigInt64LE(at) + (1n << 63n)), this.length);
        this.length += 8;
        break;
      case Bson.timestamp:
        this.bytes.writeBigUInt64BE(source.readBigUInt64LE(at), this.length);
        this.length += 8;
        break;
      case Bson.regex: {
        const end = endOfName(source, at);
        this.escaped(source, at, end);
        this.escaped(source, end + 1, endOfName(source, end + 1));
        break;
      }
      case Bson.code:
      case Bson.codeWithScope:
      case Bson.dbPointer:
        this.escaped(source, at, endOfValue(source, type, at));
        break;
    }
  }

  private reserve(more: number): void {
    if (this.length + more <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(Math.max(this.bytes.length * 2, this.length + more));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }

  /** Bytes of any length, ended by 0 1; a zero inside becomes 0 255, which sorts after the end. */
  private escaped(source: Buffer, from: number, to: number): void {
    this.reserve((to - from) * 2 + 2);
    const bytes = this.bytes;
    let length = this.length;
    for (let i = from; i < to; i++) {
      const byte = source[i] as number;
      bytes[length++] = byte;
      if (byte === 0) bytes[length++] = 255;
    }
    bytes[length++] = 0;
    bytes[length++] = 1;
    this.length = length;
  }

  private copy(source: Buffer, from: number, to: number): void {
    this.reserve(to - from);
    source.copy(this.bytes, this.length, from, to);
    this.length += to - from;
  }

  /** `rest` is what a 64-bit integer has beyond the nearest double. Not-a-number comes before all others. */
  private number(value: number, rest: number): void {
    const bytes = this.bytes;
    const at = this.length;
    if (Number.isNaN(value)) bytes.fill(0, at, at + 8);
    else {
      bytes.writeDoubleBE(value === 0 ? 0 : value, at);
      if ((bytes[at] as number) & 0x80) for (let i = at; i < at + 8; i++) bytes[i] = 255 - (bytes[i] as number);
      else bytes[at] = (bytes[at] as number) | 0x80;
    }
    bytes.writeUInt16BE(0x8000 + rest, at + 8);
    this.length += 10;
  }

  private long(value: bigint): void {
    const nearest = Number(value);
    this.number(nearest, value <= SAFE && value >= -SAFE ? 0 : Number(value - BigInt(nearest)));
  }

  private binary(source: Buffer, at: number): void {
    const length = int32(source, at);
    this.bytes.writeUInt32BE(length, this.length);
    this.length += 4;
    this.copy(source, at + 4, at + 5 + length);
  }

  private object(source: Buffer, start: number, named: boolean): void {
    const last = start + int32(source, start) - 1;
    let at = start + 4;
    while (at < last) {
      const type = source[at] as number;
      const nameEnd = endOfName(source, at + 1);
      if (named) {
        this.reserve(1);
        this.bytes[this.length++] = rankOf(type);
        this.escaped(source, at + 1, nameEnd);
      }
      this.value(source, type, nameEnd + 1);
      at = endOfValue(source, type, nameEnd + 1);
    }
    this.reserve(1);
    this.bytes[this.length++] = 0;
  }
}

/** The one writer of this thread: a key is always taken before another is begun. */
export const keys = new SortKeyWriter();

/** The key of one value. */
export function keyOf(source: Buffer, type: number, at: number): string {
  keys.reset();
  keys.value(source, type, at);
  return keys.take();
}

/** The bytes of a text by its key; undefined if the key is of something else. */
export function textOf(key: string): Buffer | undefined {
  if (key.charCodeAt(0) !== RANK.string) return undefined;
  return Buffer.from(key.slice(1, -2).replaceAll('\0\xff', '\0'), 'latin1');
}
