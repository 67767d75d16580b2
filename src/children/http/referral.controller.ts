import { Body, Controller, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { ReEngagementReviewBody } from './bodies/absence.js';
import {
  HomeVisitBody,
  ReEngagementBody,
  ReferralBody,
  ScheduleVisitBody,
  VisitRequestBody,
} from './bodies/referral.js';
import { ChildCommands, ChildWrite } from './child-commands.js';
import type { WrittenAnswer } from './written-answer.js';

/** From the report to the authority to the child's being back in education (R12, R43, R44, R18). */
@ApiTags('Referral and re-engagement')
@ApiBearerAuth()
@Controller('v1/children')
export class ReferralController {
  constructor(@Inject(ChildCommands) private readonly commands: ChildCommands) {}

  @ChildWrite(':id/referral', 'Refer the child to the local authority as missing education')
  refer(
    @Param('id', UuidPipe) id: string,
    @Body() body: ReferralBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'ReferToLA', 'referralId', (referralId) => ({
      ...body,
      referralId,
    }));
  }

  @ChildWrite(':id/visit-requests', 'Ask the Attendance Team for a home visit (CME3)')
  requestVisit(
    @Param('id', UuidPipe) id: string,
    @Body() body: VisitRequestBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'RequestVisit', 'requestId', (requestId) => ({
      ...body,
      requestId,
    }));
  }

  @ChildWrite(':id/visit-requests/:requestId/schedule', 'Fix the day of a visit that was asked for')
  schedule(
    @Param('id', UuidPipe) id: string,
    @Param('requestId', UuidPipe) requestId: string,
    @Body() body: ScheduleVisitBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'ScheduleVisit', { ...body, requestId });
  }

  @ChildWrite(':id/home-visits', 'Log a home visit')
  visit(
    @Param('id', UuidPipe) id: string,
    @Body() body: HomeVisitBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'LogHomeVisit', 'visitId', (visitId) => ({ ...body, visitId }));
  }

  @ChildWrite(':id/re-engagement', 'Record that the child is back in education')
  reEngage(
    @Param('id', UuidPipe) id: string,
    @Body() body: ReEngagementBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'ReEngage', body);
  }

  @ChildWrite(':id/re-engagement/reviews', 'Review whether the re-engagement lasts')
  review(
    @Param('id', UuidPipe) id: string,
    @Body() body: ReEngagementReviewBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'ReviewReengagement', body);
  }
}
