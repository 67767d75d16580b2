import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { ListRoute, pageOfList } from '../../platform/http/list-page.js';
import type { QueryValues } from '../../platform/http/query-values.js';
import { waitUntilShown } from '../../platform/http/waits.js';
import type { Page } from '../../platform/projections/page.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { assertReadsAccess } from '../permissions.js';
import { type AwaitedReview, MOST_AWAITED, ReadEmergencyReviews } from '../queries/read-emergency-reviews.js';
import { EmergencyReviewsAnswer } from './emergency-reviews-answer.js';

/** The emergency accesses that nobody has judged yet (R65). */
@ApiTags('Access')
@ApiBearerAuth()
@Controller('v1/emergency-accesses')
export class EmergencyReviewsController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ViewReader) private readonly views: ViewReader,
  ) {}

  @Get()
  @ListRoute(MOST_AWAITED)
  @ApiOperation({ summary: 'The emergency accesses that wait for their review, the oldest first' })
  @ApiOkResponse({ description: 'One page, the oldest first.', type: EmergencyReviewsAnswer })
  async awaited(@Query() query: QueryValues, @Req() request: FastifyRequest): Promise<Page<AwaitedReview>> {
    const person = personOfRequest(request);
    assertReadsAccess(person);
    const { page, minPosition } = pageOfList(query, MOST_AWAITED);
    await waitUntilShown(this.views, 'emergency-reviews', { minPosition });
    return this.queries.execute(new ReadEmergencyReviews(person, page));
  }
}
