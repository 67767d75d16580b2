import { Controller, Get, HttpCode, Inject, Post, Redirect, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { searchedFor } from '../access/http/also-shown.js';
import { statedPurpose } from '../access/http/purpose.js';
import { usualPurpose } from '../access/permissions.js';
import { assertReadsLists, isAtSchool } from '../children/permissions.js';
import { FindChildren } from '../children/queries/find-children.js';
import { worksEnquiries } from '../enquiries/permissions.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { purposeWords } from './access-page.js';
import { readFindForm } from './find-child-form.js';
import { findChildPage } from './find-child-page.js';
import { assertOwnForm } from './form-desk.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

/** Finding a child from the caseload: what was asked stays in the form, and in no address. */
@ApiExcludeController()
@Controller('caseload/search')
export class FindChildPageController {
  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** Who comes to its address without the form, as by a bookmark. */
  @Get()
  @Redirect('/caseload', 302)
  begin(): void {
    // The form is on the caseload.
  }

  @Post()
  @HttpCode(200)
  async find(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertOwnForm(request);
    const person = personOfRequest(request);
    assertReadsLists(person);
    const form = readFindForm(request.body);
    const found = form.errors.length > 0 ? undefined : await this.queries.execute(new FindChildren(person, form.asked));
    if (found !== undefined) searchedFor(request, form.asked, found.items);
    const context = findChildPage({
      form,
      ...(found === undefined ? {} : { found }),
      ofSchool: isAtSchool(person),
      mayRecordEnquiry: worksEnquiries(person),
      purpose: purposeWords(statedPurpose(request) ?? usualPurpose(person)),
      today: dateInEngland(this.clock.now()),
    });
    const html = this.render('find-child.njk', { ...context, person, roleName: roleName(person) });
    reply
      .status(found === undefined ? 400 : 200)
      .type('text/html; charset=utf-8')
      .send(html);
  }
}
