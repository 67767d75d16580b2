import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { STAGES } from '../domain/stage.js';

export class DutyAnswer {
  @ApiProperty({ description: 'What kind of duty it is.', example: 'contact-parent' })
  kind!: string;

  @ApiProperty({ description: 'The same duty on any day.', example: 'contact-parent:900001/2026-11-09' })
  key!: string;

  @ApiProperty({ description: 'Whose it is.', example: 'school-staff@900001' })
  owner!: string;

  @ApiProperty({ description: 'What is to be done.', example: 'Contact the parents about the absence on 2026-11-09' })
  nextAction!: string;

  @ApiProperty({ description: 'By when.', example: '2026-11-09', format: 'date' })
  due!: string;

  @ApiPropertyOptional({ description: 'By what time of day, in England.', example: '10:30' })
  by?: string;

  @ApiProperty({ description: 'The requirement.', example: 'R02' })
  rule!: string;

  @ApiProperty({ description: 'Where it is written.', example: 'Riverside CME policy, section 1' })
  paragraph!: string;

  @ApiProperty({
    description: 'The sum that leads to the date.',
    example: { sum: 'On the day itself, 2026-11-09.' },
    type: 'object',
    additionalProperties: true,
  })
  explanation!: object;
}

/** The workflow state of one child. More members than these: every facet of the record that has something to tell. */
export class ChildAnswer {
  @ApiProperty({ description: 'The child.', example: '7c9e6679-7425-40de-944b-e07fc1f90ae7', format: 'uuid' })
  childId!: string;

  @ApiProperty({ description: 'The revision of the record that this document tells.', example: 12, type: 'integer' })
  revision!: number;

  @ApiProperty({
    description: 'When the last fact of it was recorded.',
    example: '2026-11-09T09:41:07.000Z',
    format: 'date-time',
  })
  recordedAt!: string;

  @ApiProperty({ description: 'Where the child is in the workflow.', example: 'absent', enum: Object.keys(STAGES) })
  stage!: string;

  @ApiProperty({ description: 'The stage in words.', example: STAGES.absent })
  stageMeaning!: string;

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

  @ApiProperty({ description: 'The day that the sums were done for.', example: '2026-11-10', format: 'date' })
  day!: string;

  @ApiProperty({
    description: 'The policy that governs.',
    example: { pack: 'riverside', version: '1.0.0' },
    type: 'object',
    additionalProperties: true,
  })
  policy!: object;

  @ApiProperty({
    description: 'Everything outstanding, the earliest first, each with its sum.',
    type: [DutyAnswer],
    example: [],
  })
  duties!: DutyAnswer[];
}
