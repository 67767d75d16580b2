import { Readable } from 'node:stream';
import { text } from 'node:stream/consumers';
import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
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
import { Callers } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { instantOf } from '../../platform/http/local-dates.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { problem } from '../../platform/http/problem.js';
import { CalendarFileUnreadable, readCalendarFile } from '../calendar-file.js';
import { ChangeSchool } from '../commands/change-school.js';
import type { SchoolCalendar } from '../domain/calendar.js';
import type { SchoolCommand } from '../domain/school.js';
import { KnownSchools } from '../known-schools.js';
import { SchoolAnswer, SchoolsAnswer, SchoolWrittenAnswer } from './answers.js';
import { AdoptPolicyBody, AmendCalendarBody, RegisterSchoolBody, UnexpectedClosureBody } from './bodies.js';
import { UrnPipe } from './urn.pipe.js';

const MOST_BYTES = 1_048_576;
const TERM_DATES =
  'year,kind,name,first,last,sessions\r\n2026/27,term,autumn,2026-09-03,2026-12-18,\r\n2026/27,half-term,autumn,2026-10-26,2026-10-30,\r\n';
const WRITES = [
  'malformed',
  'invalid-fields',
  'unauthorised',
  'forbidden',
  'not-found',
  'refused',
  'stale-revision',
  'key-reused',
  'refused-for-good',
  'unavailable',
] as const;

/** Schools, their policy and their calendars: what the clocks of their pupils are counted on. */
@ApiTags('Schools')
@ApiBearerAuth()
@Controller('v1/schools')
export class SchoolsController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(Callers) private readonly callers: Callers,
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
  @ApiOperation({ summary: 'One school' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiOkResponse({ description: 'What is known of it.', type: SchoolAnswer })
  @MayFail('unauthorised', 'not-found')
  one(@Param('urn', UrnPipe) urn: string): SchoolAnswer {
    if (!this.schools.school(urn)) throw problem('not-found', 'There is no school with this URN.', { what: 'school' });
    return this.answerFor(urn);
  }

  @Get(':urn/calendar')
  @ApiOperation({ summary: 'The calendar that a school’s days are counted on, now or as it stood' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiQuery({
    name: 'asOf',
    required: false,
    description: 'As it stood at this instant.',
    example: '2026-11-10T09:30:00Z',
  })
  @ApiOkResponse({
    description: 'Its own calendar, or its authority’s model (version 0).',
    schema: { type: 'object', example: { urn: '900001', version: 0, basis: 'model', years: [] } },
  })
  @MayFail('invalid-fields', 'unauthorised', 'not-found')
  calendar(@Param('urn', UrnPipe) urn: string, @Query('asOf') asOf: unknown): SchoolCalendar {
    if (asOf === undefined) return this.schools.calendarOf(urn);
    const instant = typeof asOf === 'string' ? instantOf(asOf) : undefined;
    if (instant === undefined) {
      const detail = 'Must be an instant with its zone, such as 2026-11-10T09:30:00Z.';
      throw problem('invalid-fields', 'One field is missing or wrong.', { errors: [{ pointer: '?asOf', detail }] });
    }
    return this.schools.calendarOf(urn, instant);
  }

  @Post()
  @ApiOperation({ summary: 'Register a school' })
  @ApiCreatedResponse({ description: 'Registered.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  register(
    @Body() body: RegisterSchoolBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.send(body.urn, { ...body, type: 'RegisterSchool' }, request, reply);
  }

  @Post(':urn/policy')
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
    return this.send(urn, { ...body, type: 'AdoptPolicy' }, request, reply);
  }

  @Post(':urn/calendar')
  @ApiOperation({ summary: 'Set a school’s term dates from a file' })
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiConsumes('text/csv')
  @ApiBody({
    description: 'CSV: a row a term, half term, training day or closure. Bank holidays need no rows.',
    schema: { type: 'string', example: TERM_DATES },
  })
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES, 'too-large', 'unsupported-media-type')
  async setCalendar(
    @Param('urn', UrnPipe) urn: string,
    @Body() file: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    if (!(file instanceof Readable)) throw problem('unsupported-media-type', 'Send the file as text/csv.');
    const { years, verdicts, faults } = termDates(await text(bounded(file, MOST_BYTES)));
    const refused = verdicts.flatMap((row) => (row.verdict === 'refused' ? [`Row ${row.row}: ${row.because}.`] : []));
    if (refused.length > 0 || faults.length > 0) {
      const errors = [...refused, ...faults].map((detail) => ({ pointer: '#', detail }));
      throw problem('invalid-fields', 'The file does not make whole school years.', { errors });
    }
    return this.send(urn, { type: 'AdoptCalendar', years, source: 'file' }, request, reply);
  }

  @Post(':urn/calendar/amendments')
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
    return this.send(urn, { type: 'AmendCalendar', change: whole, why }, request, reply);
  }

  @Post(':urn/closures')
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
    return this.send(urn, { ...body, type: 'ReportUnexpectedClosure' }, request, reply);
  }

  private async send(urn: string, order: SchoolCommand, request: FastifyRequest, reply: FastifyReply) {
    const { revision, position, repeated } = await this.bus.execute(
      new ChangeSchool(urn, this.callers.of(request), order),
    );
    reply.status(repeated ? 200 : 201).header('etag', etagOf(revision));
    return { urn, revision, position: Number(position.commit) };
  }

  private answerFor(urn: string): SchoolAnswer {
    const { name, phase, authority, federation } = this.schools.school(urn) ?? {};
    return {
      urn,
      ...(name === undefined ? {} : { name }),
      ...(phase === undefined ? {} : { phase }),
      ...(authority === undefined ? {} : { authority }),
      ...(federation === undefined ? {} : { federation }),
      policyPack: this.schools.policyOf(urn),
      calendarVersion: this.schools.calendarOf(urn).version,
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
