import { Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ViewsDesk } from '../operations/views-desk.js';
import { CLOCK, type Clock } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { operationsPage } from './operations-page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

/** Where views stand, and what can be done about it: forms, and a page that asks for itself again when one wants that. */
@ApiExcludeController()
@Controller('operations/views')
export class OperationsPageController {
  constructor(
    @Inject(ViewsDesk) private readonly desk: ViewsDesk,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async views(@Query('watch') watch: unknown, @Req() request: FastifyRequest): Promise<string> {
    const person = personOfRequest(request);
    const views = await this.desk.views(person);
    const context = operationsPage({ views, watching: watch === 'on', now: this.clock.now() });
    return this.render('operations.njk', { ...context, person, roleName: roleName(person) });
  }

  @Post(':name/quarantine/:key/requeue')
  async requeue(
    @Param('name') name: string,
    @Param('key') key: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.requeue(personOfRequest(request), name, key);
    reply.redirect('/operations/views', 303);
  }

  @Post(':name/:operation')
  async begin(
    @Param('name') name: string,
    @Param('operation') operation: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    await this.desk.begin(personOfRequest(request), name, operation);
    // No fragment: a browser does not ask again for an address that has one.
    reply.redirect('/operations/views?watch=on', 303);
  }
}
