import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyInstance } from 'fastify';

/** Largest JSON or form body; register files are streamed and have a bound of their own. */
export const BODY_LIMIT_BYTES = 256 * 1024;

/** What every answer carries. Pages add a policy of their own for what a browser may load. */
const HEADERS = {
  'cache-control': 'no-store',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
} as const;

/**
 * The HTTP server that Nest runs on. Bodies of the given types reach their handler as a stream, unread and unbounded:
 * the handler sets the bound.
 */
export function createHttpServer(streamedTypes: readonly string[]): FastifyAdapter {
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    keepAliveTimeout: 65_000,
    requestTimeout: 300_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    // Only a proxy in front of the program knows the caller's address; none is trusted unless configured.
    trustProxy: false,
  });
  const server = adapter.getInstance();
  streamedBodies(server, streamedTypes);
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(HEADERS);
    done();
  });
  return adapter;
}

function streamedBodies(server: FastifyInstance, types: readonly string[]): void {
  for (const type of types) server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
}
