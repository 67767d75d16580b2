import formbody from '@fastify/formbody';
import helmet from '@fastify/helmet';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { type FastifyError, type FastifyReply, type FastifyRequest, fastify } from 'fastify';
import { problem } from './problem.js';

/** Largest JSON or form body; register files are streamed and have a bound of their own. */
export const BODY_LIMIT_BYTES = 256 * 1024;

/** A browser may load this program's own styles and pictures and send forms to it; no script runs, its own included. */
const CONTENT_SECURITY_POLICY = {
  defaultSrc: ["'none'"],
  baseUri: ["'none'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
  imgSrc: ["'self'", 'data:'],
  styleSrc: ["'self'"],
};

/**
 * The HTTP server that Nest runs on, with `bodyParser: false`: it reads JSON and forms itself. Bodies of the given types
 * reach their handler as a stream, unread and unbounded: the handler sets the bound. Hooks that are added to it later run
 * after the security headers are set.
 */
export async function createHttpServer(streamedTypes: readonly string[]): Promise<FastifyAdapter> {
  const headers = { ...(await securityHeaders()), 'cache-control': 'no-store' };
  const adapter = new FastifyAdapter({
    logger: false,
    bodyLimit: BODY_LIMIT_BYTES,
    keepAliveTimeout: 65_000,
    requestTimeout: 300_000,
    forceCloseConnections: 'idle',
    routerOptions: { maxParamLength: 200, ignoreTrailingSlash: true },
    // Only a proxy in front of the program knows the caller's address; none is trusted unless configured.
    trustProxy: false,
    // No Express middleware is used: its emulation would cost every request.
    skipMiddie: true,
    // An address that the router cannot read or look up: no hook runs for it, and nothing of it is said again.
    frameworkErrors: (error: FastifyError, _request: FastifyRequest, reply: FastifyReply) => {
      const unreadable = error.code === 'FST_ERR_BAD_URL';
      const { document } = unreadable ? problem('malformed', 'The address cannot be read.') : problem('not-found');
      void reply.headers(headers).code(document.status).type('application/problem+json').send(JSON.stringify(document));
    },
  });
  const server = adapter.getInstance();
  await server.register(formbody, { bodyLimit: BODY_LIMIT_BYTES });
  for (const type of streamedTypes) {
    server.addContentTypeParser(type, (_request, payload, done) => done(null, payload));
  }
  server.addHook('onRequest', (_request, reply, done) => {
    reply.headers(headers);
    done();
  });
  // A body that was answered before its end would keep whoever sends the next request on this connection waiting.
  server.addHook('onResponse', (request, _reply, done) => {
    if (!request.raw.readableEnded) request.raw.unpipe().resume();
    done();
  });
  return adapter;
}

/** The headers that helmet sets are the same for every answer, so it is asked once and not with each request. */
async function securityHeaders(): Promise<Record<string, string>> {
  const server = fastify();
  await server.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: CONTENT_SECURITY_POLICY },
    crossOriginEmbedderPolicy: false,
  });
  server.get('/', async () => '');
  const { headers } = await server.inject('/');
  await server.close();
  const set: Record<string, string> = {};
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value === 'string' && !OF_THE_ANSWER.has(name)) set[name] = value;
  }
  return set;
}

const OF_THE_ANSWER = new Set(['content-length', 'content-type', 'date', 'connection', 'keep-alive']);
