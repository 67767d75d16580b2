import { Body, Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idWithin } from '../children/commands/child-written.js';
import { CHANCE, type Chance } from '../platform/clock/chance.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { Callers, personOfRequest } from '../platform/http/caller.js';
import { problem } from '../platform/http/problem.js';
import { UuidPipe } from '../platform/http/uuid.pipe.js';
import { isSameOrigin } from '../platform/identity/session.js';
import { PolicyBook } from '../policy/policy-packs.js';
import { ChangeSafeguarding } from '../safeguarding/commands/change-safeguarding.js';
import type { SafeguardingCommand } from '../safeguarding/domain/safeguarding.js';
import { ReadSafeguardingQueue } from '../safeguarding/queries/read-queue.js';
import { ReadSafeguarding, type SafeguardingRead } from '../safeguarding/queries/read-safeguarding.js';
import { KnownSchools } from '../schools/known-schools.js';
import { formCaller } from './form-caller.js';
import { type Control, readControls, type Values } from './form-fields.js';
import { refusalOf } from './form-refusal.js';
import { roleName } from './role-names.js';
import {
  type AtConcern,
  CONCERN_FORMS,
  MISSING_CONTROLS,
  missingOrder,
  RAISE_CONTROLS,
  raiseOrder,
} from './safeguarding-forms.js';
import { type Arrival, concernPage, queuePage, recordPage, type SentForm } from './safeguarding-page.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

type Fields = Readonly<Record<string, unknown>>;
type Show = (arrival: Omit<Arrival, 'key'>) => string;

const HTML = 'text/html; charset=utf-8';
const RAISED = 'The concern is raised.';
const MISSING = 'The report to the police is recorded.';

/**
 * The queue of a safeguarding lead, and a child's restricted record as pages with forms, without JavaScript. Who has no
 * right is answered as for a child that is not on record; who reads in an emergency is offered no form.
 */
@ApiExcludeController()
@Controller()
export class SafeguardingPageController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
    @Inject(PolicyBook) private readonly policies: PolicyBook,
    @Inject(KnownSchools) private readonly schools: KnownSchools,
  ) {}

  @Get('safeguarding')
  @Header('content-type', HTML)
  async queue(@Query() query: Fields, @Req() request: FastifyRequest): Promise<string> {
    const after = typeof query.after === 'string' ? { after: query.after } : {};
    const page = await this.queries.execute(new ReadSafeguardingQueue(personOfRequest(request), after));
    const now = this.clock.now();
    return this.page(request, 'safeguarding-queue.njk', queuePage(page, { today: dateInEngland(now), now, ...after }));
  }

  @Get('children/:id/safeguarding')
  @Header('content-type', HTML)
  async record(
    @Param('id', UuidPipe) id: string,
    @Query() { recorded }: Fields,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    const said = recorded === 'raise' ? RAISED : recorded === 'missing' ? MISSING : undefined;
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

  @Post('children/:id/safeguarding/raise')
  async raise(
    @Param('id', UuidPipe) id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const show = this.showRecord(request, await this.read(request, id));
    const to = `/children/${id}/safeguarding?recorded=raise`;
    await this.send(request, reply, id, 'raise', RAISE_CONTROLS, body, show, to, raiseOrder);
  }

  @Post('children/:id/safeguarding/missing')
  async missing(
    @Param('id', UuidPipe) id: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const show = this.showRecord(request, await this.read(request, id));
    const to = `/children/${id}/safeguarding?recorded=missing`;
    await this.send(request, reply, id, 'missing', MISSING_CONTROLS, body, show, to, missingOrder);
  }

  @Post('children/:id/safeguarding/:concernId/:action')
  async act(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Param('action') action: string,
    @Body() body: Fields,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    const form = CONCERN_FORMS.find((each) => each.action === action);
    if (form === undefined) throw problem('not-found', 'There is nothing at this address.');
    const at = this.at(await this.read(request, id), concernId, '');
    const to = `/children/${id}/safeguarding/${concernId}?recorded=${action}`;
    const order = (values: Values, made: string) => form.order(values, { ...at, id: made });
    await this.send(request, reply, id, action, form.controls(at), body, this.showConcern(request, at), to, order);
  }

  /** Recorded and on to the page, or the form once more with what is wrong. */
  private async send(
    request: FastifyRequest,
    reply: FastifyReply,
    childId: string,
    action: string,
    controls: readonly Control[],
    body: Fields,
    show: Show,
    to: string,
    order: (values: Values, id: string) => SafeguardingCommand,
  ): Promise<void> {
    if (!isSameOrigin(request)) throw problem('forbidden', 'The form was sent from another site.');
    const { values, errors } = readControls(controls, body);
    const again = (status: number, sent: SentForm) => reply.status(status).type(HTML).send(show({ sent }));
    if (errors.length > 0) return void again(400, { action, values, errors });
    try {
      const caller = formCaller(this.callers.of(request), request, body);
      const id = idWithin(caller.context, action);
      await this.bus.execute(new ChangeSafeguarding(childId, caller, order(values, id)));
      reply.redirect(to, 303);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      const { status, text, paragraph } = refusal;
      again(status, { action, values, errors: [{ text }], ...(paragraph === undefined ? {} : { paragraph }) });
    }
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
      this.page(request, 'safeguarding.njk', recordPage(read, this.today(), { ...arrival, key: this.chance.uuid() }));
  }

  private showConcern(request: FastifyRequest, at: AtConcern): Show {
    return (arrival) =>
      this.page(
        request,
        'safeguarding-concern.njk',
        concernPage(at, this.today(), { ...arrival, key: this.chance.uuid() }),
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
