import { nameParts, normalName } from '../../enquiries/domain/names.js';
import type { LocalDate } from '../../schools/domain/local-date.js';

/** What a child is asked for by. */
export const CRITERIA = ['name', 'dateOfBirth', 'number'] as const;
export type Criterion = (typeof CRITERIA)[number];

/** Of a name no more letters are compared than these. */
const LONGEST = 24;
const MOST_WORDS = 8;

export interface NamedPerson {
  readonly givenName?: string;
  readonly familyName?: string;
  readonly knownAs?: string;
  readonly dateOfBirth?: LocalDate;
}

/** A child as somebody asks for it. */
export interface Wanted {
  /** Words of names, the longest first: few children share it. */
  readonly words: readonly string[];
  readonly dateOfBirth?: LocalDate;
  /** A number as it is kept: hashed. */
  readonly number?: string;
}

/** Keys that a child must all have; of a list, one at least. */
export type Question = readonly (string | readonly string[])[];

/**
 * What a child is found by: each beginning of each word of its names (`m`, `ma`, `mar`, …), each whole word (`=marlow`), and
 * the date of birth. All are compared for equality, so that one index answers whatever is asked. Only the names that the child has now: who knows a name that
 * was given up, after an adoption for one, is not led to the new one.
 */
export function findingKeys({ givenName, familyName, knownAs, dateOfBirth }: NamedPerson): string[] {
  const keys = new Set<string>();
  for (const word of [givenName, familyName, knownAs].flatMap((name) => (name === undefined ? [] : wordsOf(name)))) {
    for (let length = 1; length <= Math.min(word.length, LONGEST); length++) keys.add(word.slice(0, length));
    keys.add(whole(word));
  }
  if (dateOfBirth !== undefined) keys.add(dateOfBirth);
  return [...keys];
}

/** The words of a name as it is asked for: in any order, without accents and capitals, apostrophes left out, hyphens parting. */
export function wordsAskedFor(name: string): string[] {
  const words = [...new Set(nameParts(name).map((word) => word.slice(0, LONGEST)))];
  return words.sort((one, other) => other.length - one.length).slice(0, MOST_WORDS);
}

/** `O’Brien-Al Hassan` is found as obrien, brien, al, hassan, and written together. */
function wordsOf(name: string): string[] {
  const parts = nameParts(name);
  const apart = nameParts(name.replace(/[’'`´]/g, ' ')).filter((part) => part.length > 1);
  return [...new Set([...parts, ...apart, normalName(name).replaceAll(' ', '')])].filter((word) => word !== '');
}

function whole(word: string): string {
  return `=${word.slice(0, LONGEST)}`;
}

/** What is asked first: who agrees in everything; with whole words, so that an Ann comes before a hundred Annabels, and with beginnings. */
export function exactQuestions({ words, ...others }: Wanted): Question[] {
  const rest = fixed(others);
  return words.length === 0
    ? [rest]
    : [
        [...words.map(whole), ...rest],
        [...words, ...rest],
      ];
}

/** What is asked where nobody agrees in everything: who agrees in something, as one of them may have been misheard. */
export function nearQuestions({ words, dateOfBirth, number }: Wanted): Question[] {
  const named = words.length > 0;
  const born = dateOfBirth === undefined ? [] : [dateOfBirth];
  if (Number(named) + born.length + Number(number !== undefined) < 2) return [];
  const telling = words.filter((word) => word.length > 1);
  const some = telling.length > 0 ? telling : words;
  return [
    ...(number === undefined ? [] : [[number]]),
    ...(number !== undefined && named && born.length > 0 ? [[...words, ...born]] : []),
    ...(named ? [words] : []),
    ...(born.length > 0 ? [named ? [...born, some] : born] : []),
  ];
}

function fixed({ dateOfBirth, number }: Omit<Wanted, 'words'>): string[] {
  return [dateOfBirth, number].filter((key): key is string => key !== undefined);
}

export interface Agreement {
  readonly agrees: readonly Criterion[];
  readonly differs: readonly Criterion[];
  /** The greater, the better. */
  readonly weight: number;
}

/** In what a child agrees with what is asked: a number weighs more than a birthday, a whole name as much, a part of one less. */
export function agreement({ words, dateOfBirth, number }: Wanted, keys: readonly string[]): Agreement {
  const has = new Set(keys);
  const begun = words.filter((word) => has.has(word)).length;
  const said = words.filter((word) => has.has(whole(word))).length;
  const verdicts: [Criterion, boolean][] = [];
  if (words.length > 0) verdicts.push(['name', begun === words.length]);
  if (dateOfBirth !== undefined) verdicts.push(['dateOfBirth', has.has(dateOfBirth)]);
  if (number !== undefined) verdicts.push(['number', has.has(number)]);
  const agrees = verdicts.filter(([, verdict]) => verdict).map(([criterion]) => criterion);
  const differs = verdicts.filter(([, verdict]) => !verdict).map(([criterion]) => criterion);
  const ofAll = words.length === 0 ? 0 : (begun + said / 2) / words.length;
  const weight = agrees.reduce((sum, criterion) => sum + WEIGHTS[criterion], 0) + ofAll;
  return { agrees, differs, weight };
}

const WEIGHTS: Readonly<Record<Criterion, number>> = { name: 1, dateOfBirth: 2, number: 5 };
