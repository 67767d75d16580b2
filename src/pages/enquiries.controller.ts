import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { worksEnquiries } from '../enquiries/permissions.js';
import { ReadEnquiries } from '../enquiries/queries/read-enquiries.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { afterOf } from '../platform/http/list-page.js';
import { wrong } from '../platform/http/query-values.js';
import { type EnquiriesShown, enquiriesPage } from './enquiries-page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

const STATES: readonly EnquiriesShown[] = ['open', 'closed', 'all'];

/** The enquiries as a page, the earliest due first. */
@ApiExcludeController()
@Controller('enquiries')
export class EnquiriesPageController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async enquiries(@Query() query: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest): Promise<string> {
    const person = personOfRequest(request);
    const state = STATES.find((known) => known === (query.state ?? 'open'));
    if (state === undefined) throw wrong('?state', 'Must be open, closed or all.');
    const asked = afterOf(query);
    const page = await this.queries.execute(new ReadEnquiries(person, { state, ...asked }));
    const now = this.clock.now();
    const context = enquiriesPage({ page, state, after: asked.after, today: dateInEngland(now), now });
    return this.render('enquiries.njk', {
      ...context,
      mayWork: worksEnquiries(person),
      person,
      roleName: roleName(person),
    });
  }
}
