import { Body, Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { assertEverTells } from '../permissions.js';
import { ReadSafeguarding, type SafeguardingRead } from '../queries/read-safeguarding.js';
import { SafeguardingAnswer, type SafeguardingWrittenAnswer } from './answers.js';
import {
  ActionCompletedBody,
  AssessConcernBody,
  CloseConcernBody,
  ConfirmConcernBody,
  EscalateBody,
  EscalationAcknowledgedBody,
  IndicatorBody,
  PoliceReferenceBody,
  RaiseConcernBody,
  RiskDecisionBody,
  SafeguardingActionBody,
} from './bodies.js';
import { SafeguardingCommands, SafeguardingWrite } from './safeguarding-commands.js';

/** A child's restricted record. Whoever has no right to it is answered as for a child that is not on record. */
@ApiTags('Safeguarding')
@ApiBearerAuth()
@Controller('v1/children/:id/safeguarding')
export class SafeguardingController {
  constructor(
    @Inject(SafeguardingCommands) private readonly commands: SafeguardingCommands,
    @Inject(QueryBus) private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The restricted record of one child' })
  @ApiOkResponse({ description: 'The record; its revision as ETag.', type: SafeguardingAnswer })
  @MayFail('unauthorised', 'not-found', 'unavailable')
  async read(
    @Param('id', UuidPipe) id: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingRead> {
    const read = await this.queries.execute(new ReadSafeguarding(personOfRequest(request), id));
    reply.header('etag', etagOf(read.revision));
    return read;
  }

  @SafeguardingWrite(
    'concerns',
    'Say that something is feared for the child; whoever works with the child may',
    assertEverTells,
  )
  raise(
    @Param('id', UuidPipe) id: string,
    @Body() body: RaiseConcernBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'concernId', (concernId) => ({
      ...body,
      concernId,
      type: 'RaiseConcern',
    }));
  }

  @SafeguardingWrite('concerns/:concernId/assessment', 'Record what is feared, once somebody who may has looked')
  assess(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Body() body: AssessConcernBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, concernId, type: 'AssessConcern' });
  }

  @SafeguardingWrite('concerns/:concernId/indicators', 'Record an indicator')
  indicator(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Body() body: IndicatorBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, concernId, type: 'RecordIndicator' });
  }

  @SafeguardingWrite('concerns/:concernId/confirmation', 'Record that what was feared is known')
  confirm(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Body() body: ConfirmConcernBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, concernId, type: 'ConfirmConcern' });
  }

  @SafeguardingWrite('concerns/:concernId/decision', 'Record what the concern asks for')
  decide(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Body() body: RiskDecisionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, concernId, type: 'RecordRiskDecision' });
  }

  @SafeguardingWrite('concerns/:concernId/police-report', 'Record that known harm was reported to the police')
  report(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Body() body: PoliceReferenceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, concernId, type: 'ReportKnownHarm' });
  }

  @SafeguardingWrite('concerns/:concernId/escalations', 'Record that it was told to those who can protect the child')
  escalate(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Body() body: EscalateBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'escalationId', (escalationId) => ({
      ...body,
      concernId,
      escalationId,
      type: 'EscalateSafeguarding',
    }));
  }

  @SafeguardingWrite('concerns/:concernId/actions', 'Add an action')
  act(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Body() body: SafeguardingActionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'actionId', (actionId) => ({
      ...body,
      concernId,
      actionId,
      type: 'AddSafeguardingAction',
    }));
  }

  @SafeguardingWrite('concerns/:concernId/closure', 'Close a concern about which nothing is left to do')
  close(
    @Param('id', UuidPipe) id: string,
    @Param('concernId', UuidPipe) concernId: string,
    @Body() body: CloseConcernBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, concernId, type: 'CloseConcern' });
  }

  @SafeguardingWrite('escalations/:escalationId/acknowledgement', 'Record that an escalation was acknowledged')
  acknowledged(
    @Param('id', UuidPipe) id: string,
    @Param('escalationId', UuidPipe) escalationId: string,
    @Body() body: EscalationAcknowledgedBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, escalationId, type: 'AcknowledgeEscalation' });
  }

  @SafeguardingWrite('actions/:actionId/completion', 'Record that an action was done')
  completed(
    @Param('id', UuidPipe) id: string,
    @Param('actionId', UuidPipe) actionId: string,
    @Body() body: ActionCompletedBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, actionId, type: 'CompleteSafeguardingAction' });
  }

  @SafeguardingWrite('missing-person-reports', 'Record that the child was reported to the police as missing')
  missing(
    @Param('id', UuidPipe) id: string,
    @Body() body: PoliceReferenceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<SafeguardingWrittenAnswer> {
    return this.commands.send({ request, reply }, id, { ...body, type: 'ReportMissingPerson' });
  }
}
