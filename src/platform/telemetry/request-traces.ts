import { type Span, SpanStatusCode } from '@opentelemetry/api';
import type { FastifyInstance } from 'fastify';
import { traceparentOf } from '../http/correlation.js';
import { isTracing, startRequestSpan, within } from './spans.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** While requests are traced; undefined for those that are not worth a trace. */
    span?: Span | undefined;
  }
}

/** Asked all the time by machines. */
const UNTRACED = /^\/(health|metrics|assets)(\/|$)/;

/**
 * A span for each request, named by its route, going on with the caller's trace. Must come before the other hooks, which
 * then run within the span. Adds nothing when nothing is traced.
 */
export function traceRequests(server: FastifyInstance): void {
  if (!isTracing()) return;
  server.addHook('onRequest', (request, _reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    if (UNTRACED.test(route)) return done();
    request.span = startRequestSpan({ method: request.method, route, traceparent: traceparentOf(request) });
    within(request.span, done);
  });
  // Reading the body leaves the span: its callbacks are the socket's.
  server.addHook('preValidation', (request, _reply, done) => within(request.span, done));
  server.addHook('onResponse', (request, reply, done) => {
    request.span?.setAttribute('http.response.status_code', reply.statusCode);
    if (reply.statusCode >= 500) request.span?.setStatus({ code: SpanStatusCode.ERROR });
    request.span?.end();
    done();
  });
}
