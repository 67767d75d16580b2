import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { ListRoute } from '../../platform/http/list-page.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { countOf, type QueryValues, wrong } from '../../platform/http/query-values.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { waitUntilShown } from '../../platform/http/waits.js';
import type { Page } from '../../platform/projections/page.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { STAGES } from '../domain/stage.js';
import { assertReadsLists } from '../permissions.js';
import { momentOf } from '../queries/moment.js';
import { type CaseloadItem, MOST_ROWS, ReadCaseload } from '../queries/read-caseload.js';
import { type ChildDocument, ReadChild } from '../queries/read-child.js';
import { waitForRevision } from '../queries/wait-for-revision.js';
import { CaseloadAnswer } from './caseload-answer.js';
import { caseloadFilterOf } from './caseload-query.js';
import { ChildAnswer } from './child-answer.js';

/** One child's state, now or as it stood; and the caseload. */
@ApiTags('Reading')
@ApiBearerAuth()
@Controller('v1')
export class ReadController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ViewReader) private readonly views: ViewReader,
  ) {}

  @Get('children/:id')
  @ApiOperation({ summary: 'The workflow state of one child, now or as it stood' })
  @ApiQuery({
    name: 'asOf',
    required: false,
    description: 'As it stood at this instant.',
    example: '2026-11-10T09:30:00Z',
  })
  @ApiQuery({ name: 'atRevision', required: false, description: 'As it stood at this revision.', example: 4 })
  @ApiQuery({
    name: 'minRevision',
    required: false,
    description: 'Wait, for a bounded time, until the record has it.',
    example: 4,
  })
  @ApiOkResponse({ description: 'The state; its revision as ETag.', type: ChildAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'not-found', 'unavailable', 'view-behind')
  async child(
    @Param('id', UuidPipe) id: string,
    @Query() query: QueryValues,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ChildDocument> {
    const person = personOfRequest(request);
    const moment = momentOf(query);
    const minRevision = countOf(query, 'minRevision');
    const read = () => this.queries.execute(new ReadChild(person, id, moment));
    const document = minRevision === undefined ? await read() : await waitForRevision(read, minRevision);
    reply.header('etag', etagOf(document.revision));
    return document;
  }

  @Get('caseload')
  @ListRoute(MOST_ROWS)
  @ApiOperation({ summary: 'The caseload: who is where, whose turn it is, by when' })
  @ApiQuery({
    name: 'stage',
    required: false,
    description: `open (all but on-roll, closed and left), or any of: ${Object.keys(STAGES).join(', ')}. May be repeated.`,
    example: 'open',
  })
  @ApiQuery({ name: 'school', required: false, description: 'The URN of a school.', example: '900001' })
  @ApiQuery({
    name: 'owner',
    required: false,
    description: 'Whose the next action is; none for nobody’s.',
    example: 'cme-assistant@926',
  })
  @ApiQuery({
    name: 'due',
    required: false,
    description:
      'overdue, this-week, any (whatever has something to be done, at whatever stage), or a date: all that is due before it.',
    example: 'overdue',
  })
  @ApiQuery({
    name: 'child',
    required: false,
    description: 'One child.',
    example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
  })
  @ApiQuery({
    name: 'sort',
    required: false,
    description: 'due, name, school or stage; with - before it the other way round. Rows with no date come last.',
    example: 'due',
  })
  @ApiQuery({
    name: 'minRevision',
    required: false,
    description: 'With child: wait until its row shows this revision.',
    example: 12,
  })
  @ApiOkResponse({ description: 'One page.', type: CaseloadAnswer })
  async caseload(@Query() query: QueryValues, @Req() request: FastifyRequest): Promise<Page<CaseloadItem>> {
    const person = personOfRequest(request);
    assertReadsLists(person);
    const filter = caseloadFilterOf(query);
    const minPosition = countOf(query, 'minPosition');
    const minRevision = countOf(query, 'minRevision');
    if (minRevision !== undefined && filter.childId === undefined) {
      throw wrong('?minRevision', 'A revision is of one child: give child as well, or use minPosition.');
    }
    await waitUntilShown(this.views, 'caseload', { minPosition, key: filter.childId, minRevision });
    return this.queries.execute(new ReadCaseload(person, filter));
  }
}
