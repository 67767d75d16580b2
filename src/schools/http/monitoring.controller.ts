import { Body, Controller, Get, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import {
  ApiBearerAuth,
  ApiCreatedResponse,
  ApiOkResponse,
  ApiOperation,
  ApiParam,
  ApiQuery,
  ApiTags,
} from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { isLocalDate } from '../../platform/http/local-dates.js';
import { problem } from '../../platform/http/problem.js';
import { ReadSchoolDuties } from '../queries/read-school-duties.js';
import { SchoolDutiesAnswer, SchoolWrittenAnswer } from './answers.js';
import { asOfOf } from './as-of.js';
import { AfterHolidayCheckBody, AfterHolidayResultBody, WeeklyReviewBody } from './monitoring-bodies.js';
import { SchoolCommands, SchoolOrder, WRITES } from './school-commands.js';
import { UrnPipe } from './urn.pipe.js';

const URN = { name: 'urn', description: 'The school, by its URN.', example: '900001' };
const ON = { name: 'on', description: 'The first school day after the holiday.', example: '2026-11-03' };

/** What a school does for all its pupils: the weekly review, the check after a holiday, and what is due of them. */
@ApiTags('Schools')
@ApiBearerAuth()
@Controller('v1/schools/:urn')
export class MonitoringController {
  constructor(
    @Inject(SchoolCommands) private readonly commands: SchoolCommands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get('duties')
  @ApiOperation({ summary: 'What a school has to do for all its pupils, by when and why' })
  @ApiParam(URN)
  @ApiQuery({
    name: 'asOf',
    required: false,
    description: 'As it stood at this instant.',
    example: '2026-11-10T09:30:00Z',
  })
  @ApiOkResponse({ description: 'The earliest first.', type: SchoolDutiesAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'not-found')
  duties(
    @Param('urn', UrnPipe) urn: string,
    @Query('asOf') asOf: unknown,
    @Req() request: FastifyRequest,
  ): Promise<SchoolDutiesAnswer> {
    return this.queries.execute(new ReadSchoolDuties(personOfRequest(request), urn, asOfOf(asOf)));
  }

  @Post('weekly-reviews')
  @SchoolOrder('CompleteWeeklyReview')
  @ApiOperation({ summary: 'Record that the attendance of every child was looked at for a week' })
  @ApiParam(URN)
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  reviewed(
    @Param('urn', UrnPipe) urn: string,
    @Body() body: WeeklyReviewBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.reviewWeek(urn, body, request, reply);
  }

  @Post('after-holiday-checks')
  @SchoolOrder('StartAfterHolidayCheck')
  @ApiOperation({ summary: 'Begin the check after a holiday, or add children to it' })
  @ApiParam(URN)
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  begin(
    @Param('urn', UrnPipe) urn: string,
    @Body() body: AfterHolidayCheckBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.send(urn, { ...body, type: 'StartAfterHolidayCheck' }, request, reply);
  }

  @Post('after-holiday-checks/:on/results')
  @SchoolOrder('RecordAfterHolidayResult')
  @ApiOperation({ summary: 'Record what the contact with an absent child’s family came to' })
  @ApiParam(URN)
  @ApiParam(ON)
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  result(
    @Param('urn', UrnPipe) urn: string,
    @Param('on') on: string,
    @Body() body: AfterHolidayResultBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.send(urn, { ...body, type: 'RecordAfterHolidayResult', on: dayOf(on) }, request, reply);
  }

  @Post('after-holiday-checks/:on/completion')
  @SchoolOrder('CompleteAfterHolidayCheck')
  @ApiOperation({ summary: 'Complete the check: every absent child has a result' })
  @ApiParam(URN)
  @ApiParam(ON)
  @ApiCreatedResponse({ description: 'Recorded.', type: SchoolWrittenAnswer })
  @MayFail(...WRITES)
  complete(
    @Param('urn', UrnPipe) urn: string,
    @Param('on') on: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return this.commands.send(urn, { type: 'CompleteAfterHolidayCheck', on: dayOf(on) }, request, reply);
  }
}

function dayOf(on: string): string {
  if (!isLocalDate(on)) throw problem('not-found', 'A check is named by the first school day after the holiday.');
  return on;
}
