import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import type { FastifyReply } from 'fastify';
import { etagOf } from '../../platform/http/preconditions.js';
import type { ChildWritten } from '../commands/child-written.js';

const AN_ID = '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11';

/** Things with an id of their own, as the answer to the write names them. */
export type Named = Exclude<keyof WrittenAnswer, 'childId' | 'revision' | 'position'>;

/** What every write to a child answers. */
export class WrittenAnswer {
  @ApiProperty({ description: 'The child.', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7', format: 'uuid' })
  childId!: string;

  @ApiProperty({
    description: 'The revision of the child’s record after the write; send it as If-Match with the next.',
    example: 12,
    type: 'integer',
  })
  revision!: number;

  @ApiProperty({
    description: 'Where the write stands in the log of all records; send it as minPosition to a list.',
    example: 90311,
    type: 'integer',
    format: 'int64',
  })
  position!: number;

  @ApiPropertyOptional({ description: 'The leave request that was recorded.', example: AN_ID })
  leaveId?: string;

  @ApiPropertyOptional({ description: 'The piece of evidence that was attached.', example: AN_ID })
  evidenceId?: string;

  @ApiPropertyOptional({ description: 'The visit request (CME3) that was made.', example: AN_ID })
  requestId?: string;

  @ApiPropertyOptional({ description: 'The case that was opened.', example: AN_ID })
  caseId?: string;

  @ApiPropertyOptional({ description: 'The contact that was recorded.', example: AN_ID })
  contactId?: string;

  @ApiPropertyOptional({ description: 'The visit that was recorded.', example: AN_ID })
  visitId?: string;

  @ApiPropertyOptional({ description: 'The referral that was made.', example: AN_ID })
  referralId?: string;

  @ApiPropertyOptional({ description: 'The note that was added.', example: AN_ID })
  noteId?: string;

  @ApiPropertyOptional({ description: 'The direction that was given.', example: AN_ID })
  directionId?: string;

  @ApiPropertyOptional({ description: 'The conference that was held.', example: AN_ID })
  conferenceId?: string;

  @ApiPropertyOptional({ description: 'The exclusion that was recorded.', example: AN_ID })
  exclusionId?: string;

  @ApiPropertyOptional({ description: 'The monitoring plan that was agreed.', example: AN_ID })
  planId?: string;

  @ApiPropertyOptional({ description: 'The enquiry that was made, or put to an agency.', example: AN_ID })
  enquiryId?: string;

  @ApiPropertyOptional({ description: 'The consultation that was asked for.', example: AN_ID })
  consultationId?: string;

  @ApiPropertyOptional({ description: 'The deletion that was proposed.', example: AN_ID })
  proposalId?: string;

  @ApiPropertyOptional({ description: 'The notice (CME1) that was received.', example: AN_ID })
  noticeId?: string;

  @ApiPropertyOptional({ description: 'The transfer to or from another authority.', example: AN_ID })
  handoverId?: string;

  @ApiPropertyOptional({ description: 'The roll check that was recorded.', example: AN_ID })
  checkId?: string;

  @ApiPropertyOptional({ description: 'The information that was recorded.', example: AN_ID })
  informationId?: string;

  @ApiPropertyOptional({ description: 'The review of the risk that was asked for.', example: AN_ID })
  reviewId?: string;

  @ApiPropertyOptional({ description: 'The school attendance order that was made.', example: AN_ID })
  orderId?: string;

  @ApiPropertyOptional({ description: 'The provision that was asked for.', example: AN_ID })
  provisionId?: string;

  @ApiPropertyOptional({ description: 'The disclosure that was recorded, or declined.', example: AN_ID })
  shareId?: string;
}

/** 201 for what is new, 200 for a command that had been obeyed before; the record's revision as ETag. */
export function answerWritten(reply: FastifyReply, { childId, written }: ChildWritten): WrittenAnswer {
  reply.status(written.repeated ? 200 : 201).header('etag', etagOf(written.revision));
  // A position is an offset in the log: well below 2^53.
  return { childId, revision: written.revision, position: Number(written.position.commit) };
}
