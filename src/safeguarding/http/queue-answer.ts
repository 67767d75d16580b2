import { ApiProperty } from '@nestjs/swagger';
import { PageAnswer } from '../../platform/http/list-page.js';
import { CONCERN_KINDS } from '../domain/concerns.js';

const nullable = { type: String, nullable: true } as const;

export class QueueItemAnswer {
  @ApiProperty({ description: 'The child.', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7', format: 'uuid' })
  childId!: string;

  @ApiProperty({ description: 'The child’s name.', example: 'Matilda Marlow' })
  name!: string;

  @ApiProperty({
    ...nullable,
    description: 'The school whose roll the child is on, or was on last.',
    example: '900001',
  })
  school!: string | null;

  @ApiProperty({ description: 'What is feared.', enum: CONCERN_KINDS, isArray: true, example: ['forced-marriage'] })
  kinds!: readonly string[];

  @ApiProperty({ description: 'Since when the oldest is open.', example: '2026-11-24', format: 'date' })
  since!: string;

  @ApiProperty({ ...nullable, description: 'Whose the next action is.', example: 'safeguarding-lead@900001' })
  owner!: string | null;

  @ApiProperty({ ...nullable, description: 'What is to be done.', example: 'Decide what the concern asks for' })
  nextAction!: string | null;

  @ApiProperty({ ...nullable, description: 'By when.', example: '2026-11-24' })
  due!: string | null;

  @ApiProperty({ description: 'Whether that day has gone by.', example: false })
  overdue!: boolean;
}

export class QueueAnswer extends PageAnswer {
  @ApiProperty({ description: 'The children of this page.', type: [QueueItemAnswer], example: [] })
  items!: readonly QueueItemAnswer[];
}
