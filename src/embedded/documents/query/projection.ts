import { eachField } from '../bson/raw.js';
import { Bson } from '../bson/types.js';
import { CommandError } from '../errors.js';
import { numberAt } from './sort.js';

export type Projection = (document: Buffer) => Buffer;

/** Names to keep or to leave out; a deeper tree says so of the fields within. */
interface Tree extends Map<string, Tree | 'whole'> {}

/** Compiles a projection: fields to include or fields to exclude, also within documents. Fields are copied as bytes. */
export function compileProjection(bytes: Buffer): Projection | undefined {
  const paths: { path: string; keep: boolean }[] = [];
  let id: boolean | undefined;
  eachField(bytes, 0, (type, path, at) => {
    const keep = type === Bson.boolean ? bytes[at] === 1 : numberAt(bytes, type, at);
    if (keep === undefined || path.split('.').some((name) => name === '' || name.startsWith('$'))) {
      throw new CommandError('NotImplemented', `projection of '${path}': only inclusion and exclusion are offered`);
    }
    if (path === '_id') id = Boolean(keep);
    else paths.push({ path, keep: Boolean(keep) });
  });
  const [first] = paths;
  if (!first && id === undefined) return undefined;
  const including = first ? first.keep : id === true;
  const tree: Tree = new Map();
  for (const { path, keep } of paths) {
    if (keep !== including) throw mixed(path, including);
    plant(tree, path);
  }
  if ((id ?? true) === including) tree.set('_id', 'whole');
  return (document) => {
    if (scratch.length < document.length) scratch = Buffer.allocUnsafe(document.length * 2);
    return Buffer.from(scratch.subarray(0, copyFields(document, 0, tree, including, scratch, 0)));
  };
}

/**
 * Where a projection is made before it is copied in its own size: memory of a whole document for each row of a page makes
 * the garbage collector go through all that is kept, again and again.
 */
let scratch = Buffer.allocUnsafe(64 * 1024);

function mixed(path: string, including: boolean): CommandError {
  return including
    ? new CommandError('Location31254', `Cannot do exclusion on field ${path} in inclusion projection`)
    : new CommandError('Location31253', `Cannot do inclusion on field ${path} in exclusion projection`);
}

function plant(tree: Tree, path: string): void {
  const names = path.split('.');
  const last = names.pop() as string;
  let node = tree;
  for (const name of names) {
    const next: Tree | 'whole' = node.get(name) ?? new Map();
    if (next === 'whole') throw collision(path);
    node.set(name, next);
    node = next;
  }
  if (node.has(last)) throw collision(path);
  node.set(last, 'whole');
}

function collision(path: string): CommandError {
  return new CommandError('Location31249', `Path collision at ${path}`);
}

/** Copies what is left of the document (or array) at `start`. @returns where the copy ends in `target` */
function copyFields(
  source: Buffer,
  start: number,
  tree: Tree,
  including: boolean,
  target: Buffer,
  from: number,
): number {
  let length = from + 4;
  eachField(source, start, (type, name, at, end) => {
    const branch = tree.get(name);
    const head = at - Buffer.byteLength(name) - 2;
    if (branch === 'whole' ? including : branch === undefined && !including) {
      length += source.copy(target, length, head, end);
    } else if (branch instanceof Map && (type === Bson.object || type === Bson.array)) {
      length += source.copy(target, length, head, at);
      length = copyWithin(source, type, at, branch, including, target, length);
    } else if (branch instanceof Map && !including) length += source.copy(target, length, head, end);
  });
  return finish(target, from, length);
}

function copyWithin(
  source: Buffer,
  type: number,
  start: number,
  tree: Tree,
  including: boolean,
  target: Buffer,
  from: number,
): number {
  if (type === Bson.object) return copyFields(source, start, tree, including, target, from);
  let length = from + 4;
  let index = 0;
  eachField(source, start, (itemType, _name, at, end) => {
    const container = itemType === Bson.object || itemType === Bson.array;
    if (!container && including) return;
    target[length] = itemType;
    length += 1 + target.write(`${index++}\0`, length + 1, 'latin1');
    if (container) length = copyWithin(source, itemType, at, tree, including, target, length);
    else length += source.copy(target, length, at, end);
  });
  return finish(target, from, length);
}

function finish(target: Buffer, from: number, length: number): number {
  target[length] = 0;
  target.writeInt32LE(length + 1 - from, from);
  return length + 1;
}
