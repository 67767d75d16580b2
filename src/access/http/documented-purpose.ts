import type { OpenAPIObject } from '@nestjs/swagger';
import { PURPOSES } from '../domain/access.js';
import { shownAt } from './read-routes.js';

const PURPOSE = {
  name: 'Purpose',
  in: 'header' as const,
  required: false,
  description:
    'Why it is read: written down with who reads it and when. What the role is for, unless given. Another word than these is refused.',
  schema: { type: 'string', enum: [...PURPOSES], example: 'case-work' },
};

/** Adds the header `Purpose` to every route whose reads are recorded, whichever room it belongs to. */
export function documentPurpose(document: OpenAPIObject): OpenAPIObject {
  for (const [path, { get, post }] of Object.entries(document.paths)) {
    const route = path.replace(/\{(\w+)\}/g, ':$1');
    for (const [method, operation] of Object.entries({ GET: get, POST: post })) {
      if (operation === undefined || shownAt(route, method) === undefined) continue;
      operation.parameters = [...(operation.parameters ?? []), PURPOSE];
    }
  }
  return document;
}
