import { Body, Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { type Command, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReviewEmergencyAccess, UseEmergencyAccess } from '../access/commands/emergency-access.js';
import type { ReviewOutcome } from '../access/domain/access.js';
import { isPurpose, purposeCookie, statedPurpose } from '../access/http/purpose.js';
import { assertReviewsEmergencies, mayBreakGlass, reviewsEmergencies, usualPurpose } from '../access/permissions.js';
import { ReadAccess } from '../access/queries/read-access.js';
import { unknownChild } from '../children/permissions.js';
import { ReadChild } from '../children/queries/read-child.js';
import { type Caller, personOfRequest } from '../platform/http/caller.js';
import { problem } from '../platform/http/problem.js';
import { countOf } from '../platform/http/query-values.js';
import { UuidPipe } from '../platform/http/uuid.pipe.js';
import { accessPage, PURPOSE_CHOICES, REASON_CONTROLS, REVIEW_CONTROLS } from './access-page.js';
import { assertOwnForm, FormDesk } from './form-desk.js';
import { type Control, given, readControls, type Values } from './form-fields.js';
import { formView, problemOf, type Sent } from './form-view.js';
import { roleName } from './role-names.js';
import { destination } from './sign-in-page.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

type Fields = Readonly<Record<string, unknown>>;

const HTML = 'text/html; charset=utf-8';
const ONE = 'one';

/** One form on a page of its own. */
interface OneForm {
  readonly action: string;
  readonly title: string;
  readonly intro: string;
  readonly button: string;
  readonly controls: readonly Control[];
  readonly back: string;
}

/** Who looked at a record, the purpose that somebody looks for, and emergency access: pages without JavaScript. */
@ApiExcludeController()
@Controller()
export class AccessPageController {
  constructor(
    @Inject(FormDesk) private readonly desk: FormDesk,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
  ) {}

  @Get('children/:id/access')
  @Header('content-type', HTML)
  async access(
    @Param('id', UuidPipe) id: string,
    @Query() query: Fields,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const person = personOfRequest(request);
    const before = countOf(query, 'after');
    const page = await this.queries.execute(new ReadAccess(person, id, before === undefined ? {} : { before }));
    const context = accessPage({
      childId: id,
      name: await this.nameOf(request, id),
      page,
      reviews: reviewsEmergencies(person),
      ...(typeof query.after === 'string' ? { after: query.after } : {}),
    });
    return this.page(request, 'access.njk', context);
  }

  @Get('children/:id/emergency-access')
  @Header('content-type', HTML)
  async emergency(@Param('id', UuidPipe) id: string, @Req() request: FastifyRequest): Promise<string> {
    return this.form(request, await this.emergencyForm(request, id));
  }

  @Post('children/:id/emergency-access')
  async use(
    @Param('id', UuidPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = await this.emergencyForm(request, id);
    await this.take({ request, reply }, form, `/children/${id}/safeguarding`, (caller, values) => {
      return new UseEmergencyAccess(id, caller, given(values, 'reason') ?? '');
    });
  }

  @Get('children/:id/emergency-access/:accessId')
  @Header('content-type', HTML)
  async review(
    @Param('id', UuidPipe) id: string,
    @Param('accessId', UuidPipe) accessId: string,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.form(request, await this.reviewForm(request, id, accessId));
  }

  @Post('children/:id/emergency-access/:accessId')
  async judge(
    @Param('id', UuidPipe) id: string,
    @Param('accessId', UuidPipe) accessId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = await this.reviewForm(request, id, accessId);
    await this.take({ request, reply }, form, `/children/${id}/access`, (caller, values) => {
      const note = given(values, 'note');
      const outcome = given(values, 'outcome') as ReviewOutcome;
      return new ReviewEmergencyAccess(id, caller, { accessId, outcome, ...(note === undefined ? {} : { note }) });
    });
  }

  @Get('purpose')
  @Header('content-type', HTML)
  purpose(@Query() { next }: Fields, @Req() request: FastifyRequest): string {
    const chosen = statedPurpose(request) ?? usualPurpose(personOfRequest(request));
    const purposes = PURPOSE_CHOICES.map((each, index) => ({
      ...each,
      checked: each.value === chosen,
      ...(index === 0 ? { id: 'purpose' } : {}),
    }));
    return this.page(request, 'purpose.njk', {
      title: 'What you look at records for',
      purposes,
      next: destination(next),
    });
  }

  /** In a cookie and in no address: it goes for every page until another is chosen. */
  @Post('purpose')
  choose(@Body() body: Fields, @Req() request: FastifyRequest, @Res() reply: FastifyReply): void {
    assertOwnForm(request);
    const { purpose, next } = (body ?? {}) as Fields;
    if (!isPurpose(purpose)) throw problem('malformed', 'Choose a purpose.');
    reply.header('set-cookie', purposeCookie(purpose, request.protocol === 'https')).redirect(destination(next), 303);
  }

  private async emergencyForm(request: FastifyRequest, id: string): Promise<OneForm> {
    if (!mayBreakGlass(personOfRequest(request))) throw unknownChild();
    return {
      action: `/children/${id}/emergency-access`,
      title: `Emergency access to the restricted record of ${await this.nameOf(request, id)}`,
      intro: 'For an hour, to read only. That you read it, and why, is on record and another person reviews it.',
      button: 'Read the restricted record',
      controls: REASON_CONTROLS,
      back: `/children/${id}`,
    };
  }

  private async reviewForm(request: FastifyRequest, id: string, accessId: string): Promise<OneForm> {
    assertReviewsEmergencies(personOfRequest(request));
    return {
      action: `/children/${id}/emergency-access/${accessId}`,
      title: `Review the emergency access to the record of ${await this.nameOf(request, id)}`,
      intro: 'Nobody reviews their own.',
      button: 'Record the review',
      controls: REVIEW_CONTROLS,
      back: `/children/${id}/access`,
    };
  }

  private take(
    exchange: { readonly request: FastifyRequest; readonly reply: FastifyReply },
    form: OneForm,
    to: string,
    command: (caller: Caller, values: Values) => Command<unknown>,
  ): Promise<void> {
    return this.desk.take(exchange, {
      read: (body) => readControls(form.controls, body),
      command: (caller, { values }) => command(caller, values),
      next: () => to,
      again: (sent) => this.form(exchange.request, form, sent),
    });
  }

  private form(request: FastifyRequest, { controls, action, ...form }: OneForm, sent?: Sent): string {
    const { intro, button } = form;
    return this.page(request, 'one-form.njk', {
      ...form,
      section: 'caseload',
      action,
      problem: problemOf(ONE, sent),
      form: formView({ action, id: ONE, intro, button, controls }, { key: this.desk.newKey(), returned: sent }),
    });
  }

  /** As the reader may see the child: who may not is answered as for one that is not on record. */
  private async nameOf(request: FastifyRequest, id: string): Promise<string> {
    const { identity } = (await this.queries.execute(new ReadChild(personOfRequest(request), id))) as unknown as {
      readonly identity?: { readonly givenName: string; readonly familyName: string; readonly knownAs?: string };
    };
    return identity === undefined ? '' : `${identity.knownAs ?? identity.givenName} ${identity.familyName}`;
  }

  private page(request: FastifyRequest, view: string, context: Readonly<Record<string, unknown>>): string {
    const person = personOfRequest(request);
    return this.render(view, { ...context, person, roleName: roleName(person) });
  }
}
