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
  @ApiOperation({ summary: 'The safeguarding queue: the lead’s own schools, or the whole authority' })
  @ApiQuery({
    name: 'limit',
    required: false,
    description: `A page, up to ${MOST_QUEUED}; 50 unless given.`,
    example: 50,
  })
  @ApiQuery({ name: 'after', required: false, description: 'The next of the page before.' })
  @ApiQuery({
    name: 'minPosition',
    required: false,
    description: 'Wait, for a bounded time, until the list shows the write of this position.',
    example: 90311,
  })
  @ApiOkResponse({ description: 'One page, the earliest date first.', type: QueueAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable', 'view-behind')
  async queue(
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
  ): Promise<Page<QueueItem>> {
    const person = personOfRequest(request);
    assertSafeguarding(person);
    await waitUntilShown(this.views, 'safeguarding-queue', { minPosition: countOf(query, 'minPosition') });
    const limit = countOf(query, 'limit', MOST_QUEUED);
    const after = typeof query.after === 'string' ? query.after : undefined;
    const part = { ...(limit === undefined ? {} : { limit }), ...(after === undefined ? {} : { after }) };
    return this.queries.execute(new ReadSafeguardingQueue(person, part));
  }
}
