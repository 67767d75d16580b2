import { type HistoryItem, toldAs } from '../children/history-item.js';
import type { RecordedEvent } from '../platform/event-store/envelope.js';
import type { EnquiryEvent } from './domain/enquiry.js';
import { sentenceOf } from './sentences.js';

/** One fact of an enquiry, as readers get it: the same form as a fact of a child. */
export function enquiryHistoryItem(event: RecordedEvent<EnquiryEvent>): HistoryItem {
  return toldAs(event, sentenceOf(event));
}
