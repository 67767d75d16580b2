import { type RepositoryParts, StreamRepository } from '../platform/event-store/stream-repository.js';
import { type Access, type AccessEvent, evolve, initialAccess } from './domain/access.js';

/** Folded access streams kept in memory, in events: they are read seldom and written often. */
const CACHED_EVENTS = 50_000;

/** What follows `access-` in the name of the stream that tells who looked at an enquiry. */
export function ofEnquiry(enquiryId: string): string {
  return `enquiry-${enquiryId}`;
}

/** The streams `access-<child uuid>`, `access-enquiry-<enquiry uuid>` and `access-lists-<organisation>-<month>`. */
export class AccessStreams extends StreamRepository<Access, AccessEvent> {
  constructor(parts: RepositoryParts) {
    super(
      { cachedEvents: CACHED_EVENTS, ...parts },
      {
        category: 'access',
        initial: initialAccess,
        evolve,
      },
    );
  }
}
