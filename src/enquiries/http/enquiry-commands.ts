import { applyDecorators, Inject, Injectable } from '@nestjs/common';
import { type Command, CommandBus } from '@nestjs/cqrs';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordingRoute } from '../../children/http/child-commands.js';
import { type Caller, Callers } from '../../platform/http/caller.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { ChangeEnquiry, type EnquiryWritten } from '../commands/change-enquiry.js';
import type { EnquiryCommand } from '../domain/enquiry.js';
import { assertWorksEnquiries } from '../permissions.js';
import { EnquiryWrittenAnswer } from './answers.js';

/** From a request to a command on the bus and back to an answer. */
@Injectable()
export class EnquiryCommands {
  constructor(
    @Inject(CommandBus) private readonly bus: CommandBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  change(
    enquiryId: string,
    order: EnquiryCommand,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.send((caller) => new ChangeEnquiry(enquiryId, caller, order), request, reply);
  }

  /** 201 for what is new, 200 for a command that had been obeyed before; the record's revision as ETag. */
  async send(
    command: (caller: Caller) => Command<EnquiryWritten>,
    request: FastifyRequest,
    reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    const { enquiryId, written } = await this.bus.execute(command(this.callers.of(request)));
    reply.status(written.repeated ? 200 : 201).header('etag', etagOf(written.revision));
    return { enquiryId, revision: written.revision, position: Number(written.position.commit) };
  }
}

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'The revision of the enquiry that you have seen (its ETag). If it has changed since, 412.',
  schema: { type: 'string', example: '"3"' },
});

/** A route that records something about an enquiry. */
export function EnquiryWrite(path: string, summary: string, answer = EnquiryWrittenAnswer): MethodDecorator {
  return applyDecorators(RecordingRoute(path, summary, answer), IF_MATCH, FirstAsked(assertWorksEnquiries));
}
