import { hash } from 'node:crypto';

/** Names of this project's derived ids (RFC 9562, section 5.5); a random UUID, fixed for ever. */
const NAMESPACE = Buffer.from('6f0d3f0e5c5b4b0c9c1e3a4f7d2b8e61', 'hex');

/** A version 5 UUID of a text: the same text gives the same id in every process. Not secret. */
export function uuidOf(text: string): string {
  const digest = hash('sha1', Buffer.concat([NAMESPACE, Buffer.from(text)]), 'hex');
  const variant = ((Number.parseInt(digest.slice(16, 18), 16) & 0x3f) | 0x80).toString(16);
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-5${digest.slice(13, 16)}-${variant}${digest.slice(18, 20)}-${digest.slice(20, 32)}`;
}

/** The command id of an actor's `Idempotency-Key`: two people who choose the same key do not meet. */
export function derivedUuid(actorId: string, idempotencyKey: string): string {
  return uuidOf(`command\n${actorId}\n${idempotencyKey}`);
}

/** The id of a command's event number `index` in a stream: an append that is sent again is known by it. */
export function eventIdOf(commandId: string, streamId: string, index: number): string {
  return uuidOf(`event\n${commandId}\n${streamId}\n${index}`);
}
