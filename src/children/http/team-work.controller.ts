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
import { teamOfPerson } from '../permissions.js';
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
  @ListRoute(MOST_WAITING)
  @ApiOperation({ summary: 'The children who wait for your team (EHCP Co-ordinators, Exclusions team)' })
  @ApiOkResponse({ description: 'One page, the earliest due first.', type: TeamWorkAnswer })
  async waiting(@Query() query: QueryValues, @Req() request: FastifyRequest): Promise<Page<TeamWorkItem>> {
    const person = personOfRequest(request);
    teamOfPerson(person);
    const { page, minPosition } = pageOfList(query, MOST_WAITING);
    await waitUntilShown(this.views, 'caseload', { minPosition });
    return this.queries.execute(new ReadTeamWork(person, page));
  }
}
