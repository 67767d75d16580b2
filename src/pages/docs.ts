import type { OpenAPIObject } from '@nestjs/swagger';
import type { FastifyInstance } from 'fastify';
import { describeApi } from './api-description.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';

/** The API's description: for programs as it is, for people as a page. Both need no token. */
export function serveDocs(server: FastifyInstance, render: Render, document: OpenAPIObject): void {
  const json = JSON.stringify(document);
  const groups = describeApi(document);
  server.get('/openapi.json', (_request, reply) => reply.type('application/json; charset=utf-8').send(json));
  server.get('/docs', (request, reply) =>
    reply.type('text/html; charset=utf-8').send(
      render('docs.njk', {
        title: 'The API',
        section: 'docs',
        person: request.person,
        roleName: roleName(request.person),
        about: document.info.description?.split('\n\n') ?? [],
        groups,
      }),
    ),
  );
}
