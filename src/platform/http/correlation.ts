import type { FastifyRequest } from 'fastify';

const CORRELATION = /^[A-Za-z0-9._:-]{1,64}$/;
const TRACEPARENT = /^(?!ff)[0-9a-f]{2}-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

function single(value: string | string[] | undefined): string | undefined {
  return Array.isArray(value) ? undefined : value;
}

/** The caller's own id for a chain of work, when it is one that may stand in events and logs. */
export function correlationOf(request: FastifyRequest): string | undefined {
  const value = single(request.headers['x-correlation-id']);
  return value !== undefined && CORRELATION.test(value) ? value : undefined;
}

/** The W3C trace context of the caller; a malformed one is dropped, as the standard says. */
export function traceparentOf(request: FastifyRequest): string | undefined {
  const value = single(request.headers.traceparent);
  return value !== undefined && TRACEPARENT.test(value) ? value : undefined;
}
