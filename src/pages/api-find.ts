import type { ApiChapter, RouteDescription } from './api-description.js';

/** An operation that has all the words, and where it is described. */
export interface Found {
  readonly route: RouteDescription;
  readonly chapter: ApiChapter;
}

/** Longer than any name of a field; what is longer is no word of the description. */
const LONGEST_SEARCH = 120;

/**
 * The operations that have every word: in their summary, method and path, chapter, or the names of their fields. Those
 * that have most of the words in the summary come first, else the order of the chapters holds. None for no words.
 */
export function findOperations(chapters: readonly ApiChapter[], words: string): readonly Found[] {
  const wanted = wordsOf(words.slice(0, LONGEST_SEARCH));
  if (wanted.length === 0) return [];
  const found = chapters.flatMap((chapter) =>
    chapter.routes
      .filter((route) => hits(textOf(route, chapter), wanted) === wanted.length)
      .map((route) => ({ route, chapter, rank: rankOf(plain(route.summary), wanted) })),
  );
  return found.sort((one, other) => other.rank - one.rank);
}

/** A whole word tells more than a part of one. */
function rankOf(summary: string, words: readonly string[]): number {
  const whole = new Set(wordsOf(summary));
  return hits(summary, words) + words.filter((word) => whole.has(word)).length;
}

function textOf(route: RouteDescription, chapter: ApiChapter): string {
  const { summary, description, method, path, operationId, parameters, body } = route;
  const names = [...parameters, ...(body?.fields ?? [])].map(({ name }) => name);
  const all = [summary, description, `${method} ${path}`, operationId, chapter.title, ...names];
  return plain(all.join(' '));
}

const plain = (text: string): string => text.toLowerCase().replaceAll(/[’'‘]/g, '');

/** Two forms of a word are tried: a plural finds the singular too. */
function hits(text: string, words: readonly string[]): number {
  return words.filter((word) => text.includes(word) || (word.length > 3 && text.includes(word.replace(/s$/, ''))))
    .length;
}

const wordsOf = (text: string): string[] =>
  plain(text)
    .split(/[\s,;:"“”?!]+/)
    .filter((word) => word !== '');
