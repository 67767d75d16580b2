import { Body, Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { type Command, CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { alsoShows } from '../access/http/also-shown.js';
import { readsAccess } from '../access/permissions.js';
import { momentOf } from '../children/queries/moment.js';
import { ReadChild } from '../children/queries/read-child.js';
import { ChangeEnquiry, type EnquiryWritten, ReceiveEnquiry } from '../enquiries/commands/change-enquiry.js';
import { assertWorksEnquiries, worksEnquiries } from '../enquiries/permissions.js';
import { type EnquiryRead, ReadEnquiry, ReadEnquiryHistory } from '../enquiries/queries/read-enquiry.js';
import { ReadLetters } from '../letters/queries/read-letters.js';
import { CHANCE, type Chance } from '../platform/clock/chance.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { type Caller, Callers, personOfRequest } from '../platform/http/caller.js';
import { Problem, problem } from '../platform/http/problem.js';
import { UuidPipe } from '../platform/http/uuid.pipe.js';
import type { Person } from '../platform/identity/person.js';
import { isSameOrigin } from '../platform/identity/session.js';
import type { KnownPerson } from './enquiry-candidates.js';
import { ALL_FORMS } from './enquiry-forms.js';
import { enquiryPage, type SentForm } from './enquiry-page.js';
import { AMEND_FORM, amendOrder, NEW_FORM, receiveOrder, toldPage, valuesOf } from './enquiry-told-form.js';
import { formCaller, sendAsSeen } from './form-caller.js';
import { readControls, type Values } from './form-fields.js';
import { refusalOf } from './form-refusal.js';
import { letterRows } from './letters/letter-rows.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

type Fields = Readonly<Record<string, unknown>>;
const HTML = 'text/html; charset=utf-8';

/**
 * One enquiry as a page, and everything that can be recorded of it as a form: a post, then the page again (R37, R38, R39).
 * Without JavaScript; a form that a rule refuses comes back as it was sent, with the rule’s words above it.
 */
@ApiExcludeController()
@Controller('enquiries')
export class EnquiryPageController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
  ) {}

  @Get('new')
  @Header('content-type', HTML)
  blank(@Req() request: FastifyRequest): string {
    assertWorksEnquiries(personOfRequest(request));
    return this.told(request, NEW_FORM, {});
  }

  @Post('new')
  async receive(@Body() body: Fields, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const { values, errors } = this.sent(request, NEW_FORM.controls, body);
    const again = (sent: SentForm, status: number) => this.answer(reply, status, this.told(request, NEW_FORM, sent));
    await this.record(request, body, { action: 'new', values, errors }, again, reply, (caller) => {
      return new ReceiveEnquiry(caller, receiveOrder(values));
    });
  }

  @Get(':id')
  @Header('content-type', HTML)
  async enquiry(@Param('id', UuidPipe) id: string, @Query() query: Fields, @Req() request: FastifyRequest) {
    const recorded = typeof query.recorded === 'string' ? { recorded: query.recorded } : {};
    return this.page(request, id, { query, ...recorded });
  }

  @Get(':id/amend')
  @Header('content-type', HTML)
  async amendable(@Param('id', UuidPipe) id: string, @Req() request: FastifyRequest): Promise<string> {
    assertWorksEnquiries(personOfRequest(request));
    const enquiry = await this.read(request, id);
    const values = valuesOf(enquiry);
    return this.told(request, AMEND_FORM, { action: 'amend', values, errors: [] }, enquiry);
  }

  @Post(':id/amend')
  async amend(
    @Param('id', UuidPipe) id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const { values, errors } = this.sent(request, AMEND_FORM.controls, body);
    const enquiry = await this.read(request, id);
    const again = async (sent: SentForm, status: number) =>
      this.answer(reply, status, this.told(request, AMEND_FORM, sent, await this.read(request, id)));
    await this.record(request, body, { action: 'amend', values, errors }, again, reply, (caller) => {
      return new ChangeEnquiry(id, caller, amendOrder(values, enquiry));
    });
  }

  @Post(':id/:action')
  async act(
    @Param('id', UuidPipe) id: string,
    @Param('action') action: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = ALL_FORMS.find((each) => each.action === action);
    if (form === undefined) throw problem('not-found', 'There is nothing at this address.');
    const { values: read, errors } = this.sent(request, form.controls, body);
    const values: Values = typeof body?.childId === 'string' ? { ...read, childId: body.childId } : read;
    const again = async (sent: SentForm, status: number) =>
      this.answer(reply, status, await this.page(request, id, { sent }));
    await this.record(request, body, { action, values, errors }, again, reply, (caller) =>
      form.command(id, caller, values),
    );
  }

  private sent(request: FastifyRequest, controls: Parameters<typeof readControls>[0], body: Fields) {
    if (!isSameOrigin(request)) throw problem('forbidden', 'The form was sent from another site.');
    assertWorksEnquiries(personOfRequest(request));
    return readControls(controls, body);
  }

  /** Recorded and on to the page, or the form once more with what is wrong. */
  private async record(
    request: FastifyRequest,
    body: Fields,
    sent: SentForm,
    again: (sent: SentForm, status: number) => Promise<void> | void,
    reply: FastifyReply,
    command: (caller: Caller) => Command<EnquiryWritten>,
  ): Promise<void> {
    if (sent.errors.length > 0) return again(sent, 400);
    try {
      const caller = formCaller(this.callers.of(request), request, body);
      const { enquiryId } = await sendAsSeen(caller, (seen) => this.bus.execute(command(seen)));
      reply.redirect(`/enquiries/${enquiryId}?recorded=${sent.action}`, 303);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      const { status, text, paragraph } = refusal;
      return again({ ...sent, errors: [{ text }], ...(paragraph === undefined ? {} : { paragraph }) }, status);
    }
  }

  private answer(reply: FastifyReply, status: number, html: string): void {
    reply.status(status).type(HTML).send(html);
  }

  private told(request: FastifyRequest, form: typeof NEW_FORM, sent: Partial<SentForm>, enquiry?: EnquiryRead): string {
    const person = personOfRequest(request);
    const context = toldPage(form, { key: this.chance.uuid(), sent, ...(enquiry ? { enquiry } : {}) });
    return this.render('one-form.njk', { ...context, person, roleName: roleName(person) });
  }

  private read(request: FastifyRequest, id: string): Promise<EnquiryRead> {
    return this.queries.execute(new ReadEnquiry(personOfRequest(request), id));
  }

  private async page(
    request: FastifyRequest,
    id: string,
    { query = {}, ...more }: { query?: Fields; recorded?: string; sent?: SentForm },
  ): Promise<string> {
    const person = personOfRequest(request);
    const moment = momentOf(query);
    const [enquiry, history] = await Promise.all([
      this.queries.execute(new ReadEnquiry(person, id, moment)),
      this.queries.execute(new ReadEnquiryHistory(person, id)),
    ]);
    const known = await this.knownOf(person, enquiry);
    alsoShows(request, [...known.keys()]);
    const context = enquiryPage({
      enquiry,
      history: history.filter(({ revision }) => revision <= enquiry.revision),
      known,
      moment,
      today: dateInEngland(this.clock.now()),
      mayWork: worksEnquiries(person),
      key: this.chance.uuid(),
      ...more,
    });
    const letters = letterRows(
      `/enquiries/${id}`,
      await this.queries.execute(new ReadLetters(person, 'enquiry', id, moment)),
    );
    return this.render('enquiry.njk', {
      ...context,
      letters,
      audits: readsAccess(person),
      person,
      roleName: roleName(person),
    });
  }

  /** The records that were proposed; one that the reader may not see, or that is gone, is left out. */
  private async knownOf(person: Person, { proposals }: EnquiryRead): Promise<ReadonlyMap<string, KnownPerson>> {
    const found = await Promise.all(
      proposals.map(async ({ childId }): Promise<[string, KnownPerson] | undefined> => {
        try {
          const document = await this.queries.execute(new ReadChild(person, childId, {}));
          return [childId, (document as unknown as { identity?: KnownPerson }).identity ?? {}];
        } catch (error) {
          if (error instanceof Problem && [403, 404].includes(error.document.status)) return undefined;
          throw error;
        }
      }),
    );
    return new Map(found.filter((each) => each !== undefined));
  }
}
