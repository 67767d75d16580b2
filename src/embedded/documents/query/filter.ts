import { documentsOfArray, eachField, parse } from '../bson/raw.js';
import { keyOf, NULL_KEY, RANK, rankOf } from '../bson/sort-key.js';
import { Bson } from '../bson/types.js';
import { CommandError } from '../errors.js';
import { Comparison, type Operator } from './comparison.js';
import { compileQuery } from './mingo.js';

/**
 * A filter, compiled from its bytes. Comparisons of fields with plain values are evaluated on the documents' bytes; what
 * is more (regular expressions, arrays, `$elemMatch`, …) goes to the query library, and only for the documents that the
 * plain comparisons leave over.
 */
export class Filter {
  readonly comparisons: readonly Comparison[];
  /** Alternatives: of each entry at least one branch must hold. */
  private readonly alternatives: readonly (readonly Filter[])[];
  private readonly rest: boolean;
  private query: ((document: object) => boolean) | undefined;
  private readonly bytes: Buffer;

  constructor(bytes: Buffer) {
    const parts = new Parts();
    parts.readFilter(bytes);
    this.bytes = bytes;
    this.comparisons = parts.comparisons;
    this.alternatives = parts.alternatives;
    this.rest = parts.rest;
    if (this.rest) this.compiled();
  }

  /** Whether the comparisons alone say all that the filter says. */
  get plain(): boolean {
    return !this.rest && this.alternatives.length === 0;
  }

  get empty(): boolean {
    return this.plain && this.comparisons.length === 0;
  }

  /** The key of the one value that a field must equal, if the filter says so. */
  equals(path: string): string | undefined {
    return this.comparisons.find((it) => it.path === path && it.operator === 'eq')?.key;
  }

  /** The keys of the only `_id`s that can match, if the filter names them. */
  ids(): Iterable<string> | undefined {
    for (const { path, operator, key, keys } of this.comparisons) {
      if (path !== '_id') continue;
      if (operator === 'eq') return [key];
      if (operator === 'in') return keys;
    }
    return undefined;
  }

  matches(document: Buffer): boolean {
    const verdict = this.verdict(document);
    return verdict ?? this.compiled()(parse(document));
  }

  /** true, false, or undefined where the bytes alone cannot tell. */
  private verdict(document: Buffer): boolean | undefined {
    let known = !this.rest;
    for (const comparison of this.comparisons) {
      const verdict = comparison.test(document);
      if (verdict === false) return false;
      if (verdict === undefined) known = false;
    }
    for (const branches of this.alternatives) {
      let verdict: boolean | undefined = false;
      for (const branch of branches) {
        const one = branch.verdict(document);
        if (one === true) {
          verdict = true;
          break;
        }
        if (one === undefined) verdict = undefined;
      }
      if (verdict === false) return false;
      if (verdict === undefined) known = false;
    }
    return known ? true : undefined;
  }

  private compiled(): (document: object) => boolean {
    this.query ??= compileQuery(parse(this.bytes));
    return this.query;
  }
}

class Parts {
  readonly comparisons: Comparison[] = [];
  readonly alternatives: Filter[][] = [];
  rest = false;

  readFilter(bytes: Buffer): void {
    eachField(bytes, 0, (type, name, at, end) => {
      if (name.startsWith('$')) return this.readLogical(bytes, name, type, at);
      if (type === Bson.regex) this.rest = true;
      else if (type === Bson.object && this.readOperators(bytes.subarray(at, end), name)) return;
      else this.compare(name, 'eq', bytes, type, at);
    });
  }

  private readLogical(bytes: Buffer, name: string, type: number, at: number): void {
    if (name === '$comment') return;
    if (name === '$and' || name === '$or' || name === '$nor') {
      if (type !== Bson.array) throw new CommandError('BadValue', `${name} must be an array`);
      const branches = documentsOfArray(bytes, at, name);
      if (branches.length === 0) throw new CommandError('BadValue', '$and/$or/$nor must be a nonempty array');
      if (name === '$and') for (const branch of branches) this.readFilter(branch);
      else if (name === '$or') this.alternatives.push(branches.map((branch) => new Filter(branch)));
      else this.rest = true;
      return;
    }
    throw new CommandError('BadValue', `unknown top level operator: ${name}`);
  }

  /** @returns false if the object is a value to compare with, not operators */
  private readOperators(bytes: Buffer, path: string): boolean {
    let operators: boolean | undefined;
    eachField(bytes, 0, (type, name, at) => {
      operators ??= name.startsWith('$');
      if (operators) this.readOperator(path, name, bytes, type, at);
    });
    return operators === true;
  }

  private readOperator(path: string, name: string, bytes: Buffer, type: number, at: number): void {
    switch (name) {
      case '$eq':
      case '$ne':
        if (type === Bson.regex) this.rest = true;
        else this.compare(path, name === '$eq' ? 'eq' : 'ne', bytes, type, at);
        return;
      case '$gt':
      case '$gte':
      case '$lt':
      case '$lte':
        this.compare(path, name.slice(1) as Operator, bytes, type, at);
        return;
      case '$in':
      case '$nin':
        if (type !== Bson.array) throw new CommandError('BadValue', `${name} needs an array`);
        this.compareSet(path, name === '$in' ? 'in' : 'nin', bytes, at);
        return;
      case '$exists': {
        const wanted = type === Bson.boolean ? bytes[at] === 1 : type !== Bson.null && keyOf(bytes, type, at) !== ZERO;
        this.comparisons.push(new Comparison(path, wanted ? 'exists' : 'missing', ''));
        return;
      }
      default:
        if (!OTHERS.has(name)) throw new CommandError('BadValue', `unknown operator: ${name}`);
        this.rest = true;
    }
  }

  private compare(path: string, operator: Operator, bytes: Buffer, type: number, at: number): void {
    const rank = rankOf(type);
    const range = operator !== 'eq' && operator !== 'ne';
    // An array may equal a field or be an item of it; not-a-number and null are ordered by rules of their own.
    if (type === Bson.array || (range && !RANGED.has(rank))) this.rest = true;
    else this.comparisons.push(new Comparison(path, operator, keyOf(bytes, type, at)));
  }

  private compareSet(path: string, operator: 'in' | 'nin', bytes: Buffer, at: number): void {
    const keys = new Set<string>();
    let plain = true;
    eachField(bytes, at, (type, _name, start) => {
      if (type === Bson.array || type === Bson.regex) plain = false;
      else keys.add(keyOf(bytes, type, start));
    });
    if (plain) this.comparisons.push(new Comparison(path, operator, NULL_KEY, keys));
    else this.rest = true;
  }
}

/** Types whose values `$gt` and the like compare by their keys. */
const RANGED: ReadonlySet<number> = new Set([
  RANK.number,
  RANK.string,
  RANK.objectId,
  RANK.boolean,
  RANK.date,
  RANK.binary,
]);

const ZERO = (() => {
  const zero = Buffer.alloc(4);
  return keyOf(zero, Bson.int32, 0);
})();

/** Operators that the query library evaluates; those left out give other answers on other servers (docs/documents.md). */
const OTHERS: ReadonlySet<string> = new Set(['$not', '$regex', '$options', '$size', '$all']);
