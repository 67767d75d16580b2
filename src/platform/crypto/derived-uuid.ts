import { v5 } from 'uuid';

/** Names of this project's derived ids (RFC 9562, section 5.5); a random UUID, fixed for ever. */
const NAMESPACE = '6f0d3f0e-5c5b-4b0c-9c1e-3a4f7d2b8e61';

/** A version 5 UUID of a text: the same text gives the same id in every process. Not secret. */
export function uuidOf(text: string): string {
  return v5(text, NAMESPACE);
}

/** The command id of an actor's `Idempotency-Key`: two people who choose the same key do not meet. */
export function derivedUuid(actorId: string, idempotencyKey: string): string {
  return uuidOf(`command\n${actorId}\n${idempotencyKey}`);
}

/**
 * The id of event number `index` of one attempt to record a command in a stream. An append that is sent again is known to
 * the store by it. `attempt` must differ between attempts: their bytes differ (time, nonces), and if the store took one
 * for the other, this process would go on chaining to a hash that is not the recorded one. A command that is repeated is
 * known by its command id instead.
 */
export function eventIdOf(commandId: string, streamId: string, index: number, attempt: string): string {
  return uuidOf(`event\n${commandId}\n${streamId}\n${index}\n${attempt}`);
}
