import type { FastifyInstance } from 'fastify';
import type { Log } from './log.js';
import type { Metrics } from './metrics.js';
import { within } from './spans.js';

/** Counts and times every request by its route's pattern, and logs those that the program failed at. */
export function measureRequests(server: FastifyInstance, metrics: Metrics, log: Log): void {
  server.addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'none';
    const { statusCode } = reply;
    metrics.request(request.method, route, statusCode, reply.elapsedTime / 1000);
    const fields = { method: request.method, route, status: statusCode };
    within(request.span, () =>
      statusCode >= 500 ? log.warn('request-failed', fields) : log.debug('request-answered', fields),
    );
    done();
  });
  server.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.content()));
}
