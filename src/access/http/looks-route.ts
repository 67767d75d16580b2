import { applyDecorators } from '@nestjs/common';
import { ApiOkResponse } from '@nestjs/swagger';
import { MayFail } from '../../platform/http/documented.js';
import { limitOf, TakesPage } from '../../platform/http/list-page.js';
import { countOf, type QueryValues } from '../../platform/http/query-values.js';
import { MOST_LOOKS, type PartOfLooks, USUAL_LOOKS } from '../queries/looks.js';
import { AccessAnswer } from './answers.js';

/** A route that tells who looked, a page at a time. */
export function LooksRoute(): MethodDecorator {
  return applyDecorators(
    TakesPage(MOST_LOOKS, USUAL_LOOKS),
    ApiOkResponse({ description: 'One page; the revision of the access log as ETag.', type: AccessAnswer }),
    MayFail('invalid-fields', 'unauthorised', 'forbidden', 'not-found', 'unavailable'),
  );
}

/** Throws a 400 problem for a page that is none. */
export function partOf(query: QueryValues): PartOfLooks {
  const before = countOf(query, 'after');
  return { ...limitOf(query, MOST_LOOKS), ...(before === undefined ? {} : { before }) };
}
