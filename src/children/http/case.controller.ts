import { Body, Controller, Inject, Param, Req, Res } from '@nestjs/common';
import { ApiBearerAuth, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import {
  AssignCaseBody,
  CaseNoteBody,
  DirectionBody,
  NextActionBody,
  OpenCaseBody,
  ReopenCaseBody,
  ReviewCaseBody,
} from './bodies/case.js';
import { CloseCaseBody } from './bodies/close-case.js';
import { ChildCommands, ChildWrite } from './child-commands.js';
import type { WrittenAnswer } from './written-answer.js';

/** The authority's case: one owner, one next action, one date, until a lawful outcome closes it (R36, R45, R46). */
@ApiTags('Case')
@ApiBearerAuth()
@Controller('v1/children')
export class CaseController {
  constructor(@Inject(ChildCommands) private readonly commands: ChildCommands) {}

  @ChildWrite(':id/case', 'Open a case')
  open(
    @Param('id', UuidPipe) id: string,
    @Body() body: OpenCaseBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'OpenCase', 'caseId', (caseId) => ({ ...body, caseId }));
  }

  @ChildWrite(':id/case/assignment', 'Give the case to another owner')
  assign(
    @Param('id', UuidPipe) id: string,
    @Body() body: AssignCaseBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'AssignCase', body);
  }

  @ChildWrite(':id/case/next-action', 'Set the next action and its date')
  nextAction(
    @Param('id', UuidPipe) id: string,
    @Body() body: NextActionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'SetNextAction', body);
  }

  @ChildWrite(':id/case/notes', 'Add a note to the case')
  note(
    @Param('id', UuidPipe) id: string,
    @Body() body: CaseNoteBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'AddCaseNote', 'noteId', (noteId) => ({ ...body, noteId }));
  }

  @ChildWrite(':id/case/review', 'Record a review of the case and what comes next')
  review(
    @Param('id', UuidPipe) id: string,
    @Body() body: ReviewCaseBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'ReviewCase', body);
  }

  @ChildWrite(':id/case/directions', 'Record a direction of the strategy manager')
  direct(
    @Param('id', UuidPipe) id: string,
    @Body() body: DirectionBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.create({ request, reply }, id, 'DirectAction', 'directionId', (directionId) => ({
      ...body,
      directionId,
    }));
  }

  @ChildWrite(':id/case/closure', 'Close the case on a lawful outcome')
  close(
    @Param('id', UuidPipe) id: string,
    @Body() body: CloseCaseBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'CloseCase', body);
  }

  @ChildWrite(':id/case/reopening', 'Open a closed case again')
  reopen(
    @Param('id', UuidPipe) id: string,
    @Body() body: ReopenCaseBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    return this.commands.send({ request, reply }, id, 'ReopenCase', body);
  }
}
