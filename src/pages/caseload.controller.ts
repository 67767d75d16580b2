import { Controller, Get, Inject, Query, Redirect, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { caseloadFilterOf } from '../children/http/caseload-query.js';
import { isOfTeam } from '../children/permissions.js';
import { ReadCaseload } from '../children/queries/read-caseload.js';
import { ReadCaseloadChoices } from '../children/queries/read-caseload-choices.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { caseloadPage } from './caseload-page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

type Values = Readonly<Record<string, unknown>>;

/** The caseload as a page: filters, order and place in the list are in its address. */
@ApiExcludeController()
@Controller()
export class CaseloadPageController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Redirect('/caseload', 302)
  home(): void {
    // The caseload is the way in.
  }

  @Get('caseload')
  async caseload(@Query() query: Values, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const person = personOfRequest(request);
    // A team that sees no caseload works from a list of its own, and everybody comes in here.
    if (isOfTeam(person)) return void reply.redirect('/team-work', 303);
    const filter = caseloadFilterOf(query);
    const [page, choices] = await Promise.all([
      this.queries.execute(new ReadCaseload(person, filter)),
      this.queries.execute(new ReadCaseloadChoices(person)),
    ]);
    const now = this.clock.now();
    const context = caseloadPage({ page, filter, choices, query, today: dateInEngland(now), now });
    const html = this.render('caseload.njk', { ...context, person, roleName: roleName(person) });
    reply.type('text/html; charset=utf-8').send(html);
  }
}
