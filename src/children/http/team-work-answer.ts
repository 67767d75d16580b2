import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageAnswer } from '../../platform/http/list-page.js';

const nullable = { type: String, nullable: true } as const;

export class TeamWorkItemAnswer {
  @ApiProperty({ description: 'The child.', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7', format: 'uuid' })
  childId!: string;

  @ApiProperty({ description: 'The child’s name.', example: 'MARLOW, Matilda' })
  name!: string;

  @ApiProperty({ ...nullable, description: 'The year group.', example: '4' })
  yearGroup!: string | null;

  @ApiProperty({ ...nullable, description: 'The school whose roll the child is on.', example: '900001' })
  school!: string | null;

  @ApiProperty({ description: 'Whose it is: the team’s, or a member’s.', example: 'ehcp-coordinator@926' })
  owner!: string;

  @ApiProperty({ description: 'What the team has to do first.', example: 'Follow up the child’s plan' })
  nextAction!: string;

  @ApiProperty({ description: 'By when.', example: '2026-11-10', format: 'date' })
  due!: string;

  @ApiProperty({ description: 'Whether that day has gone by.', example: true })
  overdue!: boolean;

  @ApiPropertyOptional({ description: 'The row may be old: the record could not be followed.', example: true })
  outOfDate?: true;
}

export class TeamWorkAnswer extends PageAnswer {
  @ApiProperty({ description: 'The earliest due first.', type: [TeamWorkItemAnswer], example: [] })
  items!: readonly TeamWorkItemAnswer[];
}
