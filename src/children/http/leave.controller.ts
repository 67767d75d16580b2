import { Body, Controller, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { schoolOf } from '../day-contexts.js';
import { RecordReturnBody } from './bodies/absence.js';
import {
  EvidenceBody,
  EvidenceDecisionBody,
  ExpectedReturnBody,
  GrantLeaveBody,
  MeetingOutcomeBody,
  RefuseLeaveBody,
  RequestLeaveBody,
  RiskBody,
  ScheduleMeetingBody,
  TravelDetailsBody,
} from './bodies/leave.js';
import { ChildCommands, ChildWrite } from './child-commands.js';
import type { WrittenAnswer } from './written-answer.js';

/** Requests for leave in school time: asking, meeting, evidence, risk, decision (R06 to R11). The head decides. */
@ApiTags('Leave')
@ApiBearerAuth()
@Controller('v1/children')
export class LeaveController {
  constructor(@Inject(ChildCommands) private readonly commands: ChildCommands) {}

  @ChildWrite(':id/leave-requests', 'Record a request for leave; the answer names its id')
  request(
    @Param('id', UuidPipe) id: string,
    @Body() body: RequestLeaveBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'RequestLeave', 'leaveId', (leaveId, child) => ({
      ...body,
      leaveId,
      urn: body.urn ?? schoolOf(child) ?? '',
    }));
  }

  @ChildWrite(':id/leave-requests/:leaveId/refusal', 'Refuse leave')
  refuse(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() body: RefuseLeaveBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'RefuseLeave', { ...body, leaveId });
  }

  @ChildWrite(':id/leave-requests/:leaveId/grant', 'Grant leave on verified evidence of an emergency')
  grant(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() body: GrantLeaveBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'GrantLeave', { ...body, leaveId });
  }

  @ChildWrite(':id/leave-requests/:leaveId/meeting', 'Arrange the meeting with the Executive Head Teacher')
  meeting(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() body: ScheduleMeetingBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'ScheduleLeaveMeeting', { ...body, leaveId });
  }

  @ChildWrite(':id/leave-requests/:leaveId/meeting/outcome', 'Record what became of the meeting')
  met(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() body: MeetingOutcomeBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'RecordLeaveMeeting', { ...body, leaveId });
  }

  @ChildWrite(':id/leave-requests/:leaveId/evidence', 'Attach evidence of an emergency; the answer names its id')
  evidence(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() body: EvidenceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'AttachEvidence', 'evidenceId', (evidenceId) => ({
      ...body,
      leaveId,
      evidenceId,
    }));
  }

  @ChildWrite(':id/leave-requests/:leaveId/evidence/:evidenceId/decision', 'Accept or reject a piece of evidence')
  judge(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Param('evidenceId', UuidPipe) evidenceId: string,
    @Body() { verified, why, ...body }: EvidenceDecisionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    const order = { ...body, leaveId, evidenceId };
    if (verified) return this.commands.send({ request, reply }, id, 'VerifyEvidence', order);
    return this.commands.send({ request, reply }, id, 'RejectEvidence', { ...order, ...(why ? { why } : {}) });
  }

  @ChildWrite(':id/leave-requests/:leaveId/risk', 'Record that the risks of the leave were considered')
  risk(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() body: RiskBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'AssessLeaveRisk', { ...body, leaveId });
  }

  @ChildWrite(':id/leave-requests/:leaveId/expected-return', 'Record that a return date was asked for')
  expected(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() body: ExpectedReturnBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'RecordExpectedReturn', { ...body, leaveId });
  }

  @ChildWrite(':id/leave-requests/:leaveId/travel-details', 'Record that copies of flight details were given')
  travel(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() body: TravelDetailsBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'AttachTravelDetails', { ...body, leaveId });
  }

  @ChildWrite(':id/leave-requests/:leaveId/return', 'Confirm that the pupil is back from leave')
  back(
    @Param('id', UuidPipe) id: string,
    @Param('leaveId', UuidPipe) leaveId: string,
    @Body() { date }: RecordReturnBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    const occurredOn = date === undefined ? {} : { occurredOn: date };
    return this.commands.send({ request, reply }, id, 'ConfirmLeaveReturn', { ...occurredOn, leaveId });
  }
}
