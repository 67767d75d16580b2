import { Body, Controller, Get, Header, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ReadCaseload } from '../children/queries/read-caseload.js';
import { CHANCE, type Chance } from '../platform/clock/chance.js';
import { CLOCK, type Clock } from '../platform/clock/clock.js';
import { Callers, personOfRequest } from '../platform/http/caller.js';
import type { Person } from '../platform/identity/person.js';
import { ReconcileNow } from '../reports/commands/reconcile-now.js';
import { ReadReconciliation, type ReconciliationRead } from '../reports/queries/read-reconciliation.js';
import { formCaller } from './form-caller.js';
import { reconciliationPage } from './reconciliation-page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

/** Names looked up for the list; further rows say "A child", and lead to the record all the same. */
const MOST_NAMES = 200;

/** Who has slipped through the net, and the check that says so (R19). */
@ApiExcludeController()
@Controller('reconciliation')
export class ReconciliationPageController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  async page(@Req() request: FastifyRequest): Promise<string> {
    const person = personOfRequest(request);
    const read = await this.queries.execute(new ReadReconciliation(person));
    const context = reconciliationPage({
      read,
      names: await this.namesIn(read, person),
      mayRun: ['strategy-manager', 'auditor'].includes(person.role),
      key: this.chance.uuid(),
      now: this.clock.now(),
    });
    return this.render('reconciliation.njk', { ...context, person, roleName: roleName(person) });
  }

  @Post('runs')
  async run(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    await this.commands.execute(new ReconcileNow(formCaller(this.callers.of(request), request, body)));
    reply.redirect('/reconciliation', 303);
  }

  private async namesIn({ orphans }: ReconciliationRead, person: Person): Promise<ReadonlyMap<string, string>> {
    const ids = [...new Set(orphans.filter(({ subject }) => subject === 'child').map(({ id }) => id))];
    const pages = await Promise.all(
      ids.slice(0, MOST_NAMES).map((childId) => this.queries.execute(new ReadCaseload(person, { childId }))),
    );
    return new Map(pages.flatMap(({ items }) => items.map(({ childId, name }) => [childId, name])));
  }
}
