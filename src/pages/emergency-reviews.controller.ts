import { Controller, Get, Header, Inject, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { reviewsEmergencies } from '../access/permissions.js';
import { ReadEmergencyReviews } from '../access/queries/read-emergency-reviews.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { afterOf } from '../platform/http/list-page.js';
import { emergencyReviewsPage } from './emergency-reviews-page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

/** The emergency accesses that wait for their review, each with the way to its form (R65). */
@ApiExcludeController()
@Controller('emergency-accesses')
export class EmergencyReviewsPageController {
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
    const page = await this.queries.execute(new ReadEmergencyReviews(person, asked));
    const today = dateInEngland(this.clock.now());
    const context = emergencyReviewsPage(page, { today, me: person.id, reviews: reviewsEmergencies(person), ...asked });
    return this.render('emergency-reviews.njk', { ...context, person, roleName: roleName(person) });
  }
}
