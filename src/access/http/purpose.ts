import type { FastifyRequest } from 'fastify';
import { problem } from '../../platform/http/problem.js';
import { PURPOSES, type StatedPurpose } from '../domain/access.js';

/** Why somebody at the pages looks at records, until they say otherwise or the browser is closed. */
export const PURPOSE_COOKIE = 'cme_purpose';

export function isPurpose(value: unknown): value is StatedPurpose {
  return (PURPOSES as readonly unknown[]).includes(value);
}

export function purposeCookie(purpose: StatedPurpose, secure: boolean): string {
  return `${PURPOSE_COOKIE}=${purpose}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

/**
 * The purpose that a program states in the header `Purpose`, or that a person chose on the pages; undefined when none is
 * stated. Browsers send `Purpose: prefetch` with a page that nobody has asked for yet: that states nothing.
 * @throws Problem (400) for a purpose that is not in the list
 */
export function statedPurpose(request: FastifyRequest): StatedPurpose | undefined {
  const { purpose } = request.headers;
  const stated = typeof purpose === 'string' ? purpose.trim().toLowerCase() : undefined;
  if (stated === undefined || stated === '' || stated === 'prefetch') return chosenPurpose(request);
  if (isPurpose(stated)) return stated;
  throw problem('malformed', `Purpose must be one of: ${PURPOSES.join(', ')}.`, { header: 'Purpose' });
}

function chosenPurpose(request: FastifyRequest): StatedPurpose | undefined {
  for (const pair of request.headers.cookie?.split(';') ?? []) {
    const [name, value] = pair.split('=').map((part) => part.trim());
    if (name === PURPOSE_COOKIE && isPurpose(value)) return value;
  }
  return undefined;
}
