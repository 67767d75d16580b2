import type { RecordedEvent } from '../../../src/platform/event-store/envelope.js';
import type { Projection, ViewDocument } from '../../../src/platform/projections/projection.js';

export interface NaiveView {
  readonly documents: Map<string, ViewDocument>;
  readonly quarantined: Set<string>;
}

/** What a view must be, worked out one event after the other with nothing clever: the measure for the runner. */
export function naiveFold(
  projection: Projection,
  events: readonly RecordedEvent[],
  unknown: ReadonlySet<string> = new Set(),
): NaiveView {
  const documents = new Map<string, ViewDocument>();
  const quarantined = new Set<string>();
  for (const event of events) {
    if (!projection.streamPrefixes.some((prefix) => event.streamId.startsWith(prefix))) continue;
    if (unknown.has(event.type)) {
      for (const key of projection.keysOfStream?.(event.streamId) ?? [event.streamId.replace(/^[^-]*-/, '')]) {
        quarantined.add(key);
      }
      continue;
    }
    for (const key of new Set([...projection.keys(event), ...selected(projection, event, documents)])) {
      if (quarantined.has(key)) continue;
      try {
        const after = projection.apply(documents.get(key), event, key);
        if (after) documents.set(key, projection.complete?.(after) ?? after);
        else documents.delete(key);
      } catch {
        quarantined.add(key);
      }
    }
  }
  return { documents, quarantined };
}

function selected(
  projection: Projection,
  event: RecordedEvent,
  documents: ReadonlyMap<string, ViewDocument>,
): readonly string[] {
  const selection = projection.affects?.(event);
  if (!selection) return [];
  return [...documents.values()]
    .filter((document) => Object.entries(selection).every(([field, value]) => Reflect.get(document, field) === value))
    .map(({ _id }) => _id);
}

/** A stored document without the runner's fields. */
export function bare(document: object): Record<string, unknown> {
  return Object.fromEntries(Object.entries(document).filter(([field]) => field === '_id' || !field.startsWith('_')));
}
