import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { waitUntilShown } from '../../platform/http/waits.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { teamOfPerson } from '../permissions.js';
import { countOf, wrong } from '../queries/moment.js';
import type { Page } from '../queries/read-caseload.js';
import { MOST_WAITING, ReadTeamWork, type TeamWorkItem } from '../queries/read-team-work.js';
import { TeamWorkAnswer } from './team-work-answer.js';

/** The children who wait for the EHCP Co-ordinators or for the Exclusions team (R34, R41). */
@ApiTags('Children')
@ApiBearerAuth()
@Controller('v1/team-work')
export class TeamWorkController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ViewReader) private readonly views: ViewReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The children who wait for your team (EHCP Co-ordinators, Exclusions team)' })
  @ApiQuery({
    name: 'limit',
    required: false,
    description: `A page, up to ${MOST_WAITING}; 50 unless given.`,
    example: 50,
  })
  @ApiQuery({ name: 'after', required: false, description: 'The next of the page before.' })
  @ApiQuery({
    name: 'minPosition',
    required: false,
    description: 'Wait, for a bounded time, until the list shows the write of this position.',
    example: 90311,
  })
  @ApiOkResponse({ description: 'One page, the earliest due first.', type: TeamWorkAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable', 'view-behind')
  async waiting(
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
  ): Promise<Page<TeamWorkItem>> {
    const person = personOfRequest(request);
    teamOfPerson(person);
    const limit = countOf(query, 'limit', MOST_WAITING);
    if (limit === 0) throw wrong('?limit', `Must be a whole number from 1 to ${MOST_WAITING}.`);
    await waitUntilShown(this.views, 'caseload', { minPosition: countOf(query, 'minPosition') });
    const after = typeof query.after === 'string' ? { after: query.after } : {};
    return this.queries.execute(new ReadTeamWork(person, { ...(limit === undefined ? {} : { limit }), ...after }));
  }
}
