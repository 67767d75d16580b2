import { Controller, Get, Inject, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { AuthorityWrittenAnswer } from '../../authority/http/answers.js';
import { answerWritten } from '../../authority/http/authority-commands.js';
import { RecordingRoute } from '../../children/http/child-commands.js';
import { Callers, personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { asOfOf } from '../../schools/http/as-of.js';
import { ReconcileNow } from '../commands/reconcile-now.js';
import { ReadReconciliation, type ReconciliationRead } from '../queries/read-reconciliation.js';

const anything = { type: 'object', additionalProperties: true } as const;
const AN_ORPHAN = {
  subject: 'child',
  id: '0b8f5a52-6a39-4a5e-9c55-7d6b0f3f6a11',
  kind: 'on-no-roll',
  since: '2026-09-14',
  detectedOn: '2026-09-16',
};

class ReconciliationAnswer {
  @ApiProperty({ description: 'The authority.', example: '926' })
  code!: string;

  @ApiProperty({
    description: 'The last check: what was looked at, up to which position of the log, and what it came to.',
    example: { occurredOn: '2026-09-16', children: 301, enquiries: 6, detected: 1, resolved: 0 },
    nullable: true,
    ...anything,
  })
  last!: object | null;

  @ApiProperty({ description: 'How many checks there have been.', example: 12, type: 'integer' })
  count!: number;

  @ApiProperty({
    description: 'Open findings, the oldest first.',
    example: [AN_ORPHAN],
    type: 'array',
    items: anything,
  })
  orphans!: readonly object[];

  @ApiProperty({ description: 'How many are open.', example: 1, type: 'integer' })
  total!: number;
}

/** No child slips through the net: everything is checked every day, and whenever somebody asks (R19). */
@ApiTags('Reconciliation')
@ApiBearerAuth()
@Controller('v1/reconciliation')
export class ReconciliationController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What the last check came to, and every child or enquiry that nobody accounts for' })
  @ApiQuery({ name: 'asOf', required: false, description: 'As it stood then.', example: '2026-11-10T09:30:00Z' })
  @ApiOkResponse({ description: 'The last check and the open findings.', type: ReconciliationAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable')
  read(@Query('asOf') asOf: unknown, @Req() request: FastifyRequest): Promise<ReconciliationRead> {
    return this.queries.execute(new ReadReconciliation(personOfRequest(request), asOfOf(asOf)));
  }

  @RecordingRoute('runs', 'Check everything now', AuthorityWrittenAnswer)
  @MayFail('view-behind')
  async run(
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorityWrittenAnswer> {
    return answerWritten(await this.commands.execute(new ReconcileNow(this.callers.of(request))), reply);
  }
}
