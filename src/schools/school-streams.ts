import { type RepositoryParts, StreamRepository } from '../platform/event-store/stream-repository.js';
import { evolve, initialSchool, type School, type SchoolEvent } from './domain/school.js';

/** The streams `school-<urn>`. */
export class SchoolStreams extends StreamRepository<School, SchoolEvent> {
  constructor(parts: RepositoryParts) {
    super(parts, { category: 'school', initial: initialSchool, evolve });
  }
}
