import type { Document, Filter } from 'mongodb';
import type { Stored, ViewDocument } from './projection.js';
import { present, type ViewReader } from './view-reader.js';

/** A page of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  /** On all pages. */
  readonly total: number;
  /** Names the page after this one; null on the last. */
  readonly next: string | null;
  /** Records that the list lacks: they could not be read. Absent when it lacks none. */
  readonly missing?: Missing;
}

export interface Missing {
  /** None for whoever may not know whose the record is that can't be read. */
  readonly ids: readonly string[];
}

/** Which page of a list somebody asks for: how many items, and the `next` of the page before. */
export interface PageAsked {
  readonly limit?: number;
  readonly after?: string;
}

export const USUAL_PAGE = 50;

/** What was given as the `next` of a page is none of this list in this order. */
export class NoSuchPage extends Error {
  override readonly name = 'NoSuchPage';
}

/**
 * Names the place where a page ended, for the address of the one after it: no personal data in it. The list is named as well,
 * so that the cursor of another list, or of another order, is refused rather than taken for a place in this one.
 */
export function cursorAt(list: string, place: string): string {
  return Buffer.from(`${list}\n${place}`).toString('base64url');
}

/** @throws NoSuchPage */
export function placeAt(list: string, cursor: string): string {
  const text = Buffer.from(cursor, 'base64url').toString('latin1');
  const isOne = /^[\x20-\x7e\n]+$/.test(text) && text.startsWith(`${list}\n`);
  const place = text.slice(list.length + 1);
  if (!isOne || cursorAt(list, place) !== cursor) throw new NoSuchPage(`no page of ${list}`);
  return place;
}

/** Which rows of a view, in the order of a sort key that no two of them share. Rows whose key is empty are in no list. */
export interface Rows<D extends ViewDocument> {
  readonly wanted?: Filter<Stored<D>>;
  readonly key: keyof D & string;
  readonly projection?: Document;
}

export interface PageOfRows<D extends ViewDocument> {
  readonly rows: readonly Stored<D>[];
  readonly total: number;
  readonly next: string | null;
  /** Keys of documents that could not be made at all. */
  readonly missing: readonly string[];
}

/** @throws NoSuchPage · ViewNotBuilt */
export async function readPage<D extends ViewDocument>(
  views: Pick<ViewReader, 'collection' | 'missing'>,
  view: string,
  { wanted, key, projection = {} }: Rows<D>,
  { limit = USUAL_PAGE, after }: PageAsked,
): Promise<PageOfRows<D>> {
  const list = `${view} ${key}`;
  const from = after === undefined ? '' : placeAt(list, after);
  const beyond = (place: string) => present<D>({ ...wanted, [key]: { $gt: place } } as Filter<Stored<D>>);
  const documents = await views.collection<D>(view);
  const [missing, total, found] = await Promise.all([
    views.missing(view),
    documents.countDocuments(beyond('')),
    documents
      .find(beyond(from), { projection })
      .sort({ [key]: 1 })
      .limit(limit + 1)
      .toArray(),
  ]);
  const rows = found.slice(0, limit) as unknown as readonly Stored<D>[];
  const last = rows.at(-1);
  const next = found.length > limit && last ? cursorAt(list, String(last[key])) : null;
  return { rows, total, next, missing };
}
