import { Controller, Get, Header, Inject, Param, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ReadEnquiryAccess } from '../access/queries/read-access.js';
import { personOfRequest } from '../platform/http/caller.js';
import { countOf } from '../platform/http/query-values.js';
import { UuidPipe } from '../platform/http/uuid.pipe.js';
import { enquiryAccessPage } from './access-page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

/** Who looked at an outside enquiry, as a page (R65). */
@ApiExcludeController()
@Controller('enquiries/:id/access')
export class EnquiryAccessPageController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async access(
    @Param('id', UuidPipe) id: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const person = personOfRequest(request);
    const before = countOf(query, 'after');
    const part = before === undefined ? {} : { before };
    const page = await this.queries.execute(new ReadEnquiryAccess(person, id, part));
    const context = enquiryAccessPage(id, page, before === undefined ? undefined : String(before));
    return this.render('access.njk', { ...context, person, roleName: roleName(person) });
  }
}
