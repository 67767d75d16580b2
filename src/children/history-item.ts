import { dateInEngland } from '../platform/clock/clock.js';
import type { Actor, RecordedEvent } from '../platform/event-store/envelope.js';
import type { ChildEvent } from './domain/child.js';
import { sentenceOf } from './sentences.js';

/** One fact of a child's history, as readers get it. */
export interface HistoryItem {
  readonly revision: number;
  readonly type: string;
  /** The world's date; the date of recording where the fact has no other. */
  readonly occurredOn: string;
  readonly recordedAt: string;
  readonly actor: Actor;
  readonly onBehalfOf?: Actor;
  /** One action of one person: facts that share it were recorded together. */
  readonly commandId: string;
  readonly sentence: string;
  readonly data: object;
}

export function historyItem(event: RecordedEvent<ChildEvent>): HistoryItem {
  return toldAs(event, sentenceOf(event));
}

/** The same form for a fact of any stream, with the sentence of its own room. */
export function toldAs(event: RecordedEvent, sentence: string): HistoryItem {
  const { actor, onBehalfOf, recordedAt, commandId } = event.metadata;
  const { occurredOn } = event.data as { occurredOn?: string };
  return {
    revision: event.revision,
    type: event.type,
    occurredOn: occurredOn ?? dateInEngland(recordedAt),
    recordedAt,
    actor,
    ...(onBehalfOf === undefined ? {} : { onBehalfOf }),
    commandId,
    sentence,
    data: event.data,
  };
}
