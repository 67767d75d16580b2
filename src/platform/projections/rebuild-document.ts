import type { Decoded } from '../subscriptions/decoding.js';
import { BatchFold, keysOf, type Poison } from './fold.js';
import type { Projection, Selection, Stored } from './projection.js';

const NO_QUARANTINE: ReadonlyMap<string, string> = new Map();

/**
 * One document from its events, in the log's order. An event that picks documents by their fields (`affects`) is applied
 * when this document, as it stood then, matches. Where an event can't be applied it is as the one before left it, marked.
 * @throws StreamGap
 */
export async function rebuildDocument(
  projection: Projection,
  key: string,
  upTo: string,
  history: AsyncIterable<Decoded>,
): Promise<{ readonly document: Stored | undefined; readonly poison?: Poison }> {
  let fold = new BatchFold(projection, new Map(), NO_QUARANTINE);
  let document: Stored | undefined;
  for await (const item of history) {
    if (item.at > upTo) break;
    const named = keysOf(projection, item);
    const selection = named.item.event && projection.affects?.(named.item.event);
    if (!named.keys.includes(key) && !(selection && matches(document, selection))) continue;
    fold.add(named.item, [key]);
    document = fold.writes().at(0) ?? document;
    const [poison] = fold.poisoned;
    if (poison) return { document, poison };
    fold = new BatchFold(projection, document ? new Map([[key, document]]) : new Map(), NO_QUARANTINE);
  }
  return { document };
}

/** What the database answers to the same selection. */
export function matches(document: Stored | undefined, selection: Selection): boolean {
  if (!document || document._deleted) return false;
  return Object.entries(selection).every(([field, value]) => {
    const found = (document as unknown as Record<string, unknown>)[field] ?? null;
    return Array.isArray(found) ? found.includes(value) : found === value;
  });
}
