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
import { assertSafeguarding } from '../permissions.js';
import { MOST_QUEUED, type QueueItem, ReadSafeguardingQueue } from '../queries/read-queue.js';
import { QueueAnswer } from './queue-answer.js';

/** The children about whom something restricted is open. */
@ApiTags('Safeguarding')
@ApiBearerAuth()
@Controller('v1/safeguarding')
export class SafeguardingQueueController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ViewReader) private readonly views: ViewReader,
  ) {}

  @Get()
  @ListRoute(MOST_QUEUED)
  @ApiOperation({ summary: 'The safeguarding queue: the lead’s own schools, or the whole authority' })
  @ApiOkResponse({ description: 'One page, the earliest date first.', type: QueueAnswer })
  async queue(@Query() query: QueryValues, @Req() request: FastifyRequest): Promise<Page<QueueItem>> {
    const person = personOfRequest(request);
    assertSafeguarding(person);
    const { page, minPosition } = pageOfList(query, MOST_QUEUED);
    await waitUntilShown(this.views, 'safeguarding-queue', { minPosition });
    return this.queries.execute(new ReadSafeguardingQueue(person, page));
  }
}
