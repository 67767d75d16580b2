import type { Document } from 'bson';
import { CommandError } from '../errors.js';

/** How far beyond its end an array may be filled with nulls. */
const MOST_PADDING = 1500;
const INDEX = /^(0|[1-9][0-9]{0,6})$/;

/** The document or array that holds the last name of a path. */
export interface Holder {
  readonly container: Document | unknown[];
  readonly name: string;
}

/** @returns undefined if the way to the field is not there and is not to be made. @throws CommandError PathNotViable (28) */
export function holderOf(document: Document, path: string, create: boolean): Holder | undefined {
  const names = path.split('.');
  const last = names.pop() as string;
  let container: Document | unknown[] = document;
  let before = '';
  for (const name of names) {
    const next: unknown = read(container, name);
    if (next === undefined) {
      if (!create) return undefined;
      checkViable(container, name, before);
      const made: Document = {};
      write(container, name, made);
      container = made;
    } else if (isContainer(next)) container = next;
    else if (!create) return undefined;
    else throw notViable(names[names.indexOf(name) + 1] ?? last, name, next);
    before = name;
  }
  if (create) checkViable(container, last, before);
  return { container, name: last };
}

export function read(container: Document | unknown[], name: string): unknown {
  return Object.hasOwn(container, name) ? (container as Document)[name] : undefined;
}

export function write(container: Document | unknown[], name: string, value: unknown): void {
  if (!Array.isArray(container)) {
    container[name] = value;
    return;
  }
  const index = Number(name);
  if (index > container.length + MOST_PADDING) throw new CommandError('BadValue', 'An array would be padded too far');
  while (container.length < index) container.push(null);
  container[index] = value;
}

/** Takes a field away; an item of an array becomes null, so that the others keep their places. */
export function erase(container: Document | unknown[], name: string): void {
  if (Array.isArray(container)) container[Number(name)] = null;
  else delete container[name];
}

/** Values such as dates and ids have classes of their own; documents do not. */
function isContainer(value: unknown): value is Document | unknown[] {
  if (Array.isArray(value)) return true;
  return typeof value === 'object' && value !== null && Object.getPrototypeOf(value) === Object.prototype;
}

function checkViable(container: Document | unknown[], name: string, holder: string): void {
  if (Array.isArray(container) && !INDEX.test(name)) throw notViable(name, holder, container);
}

function notViable(name: string, holder: string, element: unknown): CommandError {
  return new CommandError(
    'PathNotViable',
    `Cannot create field '${name}' in element {${holder}: ${JSON.stringify(element)}}`,
  );
}
