import { Controller, Get, Inject, Query, Req } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiOkResponse, ApiOperation, ApiProperty, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { personOfRequest } from '../../platform/http/caller.js';
import { MayFail } from '../../platform/http/documented.js';
import { limitOf } from '../../platform/http/list-page.js';
import type { FeedPage } from '../feed-reader.js';
import { ReadFeed } from '../queries/read-feed.js';

const MOST = 500;
const POSITION = '00000000000000090311:00000000000000090311';
const AN_EVENT = {
  specversion: '1.0',
  id: '6a1f2c3d-0b4e-5d6f-8a7b-9c0d1e2f3a4b',
  source: '/authorities/926',
  type: 'cme.case.closed.v1',
  subject: '0c9d7d0a-6f2e-5f3b-9d51-7a4f5b1c2e30',
  time: '2026-11-12T10:30:00.000Z',
  datacontenttype: 'application/json',
  data: { authority: '926', caseId: '0c9d7d0a-6f2e-5f3b-9d51-7a4f5b1c2e30', outcome: 'ON_ROLL_NORFOLK' },
  position: POSITION,
};

class FeedAnswer {
  @ApiProperty({
    description: 'CloudEvents 1.0, in the order of the log; `position` is an extension attribute. No personal data.',
    example: [AN_EVENT],
    type: 'array',
    items: { type: 'object', additionalProperties: true },
  })
  items!: readonly object[];

  @ApiProperty({ description: 'Send it as `after` for what comes next.', example: POSITION })
  next!: string;

  @ApiProperty({ description: 'The end of the log was reached: ask again later.', example: true })
  caughtUp!: boolean;
}

/** What other services may know: minimised events without personal data, to be pulled from any place on (R66). */
@ApiTags('Feed')
@ApiBearerAuth()
@Controller('v1/feed')
export class FeedController {
  constructor(@Inject(QueryBus) private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'The public events after a place in the log' })
  @ApiQuery({ name: 'after', required: false, description: 'The `next` of the page before.', example: POSITION })
  @ApiQuery({ name: 'limit', required: false, description: `Events a page, up to ${MOST}; 100 unless given.` })
  @ApiOkResponse({ description: 'One page.', type: FeedAnswer })
  @MayFail('invalid-fields', 'unauthorised', 'forbidden', 'unavailable')
  async feed(@Query() query: Readonly<Record<string, unknown>>, @Req() request: FastifyRequest): Promise<FeedPage> {
    const person = personOfRequest(request);
    const { limit = 100 } = limitOf(query, MOST);
    const after = query.after === undefined ? '' : String(query.after);
    return this.queries.execute(new ReadFeed(person, after, limit));
  }
}
