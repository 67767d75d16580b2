import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Body, Controller, Get, Inject, Param, Post, Put, Query, Req, Res } from '@nestjs/common';
import {
  ApiBearerAuth,
  ApiBody,
  ApiConsumes,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { bounded } from '../../platform/http/bounded.js';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { problem } from '../../platform/http/problem.js';
import { CalendarFileUnreadable, readCalendarFile } from '../calendar-file.js';
import type { SchoolCalendar } from '../domain/calendar.js';
import { KnownSchools } from '../known-schools.js';
import { assertMayOrder } from '../permissions.js';
import { CalendarFileAnswer, SchoolAnswer, SchoolsAnswer, SchoolWrittenAnswer } from './answers.js';
import { asOfOf } from './as-of.js';
import {
  AdoptPolicyBody,
  AmendCalendarBody,
  ChangeSchoolBody,
  RegisterSchoolBody,
  UnexpectedClosureBody,
} from './bodies.js';
import { AdoptCalendarBody, schoolYears } from './calendar-bodies.js';
import { SchoolCommands, SchoolOrder, WRITES } from './school-commands.js';
import { UrnPipe } from './urn.pipe.js';

const AS_OF = {
  name: 'asOf',
  required: false,
  description: 'As it stood at this instant.',
  example: '2026-11-10T09:30:00Z',
};
const MOST_BYTES = 1_048_576;
const TERM_DATES =
  'year,kind,name,first,last,sessions\r\n2026/27,term,autumn,2026-09-03,2026-12-18,\r\n2026/27,half-term,autumn,2026-10-26,2026-10-30,\r\n';
/** Schools, their policy and their calendars: what the clocks of their pupils are counted on. */
@ApiTags('Schools')
@ApiBearerAuth()
@Controller('v1/schools')
export class SchoolsController {
  constructor(
    @Inject(SchoolCommands) private readonly commands: SchoolCommands,
    @Inject(KnownSchools) private readonly schools: KnownSchools,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The schools that are on record' })
  @ApiOkResponse({ description: 'All of them.', type: SchoolsAnswer })
  @MayFail('unauthorised')
  list(): SchoolsAnswer {
    const items = [...this.schools.urns()].sort().map((urn) => this.answerFor(urn));
    return { items, total: items.length, next: null };
  }

  @Get(':urn')
  @ApiOperation({ summary: 'One school, now or as it stood' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiQuery(AS_OF)
  @ApiOkResponse({ description: 'What is known of it.', type: SchoolAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'not-found')
  one(@Param('urn', UrnPipe) urn: string, @Query('asOf') asOf: unknown): SchoolAnswer {
    const instant = asOfOf(asOf);
    if (!this.schools.school(urn, instant))
      throw problem('not-found', 'There is no school with this URN.', { what: 'school' });
    return this.answerFor(urn, instant);
  }

  @Get(':urn/calendar')
  @ApiOperation({ summary: 'The calendar that a school’s days are counted on, now or as it stood' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiQuery(AS_OF)
  @ApiOkResponse({
    description: 'Its own calendar, or its authority’s model (version 0).',
    schema: { type: 'object', example: { urn: '900001', version: 0, basis: 'model', years: [] } },
  })
  @MayFail('invalid-fields', 'unauthorised', 'not-found')
  calendar(@Param('urn', UrnPipe) urn: string, @Query('asOf') asOf: unknown): SchoolCalendar {
    return this.schools.calendarOf(urn, asOfOf(asOf));
  }

  @Post()
  @SchoolOrder('RegisterSchool')
  @ApiOperation({ summary: 'Register a school' })
  @ApiCreatedResponse({ description: 'Registered.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  register(
    @Body() body: RegisterSchoolBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.send(body.urn, { ...body, type: 'RegisterSchool' }, request, reply);
  }

  @Post(':urn/policy')
  @SchoolOrder('AdoptPolicy')
  @ApiOperation({ summary: 'Put a school under a policy pack from a day on' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  adopt(
    @Param('urn', UrnPipe) urn: string,
    @Body() body: AdoptPolicyBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.send(urn, { ...body, type: 'AdoptPolicy' }, request, reply);
  }

  @Post(':urn/details')
  @SchoolOrder('ChangeSchoolDetails')
  @ApiOperation({ summary: 'Change what is known of a school: its name, its federation, the mailbox of its office' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  change(
    @Param('urn', UrnPipe) urn: string,
    @Body() body: ChangeSchoolBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.send(urn, { ...body, type: 'ChangeSchoolDetails' }, request, reply);
  }

  @Put(':urn/calendar')
  @SchoolOrder('AdoptCalendar')
  @ApiOperation({ summary: 'Set a school’s term dates for one or more school years' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  adoptCalendar(
    @Param('urn', UrnPipe) urn: string,
    @Body() body: AdoptCalendarBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    const source = body.source ?? 'governing body';
    return this.commands.send(urn, { type: 'AdoptCalendar', years: schoolYears(body), source }, request, reply);
  }

  @Post(':urn/calendar/file')
  @SchoolOrder('AdoptCalendar')
  @ApiOperation({ summary: 'Set a school’s term dates from a file: all of its rows, or none' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiConsumes('text/csv')
  @ApiBody({
    description: 'CSV: a row a term, half term, training day or closure. Bank holidays need no rows.',
    schema: { type: 'string', example: TERM_DATES },
  })
  @ApiCreatedResponse({ description: 'Recorded, with a verdict on every row.', type: CalendarFileAnswer })
  @MayFail(...WRITES, 'too-large', 'unsupported-media-type')
  async adoptFile(
    @Param('urn', UrnPipe) urn: string,
    @Body() file: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<CalendarFileAnswer> {
    if (!(file instanceof Readable)) throw problem('unsupported-media-type', 'Send the file as text/csv.');
    assertMayOrder(personOfRequest(request), urn, 'AdoptCalendar');
    const { years, verdicts, faults } = termDates(await text(bounded(file, MOST_BYTES)));
    const refused = verdicts.flatMap((row) => (row.verdict === 'refused' ? [`Row ${row.row}: ${row.because}.`] : []));
    if (refused.length > 0 || faults.length > 0) {
      const errors = [...refused, ...faults].map((detail) => ({ pointer: '#', detail }));
      throw problem('invalid-fields', 'The file does not make whole school years.', { errors, rows: verdicts });
    }
    const written = await this.commands.send(urn, { type: 'AdoptCalendar', years, source: 'file' }, request, reply);
    return { ...written, rows: [...verdicts] };
  }

  @Post(':urn/calendar/amendments')
  @SchoolOrder('AmendCalendar')
  @ApiOperation({ summary: 'Alter a school’s calendar: training days, planned closures' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  amend(
    @Param('urn', UrnPipe) urn: string,
    @Body() { why, addClosures, ...change }: AmendCalendarBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    const closures = addClosures?.map((closure) => ({ ...closure, kind: 'planned' as const }));
    const whole = { ...change, ...(closures === undefined ? {} : { addClosures: closures }) };
    return this.commands.send(urn, { type: 'AmendCalendar', change: whole, why }, request, reply);
  }

  @Post(':urn/closures')
  @SchoolOrder('ReportUnexpectedClosure')
  @ApiOperation({ summary: 'Record that a school could not meet' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  closed(
    @Param('urn', UrnPipe) urn: string,
    @Body() body: UnexpectedClosureBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.send(urn, { ...body, type: 'ReportUnexpectedClosure' }, request, reply);
  }

  private answerFor(urn: string, asOf?: string): SchoolAnswer {
    const { name, phase, authority, federation, email } = this.schools.school(urn, asOf) ?? {};
    return {
      urn,
      revision: this.schools.revisionOf(urn, asOf),
      ...(name === undefined ? {} : { name }),
      ...(phase === undefined ? {} : { phase }),
      ...(authority === undefined ? {} : { authority }),
      ...(federation === undefined ? {} : { federation }),
      ...(email === undefined ? {} : { email }),
      policyPack: this.schools.policyOf(urn, asOf),
      calendarVersion: this.schools.calendarOf(urn, asOf).version,
    };
  }
}

function termDates(file: string) {
  try {
    return readCalendarFile(file);
  } catch (error) {
    if (error instanceof CalendarFileUnreadable)
      throw problem('malformed', `The file cannot be read: ${error.message}.`);
    throw error;
  }
}
