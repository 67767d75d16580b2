import type { CommandContext, DomainEvent, EventMetadata, RecordedEvent } from './envelope.js';
import type { EventToStore, StreamTail } from './stored-event.js';

/** An event that was encoded but is not in the log yet. */
export type Unplaced<E extends DomainEvent> = Omit<RecordedEvent<E>, 'position'>;

export interface Encoded<E extends DomainEvent> {
  /** For the store: encrypted. */
  readonly stored: readonly EventToStore[];
  /** The same events as a reader will get them, still without a position: what the state is folded from. */
  readonly plain: readonly Unplaced<E>[];
  /** The stream's end after them. */
  readonly tail: StreamTail;
}

const MILLISECONDS_AND_Z = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

/** An instant as `recordedAt` is written, so that instants compare as text. @throws RangeError when it is none */
export function instant(text: string): string {
  return MILLISECONDS_AND_Z.test(text) ? text : new Date(text).toISOString();
}

/** When a command is recorded: now, but later than the stream's command before, whatever the clock says. */
export function recordingInstant(now: string, tail: StreamTail): string {
  const at = instant(now);
  if (tail.recordedAt === undefined || at > tail.recordedAt) return at;
  return new Date(Date.parse(tail.recordedAt) + 1).toISOString();
}

/**
 * The envelope without its link. Each member is copied by name: whatever else a caller's actor object holds (a name, an
 * address) does not get into the log.
 */
export function envelopeOf(
  context: CommandContext,
  schemaVersion: number,
  recordedAt: string,
  fingerprint: string | undefined,
): Omit<EventMetadata, 'integrity'> {
  const { actor, onBehalfOf, policy, traceparent } = context;
  return {
    schemaVersion,
    actor: { id: actor.id, role: actor.role, organisation: actor.organisation },
    ...(onBehalfOf && {
      onBehalfOf: { id: onBehalfOf.id, role: onBehalfOf.role, organisation: onBehalfOf.organisation },
    }),
    commandId: context.commandId,
    correlationId: context.correlationId,
    causationId: context.causationId,
    recordedAt,
    ...(policy && { policy: { pack: policy.pack, version: policy.version } }),
    ...(traceparent !== undefined && { traceparent }),
    ...(fingerprint !== undefined && { fingerprint }),
  };
}

/** The person a stream is about: what follows the category in its name. */
export function subjectOfStream(streamId: string): string {
  return streamId.slice(streamId.indexOf('-') + 1);
}
