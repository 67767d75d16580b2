import { type Document, serialize } from 'bson';
import { find } from 'mingo';
import { eachField, parse } from '../bson/raw.js';
import { Bson } from '../bson/types.js';
import { CommandError } from '../errors.js';
import { directionOf } from './sort.js';

export type Projection = (document: Buffer) => Buffer;

/** Compiles a projection; fields of the top level are copied as bytes, the rest goes through the query library. */
export function compileProjection(bytes: Buffer): Projection | undefined {
  const kept = new Map<string, boolean>();
  let plain = true;
  eachField(bytes, 0, (type, name, at) => {
    const flag = type === Bson.boolean ? bytes[at] === 1 : directionOf(bytes, type, at);
    if (flag === undefined || name.includes('.')) plain = false;
    kept.set(name, flag === undefined || (flag !== false && flag !== 0));
  });
  if (kept.size === 0) return undefined;
  const id = kept.get('_id');
  const others = [...kept].filter(([name]) => name !== '_id');
  const including = others.length > 0 ? (others[0]?.[1] as boolean) : id === true;
  const odd = others.find(([, keep]) => keep !== including);
  if (odd && plain) {
    const [name] = odd;
    const message = including
      ? `Cannot do exclusion on field ${name} in inclusion projection`
      : `Cannot do inclusion on field ${name} in exclusion projection`;
    throw new CommandError('BadValue', message);
  }
  if (!plain) {
    const specification = parse(bytes);
    return (document) => bytesOf(find<Document>([parse(document)], {}, specification).all()[0] ?? {});
  }
  const withId = id ?? true;
  return (document) => copied(document, (name) => (name === '_id' ? withId : kept.has(name) === including));
}

function bytesOf(document: Document): Buffer {
  return Buffer.from(serialize(document, { ignoreUndefined: true }));
}

function copied(document: Buffer, keep: (name: string) => boolean): Buffer {
  const target = Buffer.allocUnsafe(document.length);
  let length = 4;
  eachField(document, 0, (type, name, at, end) => {
    if (!keep(name)) return;
    target[length] = type;
    length++;
    length += document.copy(target, length, at - Buffer.byteLength(name) - 1, end);
  });
  target[length++] = 0;
  target.writeInt32LE(length, 0);
  return target.subarray(0, length);
}
