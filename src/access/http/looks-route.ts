import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse, ApiQuery } from '@nestjs/swagger';
import { countOf } from '../../children/queries/moment.js';
import { MayFail } from '../../platform/http/documented.js';
import { MOST_LOOKS, type PartOfLooks } from '../queries/looks.js';
import { AccessAnswer } from './answers.js';

/** A route that tells who looked, a page at a time. */
export function LooksRoute(): MethodDecorator {
  return applyDecorators(
    ApiQuery({
      name: 'limit',
      required: false,
      description: `A page, up to ${MOST_LOOKS}; 100 unless given.`,
      example: 100,
    }),
    ApiQuery({ name: 'after', required: false, description: 'The next of the page before.', example: '120' }),
    ApiOkResponse({ description: 'One page; the revision of the access log as ETag.', type: AccessAnswer }),
    MayFail('invalid-fields', 'unauthorised', 'forbidden', 'not-found', 'unavailable'),
  );
}

/** Throws a 400 problem for a page that is none. */
export function partOf(query: Readonly<Record<string, unknown>>): PartOfLooks {
  const limit = countOf(query, 'limit', MOST_LOOKS);
  const before = countOf(query, 'after');
  return { ...(limit === undefined ? {} : { limit }), ...(before === undefined ? {} : { before }) };
}
