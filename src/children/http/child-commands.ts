import { applyDecorators, Inject, Injectable, Post, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, Callers } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { ChangeChild } from '../commands/change-child.js';
import { idWithin } from '../commands/child-written.js';
import type { Child, ChildCommand } from '../domain/child.js';
import { answerWritten, type Named, WrittenAnswer } from './written-answer.js';

type CommandOf<T extends ChildCommand['type']> = Extract<ChildCommand, { type: T }>;
/** An order without its name; made from the child where it depends on it. */
type Order<T extends ChildCommand['type']> = Omit<CommandOf<T>, 'type'>;

/** The request and the reply of a write, as the controllers pass them on. */
export interface Exchange {
  readonly request: FastifyRequest;
  readonly reply: FastifyReply;
}

/** From a request to a command on the bus and back to an answer. */
@Injectable()
export class ChildCommands {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  caller(request: FastifyRequest): Caller {
    return this.callers.of(request);
  }

  async send<T extends ChildCommand['type']>(
    { request, reply }: Exchange,
    childId: string,
    type: T,
    order: Order<T> | ((child: Child) => Order<T>),
  ): Promise<WrittenAnswer> {
    return this.sendAs(this.callers.of(request), reply, childId, type, order);
  }

  /** As `send`, for what brings a thing with an id of its own into being; the answer names it. */
  async create<T extends ChildCommand['type']>(
    { request, reply }: Exchange,
    childId: string,
    type: T,
    name: Named,
    order: (id: string, child: Child) => Order<T>,
  ): Promise<WrittenAnswer> {
    const caller = this.callers.of(request);
    const id = idWithin(caller.context, name);
    const answer = await this.sendAs(caller, reply, childId, type, (child) => order(id, child));
    return { ...answer, [name]: id };
  }

  async sendAs<T extends ChildCommand['type']>(
    caller: Caller,
    reply: FastifyReply,
    childId: string,
    type: T,
    order: Order<T> | ((child: Child) => Order<T>),
  ): Promise<WrittenAnswer> {
    const orderOf = (child: Child) =>
      ({ ...(typeof order === 'function' ? order(child) : order), type }) as unknown as ChildCommand;
    return answerWritten(reply, await this.bus.execute(new ChangeChild(childId, caller, type, orderOf)));
  }
}

export const IDEMPOTENCY_KEY = ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'Your name for this action. Sent again with the same request it records nothing new; with another, 422.',
  schema: { type: 'string', maxLength: 200, example: 'register-2026-11-09-am-17' },
});

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description:
    'The revision of the record that you have seen (its ETag). If it has changed since, 412 with what changed.',
  schema: { type: 'string', example: '"12"' },
});

/** A route that records something about a child. */
export function ChildWrite(path: string, summary: string): MethodDecorator {
  return applyDecorators(RecordingRoute(path, summary, WrittenAnswer), IF_MATCH);
}

/** A route that records something: 201 for what is new, 200 for a repeat, and all that may go wrong on the way. */
export function RecordingRoute(path: string, summary: string, answer: Type<unknown>): MethodDecorator {
  return applyDecorators(
    Post(path),
    ApiOperation({ summary }),
    IDEMPOTENCY_KEY,
    ApiCreatedResponse({ description: 'Recorded.', type: answer }),
    ApiOkResponse({ description: 'Had been recorded before; nothing new was.', type: answer }),
    MayFail(
      'malformed',
      'invalid-fields',
      'unauthorised',
      'forbidden',
      'not-found',
      'refused',
      'stale-revision',
      'too-large',
      'key-reused',
      'refused-for-good',
      'unavailable',
    ),
  );
}
