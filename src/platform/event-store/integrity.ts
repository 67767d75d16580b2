import { hash } from 'node:crypto';
import { canonicalJson } from './canonical-json.js';
import type { EventMetadata, Integrity } from './envelope.js';

/** An event as far as its hash covers it: all that the store gives back but its position and the server's own time. */
export interface HashedEvent {
  readonly streamId: string;
  readonly revision: number;
  readonly id: string;
  readonly type: string;
  /** As stored: personal fields are ciphertexts, so the hash outlives an erasure. */
  readonly data: unknown;
  /** A member `integrity` is left out of the hash. */
  readonly metadata: Omit<EventMetadata, 'integrity'>;
}

/**
 * The hash of an event in its stream's chain: SHA-256, hex, over the canonical JSON (RFC 8785) of what is stored and the
 * hash before it. @throws Error when something in it is no JSON
 */
export function chainHash(event: HashedEvent, prev: string | null): string {
  const { integrity: _, ...metadata } = event.metadata as EventMetadata;
  const text = canonicalJson({
    v: 1,
    streamId: event.streamId,
    revision: event.revision,
    eventId: event.id,
    type: event.type,
    data: event.data,
    metadata,
    prev,
  });
  return hash('sha256', text, 'hex');
}

/** The link that a new event carries. */
export function integrityOf(event: HashedEvent, prev: string | null): Integrity {
  return { v: 1, prev, hash: chainHash(event, prev) };
}
