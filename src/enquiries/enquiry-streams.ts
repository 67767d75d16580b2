import { type RepositoryParts, StreamRepository } from '../platform/event-store/stream-repository.js';
import { type Enquiry, type EnquiryEvent, evolve, initialEnquiry } from './domain/enquiry.js';

/** The streams `enquiry-<uuid>`. */
export class EnquiryStreams extends StreamRepository<Enquiry, EnquiryEvent> {
  constructor(parts: RepositoryParts) {
    super(parts, { category: 'enquiry', initial: initialEnquiry, evolve });
  }
}
