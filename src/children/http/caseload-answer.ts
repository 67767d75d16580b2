import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageAnswer } from '../../platform/http/list-page.js';
import { STAGES } from '../domain/stage.js';

export class CaseloadRowAnswer {
  @ApiProperty({ description: 'The child.', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7', format: 'uuid' })
  childId!: string;

  @ApiProperty({ description: 'Family name in capitals, given name.', example: 'MARLOW, Matilda' })
  name!: string;

  @ApiProperty({ description: 'National Curriculum year.', example: '4', type: String, nullable: true })
  yearGroup!: string | null;

  @ApiProperty({
    description: 'The URN of the school whose roll the child is on, or was on last.',
    example: '900001',
    type: String,
    nullable: true,
  })
  school!: string | null;

  @ApiProperty({ description: 'Where the child is in the workflow.', example: 'absent', enum: Object.keys(STAGES) })
  stage!: string;

  @ApiProperty({
    description: 'Whose the next action is.',
    example: 'school-staff@900001',
    type: String,
    nullable: true,
  })
  owner!: string | null;

  @ApiProperty({
    description: 'What is to be done next.',
    example: 'Contact the parents about the absence on 2026-11-09',
    type: String,
    nullable: true,
  })
  nextAction!: string | null;

  @ApiProperty({ description: 'By when.', example: '2026-11-09', format: 'date', type: String, nullable: true })
  due!: string | null;

  @ApiProperty({ description: 'The revision of the child’s record that the row shows.', example: 12, type: 'integer' })
  revision!: number;

  @ApiPropertyOptional({ description: 'Present when the row could not follow the record any further.', example: true })
  outOfDate?: boolean;
}

export class CaseloadAnswer extends PageAnswer {
  @ApiProperty({ description: 'The rows of this page.', type: [CaseloadRowAnswer], example: [] })
  items!: CaseloadRowAnswer[];
}
