import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { problem } from '../http/problem.js';
import type { Person } from './person.js';
import { isSameOrigin, sessionTokenOf } from './session.js';
import { IssuerUnavailable, TokenRefused, type TokenVerifier } from './token-verifier.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Set before any body is read, on every request that is not public. */
    person: Person | null;
  }
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS']);
const REALM = 'Bearer realm="cme-tracker"';

export interface AuthenticationOptions {
  readonly verifier: TokenVerifier;
  /** Paths that answer without a token; one that ends in `/` stands for everything below it. */
  readonly publicPaths: readonly string[];
  /** Paths that also take the browser's session cookie; the rest take the Authorization header only. */
  readonly takesSession: (path: string) => boolean;
}

/**
 * Runs before routing ends and before any body is read, for every address that there is or is not: whatever is not
 * named public answers 401 without a valid token, also when somebody adds a route and forgets about access.
 */
export function requireToken(server: FastifyInstance, options: AuthenticationOptions): void {
  const exact = new Set(options.publicPaths.filter((path) => !path.endsWith('/')));
  const below = options.publicPaths.filter((path) => path.endsWith('/'));
  const isPublic = (path: string) => exact.has(path) || below.some((start) => path.startsWith(start));

  server.decorateRequest('person', null);
  server.addHook('onRequest', (request: FastifyRequest, _reply: FastifyReply, done) => {
    const path = pathOf(request);
    const bearer = bearerOf(request);
    const session = bearer === undefined && options.takesSession(path) ? sessionTokenOf(request) : undefined;
    if (session !== undefined && !SAFE_METHODS.has(request.method) && !isSameOrigin(request)) {
      return done(problem('forbidden', 'The form was sent from another site.'));
    }
    const token = bearer ?? session;
    if (token === undefined) {
      if (isPublic(path)) return done();
      return done(problem('unauthorised', 'Send a bearer token in the Authorization header.', {}, challenge()));
    }
    const known = options.verifier.remember(token);
    if (known) {
      request.person = known;
      return done();
    }
    options.verifier.verify(token).then(
      (person) => {
        request.person = person;
        done();
      },
      (error: unknown) => (isPublic(path) ? done() : done(refusalOf(error))),
    );
  });
}

function pathOf(request: FastifyRequest): string {
  const end = request.url.indexOf('?');
  return end < 0 ? request.url : request.url.slice(0, end);
}

function bearerOf(request: FastifyRequest): string | undefined {
  const header = request.headers.authorization;
  return header?.slice(0, 7).toLowerCase() === 'bearer ' ? header.slice(7).trim() : undefined;
}

function challenge(description?: string): Record<string, string> {
  const error = description === undefined ? '' : `, error="invalid_token", error_description="${description}"`;
  return { 'www-authenticate': REALM + error };
}

function refusalOf(error: unknown): Error {
  if (error instanceof TokenRefused) return problem('unauthorised', error.message, {}, challenge(error.message));
  if (error instanceof IssuerUnavailable) return problem('unavailable', error.message, {}, { 'retry-after': '2' });
  return error instanceof Error ? error : new Error('authentication failed');
}
