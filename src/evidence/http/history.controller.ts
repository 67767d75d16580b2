import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { momentOf } from '../../children/queries/moment.js';
import { waitForRevision } from '../../children/queries/wait-for-revision.js';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { countOf } from '../../platform/http/query-values.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { ReadHistory } from '../queries/read-history.js';
import { HistoryAnswer } from './history-answer.js';

/** The evidence: every fact of a child's record, in the order in which it was recorded. */
@ApiTags('Reading')
@ApiBearerAuth()
@Controller('v1/children')
export class HistoryController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get(':id/history')
  @ApiOperation({ summary: 'Every event of a child, oldest first' })
  @ApiQuery({
    name: 'asOf',
    required: false,
    description: 'What had been recorded at this instant.',
    example: '2026-11-10T09:30:00Z',
  })
  @ApiQuery({ name: 'atRevision', required: false, description: 'Up to and with this revision.', example: 4 })
  @ApiQuery({
    name: 'minRevision',
    required: false,
    description: 'Wait, for a bounded time, until the record has it.',
    example: 4,
  })
  @ApiQuery({ name: 'limit', required: false, description: 'Facts a page; all of them unless given.', example: 100 })
  @ApiQuery({ name: 'after', required: false, description: 'The next of the page before.', example: '99' })
  @ApiOkResponse({ description: 'The facts; the last revision as ETag.', type: HistoryAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'not-found', 'unavailable', 'view-behind')
  async history(
    @Param('id', UuidPipe) id: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<HistoryAnswer> {
    const person = personOfRequest(request);
    const moment = momentOf(query);
    const limit = countOf(query, 'limit', { least: 1 }) ?? Number.POSITIVE_INFINITY;
    const after = countOf(query, 'after') ?? -1;
    const read = async () => {
      const items = await this.queries.execute(new ReadHistory(person, id, moment));
      return { items, revision: items.at(-1)?.revision ?? -1 };
    };
    const { items, revision } = await waitForRevision(read, countOf(query, 'minRevision') ?? -1);
    const rest = items.filter((item) => item.revision > after);
    const page = rest.slice(0, limit);
    reply.header('etag', etagOf(revision));
    const next = page.length < rest.length ? String(page.at(-1)?.revision ?? after) : null;
    return { items: page, total: items.length, next };
  }
}
