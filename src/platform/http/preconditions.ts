import type { FastifyRequest } from 'fastify';
import { problem } from './problem.js';

const REVISION = /^"?(\d{1,15})"?$/;
const KEY = /^[\x21-\x7e]{1,200}$/;

function header(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
}

/** The strong entity tag of a record at a revision. */
export function etagOf(revision: number): string {
  return `"${revision}"`;
}

/**
 * The revision that the caller has seen (`If-Match: "7"`); undefined when the caller does not say or says `*`.
 * Throws a 400 problem for anything else, for a misread precondition would let a stale write through.
 */
export function ifMatchOf(request: FastifyRequest): number | undefined {
  const value = header(request, 'if-match')?.trim();
  if (value === undefined || value === '*') return undefined;
  const revision = REVISION.exec(value)?.[1];
  if (revision === undefined) {
    throw problem('malformed', 'If-Match must hold one revision as it was answered in ETag, such as "7".', {
      header: 'If-Match',
    });
  }
  return Number(revision);
}

/** The caller's name for this action (`Idempotency-Key`), with or without the quotes of the draft standard. */
export function idempotencyKeyOf(request: FastifyRequest): string | undefined {
  const value = header(request, 'idempotency-key')?.trim();
  if (value === undefined) return undefined;
  const key = value.length > 1 && value.startsWith('"') && value.endsWith('"') ? value.slice(1, -1) : value;
  if (!KEY.test(key)) {
    throw problem('malformed', 'Idempotency-Key must hold 1 to 200 printable characters without spaces.', {
      header: 'Idempotency-Key',
    });
  }
  return key;
}
