import type { InvalidField } from './problem.js';

/** Control characters but for tab and line ends. No store and no letter can hold all of them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for.
const CONTROL = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;

const HALF = /\p{Surrogate}/u;

/** Whether a person can have written it: no control characters, and no half of a character. */
export function isReadable(text: string): boolean {
  return !CONTROL.test(text) && !HALF.test(text);
}

/** Anything that is neither a space of any kind nor invisible. */
const VISIBLE = /[^\s\p{Default_Ignorable_Code_Point}]/u;

/** Whether anything is written in it. Text of spaces only says as little as an empty one. */
export function isWritten(text: string): boolean {
  return VISIBLE.test(text);
}

/** More than any body has: what checks it calls itself for each. */
const MOST_LEVELS = 12;

/**
 * What no check of a body’s fields has to look at: text that nobody can have written, and lists and objects within one another
 * without end. Not recursive: the depth is the sender’s to choose.
 */
export function unreadableParts(body: object): readonly InvalidField[] {
  const found: InvalidField[] = [];
  const left: [value: unknown, pointer: string, level: number][] = [[body, '#', 0]];
  for (let next = left.pop(); next !== undefined; next = left.pop()) {
    const [value, pointer, level] = next;
    if (typeof value === 'string' && !isReadable(value)) {
      found.push({ pointer, detail: 'Must be text without control characters.' });
    } else if (typeof value === 'object' && value !== null) {
      if (level === MOST_LEVELS) found.push({ pointer, detail: `May be nested ${MOST_LEVELS} levels deep at most.` });
      else
        for (const [name, member] of Object.entries(value))
          left.push([member, `${pointer}/${escaped(name)}`, level + 1]);
    }
  }
  return found;
}

/** A name as a part of a JSON pointer. */
export function escaped(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}
