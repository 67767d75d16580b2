import { Inject, Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Written } from '../../platform/event-store/envelope.js';
import { Callers } from '../../platform/http/caller.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { etagOf } from '../../platform/http/preconditions.js';
import type { ProblemName } from '../../platform/http/problem.js';
import { ChangeSchool } from '../commands/change-school.js';
import { ReviewWeek, type WeekReviewed } from '../commands/review-week.js';
import type { SchoolCommand } from '../domain/school.js';
import { assertMayOrder } from '../permissions.js';
import type { SchoolWrittenAnswer } from './answers.js';

/** What every write to a school may answer with. */
export const WRITES: readonly ProblemName[] = [
  'malformed',
  'invalid-fields',
  'unauthorised',
  'forbidden',
  'not-found',
  'refused',
  'stale-revision',
  'key-reused',
  'refused-for-good',
  'unavailable',
];

/** From a request to a command on the bus and back to an answer. */
@Injectable()
export class SchoolCommands {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  async send(
    urn: string,
    order: SchoolCommand,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return answer(urn, await this.bus.execute(new ChangeSchool(urn, this.callers.of(request), order)), reply);
  }

  async reviewWeek(
    urn: string,
    order: WeekReviewed,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<SchoolWrittenAnswer> {
    return answer(urn, await this.bus.execute(new ReviewWeek(urn, this.callers.of(request), order)), reply);
  }
}

/** 201 for what is new, 200 for a command that had been obeyed before; the record's revision as ETag. */
function answer(urn: string, { revision, position, repeated }: Written, reply: FastifyReply): SchoolWrittenAnswer {
  reply.status(repeated ? 200 : 201).header('etag', etagOf(revision));
  return { urn, revision, position: Number(position.commit) };
}

/** Who may give that order to the school in the address is asked first; registering names the school in the body. */
export function SchoolOrder(order: SchoolCommand['type']): MethodDecorator {
  return FirstAsked((person, { urn = '' }) => assertMayOrder(person, urn, order));
}
