import { inEnglish, isLocalDate } from '../../schools/domain/local-date.js';
import type { ChildEvent } from '../domain/child.js';

type Type = ChildEvent['type'];
export type DataOf<T extends Type> = Extract<ChildEvent, { readonly type: T }>['data'];
/** One sentence for each of some facts. */
export type Sentences<T extends Type> = { readonly [K in T]: (data: DataOf<K>) => string };

/** `27 March 2026`; what is no date (an erased one) as it stands. */
export function day(date: string | undefined): string {
  if (!isLocalDate(date)) return date ?? 'a date not given';
  return inEnglish(date);
}

export const morning = (session: string): string => (session === 'AM' ? 'morning' : 'afternoon');

/** `spoke` from `spoke`, `no answer` from `NO_ANSWER` and `no-answer`. */
export const words = (code: string): string => code.toLowerCase().replace(/[_-]/g, ' ');

/** `: text` when there is one. */
export const told = (text: string | undefined): string => (text === undefined || text === '' ? '' : `: ${text}`);

export const list = (codes: readonly string[]): string => (codes.length === 0 ? 'none' : codes.join(', '));

export const count = (n: number, one: string): string => `${n} ${one}${n === 1 ? '' : 's'}`;
