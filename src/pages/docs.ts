import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { PROBLEMS, problem, problemType } from '../platform/http/problem.js';
import { describeApi } from './api-description.js';
import { findOperations } from './api-find.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';

/** The `type` of what a rule refuses is the rule's own. */
const KINDS_OF_PROBLEM = Object.entries(PROBLEMS)
  .map(([name, { status, title }]) => ({
    status,
    title,
    ...(name.startsWith('refused') ? {} : { type: problemType(name) }),
  }))
  .sort((one, other) => one.status - other.status);

/**
 * The API's description: for programs as it is; for people an index, in which an operation is found by its words, and a
 * page for each chapter. None needs a token.
 */
export function serveDocs(server: FastifyInstance, render: Render, document: OpenAPIObject): void {
  const json = JSON.stringify(document);
  const chapters = describeApi(document);
  const page = (
    request: FastifyRequest,
    reply: FastifyReply,
    view: string,
    context: Readonly<Record<string, unknown>>,
  ) =>
    reply
      .type('text/html; charset=utf-8')
      .send(render(view, { section: 'docs', person: request.person, roleName: roleName(request.person), ...context }));

  server.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(json));
  server.get<{ Querystring: { find?: unknown } }>('/docs', (request, reply) => {
    const { find } = request.query;
    const words = typeof find === 'string' ? find.trim() : '';
    const found = words === '' ? undefined : findOperations(chapters, words);
    const title = found ? `${counted(found.length)} found – The API` : 'The API';
    return page(request, reply, 'docs.njk', { title, chapters, words, found, problems: KINDS_OF_PROBLEM });
  });
  server.get<{ Params: { chapter: string } }>('/docs/:chapter', (request, reply) => {
    const at = chapters.findIndex(({ slug }) => slug === request.params.chapter);
    const chapter = chapters[at];
    if (!chapter) throw problem('not-found', 'The description of the API has no such chapter.');
    const [previous, next] = [chapters[at - 1], chapters[at + 1]];
    return page(request, reply, 'docs-chapter.njk', { title: `${chapter.title} – The API`, chapter, previous, next });
  });
}

const counted = (count: number): string => (count === 1 ? '1 operation' : `${count} operations`);
