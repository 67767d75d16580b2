import type { Actor } from '../event-store/envelope.js';

/** Whoever a verified token speaks for: a member of staff, or a program. */
export interface Person {
  /** The token's subject: opaque, and the actor's id in every event. */
  readonly id: string;
  readonly role: string;
  /** An authority's three-digit code or a school's URN. */
  readonly organisation: string;
  /** The URNs of the schools that the person works for; empty for an authority's staff. */
  readonly schools: readonly string[];
  /** For greeting only; never recorded. */
  readonly name: string;
}

export function actorOf(person: Person): Actor {
  return { id: person.id, role: person.role, organisation: person.organisation };
}
