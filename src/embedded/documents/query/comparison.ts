import { endOfName, endOfValue, int32, locate, type Place } from '../bson/raw.js';
import { keyOf, NULL_KEY, rankOf, textOf } from '../bson/sort-key.js';
import { Bson } from '../bson/types.js';

export type Operator = 'eq' | 'ne' | 'gt' | 'gte' | 'lt' | 'lte' | 'in' | 'nin' | 'exists' | 'missing';

const place: Place = { type: 0, at: 0 };

const MOST_KNOWN = 10_000;
const known = new Map<string, readonly Buffer[]>();

/** A dotted path as the bytes of its names; the same few paths come again and again. */
export function namesOf(path: string): readonly Buffer[] {
  let names = known.get(path);
  if (!names) {
    names = path.split('.').map((name) => Buffer.from(name, 'utf8'));
    if (known.size >= MOST_KNOWN) known.clear();
    known.set(path, names);
  }
  return names;
}

/** The bytes of one name without dots. */
export function nameBytes(name: string): Buffer {
  return namesOf(name)[0] as Buffer;
}

const NONE: ReadonlySet<string> = new Set();

export type Found = 'value' | 'missing' | 'array';

/** Follows a path through nested documents; an array on the way needs rules that bytes alone do not answer. */
export function follow(document: Buffer, names: readonly Buffer[], found: Place): Found {
  let start = 0;
  for (let i = 0; i < names.length; i++) {
    if (!locate(document, start, names[i] as Buffer, found)) return 'missing';
    if (i === names.length - 1) return 'value';
    if (found.type === Bson.array) return 'array';
    if (found.type !== Bson.object) return 'missing';
    start = found.at;
  }
  return 'missing';
}

/** One comparison of a field with a value (or, for `in` and `nin`, with a set of values), by their sort keys. */
export class Comparison {
  readonly path: string;
  readonly operator: Operator;
  readonly key: string;
  readonly keys: ReadonlySet<string>;
  private readonly names: readonly Buffer[];
  /** The bytes of a text to be equal to: compared in place, no key is made of what is looked at. */
  private readonly text: Buffer | undefined;

  constructor(path: string, operator: Operator, key: string, keys: ReadonlySet<string> = NONE) {
    this.path = path;
    this.operator = operator;
    this.key = key;
    this.keys = keys;
    this.names = namesOf(path);
    this.text = operator === 'eq' ? textOf(key) : undefined;
  }

  /** true, false, or undefined where an array makes the answer a question for the query library. */
  test(document: Buffer): boolean | undefined {
    const found = follow(document, this.names, place);
    if (found === 'array') return undefined;
    if (this.operator === 'exists') return found === 'value';
    if (this.operator === 'missing') return found === 'missing';
    if (found === 'value' && place.type === Bson.array) return this.testItems(document, place.at);
    if (this.text) return found === 'value' && isText(document, place.type, place.at, this.text);
    const key = found === 'missing' ? NULL_KEY : keyOf(document, place.type, place.at);
    switch (this.operator) {
      case 'eq':
        return key === this.key;
      case 'ne':
        return key !== this.key;
      case 'in':
        return this.keys.has(key);
      case 'nin':
        return !this.keys.has(key);
      default:
        if (found === 'missing' || rankOf(place.type) !== this.key.charCodeAt(0)) return false;
        return inOrder(key, this.operator, this.key);
    }
  }

  /** Of a list: whether an item equals. Null, which a list without items may equal too, and the rest are left to the library. */
  private testItems(document: Buffer, array: number): boolean | undefined {
    const { operator, text } = this;
    if (operator === 'eq' ? this.key === NULL_KEY : operator !== 'in' || this.keys.has(NULL_KEY)) return undefined;
    const last = array + int32(document, array) - 1;
    for (let at = array + 4; at < last; ) {
      const type = document[at] as number;
      const value = endOfName(document, at + 1) + 1;
      if (text ? isText(document, type, value, text) : this.hasKey(keyOf(document, type, value))) return true;
      at = endOfValue(document, type, value);
    }
    return false;
  }

  private hasKey(key: string): boolean {
    return this.operator === 'eq' ? key === this.key : this.keys.has(key);
  }
}

/** Whether a value is a text of these bytes. Texts whose bytes differ are never equal. */
function isText(document: Buffer, type: number, at: number, text: Buffer): boolean {
  if ((type !== Bson.string && type !== Bson.symbol) || int32(document, at) !== text.length + 1) return false;
  for (let i = 0; i < text.length; i++) if (document[at + 4 + i] !== text[i]) return false;
  return true;
}

function inOrder(key: string, operator: 'gt' | 'gte' | 'lt' | 'lte', bound: string): boolean {
  if (operator === 'gt') return key > bound;
  if (operator === 'gte') return key >= bound;
  if (operator === 'lt') return key < bound;
  return key <= bound;
}
