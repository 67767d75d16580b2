import { Body, Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { momentOf } from '../../children/queries/moment.js';
import { HistoryAnswer } from '../../evidence/http/history-answer.js';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { ListRoute, pageOfList } from '../../platform/http/list-page.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { type QueryValues, wrong } from '../../platform/http/query-values.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { waitUntilShown } from '../../platform/http/waits.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { ReceiveEnquiry } from '../commands/change-enquiry.js';
import { assertReadsEnquiries } from '../permissions.js';
import { MOST_ROWS, ReadEnquiries } from '../queries/read-enquiries.js';
import { type EnquiryRead, ReadEnquiry, ReadEnquiryHistory } from '../queries/read-enquiry.js';
import { EnquiriesAnswer, EnquiryAnswer, type EnquiryWrittenAnswer } from './answers.js';
import {
  AcknowledgeBody,
  AmendEnquiryBody,
  AssignEnquiryBody,
  ReceiveEnquiryBody,
  TriageBody,
  VerifyReferrerBody,
} from './bodies.js';
import { EnquiryCommands, EnquiryWrite } from './enquiry-commands.js';

const STATES = ['open', 'closed', 'all'] as const;

/** Outside enquiries and notifications: how they arrive and are taken up, and the list of them (R37, R50). */
@ApiTags('Enquiries')
@ApiBearerAuth()
@Controller('v1/enquiries')
export class EnquiriesController {
  constructor(
    @Inject(EnquiryCommands) private readonly commands: EnquiryCommands,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(ViewReader) private readonly views: ViewReader,
  ) {}

  @EnquiryWrite('', 'Record an enquiry of an authority or agency, or a notification of anybody’s')
  receive(
    @Body() body: ReceiveEnquiryBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.send((caller) => new ReceiveEnquiry(caller, body), request, reply);
  }

  @Get()
  @ListRoute(MOST_ROWS)
  @ApiOperation({ summary: 'The enquiries, the earliest due first' })
  @ApiQuery({
    name: 'state',
    required: false,
    description: 'open (unless given), with closed ones of which a letter did not arrive; closed; or all.',
    example: 'open',
  })
  @ApiOkResponse({ description: 'One page.', type: EnquiriesAnswer })
  async list(@Query() query: QueryValues, @Req() request: FastifyRequest): Promise<EnquiriesAnswer> {
    const person = personOfRequest(request);
    assertReadsEnquiries(person);
    const state = STATES.find((known) => known === (query.state ?? 'open'));
    if (state === undefined) throw wrong('?state', 'Must be open, closed or all.');
    const { page, minPosition } = pageOfList(query, MOST_ROWS, ['state']);
    await waitUntilShown(this.views, 'enquiries', { minPosition });
    return this.queries.execute(new ReadEnquiries(person, { state, ...page }));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One enquiry and what is to be done about it, now or as it stood' })
  @ApiQuery({ name: 'asOf', required: false, description: 'As it stood then.', example: '2026-11-10T09:30:00Z' })
  @ApiQuery({ name: 'atRevision', required: false, description: 'As it stood at this revision.', example: 2 })
  @ApiOkResponse({ description: 'The enquiry; its revision as ETag.', type: EnquiryAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'not-found', 'unavailable')
  async enquiry(
    @Param('id', UuidPipe) id: string,
    @Query() query: QueryValues,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryRead> {
    const read = await this.queries.execute(new ReadEnquiry(personOfRequest(request), id, momentOf(query)));
    reply.header('etag', etagOf(read.revision));
    return read;
  }

  @Get(':id/history')
  @ApiOperation({ summary: 'Every event of an enquiry, oldest first' })
  @ApiOkResponse({ description: 'The facts.', type: HistoryAnswer })
  @MayFail('unauthorised', 'forbidden', 'not-found', 'unavailable')
  async history(@Param('id', UuidPipe) id: string, @Req() request: FastifyRequest): Promise<HistoryAnswer> {
    const items = await this.queries.execute(new ReadEnquiryHistory(personOfRequest(request), id));
    return { items: [...items], total: items.length, next: null };
  }

  @EnquiryWrite(':id/acknowledgement', 'Record that the arrival was acknowledged')
  acknowledge(
    @Param('id', UuidPipe) id: string,
    @Body() body: AcknowledgeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'AcknowledgeEnquiry' }, request, reply);
  }

  @EnquiryWrite(':id/referrer-verification', 'Record how the referrer’s identity was verified')
  verify(
    @Param('id', UuidPipe) id: string,
    @Body() body: VerifyReferrerBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'VerifyReferrer' }, request, reply);
  }

  @EnquiryWrite(':id/triage', 'Decide whether the authority takes it up')
  triage(
    @Param('id', UuidPipe) id: string,
    @Body() body: TriageBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'TriageNotification' }, request, reply);
  }

  @EnquiryWrite(':id/amendment', 'Correct what was told; what stood before stays in the history')
  amend(
    @Param('id', UuidPipe) id: string,
    @Body() body: AmendEnquiryBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'AmendEnquiry' }, request, reply);
  }

  @EnquiryWrite(':id/owner', 'Give the enquiry to another owner')
  assign(
    @Param('id', UuidPipe) id: string,
    @Body() body: AssignEnquiryBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, type: 'AssignEnquiry' }, request, reply);
  }
}
