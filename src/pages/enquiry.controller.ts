import { Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
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
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { Problem, problem } from '../platform/http/problem.js';
import { UuidPipe } from '../platform/http/uuid.pipe.js';
import type { Person } from '../platform/identity/person.js';
import type { KnownPerson } from './enquiry-candidates.js';
import type { EnquiryForm } from './enquiry-form.js';
import { ALL_FORMS } from './enquiry-forms.js';
import { enquiryPage } from './enquiry-page.js';
import { AMEND_FORM, amendOrder, NEW_FORM, receiveOrder, toldPage } from './enquiry-told-form.js';
import { FormDesk } from './form-desk.js';
import { readControls } from './form-fields.js';
import type { Sent, SentForm } from './form-view.js';
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
    @Inject(FormDesk) private readonly desk: FormDesk,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Get('new')
  @Header('content-type', HTML)
  blank(@Req() request: FastifyRequest): string {
    assertWorksEnquiries(personOfRequest(request));
    return this.told(request, NEW_FORM);
  }

  @Post('new')
  async receive(@Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    assertWorksEnquiries(personOfRequest(request));
    await this.desk.take(
      { request, reply },
      {
        read: (body) => readControls(NEW_FORM.controls, body),
        command: (caller, { values }) => new ReceiveEnquiry(caller, receiveOrder(values)),
        next: recorded('new'),
        again: (sent) => this.told(request, NEW_FORM, sent),
      },
    );
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
    return this.told(request, AMEND_FORM, undefined, await this.read(request, id));
  }

  @Post(':id/amend')
  async amend(
    @Param('id', UuidPipe) id: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    assertWorksEnquiries(personOfRequest(request));
    await this.desk.take(
      { request, reply },
      {
        read: async (body) => ({
          ...readControls(AMEND_FORM.controls, body),
          enquiry: await this.read(request, id),
        }),
        command: (caller, { values, enquiry }) => new ChangeEnquiry(id, caller, amendOrder(values, enquiry)),
        next: recorded('amend'),
        again: async (sent) => this.told(request, AMEND_FORM, sent, await this.read(request, id)),
      },
    );
  }

  @Post(':id/:action')
  async act(
    @Param('id', UuidPipe) id: string,
    @Param('action') action: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = ALL_FORMS.find((each) => each.action === action);
    if (form === undefined) throw problem('not-found', 'There is nothing at this address.');
    assertWorksEnquiries(personOfRequest(request));
    await this.desk.take(
      { request, reply },
      {
        read: (body) => readAbout(form, body),
        command: (caller, { values }) => form.command(id, caller, values),
        next: recorded(action),
        again: (sent) => this.page(request, id, { sent: { action, ...sent } }),
      },
    );
  }

  private told(request: FastifyRequest, form: typeof NEW_FORM, sent?: Sent, enquiry?: EnquiryRead): string {
    const person = personOfRequest(request);
    const context = toldPage(form, { key: this.desk.newKey(), sent, ...(enquiry ? { enquiry } : {}) });
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
      key: this.desk.newKey(),
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

/** A form of the page as it was sent; one about a record that was proposed names it in a hidden field. */
function readAbout({ controls }: EnquiryForm, body: unknown) {
  const { values, errors } = readControls(controls, body);
  const { childId } = (body ?? {}) as Fields;
  return { values: typeof childId === 'string' ? { ...values, childId } : values, errors };
}

const recorded =
  (action: string) =>
  ({ enquiryId }: EnquiryWritten): string =>
    `/enquiries/${enquiryId}?recorded=${action}`;
