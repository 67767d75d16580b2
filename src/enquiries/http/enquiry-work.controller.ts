import { Body, Controller, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { countOf } from '../../platform/http/query-values.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { waitUntilShown } from '../../platform/http/waits.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { CheckRollsForEnquiry } from '../commands/check-rolls.js';
import { OpenCaseForEnquiry } from '../commands/open-case.js';
import { assertWorksEnquiries } from '../permissions.js';
import { ReadEnquiry } from '../queries/read-enquiry.js';
import { type EnquiryWrittenAnswer, RollCheckAnswer } from './answers.js';
import {
  CloseEnquiryBody,
  EnquiryCaseBody,
  EnquiryRollCheckBody,
  MatchBody,
  ReferrerUpdateBody,
  SchoolAnswerBody,
  SchoolContactBody,
} from './bodies.js';
import { EnquiryCommands, EnquiryWrite } from './enquiry-commands.js';

type Values = Readonly<Record<string, unknown>>;

const ORDERS = {
  confirm: 'ConfirmMatch',
  reject: 'RejectMatch',
  'cannot-tell': 'LeaveMatchOpen',
  withdraw: 'WithdrawMatch',
} as const;

/** The work on an enquiry, in its order: roll check, decision, school, referrer, closing (R38, R39, A15). */
@ApiTags('Enquiries')
@ApiBearerAuth()
@Controller('v1/enquiries/:id')
export class EnquiryWorkController {
  constructor(
    @Inject(EnquiryCommands) private readonly commands: EnquiryCommands,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ViewReader) private readonly views: ViewReader,
  ) {}

  @EnquiryWrite('roll-check', 'Search the records for the child, or record what another system showed', RollCheckAnswer)
  @ApiQuery({
    name: 'minPosition',
    required: false,
    description: 'Wait, for a bounded time, until the search knows the write of this position.',
    example: 90311,
  })
  async rollCheck(
    @Param('id', UuidPipe) id: string,
    @Body() { system, result = 'inconclusive' }: EnquiryRollCheckBody,
    @Query() query: Values,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<RollCheckAnswer> {
    const person = personOfRequest(request);
    assertWorksEnquiries(person);
    await waitUntilShown(this.views, 'child-search', { minPosition: countOf(query, 'minPosition') });
    const byHand = system === undefined ? undefined : { system, result };
    const written = await this.commands.send((caller) => new CheckRollsForEnquiry(id, caller, byHand), request, reply);
    const read = await this.queries.execute(new ReadEnquiry(person, id, { atRevision: written.revision }));
    return { ...written, result: read.checks.at(-1)?.result ?? 'none', candidates: [...read.proposals] };
  }

  @EnquiryWrite('match', 'Confirm or reject a proposed record, say that it cannot be told, or undo a link')
  match(
    @Param('id', UuidPipe) id: string,
    @Body() { decision, ...body }: MatchBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: ORDERS[decision] }, request, reply);
  }

  @EnquiryWrite('school-contact', 'Record that the school was asked whether the child attends')
  contact(
    @Param('id', UuidPipe) id: string,
    @Body() body: SchoolContactBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'ContactSchool' }, request, reply);
  }

  @EnquiryWrite('school-answer', 'Record what the school answered')
  answer(
    @Param('id', UuidPipe) id: string,
    @Body() body: SchoolAnswerBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'RecordSchoolAnswer' }, request, reply);
  }

  @EnquiryWrite('referrer-update', 'Record what the referrer was told')
  update(
    @Param('id', UuidPipe) id: string,
    @Body() body: ReferrerUpdateBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'UpdateReferrer' }, request, reply);
  }

  @EnquiryWrite('case', 'Open a case for the confirmed child, or for one that comes on record for it')
  openCase(
    @Param('id', UuidPipe) id: string,
    @Body() body: EnquiryCaseBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.send((caller) => new OpenCaseForEnquiry(id, caller, body), request, reply);
  }

  @EnquiryWrite('close', 'Close the enquiry')
  close(
    @Param('id', UuidPipe) id: string,
    @Body() body: CloseEnquiryBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'CloseEnquiry' }, request, reply);
  }
}
