import { eventId } from '../log/stored-event.js';
import type { ResolvedEvent } from '../wire/recorded-event.js';

/** An event on its way through a group. */
export interface GroupMessage {
  readonly resolved: ResolvedEvent;
  /** Where it came from in the group's source; undefined: it was parked and is replayed. */
  readonly origin: Origin | undefined;
  /** How often it was handed out in vain. */
  readonly retries: number;
}

export interface Origin {
  readonly place: number;
  /** The place of the event before it: as far as the group is done while this one is not. */
  readonly before: number;
  /** Counts the events of the source, those that the filter passes over among them. */
  readonly sequence: number;
}

/** The id by which a consumer answers: the link's, if a link led to the event. */
export function messageKey(message: GroupMessage): string {
  const original = message.resolved.link ?? message.resolved.event;
  return original === undefined ? '' : keyOfId(eventId(original.body));
}

export function keyOfId(id: Uint8Array): string {
  return Buffer.from(id.buffer, id.byteOffset, id.length).toString('latin1');
}
