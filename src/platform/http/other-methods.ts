import type { FastifyInstance } from 'fastify';
import { problem } from './problem.js';

interface Address {
  readonly pattern: RegExp;
  readonly methods: Set<string>;
}

/**
 * Answers what an address does not take with 405 and the methods that it does, and OPTIONS with those: a wrong method is no
 * address that is not there. For routes that are added later; whoever may not come in is turned away by an earlier hook.
 */
export function answerOtherMethods(server: FastifyInstance): void {
  const addresses = new Map<string, Address>();
  server.addHook('onRoute', ({ url, method }) => {
    const address = addresses.get(url) ?? { pattern: patternOf(url), methods: new Set<string>() };
    for (const each of [method].flat()) address.methods.add(each);
    addresses.set(url, address);
  });
  server.addHook('onRequest', (request, reply, done) => {
    if (!request.is404) return done();
    const path = request.url.split('?', 1)[0] ?? '';
    const found = [...addresses.values()].filter(({ pattern }) => pattern.test(path));
    if (found.length === 0) return done();
    const allow = [...new Set([...found.flatMap(({ methods }) => [...methods]), 'OPTIONS'])].sort().join(', ');
    if (request.method === 'OPTIONS') return void reply.code(204).header('allow', allow).send();
    done(problem('method-not-allowed', `It takes ${allow}.`, {}, { allow }));
  });
}

/** `/v1/children/:id/*` as a pattern of addresses, with or without a slash at the end. */
function patternOf(url: string): RegExp {
  const parts = url.split('/').map((part) => {
    if (part === '*') return '.*';
    return part.includes(':') ? '[^/]+' : part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  });
  return new RegExp(`^${parts.join('/').replace(/\/$/, '')}/?$`);
}
