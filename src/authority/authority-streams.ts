import { type RepositoryParts, StreamRepository } from '../platform/event-store/stream-repository.js';
import { type Authority, type AuthorityEvent, evolve, initialAuthority } from './domain/authority.js';

/** The streams `authority-<code>`. */
export class AuthorityStreams extends StreamRepository<Authority, AuthorityEvent> {
  constructor(parts: RepositoryParts) {
    super(parts, { category: 'authority', initial: initialAuthority, evolve });
  }
}
