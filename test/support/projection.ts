import { expect } from '@jest/globals';
import type { DomainEvent, EventMetadata, RecordedEvent } from '../../src/platform/event-store/envelope.js';
import { BatchFold, keysOf } from '../../src/platform/projections/fold.js';
import type { Projection, Stored, ViewDocument } from '../../src/platform/projections/projection.js';
import { matches } from '../../src/platform/projections/rebuild-document.js';
import type { Decoded } from '../../src/platform/subscriptions/decoding.js';
import { positionText } from '../../src/platform/subscriptions/position.js';
import { recordedEvent } from './views/memory-log.js';
import { bare } from './views/naive-fold.js';

/** A fact of a test, with what it needs of the envelope. */
export type Given = DomainEvent & { readonly metadata?: Partial<EventMetadata> };

/**
 * projecting(caseload).given('child-1', [registered, absent]).then({ _id: '1', … })
 *
 * Checks the documents after all events, and that they come out the same when each event is delivered twice, when the
 * batch is cut at every place, and when delivery starts again from the beginning after every place. Also that `apply`
 * changes nothing it was given and makes plain JSON. Events lie in the log in the order they are given.
 */
export function projecting<D extends ViewDocument>(projection: Projection<D>): ProjectionSpecification<D> {
  return new ProjectionSpecification(projection, []);
}

export class ProjectionSpecification<D extends ViewDocument> {
  constructor(
    private readonly projection: Projection<D>,
    private readonly events: readonly RecordedEvent[],
  ) {}

  /** Either facts of one stream, or recorded events whose order in the log is that of the list. */
  given(streamId: string, facts: readonly Given[]): ProjectionSpecification<D>;
  given(events: readonly RecordedEvent[]): ProjectionSpecification<D>;
  given(first: string | readonly RecordedEvent[], facts: readonly Given[] = []): ProjectionSpecification<D> {
    const added = typeof first === 'string' ? this.#recorded(first, facts) : first;
    const all = [...this.events, ...added].map((event, index) => {
      const place = BigInt(index + 1) * 10n;
      return { ...event, position: { commit: place, prepare: place } };
    });
    return new ProjectionSpecification(this.projection, all);
  }

  /** The documents, without the runner's fields. One document, several, or none (`[]`). */
  // biome-ignore lint/suspicious/noThenProperty: the words of a specification; nobody awaits it
  then(expected: D | readonly D[]): void {
    const wanted = Array.isArray(expected) ? (expected as readonly D[]) : [expected as D];
    this.thenDocuments((documents) => expect(documents.map(bare)).toEqual([...wanted].sort(order)));
  }

  /** For checks of one's own. */
  thenDocuments(check: (documents: readonly D[]) => void): void {
    for (const delivery of deliveries(this.events)) {
      try {
        check(this.#documentsAfter(delivery.batches));
      } catch (error) {
        if (error instanceof Error) error.message = `${delivery.title}: ${error.message}`;
        throw error;
      }
    }
  }

  /** The event makes the document untrustworthy: it is put in quarantine. */
  thenQuarantined(key: string): void {
    const fold = new BatchFold(this.projection, new Map(), new Map());
    for (const item of this.events.map(decoded)) {
      const named = keysOf(this.projection, item);
      fold.add(named.item, named.keys);
    }
    expect(fold.poisoned.map((poison) => poison.key)).toContain(key);
  }

  #recorded(streamId: string, facts: readonly Given[]): RecordedEvent[] {
    const before = this.events.filter((event) => event.streamId === streamId).length;
    return facts.map(({ metadata, ...fact }, index) => {
      const recorded = recordedEvent(
        streamId,
        before + index,
        { commit: 0n, prepare: 0n },
        fact,
        1_790_000_000_000 + before + index,
      );
      return { ...recorded, metadata: { ...recorded.metadata, ...metadata } };
    });
  }

  #documentsAfter(batches: readonly (readonly RecordedEvent[])[]): D[] {
    const stored = new Map<string, Stored>();
    for (const batch of batches) {
      let fold = new BatchFold(this.projection, stored, new Map());
      for (const item of batch.map(decoded)) {
        const named = keysOf(this.projection, item);
        const selection = item.event && this.projection.affects?.(item.event);
        if (selection) {
          // The runner cuts a batch here: it must ask the view as it stands before this event.
          keep(stored, fold);
          fold = new BatchFold(this.projection, stored, new Map());
        }
        const selected = selection ? [...stored.values()].filter((document) => matches(document, selection)) : [];
        fold.add(named.item, [...new Set([...named.keys, ...selected.map(({ _id }) => _id)])]);
      }
      if (fold.poisoned.length > 0) throw new Error(`quarantined: ${JSON.stringify(fold.poisoned)}`);
      keep(stored, fold);
    }
    return [...stored.values()].filter(({ _deleted }) => !_deleted).sort(order) as unknown as D[];
  }
}

interface Delivery {
  readonly title: string;
  readonly batches: readonly (readonly RecordedEvent[])[];
}

function* deliveries(events: readonly RecordedEvent[]): Iterable<Delivery> {
  yield { title: 'in one batch', batches: [events] };
  yield { title: 'one by one', batches: events.map((event) => [event]) };
  yield { title: 'each event twice', batches: [events.flatMap((event) => [event, event])] };
  yield { title: 'each batch of one twice', batches: events.flatMap((event) => [[event], [event]]) };
  for (let cut = 1; cut < events.length; cut += 1) {
    yield { title: `batch cut after event ${cut}`, batches: [events.slice(0, cut), events.slice(cut)] };
    yield { title: `delivered from the start again after event ${cut}`, batches: [events.slice(0, cut), events] };
  }
}

function keep(stored: Map<string, Stored>, fold: BatchFold): void {
  for (const document of fold.writes()) {
    const json = JSON.parse(JSON.stringify(document)) as Stored;
    expect(document).toEqual(json);
    stored.set(document._id, deepFreeze(json));
  }
}

function decoded(event: RecordedEvent): Decoded {
  const { streamId, revision, type, position } = event;
  return { streamId, revision, type, position, created: 0, at: positionText(position), event };
}

function deepFreeze<T extends object>(value: T): T {
  for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) deepFreeze(inner);
  return Object.freeze(value);
}

function order(one: { readonly _id: string }, other: { readonly _id: string }): number {
  return one._id < other._id ? -1 : 1;
}
