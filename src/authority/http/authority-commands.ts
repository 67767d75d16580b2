import { applyDecorators, Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordingRoute } from '../../children/http/child-commands.js';
import type { Written } from '../../platform/event-store/envelope.js';
import { type Caller, Callers } from '../../platform/http/caller.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { ChangeAuthority } from '../commands/change-authority.js';
import type { AuthorityCommand } from '../domain/authority.js';
import { assertDecidesForAuthority } from '../permissions.js';
import { AuthorityWrittenAnswer } from './answers.js';

/** From a request to a command on the bus and back to an answer. */
@Injectable()
export class AuthorityCommands {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  async send(
    order: AuthorityCommand | ((caller: Caller) => AuthorityCommand),
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<AuthorityWrittenAnswer> {
    const caller = this.callers.of(request);
    const whole = typeof order === 'function' ? order(caller) : order;
    return answerWritten(await this.bus.execute(new ChangeAuthority(caller, whole)), reply);
  }
}

/** 201 for what is new, 200 for a command that had been obeyed before; the record's revision as ETag. */
export function answerWritten({ streamId, revision, position, repeated }: Written, reply: FastifyReply) {
  reply.status(repeated ? 200 : 201).header('etag', etagOf(revision));
  return { code: streamId.slice('authority-'.length), revision, position: Number(position.commit) };
}

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'The revision of the authority’s record that you have seen (its ETag). If it has changed since, 412.',
  schema: { type: 'string', example: '"3"' },
});

/** A route that records something about the authority. */
export function AuthorityWrite(path: string, summary: string): MethodDecorator {
  return applyDecorators(
    RecordingRoute(path, summary, AuthorityWrittenAnswer),
    IF_MATCH,
    FirstAsked(assertDecidesForAuthority),
  );
}
