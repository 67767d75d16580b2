import { type RepositoryParts, StreamRepository } from '../platform/event-store/stream-repository.js';
import { type Child, type ChildEvent, evolve, initialChild } from './domain/child.js';

/** The streams `child-<uuid>`. */
export class ChildStreams extends StreamRepository<Child, ChildEvent> {
  constructor(parts: RepositoryParts) {
    super(parts, { category: 'child', initial: initialChild, evolve });
  }
}
