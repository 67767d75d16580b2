import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

const ACTOR = { id: 'staff-4c1d', role: 'cme-assistant', organisation: '926' };

export class HistoryItemAnswer {
  @ApiProperty({ description: 'The place of the fact in the child’s record, from 0.', example: 3, type: 'integer' })
  revision!: number;

  @ApiProperty({ description: 'What kind of fact it is.', example: 'AbsenceRecorded' })
  type!: string;

  @ApiProperty({ description: 'The day on which it happened.', example: '2026-11-09', format: 'date' })
  occurredOn!: string;

  @ApiProperty({ description: 'When it was recorded.', example: '2026-11-09T09:41:07.000Z', format: 'date-time' })
  recordedAt!: string;

  @ApiProperty({
    description: 'Who recorded it.',
    example: ACTOR,
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  actor!: object;

  @ApiPropertyOptional({
    description: 'For whom it was recorded.',
    example: ACTOR,
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  onBehalfOf?: object;

  @ApiProperty({
    description: 'Facts with the same id were one action of one person.',
    example: '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11',
  })
  commandId!: string;

  @ApiProperty({
    description: 'The fact in one plain sentence.',
    example: 'Absent on Monday 9 November 2026, morning: code N.',
  })
  sentence!: string;

  @ApiProperty({
    description: 'The fact as it was recorded.',
    example: { code: 'N', session: 'AM' },
    type: 'object',
    additionalProperties: true,
  })
  data!: object;
}

export class HistoryAnswer {
  @ApiProperty({ description: 'The facts, oldest first.', type: [HistoryItemAnswer], example: [] })
  items!: HistoryItemAnswer[];

  @ApiProperty({ description: 'How many facts there are.', example: 12, type: 'integer' })
  total!: number;

  @ApiProperty({
    description: 'Send it as after for what follows; null at the end.',
    example: null,
    type: String,
    nullable: true,
  })
  next!: string | null;
}
