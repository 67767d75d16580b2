import { type RepositoryParts, StreamRepository } from '../platform/event-store/stream-repository.js';
import { evolve, initialSafeguarding, type Safeguarding, type SafeguardingEvent } from './domain/safeguarding.js';

/** The streams `safeguarding-<child uuid>`: restricted, under a key of their own. */
export class SafeguardingStreams extends StreamRepository<Safeguarding, SafeguardingEvent> {
  constructor(parts: RepositoryParts) {
    super(parts, { category: 'safeguarding', initial: initialSafeguarding, evolve });
  }
}
