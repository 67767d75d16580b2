import { Body, Controller, Inject, Post, Req, Res } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiBody, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { MayFail, wholeBody } from '../../platform/http/documented.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { RegisterChild } from '../commands/register-child.js';
import { assertMayOrder } from '../permissions.js';
import { RegisterChildBody } from './bodies/child.js';
import { ChildCommands, IDEMPOTENCY_KEY } from './child-commands.js';
import { answerWritten, WrittenAnswer } from './written-answer.js';

/** A child comes on record. Everything else that can be recorded of a child is in the chapters beside this. */
@ApiTags('Children')
@ApiBearerAuth()
@Controller('v1/children')
export class ChildrenController {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(ChildCommands) private readonly commands: ChildCommands,
  ) {}

  @Post()
  @FirstAsked((person) => assertMayOrder(person, 'RegisterChild'))
  @ApiOperation({ summary: 'Register a child on a roll, or on none' })
  @IDEMPOTENCY_KEY
  @ApiBody(wholeBody(RegisterChildBody))
  @ApiCreatedResponse({ description: 'Registered.', type: WrittenAnswer })
  @ApiOkResponse({ description: 'Was registered before with the same details.', type: WrittenAnswer })
  @MayFail(
    'malformed',
    'invalid-fields',
    'unauthorised',
    'forbidden',
    'refused',
    'already-exists',
    'key-reused',
    'refused-for-good',
    'unavailable',
  )
  async register(
    @Body() body: RegisterChildBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<WrittenAnswer> {
    const caller = this.commands.caller(request);
    const registered = await this.bus.execute(new RegisterChild(caller, body));
    reply.header('location', `/v1/children/${registered.childId}`);
    return answerWritten(reply, registered);
  }
}
