import { documentAt, documentsOfArray, endOfName, int32, locate, type Place, parseValue } from '../bson/raw.js';
import { Bson } from '../bson/types.js';
import { CommandError } from '../errors.js';
import { nameBytes } from '../query/comparison.js';
import { numberAt } from '../query/sort.js';

interface Argument {
  readonly type: number;
  readonly at: number;
}

const EMPTY = Buffer.from([5, 0, 0, 0, 0]);

/** The arguments of a command, or of one statement in it, looked up in its bytes as they are asked for. */
export class CommandRequest {
  private readonly bytes: Buffer;
  private readonly sequences: ReadonlyMap<string, Buffer[]> | undefined;

  constructor(bytes: Buffer, sequences?: ReadonlyMap<string, Buffer[]>) {
    this.bytes = bytes;
    this.sequences = sequences;
  }

  /** The first field's name is the command's. */
  get name(): string {
    return this.bytes.length > 5 ? this.bytes.toString('utf8', 5, endOfName(this.bytes, 5)) : '';
  }

  get database(): string {
    return this.text('$db') ?? 'admin';
  }

  has(name: string): boolean {
    return this.sequences?.has(name) === true || this.found(name) !== undefined;
  }

  /** The collection that the command is about: the value of its first field. */
  collection(): string {
    const name = this.text(this.name);
    if (!name || name.includes('\0') || name.startsWith('.') || name.includes('$')) {
      throw new CommandError('InvalidNamespace', `Invalid namespace specified '${this.database}.${name ?? ''}'`);
    }
    return name;
  }

  text(name: string): string | undefined {
    const found = this.found(name);
    if (!found) return undefined;
    if (found.type !== Bson.string) throw this.wrongType(name, 'a string');
    return this.bytes.toString('utf8', found.at + 4, found.at + 3 + int32(this.bytes, found.at));
  }

  /** A flag: true, or a number other than 0. */
  flag(name: string): boolean {
    const found = this.found(name);
    if (!found) return false;
    if (found.type === Bson.boolean) return this.bytes[found.at] === 1;
    return (this.number(name) ?? 0) !== 0;
  }

  number(name: string): number | undefined {
    const found = this.found(name);
    if (!found) return undefined;
    const value = numberAt(this.bytes, found.type, found.at);
    if (value === undefined || Number.isNaN(value)) throw this.wrongType(name, 'a number');
    return Math.trunc(value);
  }

  /** A number that may not be negative; 0 if absent. */
  amount(name: string): number {
    const value = this.number(name) ?? 0;
    if (value < 0)
      throw new CommandError('Location51024', `BSON field '${name}' value must be >= 0, actual value '${value}'`);
    return value;
  }

  long(name: string): bigint | undefined {
    const found = this.found(name);
    if (found?.type === Bson.int64) return this.bytes.readBigInt64LE(found.at);
    const value = this.number(name);
    return value === undefined ? undefined : BigInt(value);
  }

  /** A document in bytes; an empty one if absent. */
  document(name: string): Buffer {
    const found = this.found(name);
    if (!found) return EMPTY;
    if (found.type !== Bson.object) throw this.wrongType(name, 'an object');
    return documentAt(this.bytes, found.at);
  }

  isArray(name: string): boolean {
    return this.found(name)?.type === Bson.array;
  }

  /** Documents in bytes, from an array or from a sequence beside the body. */
  documents(name: string): Buffer[] {
    const sequence = this.sequences?.get(name);
    if (sequence) return sequence;
    const found = this.found(name);
    if (!found)
      throw new CommandError('FailedToParse', `BSON field '${this.name}.${name}' is missing but a required field`);
    if (found.type !== Bson.array) throw this.wrongType(name, 'an array');
    return documentsOfArray(this.bytes, found.at, name);
  }

  /** A command inside this one, as `explain` has it. */
  command(name: string): CommandRequest {
    return new CommandRequest(this.document(name));
  }

  /** Any value as an object. */
  value(name: string): unknown {
    const found = this.found(name);
    if (!found) return undefined;
    return parseValue(this.bytes, found.type, found.at);
  }

  private found(name: string): Argument | undefined {
    const place: Place = { type: 0, at: 0 };
    if (!locate(this.bytes, 0, nameBytes(name), place)) return undefined;
    return place.type === Bson.null || place.type === Bson.undefined ? undefined : place;
  }

  private wrongType(name: string, wanted: string): CommandError {
    return new CommandError('TypeMismatch', `BSON field '${this.name}.${name}' is the wrong type, expected ${wanted}`);
  }
}
