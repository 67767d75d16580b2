import { Readable } from 'node:stream';
import { Body, Controller, HttpCode, Inject, Logger, Param, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiProperty,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bounded } from '../../platform/http/bounded.js';
import { type Caller, Callers } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { problem } from '../../platform/http/problem.js';
import { ChangeSchool } from '../../schools/commands/change-school.js';
import { UrnPipe } from '../../schools/http/urn.pipe.js';
import { KnownSchools } from '../../schools/known-schools.js';
import type { RowVerdict } from '../commands/register-file/marks.js';
import { Reception } from '../commands/register-file/reception.js';
import { RecordRegister, RegisterInterrupted } from '../commands/register-file/record-register.js';
import { readRegister } from '../commands/register-file/rows.js';
import { assertMayOrder } from '../permissions.js';

/** A year's marks of a large secondary school, ten times over. */
const MOST_BYTES = 256 * 1024 * 1024;

const EXAMPLE = 'upn,date,session,code\r\nT926990126001,2026-11-09,AM,N\r\nT926990126001,2026-11-09,PM,N\r\n';

class RowAnswer {
  @ApiProperty({ description: 'The data row, counted from 1 without the header.', example: 1, type: 'integer' })
  row!: number;

  @ApiProperty({
    description: 'What became of it.',
    example: 'recorded',
    enum: ['recorded', 'unchanged', 'corrected', 'refused'],
  })
  verdict!: string;

  @ApiProperty({
    description: 'Why it was refused.',
    example: 'Code H was not in use on 2026-11-09; now G.',
    required: false,
  })
  reason?: string;
}

class RegisterAnswer {
  @ApiProperty({ description: 'Rows that said something new.', example: 2, type: 'integer' })
  recorded!: number;

  @ApiProperty({
    description: 'Rows that said what was known already, present marks included.',
    example: 0,
    type: 'integer',
  })
  unchanged!: number;

  @ApiProperty({ description: 'Rows that changed a mark; the earlier one is kept.', example: 0, type: 'integer' })
  corrected!: number;

  @ApiProperty({ description: 'Rows that could not stand.', example: 0, type: 'integer' })
  refused!: number;

  @ApiProperty({
    description: 'The verdict on every row, in the order of the file.',
    type: [RowAnswer],
    example: [{ row: 1, verdict: 'recorded' }],
  })
  rows!: RowAnswer[];

  @ApiProperty({
    description: 'Present when a store went away on the way. What was recorded stands; send the whole file again.',
    example: true,
    required: false,
  })
  incomplete?: boolean;
}

/** Register files: the session marks of a school's day, week or year. */
@ApiTags('Registers')
@ApiBearerAuth()
@Controller('v1/schools')
export class RegistersController {
  private readonly log = new Logger('Registers');

  constructor(
    @Inject(RecordRegister) private readonly registers: RecordRegister,
    @Inject(Callers) private readonly callers: Callers,
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(KnownSchools) private readonly schools: KnownSchools,
  ) {}

  @Post(':urn/registers')
  @FirstAsked((person) => assertMayOrder(person, 'RecordMarks'))
  @HttpCode(200)
  @ApiOperation({ summary: 'Record a file of session marks' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiConsumes('text/csv')
  @ApiBody({
    description: 'CSV with the header upn,date,session,code in any order; other columns are ignored.',
    schema: { type: 'string', example: EXAMPLE },
  })
  @ApiOkResponse({
    description: 'A verdict on every row. The same file sent twice changes nothing.',
    type: RegisterAnswer,
  })
  @MayFail('malformed', 'unauthorised', 'forbidden', 'not-found', 'too-large', 'unsupported-media-type', 'unavailable')
  async record(
    @Param('urn', UrnPipe) urn: string,
    @Body() file: unknown,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    if (!/^\d{6}$/.test(urn))
      throw problem('not-found', 'A school is named by its URN: six digits.', { what: 'school' });
    if (!(file instanceof Readable)) throw problem('unsupported-media-type', 'Send the file as text/csv.');
    const caller = this.callers.of(request);
    const reception = new Reception();
    const rows = readRegister(reception.bytes(bounded(file, MOST_BYTES)));
    const verdicts = this.registers.record(urn, caller, reception.note(rows));
    // The first rows are recorded before the answer begins, so that what is wrong with the file as a whole has its status.
    const first = await verdicts.next().catch((error: unknown) => {
      throw error instanceof RegisterInterrupted ? error.cause : error;
    });
    reply
      .type('application/json; charset=utf-8')
      .send(Readable.from(this.answer(first, verdicts, reception, () => this.received(urn, caller, reception))));
  }

  /** Row by row as they are recorded, the sums at the end: nothing of the file is held for the answer. */
  private async *answer(
    first: IteratorResult<readonly RowVerdict[]>,
    rest: AsyncGenerator<readonly RowVerdict[]>,
    reception: Reception,
    received: () => Promise<void>,
  ) {
    const text = (rows: readonly RowVerdict[]) => {
      reception.count(rows);
      return rows.map((row) => JSON.stringify(row)).join(',');
    };
    let incomplete = false;
    yield '{"rows":[';
    if (!first.done) yield text(first.value);
    try {
      for await (const rows of rest) yield `,${text(rows)}`;
      await received();
    } catch (error) {
      this.log.warn(`a register file broke off: ${error instanceof Error ? error.name : 'Error'}`);
      incomplete = true;
    }
    yield `],${JSON.stringify({ ...reception.counts, ...(incomplete ? { incomplete } : {}) }).slice(1)}`;
  }

  /** A school that is on record keeps that a file came. */
  private async received(urn: string, caller: Caller, reception: Reception): Promise<void> {
    if (this.schools.school(urn)) await this.bus.execute(new ChangeSchool(urn, caller, reception.order()));
  }
}
