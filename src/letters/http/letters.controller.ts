import { Body, Controller, Get, Inject, Param, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiExtraModels, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { LetterSentByHandBody, SendLetterBody } from '../../children/http/bodies/letters.js';
import type { EnquiryWrittenAnswer } from '../../enquiries/http/answers.js';
import { EnquiryCommands, EnquiryWrite } from '../../enquiries/http/enquiry-commands.js';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import type { Letter } from '../domain/letter.js';
import type { RecordKind } from '../letter-records.js';
import { LetterPrinting } from '../printing.js';
import { ReadLetter, ReadLetters } from '../queries/read-letters.js';
import { LetterAnswer, LettersAnswer } from './answers.js';
import { answerLetter, LetterRoute, namedLetter } from './letter-formats.js';

/** Reading the letters of a record; whose it is, the two below say. */
abstract class LetterReading {
  protected abstract readonly kind: RecordKind;

  constructor(
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(LetterPrinting) private readonly printing: LetterPrinting,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The forms and letters that are on record, and how far each has come' })
  @ApiOkResponse({ description: 'The letters.', type: LettersAnswer })
  @MayFail('unauthorised', 'forbidden', 'not-found', 'unavailable')
  async list(@Param('id', UuidPipe) id: string, @Req() request: FastifyRequest): Promise<LettersAnswer> {
    return listed(await this.queries.execute(new ReadLetters(personOfRequest(request), this.kind, id)));
  }

  @LetterRoute()
  async letter(
    @Param('id', UuidPipe) id: string,
    @Param('letterId') name: string,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<LetterAnswer | string | Buffer> {
    const { letterId, format } = namedLetter(name);
    const found = await this.queries.execute(new ReadLetter(personOfRequest(request), this.kind, id, letterId));
    return answerLetter(found, this.printing, format, request, reply);
  }
}

/** Forms and letters about a child (R60). */
@ApiTags('Letters')
@ApiBearerAuth()
@ApiExtraModels(LetterAnswer)
@Controller('v1/children/:id/letters')
export class ChildLettersController extends LetterReading {
  protected readonly kind = 'child';
}

/** Letters about an enquiry: the answer to the referrer (R39). */
@ApiTags('Letters')
@ApiBearerAuth()
@Controller('v1/enquiries/:id/letters')
export class EnquiryLettersController extends LetterReading {
  protected readonly kind = 'enquiry';

  constructor(
    @Inject(QueryBus) queries: QueryBus,
    @Inject(LetterPrinting) printing: LetterPrinting,
    @Inject(EnquiryCommands) private readonly commands: EnquiryCommands,
  ) {
    super(queries, printing);
  }

  @EnquiryWrite(':letterId/sending', 'Send a letter again, or to a mailbox that was not known')
  again(
    @Param('id', UuidPipe) id: string,
    @Param('letterId', UuidPipe) letterId: string,
    @Body() body: SendLetterBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, letterId, type: 'SendLetterAgain' }, request, reply);
  }

  @EnquiryWrite(':letterId/sending-by-hand', 'Record that a letter was sent in another way than by mail')
  byHand(
    @Param('id', UuidPipe) id: string,
    @Param('letterId', UuidPipe) letterId: string,
    @Body() body: LetterSentByHandBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EnquiryWrittenAnswer> {
    return this.commands.change(id, { ...body, letterId, type: 'RecordLetterSentByHand' }, request, reply);
  }
}

function listed(letters: readonly Letter[]): LettersAnswer {
  return { items: [...letters], total: letters.length, next: null };
}
