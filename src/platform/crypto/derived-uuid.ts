import { v5 } from 'uuid';

/** Names of this project's derived ids (RFC 9562, section 5.5); a random UUID, fixed for ever. */
const NAMESPACE = '6f0d3f0e-5c5b-4b0c-9c1e-3a4f7d2b8e61';

/** A version 5 UUID of a text: the same text gives the same id in every process. Not secret. */
export function uuidOf(text: string): string {
  return v5(text, NAMESPACE);
}

/** The command id of an actor's action that has a name of its own, known to everybody: no person's number is in it. */
export function derivedUuid(actorId: string, action: string): string {
  return uuidOf(`command\n${actorId}\n${action}`);
}
