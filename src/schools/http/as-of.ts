import { instantOf } from '../../platform/http/local-dates.js';
import { problem } from '../../platform/http/problem.js';

/** The instant of a query's `asOf`; undefined when there is none. Throws a 400 problem for what is no instant. */
export function asOfOf(asOf: unknown): string | undefined {
  if (asOf === undefined) return undefined;
  const instant = typeof asOf === 'string' ? instantOf(asOf) : undefined;
  if (instant !== undefined) return instant;
  const detail = 'Must be an instant with its zone, such as 2026-11-10T09:30:00Z.';
  throw problem('invalid-fields', 'One field is missing or wrong.', { errors: [{ pointer: '?asOf', detail }] });
}
