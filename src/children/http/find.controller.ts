import { Body, Controller, HttpCode, Inject, Post, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { searchedFor } from '../../access/http/also-shown.js';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail, wholeBody } from '../../platform/http/documented.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { TakesMinPosition } from '../../platform/http/list-page.js';
import { countOf, type QueryValues } from '../../platform/http/query-values.js';
import { waitUntilShown } from '../../platform/http/waits.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { assertReadsLists } from '../permissions.js';
import { FindChildren, type FoundChildren } from '../queries/find-children.js';
import { assertFindable, FindChildrenBody } from './bodies/find.js';
import { FoundAnswer } from './found-answer.js';

/** Finding a child by what somebody tells of it. */
@ApiTags('Reading')
@ApiBearerAuth()
@Controller('v1/children')
export class FindController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ViewReader) private readonly views: ViewReader,
  ) {}

  @Post('search')
  @HttpCode(200)
  @FirstAsked(assertReadsLists)
  @ApiOperation({ summary: 'Find a child by names, date of birth or a number' })
  @TakesMinPosition()
  @ApiBody(wholeBody(FindChildrenBody))
  @ApiOkResponse({
    description: 'The children of the caseload whom you may see and who agree; written down as a look at each.',
    type: FoundAnswer,
  })
  @MayFail('malformed', 'invalid-fields', 'unauthorised', 'forbidden', 'too-large', 'unavailable', 'view-behind')
  async find(
    @Body() { limit, ...asked }: FindChildrenBody,
    @Query() query: QueryValues,
    @Req() request: FastifyRequest,
  ): Promise<FoundChildren> {
    assertFindable(asked);
    await waitUntilShown(this.views, 'caseload', { minPosition: countOf(query, 'minPosition') });
    const found = await this.queries.execute(new FindChildren(personOfRequest(request), asked, limit));
    searchedFor(request, asked, found.items);
    return found;
  }
}
