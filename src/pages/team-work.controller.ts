import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ReadTeamWork, type TeamWorkItem } from '../children/queries/read-team-work.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { afterOf } from '../platform/http/list-page.js';
import type { Page } from '../platform/projections/page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';
import { counted, dueWords, ownerName, plainWords } from './words.js';

/** The children who wait for the reader's team, as a page (R34, R41). */
@ApiExcludeController()
@Controller('team-work')
export class TeamWorkPageController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async list(@Query() query: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest): Promise<string> {
    const person = personOfRequest(request);
    const asked = afterOf(query);
    const page = await this.queries.execute(new ReadTeamWork(person, asked));
    const context = teamWorkPage(page, dateInEngland(this.clock.now()), asked.after !== undefined);
    return this.render('team-work.njk', { ...context, person, roleName: roleName(person) });
  }
}

function teamWorkPage(page: Page<TeamWorkItem>, today: string, later: boolean) {
  return {
    section: 'team-work',
    title: `Waiting for your team: ${counted(page.total, 'child', 'children')}`,
    incomplete: page.missing !== undefined,
    rows: page.items.map(({ childId, name, yearGroup, school, nextAction, owner, due, outOfDate }) => ({
      href: `/children/${childId}`,
      name: name || 'Name erased',
      yearGroup,
      school: school === null ? 'No school' : `School ${school}`,
      nextAction: plainWords(nextAction),
      owner: ownerName(owner),
      due: dueWords(due, today),
      outOfDate: outOfDate ?? false,
    })),
    next: page.next === null ? undefined : `/team-work?after=${page.next}`,
    first: later ? '/team-work' : undefined,
  };
}
