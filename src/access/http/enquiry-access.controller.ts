import { Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import type { AccessPage } from '../queries/looks.js';
import { ReadEnquiryAccess } from '../queries/read-access.js';
import { LooksRoute, partOf } from './looks-route.js';

/** Who looked at an outside enquiry (R65). */
@ApiTags('Access')
@ApiBearerAuth()
@Controller('v1/enquiries/:id')
export class EnquiryAccessController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get('access')
  @ApiOperation({ summary: 'Who looked at an enquiry, when and why; the latest first' })
  @LooksRoute()
  async access(
    @Param('id', UuidPipe) id: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessPage> {
    const page = await this.queries.execute(new ReadEnquiryAccess(personOfRequest(request), id, partOf(query)));
    reply.header('etag', etagOf(page.revision));
    return page;
  }
}
