import { Controller, Get, Header, Inject, Param, Post, Query, Req, Res } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { RecordKind } from '../../letters/letter-records.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import { LetterDesk } from './letter-desk.js';

type Fields = Readonly<Record<string, unknown>>;
const HTML = 'text/html; charset=utf-8';

/** One letter as a page; whose it is, the two below say. */
abstract class LetterPageController {
  protected abstract readonly kind: RecordKind;

  constructor(@Inject(LetterDesk) private readonly desk: LetterDesk) {}

  @Get()
  @Header('content-type', HTML)
  page(
    @Param('id', UuidPipe) id: string,
    @Param('letterId', UuidPipe) letterId: string,
    @Query() query: Fields,
    @Req() request: FastifyRequest,
  ): Promise<string> {
    return this.desk.page(request, { kind: this.kind, id, letterId }, { recorded: query.recorded !== undefined });
  }

  @Get('pdf')
  pdf(
    @Param('id', UuidPipe) id: string,
    @Param('letterId', UuidPipe) letterId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.desk.pdf(request, { kind: this.kind, id, letterId }, reply);
  }

  @Post('sending')
  send(
    @Param('id', UuidPipe) id: string,
    @Param('letterId', UuidPipe) letterId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.desk.send({ request, reply }, { kind: this.kind, id, letterId });
  }

  @Post('sending-by-hand')
  byHand(
    @Param('id', UuidPipe) id: string,
    @Param('letterId', UuidPipe) letterId: string,
    @Req() request: FastifyRequest,
    @Res() reply: FastifyReply,
  ): Promise<void> {
    return this.desk.sentByHand({ request, reply }, { kind: this.kind, id, letterId });
  }
}

/** The letters of a child as pages. */
@ApiExcludeController()
@Controller('children/:id/letters/:letterId')
export class ChildLetterPageController extends LetterPageController {
  protected readonly kind = 'child';
}

/** The letters of an enquiry as pages. */
@ApiExcludeController()
@Controller('enquiries/:id/letters/:letterId')
export class EnquiryLetterPageController extends LetterPageController {
  protected readonly kind = 'enquiry';
}
