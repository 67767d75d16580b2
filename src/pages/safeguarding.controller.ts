import { Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idWithin } from '../children/commands/child-written.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { personOfRequest } from '../platform/http/caller.js';
import { afterOf } from '../platform/http/list-page.js';
import { problem } from '../platform/http/problem.js';
import { UuidPipe } from '../platform/http/uuid.pipe.js';
import { PolicyBook } from '../policy/policy-packs.js';
import { ChangeSafeguarding } from '../safeguarding/commands/change-safeguarding.js';
import { ReadSafeguardingQueue } from '../safeguarding/queries/read-queue.js';
import { ReadSafeguarding, type SafeguardingRead } from '../safeguarding/queries/read-safeguarding.js';
import { KnownSchools } from '../schools/known-schools.js';
import { FormDesk, type FormHandedIn } from './form-desk.js';
import { readControls, type Values } from './form-fields.js';
import { roleName } from './role-names.js';
import { type AtConcern, CONCERN_FORMS, RECORD_FORMS, type RecordForm } from './safeguarding-forms.js';
import { type Arrival, concernPage, queuePage, recordPage } from './safeguarding-page.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

type Fields = Readonly<Record<string, unknown>>;
type Show = (arrival: Omit<Arrival, 'key'>) => string;

const HTML = 'text/html; charset=utf-8';

/**
 * The queue of a safeguarding lead, and a child's restricted record as pages with forms, without JavaScript. Who has no
 * right is answered as for a child that is not on record; who reads in an emergency is offered no form.
 */
@ApiExcludeController()
@Controller()
export class SafeguardingPageController {
  constructor(
    @Inject(FormDesk) private readonly desk: FormDesk,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(PolicyBook) private readonly policies: PolicyBook,
    @Inject(KnownSchools) private readonly schools: KnownSchools,
  ) {}

  @Get('safeguarding')
  @Header('content-type', HTML)
  async queue(@Query() query: Fields, @Req() request: FastifyRequest): Promise<string> {
    const asked = afterOf(query);
    const page = await this.queries.execute(new ReadSafeguardingQueue(personOfRequest(request), asked));
    const now = this.clock.now();
    return this.page(request, 'safeguarding-queue.njk', queuePage(page, { today: dateInEngland(now), now, ...asked }));
  }

  @Get('children/:id/safeguarding')
  @Header('content-type', HTML)
  async record(
    @Param('id', UuidPipe) id: string,
    @Query() { recorded }: Fields,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const said = RECORD_FORMS.find(({ action }) => action === recorded)?.said;
    return this.showRecord(request, await this.read(request, id))(said === undefined ? {} : { said });
  }

  @Get('children/:id/safeguarding/:concernId')
  @Header('content-type', HTML)
  async concern(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Query() { recorded }: Fields,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const said = CONCERN_FORMS.find(({ action }) => action === recorded)?.said;
    const at = this.at(await this.read(request, id), concernId, '');
    return this.showConcern(request, at)(said === undefined ? {} : { said });
  }

  @Post('children/:id/safeguarding/:action')
  async say(
    @Param('id', UuidPipe) id: string,
    @Param('action') action: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = formOf(RECORD_FORMS, action);
    const show = this.showRecord(request, await this.read(request, id));
    const to = `/children/${id}/safeguarding?recorded=${action}`;
    await this.desk.take({ request, reply }, handedIn(id, form, show, to));
  }

  @Post('children/:id/safeguarding/:concernId/:action')
  async act(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Param('action') action: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = formOf(CONCERN_FORMS, action);
    const at = this.at(await this.read(request, id), concernId, '');
    const about = {
      action,
      controls: form.controls(at),
      order: (values: Values, made: string) => form.order(values, { ...at, id: made }),
    };
    const to = `/children/${id}/safeguarding/${concernId}?recorded=${action}`;
    await this.desk.take({ request, reply }, handedIn(id, about, this.showConcern(request, at), to));
  }

  private read(request: FastifyRequest, id: string): Promise<SafeguardingRead> {
    return this.queries.execute(new ReadSafeguarding(personOfRequest(request), id));
  }

  private at(read: SafeguardingRead, concernId: string, id: string): AtConcern {
    const concern = read.concerns.find((each) => each.concernId === concernId);
    if (concern === undefined) throw problem('not-found', 'There is nothing at this address.');
    const now = this.clock.now();
    const policy = this.policies.policyOn(this.schools.policyOf(read.child.urn, now), dateInEngland(now));
    const indicators = policy.codeLists.risk_indicator?.entries.map(({ code }) => code) ?? [];
    return { read, concern, indicators, id };
  }

  private showRecord(request: FastifyRequest, read: SafeguardingRead): Show {
    return (arrival) =>
      this.page(request, 'safeguarding.njk', recordPage(read, this.today(), { ...arrival, key: this.desk.newKey() }));
  }

  private showConcern(request: FastifyRequest, at: AtConcern): Show {
    return (arrival) =>
      this.page(
        request,
        'safeguarding-concern.njk',
        concernPage(at, this.today(), { ...arrival, key: this.desk.newKey() }),
      );
  }

  private today(): string {
    return dateInEngland(this.clock.now());
  }

  private page(request: FastifyRequest, view: string, context: Readonly<Record<string, unknown>>): string {
    const person = personOfRequest(request);
    return this.render(view, { ...context, person, roleName: roleName(person) });
  }
}

function formOf<F extends { readonly action: string }>(forms: readonly F[], action: string): F {
  const form = forms.find((each) => each.action === action);
  if (form === undefined) throw problem('not-found', 'There is nothing at this address.');
  return form;
}

function handedIn(
  childId: string,
  { action, controls, order }: Pick<RecordForm, 'action' | 'controls' | 'order'>,
  show: Show,
  to: string,
): FormHandedIn<ReturnType<typeof readControls>, unknown> {
  return {
    read: (body) => readControls(controls, body),
    command: (caller, { values }) =>
      new ChangeSafeguarding(childId, caller, order(values, idWithin(caller.context, action))),
    next: () => to,
    again: (sent) => show({ sent: { action, ...sent } }),
  };
}
