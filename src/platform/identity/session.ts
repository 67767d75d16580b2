import type { FastifyRequest } from 'fastify';

/** The browser's session: the bearer token itself, out of reach of any script and never sent from another site. */
export const SESSION_COOKIE = 'cme_session';

export function sessionCookie(token: string, secure: boolean): string {
  return `${SESSION_COOKIE}=${token}; Path=/; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

export function endedSessionCookie(secure: boolean): string {
  return `${SESSION_COOKIE}=; Path=/; Max-Age=0; HttpOnly; SameSite=Strict${secure ? '; Secure' : ''}`;
}

export function sessionTokenOf(request: FastifyRequest): string | undefined {
  for (const pair of request.headers.cookie?.split(';') ?? []) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === SESSION_COOKIE) return pair.slice(at + 1).trim() || undefined;
  }
  return undefined;
}

/** False for a form or a script of another site; every browser of today says where a request comes from. */
export function isSameOrigin(request: FastifyRequest): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site !== undefined) return site === 'same-origin' || site === 'none';
  const { origin, host } = request.headers;
  if (origin === undefined) return true;
  try {
    return new URL(origin).host === host;
  } catch {
    return false;
  }
}

/** Someone whom the local issuer can speak for. */
export interface SignInPerson {
  readonly id: string;
  readonly name: string;
  readonly title: string;
}

/** Signing in without a password as an invented person: only where the local issuer is in use. */
export interface DemonstrationSignIn {
  readonly people: readonly SignInPerson[];
  /** A token for that person; undefined when there is no such person. */
  tokenFor(id: string): Promise<string | undefined>;
}
