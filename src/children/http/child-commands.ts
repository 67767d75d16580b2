import { applyDecorators, Inject, Injectable, Post, type Type } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiHeader, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Caller, Callers } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { ChangeChild } from '../commands/change-child.js';
import { idWithin } from '../commands/child-written.js';
import type { Child, ChildCommand } from '../domain/child.js';
import { type Asking, askingOf, type CommandType } from './recording.js';
import { answerWritten, type Named, WrittenAnswer } from './written-answer.js';

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

  /** Sends an order about a child on record; what depends on the child is made from it. */
  order(
    { request, reply }: Exchange,
    childId: string,
    type: CommandType,
    order: (child: Child, asking: Asking) => object,
  ): Promise<WrittenAnswer> {
    return this.orderAs(this.callers.of(request), reply, childId, type, order);
  }

  /**
   * As `order`, for what brings a thing with an id of its own into being; the answer names it. A body may name one that is
   * on record already (a provision that moves on).
   */
  async orderNew(
    { request, reply }: Exchange,
    childId: string,
    type: CommandType,
    thing: { readonly name: Named; readonly known: string | undefined },
    order: (id: string, child: Child, asking: Asking) => object,
  ): Promise<WrittenAnswer> {
    const caller = this.callers.of(request);
    const id = thing.known ?? idWithin(caller.context, thing.name);
    let decided = false;
    const answer = await this.orderAs(caller, reply, childId, type, (child, asking) => {
      decided = true;
      return order(id, child, asking);
    });
    // Decided, and nothing new: the thing is on record under another id, or none, and this one names nothing.
    return decided && reply.statusCode === 200 && thing.known === undefined ? answer : { ...answer, [thing.name]: id };
  }

  async orderAs(
    caller: Caller,
    reply: FastifyReply,
    childId: string,
    type: CommandType,
    order: (child: Child, asking: Asking) => object,
  ): Promise<WrittenAnswer> {
    const asking = askingOf(caller);
    const orderOf = (child: Child) => ({ ...order(child, asking), type }) as ChildCommand;
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
      'erased',
      'stale-revision',
      'too-large',
      'key-reused',
      'refused-for-good',
      'unavailable',
    ),
  );
}
