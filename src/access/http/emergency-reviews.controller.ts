import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { countOf } from '../../children/queries/moment.js';
import type { Page } from '../../children/queries/read-caseload.js';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { waitUntilShown } from '../../platform/http/waits.js';
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
  @ApiOperation({ summary: 'The emergency accesses that wait for their review, the oldest first' })
  @ApiQuery({
    name: 'limit',
    required: false,
    description: `A page, up to ${MOST_AWAITED}; 50 unless given.`,
    example: 50,
  })
  @ApiQuery({ name: 'after', required: false, description: 'The next of the page before.' })
  @ApiQuery({
    name: 'minPosition',
    required: false,
    description: 'Wait, for a bounded time, until the list shows the write of this position.',
    example: 90311,
  })
  @ApiOkResponse({ description: 'One page, the oldest first.', type: EmergencyReviewsAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable', 'view-behind')
  async awaited(
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
  ): Promise<Page<AwaitedReview>> {
    const person = personOfRequest(request);
    assertReadsAccess(person);
    await waitUntilShown(this.views, 'emergency-reviews', { minPosition: countOf(query, 'minPosition') });
    const limit = countOf(query, 'limit', MOST_AWAITED);
    const after = typeof query.after === 'string' ? query.after : undefined;
    const part = { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) };
    return this.queries.execute(new ReadEmergencyReviews(person, part));
  }
}
