import type { FastifyRequest } from 'fastify';
import { derivedUuid } from '../platform/crypto/derived-uuid.js';
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
