import { Body, Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import {
  ApiAcceptedResponse,
  ApiBearerAuth,
  ApiOkResponse,
  ApiOperation,
  ApiProperty,
  ApiPropertyOptional,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { REPORT_FORMS, type ReportForm } from '../../authority/domain/reports.js';
import { AuthorityWrittenAnswer } from '../../authority/http/answers.js';
import { answerWritten } from '../../authority/http/authority-commands.js';
import { assertDecidesForAuthority, assertOversees } from '../../authority/permissions.js';
import { RecordingRoute } from '../../children/http/child-commands.js';
import { Callers, personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { Day, OneOf, Text } from '../../platform/http/fields.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { PresentCsltReport, ProduceCsltReport } from '../commands/produce-cslt-report.js';
import { settled } from '../commands/settled.js';
import { ReadCsltReport, ReadCsltReports, type ReportPending, type ReportRead } from '../queries/read-cslt-reports.js';

const anything = { type: 'object', additionalProperties: true } as const;

class ProduceReportBody {
  @Day({ is: 'The day that the figures are as at; it must be over.', example: '2026-10-01' })
  asOf!: string;

  @Day({
    is: 'The first day of the period that is counted; the school year’s unless one is given.',
    example: '2026-09-01',
    optional: true,
  })
  from?: string;

  @OneOf(REPORT_FORMS, {
    is: 'As recorded when the day was over (unless given), or as known now, with what was recorded since.',
    example: 'as-recorded',
    optional: true,
  })
  form?: ReportForm;
}

class PresentReportBody {
  @Text({ is: 'To which meeting.', example: 'Leadership team, October', max: 160 })
  meeting!: string;

  @Day({ is: 'When; today unless one is given.', example: '2026-10-12', optional: true })
  occurredOn?: string;
}

class ReportAnswer {
  @ApiProperty({ description: 'The report.', example: '3f1a0d52-6f0e-5a1b-8d5b-0c9f2a7e4b61' })
  reportId!: string;

  @ApiProperty({ description: 'Whether it is made.', enum: ['done', 'running', 'failed'], example: 'done' })
  state!: string;

  @ApiProperty({ description: 'The day that it is as at.', example: '2026-10-01', format: 'date' })
  asOf!: string;

  @ApiProperty({ description: 'As recorded then, or as known now.', enum: REPORT_FORMS, example: 'as-recorded' })
  form!: string;

  @ApiPropertyOptional({ description: 'While it is made: how much of the log has been read.', example: 40 })
  percent?: number;

  @ApiPropertyOptional({ description: 'SHA-256 of the canonical JSON of the figures.', example: 'fcde2b2e…' })
  hash?: string;

  @ApiProperty({
    description: 'The figures, small numbers hidden.',
    example: { open: 11 },
    ...anything,
  })
  figures?: object;
}

class ReportsAnswer {
  @ApiProperty({ description: 'The newest first.', type: [ReportAnswer], example: [] })
  items!: readonly object[];

  @ApiProperty({ description: 'How many there are.', example: 3, type: 'integer' })
  total!: number;

  @ApiProperty({ description: 'Always null: the list has one page.', example: null, type: String, nullable: true })
  next!: null;
}

/** Reports to the Children’s Services Leadership Team (R32). */
@ApiTags('Reports')
@ApiBearerAuth()
@Controller('v1/reports/cslt')
export class CsltController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  @RecordingRoute('', 'Produce the figures as at the end of a day', ReportAnswer)
  @FirstAsked(assertOversees)
  @ApiAcceptedResponse({ description: 'It takes longer: ask for it at the address in Location.', type: ReportAnswer })
  async produce(
    @Body() body: ProduceReportBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<ReportRead | ReportPending> {
    const { asOf, from, form = 'as-recorded' } = body;
    const order = { asOf, form, ...(from === undefined ? {} : { from }) };
    const job = await this.commands.execute(new ProduceCsltReport(this.callers.of(request), order));
    await settled(job);
    const read = await this.queries.execute(new ReadCsltReport(personOfRequest(request), job.reportId));
    reply.status(read.state === 'done' ? 201 : 202).header('location', `/v1/reports/cslt/${job.reportId}`);
    return read;
  }

  @Get()
  @ApiOperation({ summary: 'The reports that were produced, the newest first' })
  @ApiOkResponse({ description: 'All of them, without their tables.', type: ReportsAnswer })
  @MayFail('unauthorised', 'forbidden', 'unavailable')
  async list(@Req() request: FastifyRequest): Promise<ReportsAnswer> {
    const items = await this.queries.execute(new ReadCsltReports(personOfRequest(request)));
    return { items, total: items.length, next: null };
  }

  @Get(':id')
  @ApiOperation({ summary: 'One report, or how far it has come' })
  @ApiOkResponse({ description: 'The report.', type: ReportAnswer })
  @MayFail('unauthorised', 'forbidden', 'not-found', 'unavailable')
  one(@Param('id', UuidPipe) id: string, @Req() request: FastifyRequest): Promise<ReportRead | ReportPending> {
    return this.queries.execute(new ReadCsltReport(personOfRequest(request), id));
  }

  @RecordingRoute(
    ':id/presentations',
    'Record that a report was put before the leadership team',
    AuthorityWrittenAnswer,
  )
  @FirstAsked(assertDecidesForAuthority)
  async present(
    @Param('id', UuidPipe) id: string,
    @Body() body: PresentReportBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorityWrittenAnswer> {
    const command = new PresentCsltReport(this.callers.of(request), { ...body, reportId: id });
    return answerWritten(await this.commands.execute(command), reply);
  }
}
