import { Body, Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiParam, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { idWithin } from '../../children/commands/child-written.js';
import { HistoryAnswer } from '../../evidence/http/history-answer.js';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { asOfOf } from '../../schools/http/as-of.js';
import { type AuthorityRead, ReadAuthority, ReadAuthorityHistory } from '../queries/read-authority.js';
import { type Compliance, ReadCompliance } from '../queries/read-compliance.js';
import { AuthorityAnswer, type AuthorityWrittenAnswer, ComplianceAnswer } from './answers.js';
import { AuthorityCommands, AuthorityWrite } from './authority-commands.js';
import {
  AdoptPolicyVersionBody,
  DesignateOfficerBody,
  GuidanceNotSuppliedBody,
  PublishGuidanceBody,
  WithdrawGuidanceBody,
} from './bodies.js';

/** The authority itself: its designated officer (R30), the policy it adopted (R23), the guidance it published (R24, R35, R58). */
@ApiTags('Authority')
@ApiBearerAuth()
@Controller('v1/authority')
export class AuthorityController {
  constructor(
    @Inject(AuthorityCommands) private readonly commands: AuthorityCommands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The authority’s designated officer, policy and guidance, now or as it stood' })
  @ApiQuery({ name: 'asOf', required: false, description: 'As it stood then.', example: '2026-11-10T09:30:00Z' })
  @ApiOkResponse({ description: 'The authority; its revision as ETag.', type: AuthorityAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable')
  async authority(
    @Query('asOf') asOf: unknown,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorityRead> {
    const read = await this.queries.execute(new ReadAuthority(personOfRequest(request), asOfOf(asOf)));
    reply.header('etag', etagOf(read.revision));
    return read;
  }

  @Get('history')
  @ApiOperation({ summary: 'Every event of the authority, oldest first' })
  @ApiOkResponse({ description: 'The facts.', type: HistoryAnswer })
  @MayFail('unauthorised', 'forbidden', 'unavailable')
  async history(@Req() request: FastifyRequest): Promise<HistoryAnswer> {
    const items = await this.queries.execute(new ReadAuthorityHistory(personOfRequest(request)));
    return { items: [...items], total: items.length, next: null };
  }

  @Get('guidance/compliance')
  @ApiOperation({ summary: 'Which school follows which edition of the statutory guidance, now or as it stood' })
  @ApiQuery({ name: 'asOf', required: false, description: 'As it stood then.', example: '2026-11-10T09:30:00Z' })
  @ApiOkResponse({ description: 'By school.', type: ComplianceAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable')
  compliance(@Query('asOf') asOf: unknown, @Req() request: FastifyRequest): Promise<Compliance> {
    return this.queries.execute(new ReadCompliance(personOfRequest(request), asOfOf(asOf)));
  }

  @AuthorityWrite(
    'officers',
    'Designate the officer for children missing education; the one before ends the day before',
  )
  designate(
    @Body() body: DesignateOfficerBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorityWrittenAnswer> {
    return this.commands.send(
      ({ context }) => ({ ...body, type: 'DesignateCmeOfficer', designationId: idWithin(context, 'designation') }),
      request,
      reply,
    );
  }

  @AuthorityWrite('policy-packs', 'Adopt a version of a policy pack from a day on')
  adopt(
    @Body() body: AdoptPolicyVersionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorityWrittenAnswer> {
    return this.commands.send({ ...body, type: 'AdoptPolicyVersion' }, request, reply);
  }

  @AuthorityWrite('guidance', 'Publish an edition of statutory guidance or of a local practice document')
  publish(
    @Body() body: PublishGuidanceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorityWrittenAnswer> {
    return this.commands.send({ ...body, type: 'PublishGuidance' }, request, reply);
  }

  @AuthorityWrite('guidance/not-supplied', 'State that a document which the policy names has not been supplied')
  notSupplied(
    @Body() body: GuidanceNotSuppliedBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorityWrittenAnswer> {
    return this.commands.send({ ...body, type: 'NoteGuidanceNotSupplied' }, request, reply);
  }

  @AuthorityWrite('guidance/:document/withdrawal', 'Withdraw an edition')
  @ApiParam({ name: 'document', description: 'The document’s short name.', example: 'dfe-children-missing-education' })
  withdraw(
    @Param('document') document: string,
    @Body() body: WithdrawGuidanceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AuthorityWrittenAnswer> {
    return this.commands.send({ ...body, document, type: 'WithdrawGuidance' }, request, reply);
  }
}
