import { applyDecorators, Body, Controller, Get, Inject, Param, Query, Req, Res } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBearerAuth, ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { RecordingRoute } from '../../children/http/child-commands.js';
import { unknownChild } from '../../children/permissions.js';
import { Callers, personOfRequest } from '../../platform/http/caller.js';
import { FirstAsked } from '../../platform/http/first-asked.js';
import { etagOf } from '../../platform/http/preconditions.js';
import { UuidPipe } from '../../platform/http/uuid.pipe.js';
import type { Person } from '../../platform/identity/person.js';
import { isSafeguarding } from '../../safeguarding/permissions.js';
import { ReviewEmergencyAccess, UseEmergencyAccess } from '../commands/emergency-access.js';
import { assertReviewsEmergencies, mayBreakGlass } from '../permissions.js';
import type { AccessPage } from '../queries/looks.js';
import { ReadAccess } from '../queries/read-access.js';
import { EmergencyAccessAnswer, EmergencyAccessBody, EmergencyReviewBody } from './answers.js';
import { LooksRoute, partOf } from './looks-route.js';

const IF_MATCH = ApiHeader({
  name: 'If-Match',
  required: false,
  description: 'The revision of the access log that you have seen (its ETag). Not looked at for who may not read it.',
  schema: { type: 'string', example: '"11"' },
});

function AccessWrite(path: string, summary: string, first: (person: Person) => void): MethodDecorator {
  return applyDecorators(RecordingRoute(path, summary, EmergencyAccessAnswer), IF_MATCH, FirstAsked(first));
}

/** Whoever has the right is told that none is needed; anybody else is answered as for a child that is not on record. */
function assertMayNeedIt(person: Person): void {
  if (!mayBreakGlass(person) && !isSafeguarding(person)) throw unknownChild();
}

/** Who looked at a child's record, and emergency access to its restricted part (R65). */
@ApiTags('Access')
@ApiBearerAuth()
@Controller('v1/children/:id')
export class AccessController {
  constructor(
    @Inject(CommandBus) private readonly commands: CommandBus,
    @Inject(QueryBus) private readonly queries: QueryBus,
    @Inject(Callers) private readonly callers: Callers,
  ) {}

  @Get('access')
  @ApiOperation({ summary: 'Who looked at a child’s record, when and why; the latest first' })
  @LooksRoute()
  async access(
    @Param('id', UuidPipe) id: string,
    @Query() query: Readonly<Record<string, unknown>>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<AccessPage> {
    const page = await this.queries.execute(new ReadAccess(personOfRequest(request), id, partOf(query)));
    reply.header('etag', etagOf(page.revision));
    return page;
  }

  @AccessWrite('emergency-access', 'Read a restricted record in an emergency, for an hour', assertMayNeedIt)
  async use(
    @Param('id', UuidPipe) id: string,
    @Body() { reason }: EmergencyAccessBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmergencyAccessAnswer> {
    const caller = this.callers.of(request);
    const { childId, accessId, until, written } = await this.commands.execute(
      new UseEmergencyAccess(id, caller, reason),
    );
    reply.status(written.repeated ? 200 : 201);
    return { childId, accessId, until };
  }

  @AccessWrite(
    'emergency-access/:accessId/review',
    'Judge the emergency access of somebody else',
    assertReviewsEmergencies,
  )
  async review(
    @Param('id', UuidPipe) id: string,
    @Param('accessId', UuidPipe) accessId: string,
    @Body() body: EmergencyReviewBody,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<EmergencyAccessAnswer> {
    const review = { ...body, accessId };
    const written = await this.commands.execute(new ReviewEmergencyAccess(id, this.callers.of(request), review));
    reply.status(written.repeated ? 200 : 201).header('etag', etagOf(written.revision));
    return { childId: id, accessId };
  }
}
