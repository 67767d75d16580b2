import { Body, Controller, Get, Header, Inject, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REPORT_FORMS } from '../authority/domain/reports.js';
import { ServedAuthority } from '../authority/served-authority.js';
import { CHANCE, type Chance } from '../platform/clock/chance.js';
import { CLOCK, type Clock, dateInEngland } from '../platform/clock/clock.js';
import { Callers, personOfRequest } from '../platform/http/caller.js';
import { UuidPipe } from '../platform/http/uuid.pipe.js';
import { ProduceCsltReport } from '../reports/commands/produce-cslt-report.js';
import { settled } from '../reports/commands/settled.js';
import { ReadCsltReport, ReadCsltReports } from '../reports/queries/read-cslt-reports.js';
import { plusDays } from '../schools/domain/local-date.js';
import { formCaller } from './form-caller.js';
import { type FormRefusal, refusalOf } from './form-refusal.js';
import { pendingPage, reportPage, reportsPage } from './reports-page.js';
import { roleName } from './role-names.js';
import type { Render } from './templates.js';
import { RENDER } from './tokens.js';

/** Reports to the leadership team as pages (R32): the list with its form, one report, and how far one has come. */
@ApiExcludeController()
@Controller('reports')
export class ReportsPageController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(ServedAuthority) private readonly served: ServedAuthority,
    @Inject(RENDER) private readonly render: Render,
    @Inject(CLOCK) private readonly clock: Clock,
    @Inject(CHANCE) private readonly chance: Chance,
  ) {}

  @Get()
  @Header('content-type', 'text/html; charset=utf-8')
  list(@Req() request: FastifyRequest): Promise<string> {
    return this.page(request);
  }

  @Get(':id')
  @Header('content-type', 'text/html; charset=utf-8')
  async one(@Param('id', UuidPipe) id: string, @Req() request: FastifyRequest): Promise<string> {
    const person = personOfRequest(request);
    const read = await this.queries.execute(new ReadCsltReport(person, id));
    const now = this.clock.now();
    const shown = { person, roleName: roleName(person) };
    if (read.state !== 'done') return this.render('report-pending.njk', { ...pendingPage(read, now), ...shown });
    const policy = this.served.policyAt(`${read.asOf}T12:00:00.000Z`);
    return this.render('report.njk', { ...reportPage(read, policy, now), ...shown });
  }

  @Post()
  async produce(@Body() body: unknown, @Req() request: FastifyRequest, @Res() reply: FastifyReply): Promise<void> {
    const caller = formCaller(this.callers.of(request), request, body);
    const given = (body ?? {}) as Readonly<Record<string, unknown>>;
    const form = REPORT_FORMS.find((known) => known === given.form) ?? 'as-recorded';
    const day = (name: string) => (typeof given[name] === 'string' ? given[name].trim() : '');
    const from = day('from') === '' ? {} : { from: day('from') };
    try {
      const job = await this.commands.execute(new ProduceCsltReport(caller, { asOf: day('asOf'), form, ...from }));
      await settled(job);
      reply.redirect(`/reports/${job.reportId}`, 303);
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      reply
        .status(refusal.status)
        .type('text/html; charset=utf-8')
        .send(await this.page(request, refusal));
    }
  }

  private async page(request: FastifyRequest, refusal?: FormRefusal): Promise<string> {
    const person = personOfRequest(request);
    const reports = await this.queries.execute(new ReadCsltReports(person));
    const now = this.clock.now();
    const yesterday = plusDays(dateInEngland(now), -1);
    const input = { reports, yesterday, key: this.chance.uuid(), now };
    const context = reportsPage(refusal === undefined ? input : { ...input, refusal });
    return this.render('reports.njk', { ...context, person, roleName: roleName(person) });
  }
}
