import { Body, Controller, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { schoolOf } from '../day-contexts.js';
import type { Child } from '../domain/child.js';
import { AmendAbsenceBody, EstablishReasonBody, RecordAbsenceBody, RecordReturnBody } from './bodies/absence.js';
import { ContactBody } from './bodies/contact.js';
import { ChildCommands, ChildWrite } from './child-commands.js';
import type { WrittenAnswer } from './written-answer.js';

/** The school named, or the one whose roll the child is on. */
function at<B extends { urn?: string }>(body: B): (child: Child) => B & { urn: string } {
  return (child) => ({ ...body, urn: body.urn ?? schoolOf(child) ?? '' });
}

/** Absences, what explains them, and the daily contact with the parents (R02, R03). */
@ApiTags('Absence')
@ApiBearerAuth()
@Controller('v1/children')
export class AbsencesController {
  constructor(@Inject(ChildCommands) private readonly commands: ChildCommands) {}

  @ChildWrite(':id/absences', 'Record an absence')
  absence(
    @Param('id', UuidPipe) id: string,
    @Body() body: RecordAbsenceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'RecordAbsence', at(body));
  }

  @ChildWrite(':id/absences/amendments', 'Correct a mark; the earlier one is kept')
  amend(
    @Param('id', UuidPipe) id: string,
    @Body() body: AmendAbsenceBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'AmendAbsence', at(body));
  }

  @ChildWrite(':id/absences/reasons', 'Record the reason for an absence')
  reason(
    @Param('id', UuidPipe) id: string,
    @Body() body: EstablishReasonBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'EstablishAbsenceReason', at(body));
  }

  @ChildWrite(':id/returns', 'Record that the pupil is back at school')
  back(
    @Param('id', UuidPipe) id: string,
    @Body() body: RecordReturnBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'RecordReturn', at(body));
  }

  @ChildWrite(':id/contacts', 'Record that a parent was contacted, or an attempt to')
  contact(
    @Param('id', UuidPipe) id: string,
    @Body() body: ContactBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'ContactParent', 'contactId', (contactId) => ({
      ...body,
      contactId,
    }));
  }
}
