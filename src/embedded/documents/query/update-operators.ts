import { type Document, Long, serialize } from 'bson';
import { keyOf } from '../bson/sort-key.js';
import { CommandError } from '../errors.js';

/** What an operator makes of a field's value; `KEEP` if it changes nothing, `REMOVE` to take the field away. */
type Operator = (value: unknown, operand: unknown, field: Field) => unknown;

export interface Field {
  readonly path: string;
  readonly present: boolean;
  readonly document: Document;
  readonly now: () => Date;
}

export const KEEP = Symbol('keep');
export const REMOVE = Symbol('remove');

/** The operators that every server of the protocol has and that give the same answers there. */
export const OPERATORS: ReadonlyMap<string, Operator> = new Map<string, Operator>([
  ['$set', (value, operand) => (sameValue(value, operand) ? KEEP : operand)],
  ['$unset', (_value, _operand, { present }) => (present ? REMOVE : KEEP)],
  ['$inc', increment],
  ['$min', (value, operand, { present }) => (!present || keyOfValue(operand) < keyOfValue(value) ? operand : KEEP)],
  ['$max', (value, operand, { present }) => (!present || keyOfValue(operand) > keyOfValue(value) ? operand : KEEP)],
  ['$currentDate', (_value, operand, field) => currentDate(operand, field)],
  ['$push', (value, operand, field) => [...arrayIn(value, field), ...itemsOf(operand, '$push')]],
  ['$addToSet', addToSet],
  ['$pull', pull],
]);

/** Operators that make a field where there is none. */
export const CREATING: ReadonlySet<string> = new Set(
  [...OPERATORS.keys()].filter((it) => it !== '$unset' && it !== '$pull'),
);

function increment(value: unknown, operand: unknown, { path, present, document }: Field): unknown {
  if (!isNumber(operand)) {
    throw new CommandError(
      'TypeMismatch',
      `Cannot increment with non-numeric argument: {${path}: ${JSON.stringify(operand)}}`,
    );
  }
  if (!present) return operand;
  if (!isNumber(value)) {
    const message = `Cannot apply $inc to a value of non-numeric type. {_id: ${JSON.stringify(document._id)}} has the field '${path}' of non-numeric type ${typeName(value)}`;
    throw new CommandError('TypeMismatch', message);
  }
  if (typeof value === 'number' && typeof operand === 'number') return operand === 0 ? KEEP : value + operand;
  return Long.fromValue(value).add(Long.fromValue(operand));
}

function currentDate(operand: unknown, { now }: Field): Date {
  if (operand === true || (operand as { $type?: unknown } | null)?.$type === 'date') return now();
  throw new CommandError('NotImplemented', '$currentDate is offered for dates only');
}

function addToSet(value: unknown, operand: unknown, field: Field): unknown {
  const items = arrayIn(value, field);
  const known = new Set(items.map(keyOfValue));
  const added = itemsOf(operand, '$addToSet').filter((item) => {
    const key = keyOfValue(item);
    return !known.has(key) && known.add(key);
  });
  return added.length > 0 || !field.present ? [...items, ...added] : KEEP;
}

function pull(value: unknown, operand: unknown, field: Field): unknown {
  if (!field.present) return KEEP;
  if (operand && typeof operand === 'object' && Object.getPrototypeOf(operand) === Object.prototype) {
    throw new CommandError('NotImplemented', '$pull is offered for plain values only, not for conditions');
  }
  if (!Array.isArray(value)) throw new CommandError('BadValue', 'Cannot apply $pull to a non-array value');
  const key = keyOfValue(operand);
  const left = value.filter((item) => keyOfValue(item) !== key);
  return left.length < value.length ? left : KEEP;
}

function arrayIn(value: unknown, { path, present, document }: Field): readonly unknown[] {
  if (!present) return [];
  if (Array.isArray(value)) return value;
  const message = `The field '${path}' must be an array but is of type '${typeName(value)}' in document {_id: ${JSON.stringify(document._id)}}`;
  throw new CommandError('BadValue', message);
}

/** One item, or those of `{ $each: […] }`. */
function itemsOf(operand: unknown, operator: string): readonly unknown[] {
  if (!operand || typeof operand !== 'object' || !('$each' in operand)) return [operand];
  const { $each, ...others } = operand;
  const [other] = Object.keys(others);
  if (other !== undefined) throw new CommandError('NotImplemented', `${operator}: '${other}' is not offered`);
  if (!Array.isArray($each))
    throw new CommandError('TypeMismatch', `The argument to $each in ${operator} must be an array`);
  return $each;
}

function isNumber(value: unknown): value is number | Long {
  return typeof value === 'number' || Long.isLong(value);
}

function sameValue(left: unknown, right: unknown): boolean {
  return left !== undefined && keyOfValue(left) === keyOfValue(right);
}

/** The sort key of a value that is not in bytes. */
function keyOfValue(value: unknown): string {
  const bytes = Buffer.from(serialize({ v: value }));
  return keyOf(bytes, bytes[4] as number, 7);
}

function typeName(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  if (value instanceof Date) return 'date';
  if (typeof value === 'number') return Number.isInteger(value) ? 'int' : 'double';
  return typeof value === 'boolean' ? 'bool' : typeof value;
}
