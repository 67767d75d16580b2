import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { OneOf, Text } from '../../platform/http/fields.js';
import { PURPOSES, REVIEW_OUTCOMES, type ReviewOutcome } from '../domain/access.js';

const A_CHILD = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const AN_ID = '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11';

export class EmergencyAccessBody {
  @Text({
    is: 'Why the record cannot wait for somebody who may read it.',
    example: 'The police ask whether she is safe and the safeguarding lead cannot be reached',
    max: 500,
  })
  reason!: string;
}

export class EmergencyReviewBody {
  @OneOf(REVIEW_OUTCOMES, { is: 'What the review came to.', example: 'justified' })
  outcome!: ReviewOutcome;

  @Text({ is: 'Why.', example: 'Spoke to the duty sergeant', max: 500, optional: true })
  note?: string;
}

export class EmergencyAccessAnswer {
  @ApiProperty({ description: 'The child.', example: A_CHILD, format: 'uuid' })
  childId!: string;

  @ApiProperty({ description: 'The emergency access.', example: AN_ID })
  accessId!: string;

  @ApiPropertyOptional({
    description: 'When it ends.',
    example: '2026-11-24T10:30:00.000Z',
    format: 'date-time',
  })
  until?: string;
}

export class AccessItemAnswer {
  @ApiProperty({ description: 'The place of the fact in the access log, from 0.', example: 3, type: 'integer' })
  revision!: number;

  @ApiProperty({ description: 'What kind of fact it is.', example: 'RecordViewed' })
  type!: string;

  @ApiProperty({ description: 'When.', example: '2026-11-24T09:30:00.000Z', format: 'date-time' })
  at!: string;

  @ApiProperty({
    description: 'Who: an opaque staff id, the role and the organisation. Personal data of staff.',
    example: { id: 'staff-e95a', role: 'auditor', organisation: '926' },
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  actor!: object;

  @ApiProperty({ description: 'In one plain sentence.', example: 'Looked at the record.' })
  sentence!: string;

  @ApiPropertyOptional({ description: 'Why.', enum: [...PURPOSES, 'emergency'], example: 'audit' })
  purpose?: string;

  @ApiPropertyOptional({ description: 'Which parts of the record.', example: ['record'], type: [String] })
  what?: readonly string[];

  @ApiPropertyOptional({ description: 'The emergency access.', example: AN_ID })
  accessId?: string;

  @ApiPropertyOptional({ description: 'Why the record could not wait.', example: 'The lead cannot be reached' })
  reason?: string;

  @ApiPropertyOptional({ description: 'When the emergency access ends.', example: '2026-11-24T10:30:00.000Z' })
  until?: string;

  @ApiPropertyOptional({ description: 'What the review came to.', enum: REVIEW_OUTCOMES, example: 'justified' })
  outcome?: string;

  @ApiPropertyOptional({ description: 'What the reviewer wrote.', example: 'Spoke to the duty sergeant' })
  note?: string;
}

export class AccessAnswer {
  @ApiProperty({ description: 'The latest first.', type: [AccessItemAnswer], example: [] })
  items!: readonly AccessItemAnswer[];

  @ApiProperty({ description: 'How many there are.', example: 12, type: 'integer' })
  total!: number;

  @ApiProperty({
    description: 'Send it as after for what came before; null at the end.',
    example: null,
    type: String,
    nullable: true,
  })
  next!: string | null;

  @ApiProperty({
    description: 'The revision of the access log; -1 before anybody looked.',
    example: 11,
    type: 'integer',
  })
  revision!: number;

  @ApiProperty({
    description: 'Looks that this process has not recorded yet: 0 unless the event store was away.',
    example: 0,
    type: 'integer',
  })
  unrecorded!: number;
}
