import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { documentPurpose } from '../access/http/documented-purpose.js';
import { API_CHAPTERS } from './api-chapters.js';

const ABOUT = `Event-sourced case tracking for children missing education in England.

Every write answers \`{childId, revision, position}\`: 201 when something new was recorded, 200 when the same had been
recorded before. Send \`Idempotency-Key\` to make a request safe to repeat, and \`If-Match\` with the revision that you have
seen. Lists answer \`{items, total, next}\`. Errors are problem details (RFC 9457); a rule that refuses names itself and the
paragraph it is written in. Every route but health and this document wants a bearer token.`;

/** The OpenAPI 3.1 document of the running program. */
export function openApiDocument(app: NestFastifyApplication): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Children missing education')
    .setDescription(ABOUT)
    .setVersion('1')
    .setLicense('EUPL-1.2', 'https://eupl.eu/1.2/en/')
    .addBearerAuth({ type: 'http', scheme: 'bearer', bearerFormat: 'JWT' });
  for (const [chapter, about] of API_CHAPTERS) builder.addTag(chapter, about);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  return documentPurpose(document);
}
