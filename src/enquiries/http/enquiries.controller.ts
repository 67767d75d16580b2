import { Body, Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { countOf, momentOf, wrong } from '../../children/queries/moment.js';
import { HistoryAnswer } from '../../evidence/http/history-answer.js';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { waitUntilShown } from '../../platform/http/waits.js';
import { ViewReader } from '../../platform/projections/view-reader.js';
import { ReceiveEnquiry } from '../commands/change-enquiry.js';
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

type Values = Readonly<Record<string, unknown>>;
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
  @ApiOperation({ summary: 'The enquiries, the earliest due first' })
  @ApiQuery({
    name: 'state',
    required: false,
    description: 'open (unless given), with closed ones of which a letter did not arrive; closed; or all.',
    example: 'open',
  })
  @ApiQuery({ name: 'limit', required: false, description: `Rows a page, up to ${MOST_ROWS}; 50 unless given.` })
  @ApiQuery({ name: 'after', required: false, description: 'The next of the page before.' })
  @ApiQuery({ name: 'minPosition', required: false, description: 'Wait until the list shows that write.' })
  @ApiOkResponse({ description: 'One page.', type: EnquiriesAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable', 'view-behind')
  async list(@Query() query: Values, @Req() request: FastifyRequest): Promise<EnquiriesAnswer> {
    const person = personOfRequest(request);
    const state = STATES.find((known) => known === (query.state ?? 'open'));
    if (state === undefined) throw wrong('?state', 'Must be open, closed or all.');
    const limit = countOf(query, 'limit', MOST_ROWS) ?? 50;
    if (limit === 0) throw wrong('?limit', `Must be a whole number from 1 to ${MOST_ROWS}.`);
    const after = typeof query.after === 'string' ? { after: query.after } : {};
    await waitUntilShown(this.views, 'enquiries', { minPosition: countOf(query, 'minPosition') });
    return this.queries.execute(new ReadEnquiries(person, { state, limit, ...after }));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One enquiry and what is to be done about it, now or as it stood' })
  @ApiQuery({ name: 'asOf', required: false, description: 'As it stood then.', example: '2026-11-10T09:30:00Z' })
  @ApiQuery({ name: 'atRevision', required: false, description: 'As it stood at this revision.', example: 2 })
  @ApiOkResponse({ description: 'The enquiry; its revision as ETag.', type: EnquiryAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'not-found', 'unavailable')
  async enquiry(
    @Param('id', UuidPipe) id: string,
    @Query() query: Values,
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
