import type { FastifyRequest } from 'fastify';
import { derivedUuid } from '../platform/crypto/derived-uuid.js';
import { StaleRevision } from '../platform/event-store/errors.js';
import type { Caller } from '../platform/http/caller.js';

/**
 * The caller of a form. Its hidden key stands for `Idempotency-Key`, so that a form that is sent twice records once, and
 * its hidden revision for `If-Match`, so that nobody decides on what they have not seen.
 */
export function formCaller(caller: Caller, request: FastifyRequest, body: unknown): Caller {
  const { key, revision, ...fields } = (body ?? {}) as Readonly<Record<string, unknown>>;
  const seen = typeof revision === 'string' && /^\d{1,9}$/.test(revision) ? { ifRevision: Number(revision) } : {};
  if (typeof key !== 'string' || key.length < 16 || key.length > 200) return { ...caller, ...seen };
  const commandId = derivedUuid(caller.person.id, `form ${key}`);
  const fingerprint = `${request.url}\n${JSON.stringify(fields)}`;
  const context = { ...caller.context, commandId, correlationId: commandId, causationId: commandId, fingerprint };
  return { person: caller.person, context, ...seen };
}

/** Facts that the program itself recorded between the page and the form: letters, breaches. More is a sign of a loop. */
const MOST_TRIES = 5;

/**
 * Sends what a form asks for. What only the program has recorded since the page was opened is no reason to ask the person
 * again: it changes nothing that they decide, and the rules look at the record as it is now.
 * @throws what the command throws · StaleRevision, when a person has recorded since
 */
export async function sendAsSeen<T>(caller: Caller, send: (caller: Caller) => Promise<T>): Promise<T> {
  let seen = caller;
  for (let tries = 1; ; tries++) {
    try {
      return await send(seen);
    } catch (error) {
      if (!(error instanceof StaleRevision) || tries === MOST_TRIES || !onlyByTheProgram(error)) throw error;
      seen = { ...caller, ifRevision: error.actual };
    }
  }
}

function onlyByTheProgram({ since }: StaleRevision): boolean {
  return since.length > 0 && since.every(({ metadata }) => metadata.actor.role === 'system');
}
