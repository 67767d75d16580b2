import { ApiProperty } from '@nestjs/swagger';
import { PageAnswer } from '../../platform/http/list-page.js';

export class AwaitedReviewAnswer {
  @ApiProperty({ description: 'The emergency access.', example: '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11' })
  accessId!: string;

  @ApiProperty({
    description: 'The child whose restricted record was opened.',
    example: '7c9e6679-7425-40de-944b-e07fc1f90ae7',
    format: 'uuid',
  })
  childId!: string;

  @ApiProperty({ description: 'The child’s name.', example: 'Matilda Marlow' })
  name!: string;

  @ApiProperty({ description: 'Who took it: an opaque staff id. Personal data of staff.', example: 'staff-4c1d' })
  by!: string;

  @ApiProperty({ description: 'The role in which it was taken.', example: 'cme-assistant' })
  role!: string;

  @ApiProperty({ description: 'When.', example: '2026-11-24T09:30:00.000Z', format: 'date-time' })
  at!: string;

  @ApiProperty({ description: 'When it ends.', example: '2026-11-24T10:30:00.000Z', format: 'date-time' })
  until!: string;

  @ApiProperty({ description: 'Whose the review is.', example: 'strategy-manager@926' })
  owner!: string;

  @ApiProperty({ description: 'What is to be done.', example: 'Judge whether the emergency access was justified' })
  nextAction!: string;

  @ApiProperty({ description: 'By when.', example: '2026-11-25', format: 'date' })
  due!: string;

  @ApiProperty({ description: 'Whether that day has gone by.', example: false })
  overdue!: boolean;

  @ApiProperty({ description: 'The rule that the date comes from.', example: 'R65' })
  rule!: string;

  @ApiProperty({ description: 'Where the rule is written.', example: 'Usual practice' })
  paragraph!: string;

  @ApiProperty({
    description: 'How the date was reckoned.',
    example: { sum: '1 working day after 2026-11-24 (the emergency access): 2026-11-25.' },
    type: 'object',
    additionalProperties: { type: 'string' },
  })
  explanation!: object;
}

export class EmergencyReviewsAnswer extends PageAnswer {
  @ApiProperty({ description: 'The oldest first.', type: [AwaitedReviewAnswer], example: [] })
  items!: readonly AwaitedReviewAnswer[];
}
