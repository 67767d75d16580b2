import type { HistoryItem } from '../children/history-item.js';
import { dateInEngland } from '../platform/clock/clock.js';
import type { RecordedEvent } from '../platform/event-store/envelope.js';
import type { EnquiryEvent } from './domain/enquiry.js';
import { sentenceOf } from './sentences.js';

/** One fact of an enquiry, as readers get it: the same form as a fact of a child. */
export function enquiryHistoryItem(event: RecordedEvent<EnquiryEvent>): HistoryItem {
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
    sentence: sentenceOf(event),
    data: event.data,
  };
}
