import { Controller, Get, Header, Inject, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ReadAuthority } from '../authority/queries/read-authority.js';
import { ReadCompliance } from '../authority/queries/read-compliance.js';
import { CLOCK, type Clock } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { authorityPage } from './authority-page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

const SEES_ALL_SCHOOLS: readonly string[] = ['cme-assistant', 'strategy-manager', 'auditor'];

/** The authority as a page: its designated officer, its policy, its guidance and who follows it (R23, R24, R30, R35, R58). */
@ApiExcludeController()
@Controller('authority')
export class AuthorityPageController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async page(@Req() request: FastifyRequest): Promise<string> {
    const person = personOfRequest(request);
    const read = await this.queries.execute(new ReadAuthority(person));
    const seesAll = SEES_ALL_SCHOOLS.includes(person.role);
    const compliance = seesAll ? { compliance: await this.queries.execute(new ReadCompliance(person)) } : {};
    const context = authorityPage({ read, ...compliance, now: this.clock.now() });
    return this.render('authority.njk', { ...context, person, roleName: roleName(person) });
  }
}
