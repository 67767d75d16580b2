import { Body, Controller, Inject, Param, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiParam, ApiProperty, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Callers } from '../../platform/http/caller.js';
import { wholeBody } from '../../platform/http/documented.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { UrnPipe } from '../../schools/http/urn.pipe.js';
import { ReceiveNewPupil } from '../commands/receive-new-pupil.js';
import { assertMayOrder } from '../permissions.js';
import { NewPupilReturnBody } from './bodies/new-pupil.js';
import { RecordingRoute } from './child-commands.js';
import { answerWritten, WrittenAnswer } from './written-answer.js';

class NewPupilAnswer extends WrittenAnswer {
  @ApiProperty({
    description: 'Whether a record of the child was there already, found by the pupil’s number.',
    example: true,
  })
  matched!: boolean;
}

/** The return of a school about a pupil whom it has entered in its admission register (reg. 13, R16). */
@ApiTags('Registers')
@ApiBearerAuth()
@Controller('v1/schools')
export class NewPupilsController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  @RecordingRoute(
    ':urn/new-pupil-returns',
    'Return a new pupil: enters the roll, and confirms where a leaver went',
    NewPupilAnswer,
  )
  @ApiParam({ name: 'urn', description: 'The school, by its URN.', example: '900001' })
  @ApiBody(wholeBody(NewPupilReturnBody))
  @FirstAsked((person) => assertMayOrder(person, 'MakeNewPupilReturn'))
  async receive(
    @Param('urn', UrnPipe) urn: string,
    @Body() body: NewPupilReturnBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<NewPupilAnswer> {
    const received = await this.bus.execute(new ReceiveNewPupil(urn, this.callers.of(request), body));
    reply.header('location', `/v1/children/${received.childId}`);
    return { ...answerWritten(reply, received), matched: received.matched };
  }
}
