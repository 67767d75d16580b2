import type { JWTPayload } from 'jose';
import type { Person } from './person.js';

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.length > 0 && value.length <= 200 ? value : undefined;
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((item): item is string => typeof item === 'string') : [];
}

/**
 * The person of a verified token. `role` may also come as a list (`roles`), as some issuers send it; the first one counts.
 * Undefined when the token names no subject or role: such a token is of no use here.
 */
export function personOf(claims: JWTPayload): Person | undefined {
  const id = text(claims.sub);
  const role = text(claims.role) ?? texts(claims.roles)[0];
  if (id === undefined || role === undefined) return undefined;
  const schools = texts(claims.schools);
  const organisation = text(claims.organisation) ?? schools[0] ?? '';
  return { id, role, organisation, schools, name: text(claims.name) ?? id };
}
