import { applyDecorators, Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { idWithin } from '../../children/commands/child-written.js';
import { type Exchange, RecordingRoute } from '../../children/http/child-commands.js';
import { type Caller, Callers } from '../../platform/http/caller.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { etagOf } from '../../platform/http/preconditions.js';
import type { Person } from '../../platform/identity/person.js';
import { ChangeSafeguarding } from '../commands/change-safeguarding.js';
import type { SafeguardingCommand } from '../domain/safeguarding.js';
import { assertEverSafeguards } from '../permissions.js';
import { SafeguardingWrittenAnswer } from './answers.js';

/** From a request to a command on the bus and back to an answer. */
@Injectable()
export class SafeguardingCommands {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  send(exchange: Exchange, childId: string, order: SafeguardingCommand): Promise<SafeguardingWrittenAnswer> {
    return this.sendAs(this.callers.of(exchange.request), exchange.reply, childId, order);
  }

  /** As `send`, for what brings a thing with an id of its own into being; the answer names it. */
  async create(
    { request, reply }: Exchange,
    childId: string,
    name: 'concernId' | 'escalationId' | 'actionId',
    order: (id: string) => SafeguardingCommand,
  ): Promise<SafeguardingWrittenAnswer> {
    const caller = this.callers.of(request);
    const id = idWithin(caller.context, name);
    return { ...(await this.sendAs(caller, reply, childId, order(id))), [name]: id };
  }

  /** 201 for what is new, 200 for a repeat. Who may not read the record is told no revision of it. */
  private async sendAs(caller: Caller, reply: FastifyReply, childId: string, order: SafeguardingCommand) {
    const { written, reader } = await this.bus.execute(new ChangeSafeguarding(childId, caller, order));
    reply.status(written.repeated ? 200 : 201);
    if (!reader) return { childId };
    reply.header('etag', etagOf(written.revision));
    return { childId, revision: written.revision, position: Number(written.position.commit) };
  }
}

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description:
    'The revision of the restricted record that you have seen (its ETag). If it has changed since, 412. Not looked at for who may not read it.',
  schema: { type: 'string', example: '"3"' },
});

/** A route that records something in a restricted record. */
export function SafeguardingWrite(
  path: string,
  summary: string,
  first: (person: Person) => void = assertEverSafeguards,
): MethodDecorator {
  return applyDecorators(RecordingRoute(path, summary, SafeguardingWrittenAnswer), IF_MATCH, FirstAsked(first));
}
