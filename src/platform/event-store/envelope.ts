/**
 * The envelope of every event (docs/architecture.md). Facts are in `data`, dated by `occurredOn` where the world's date
 * differs from the recording; who, when, why and the hash chain are here. No personal data in it but the actor's staff id.
 */
export interface Actor {
  /** The token's subject: an opaque staff id, never a name or an e-mail address. */
  readonly id: string;
  readonly role: string;
  /** A school's URN or an authority's three-digit code. */
  readonly organisation: string;
}

export interface PolicyReference {
  readonly pack: string;
  readonly version: string;
}

export interface Integrity {
  readonly v: 1;
  /** The hash of the stream's event before this one; null for the first. */
  readonly prev: string | null;
  /** SHA-256, hex, over the canonical JSON (RFC 8785) of the stored event without this member. */
  readonly hash: string;
}

export interface EventMetadata {
  readonly schemaVersion: number;
  readonly actor: Actor;
  readonly onBehalfOf?: Actor;
  /** One action of one person: all events of a command carry it, and a repeat of it records nothing new. */
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  /** Instant, ISO 8601 with milliseconds and Z; strictly later than that of the stream's command before. */
  readonly recordedAt: string;
  readonly policy?: PolicyReference;
  readonly traceparent?: string;
  /**
   * Eight hex digits of a keyed hash of what the command asked for, so that a command id used again for something else
   * is told from a repeat. Keyed and short: it confirms no guess about a person.
   */
  readonly fingerprint?: string;
  readonly integrity: Integrity;
}

/** A fact as the domain makes it: a constant name and plain JSON data. */
export interface DomainEvent {
  readonly type: string;
  readonly data: object;
}

/** Where an event lies in the log of all streams. Only the order matters. */
export interface LogPosition {
  readonly commit: bigint;
  readonly prepare: bigint;
}

/** A fact as it was recorded, decrypted and brought to today's schema version. */
export type RecordedEvent<E extends DomainEvent = DomainEvent> = E & {
  readonly id: string;
  readonly streamId: string;
  readonly revision: number;
  readonly position: LogPosition;
  readonly metadata: EventMetadata;
};

/** What a command brings along beside its own fields. Decisions take time only from `now`. */
export interface CommandContext {
  readonly commandId: string;
  readonly correlationId: string;
  readonly causationId: string;
  readonly actor: Actor;
  readonly onBehalfOf?: Actor;
  /** Instant, ISO 8601 with Z. */
  readonly now: string;
  readonly policy?: PolicyReference;
  readonly traceparent?: string;
  /** What was asked for, as text (method, path and body, or a hash of them). With it a reused command id is noticed. */
  readonly fingerprint?: string;
}

/** The answer to a write. */
export interface Written {
  readonly streamId: string;
  readonly revision: number;
  readonly position: LogPosition;
  /** True when the command had been recorded before and nothing new was. */
  readonly repeated: boolean;
}
