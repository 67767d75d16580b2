import { applyDecorators } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional, ApiQuery } from '@nestjs/swagger';
import { type PageAsked, USUAL_PAGE } from '../projections/page.js';
import { MayFail } from './documented.js';
import { assertKnown, countOf, type QueryValues, wrong } from './query-values.js';

/** A page that is asked for, and the write that the list has to show first. */
export interface PageOfList {
  readonly page: PageAsked;
  readonly minPosition: number | undefined;
}

/** What the address of every list may say. */
const OF_EVERY_LIST = ['limit', 'after', 'minPosition'];

/** The page that an address asks for. Throws a 400 problem for a value that is none, or that the list does not know. */
export function pageOfList(query: QueryValues, most: number, filters: readonly string[] = []): PageOfList {
  assertKnown(query, [...filters, ...OF_EVERY_LIST]);
  return { page: { ...limitOf(query, most), ...afterOf(query) }, minPosition: countOf(query, 'minPosition') };
}

/** How many a page. Throws a 400 problem. */
export function limitOf(query: QueryValues, most: number): Pick<PageAsked, 'limit'> {
  const limit = countOf(query, 'limit', { least: 1, most });
  return limit === undefined ? {} : { limit };
}

/** Where the page before ended; whether there is such a page, the list says. Throws a 400 problem. */
export function afterOf({ after }: QueryValues): Pick<PageAsked, 'after'> {
  if (after === undefined || after === '') return {};
  if (typeof after !== 'string' || !/^[\w-]{1,400}$/.test(after)) throw noSuchPage();
  return { after };
}

export function noSuchPage() {
  return wrong('?after', 'Must be the next of a page of this list, in the same order.');
}

/** The page that may be asked for, for the OpenAPI document. */
export function TakesPage(most: number, usual = USUAL_PAGE): MethodDecorator {
  return applyDecorators(
    ApiQuery({
      name: 'limit',
      required: false,
      description: `How many a page, up to ${most}; ${usual} unless given.`,
      schema: { type: 'integer', minimum: 1, maximum: most, default: usual },
      example: usual,
    }),
    ApiQuery({ name: 'after', required: false, description: 'The next of the page before.' }),
  );
}

/** A route that may wait for a write of the asker's to be shown, for the OpenAPI document. */
export function TakesMinPosition(): MethodDecorator {
  return ApiQuery({
    name: 'minPosition',
    required: false,
    description: 'Wait, for a bounded time, until the list shows the write of this position.',
    example: 90311,
  });
}

/** A route that answers a page of a list kept as a view, for the OpenAPI document. */
export function ListRoute(most: number): MethodDecorator {
  return applyDecorators(
    TakesPage(most),
    TakesMinPosition(),
    MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable', 'view-behind'),
  );
}

/** What every page of a list says beside its items. */
export class PageAnswer {
  @ApiProperty({ description: 'How many there are on all pages.', example: 42, type: 'integer' })
  total!: number;

  @ApiProperty({
    description: 'Send it as after for the next page; null on the last.',
    example: null,
    type: String,
    nullable: true,
  })
  next!: string | null;

  @ApiPropertyOptional({
    description:
      'Present when the list lacks records that could not be read; with their ids for whoever may know whose they are.',
    example: { ids: [] },
    type: 'object',
    properties: { ids: { type: 'array', items: { type: 'string' } } },
    required: ['ids'],
  })
  missing?: { ids: readonly string[] };
}
