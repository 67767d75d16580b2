import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { HistoryItemAnswer } from '../../evidence/http/history-answer.js';

const A_CHILD = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const AN_ID = '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11';
const anything = { type: 'object', additionalProperties: true } as const;
const some = { type: 'array', items: anything } as const;

const CONCERN = {
  concernId: AN_ID,
  reviewId: `leave/${AN_ID}`,
  kind: 'forced-marriage',
  confirmed: false,
  raisedOn: '2026-11-24',
  indicators: ['SPECIAL_PROCEDURE'],
};

/** What every write to a restricted record answers. */
export class SafeguardingWrittenAnswer {
  @ApiProperty({ description: 'The child.', example: A_CHILD, format: 'uuid' })
  childId!: string;

  @ApiPropertyOptional({
    description: 'The revision of the restricted record after the write; for its readers only.',
    example: 3,
    type: 'integer',
  })
  revision?: number;

  @ApiPropertyOptional({
    description: 'Where the write stands in the log of all records; for readers of the restricted record only.',
    example: 90311,
    type: 'integer',
  })
  position?: number;

  @ApiPropertyOptional({ description: 'The concern that was raised.', example: AN_ID })
  concernId?: string;

  @ApiPropertyOptional({ description: 'The escalation that was recorded.', example: AN_ID })
  escalationId?: string;

  @ApiPropertyOptional({ description: 'The action that was added.', example: AN_ID })
  actionId?: string;
}

class HeadAnswer {
  @ApiProperty({ description: 'The child’s name.', example: 'Matilda Marlow' })
  name!: string;

  @ApiPropertyOptional({ description: 'The school whose roll the child is on, or was on last.', example: '900001' })
  urn?: string;
}

export class SafeguardingAnswer {
  @ApiProperty({ description: 'The child.', example: A_CHILD, format: 'uuid' })
  childId!: string;

  @ApiProperty({
    description: 'The revision of the restricted record; -1 when nothing was ever recorded in it.',
    example: 3,
    type: 'integer',
  })
  revision!: number;

  @ApiProperty({ description: 'Who the child is.', type: HeadAnswer, example: { name: 'Matilda Marlow' } })
  child!: HeadAnswer;

  @ApiProperty({ ...some, description: 'What is or was feared.', example: [CONCERN] })
  concerns!: readonly object[];

  @ApiProperty({ ...some, description: 'Whom it was told to, and who has taken it over.', example: [] })
  escalations!: readonly object[];

  @ApiProperty({ ...some, description: 'What is to be done, by whom.', example: [] })
  actions!: readonly object[];

  @ApiProperty({
    description: 'The references of the police’s reports of a missing person.',
    example: [],
    type: [String],
  })
  missingPersonReports!: readonly string[];

  @ApiProperty({
    ...some,
    description: 'Leave requests that suggest indicators: a prompt, nothing that anybody has said.',
    example: [{ leaveId: AN_ID, indicators: ['LONG_ABSENCE_PRACTISING_COUNTRY'] }],
  })
  prompts!: readonly object[];

  @ApiProperty({
    ...some,
    description: 'What is due, by when, on which rule.',
    example: [{ kind: 'decide-risk', due: '2026-11-24', rule: 'R57', overdue: false }],
  })
  duties!: readonly object[];

  @ApiProperty({ description: 'Every fact of the restricted record.', type: [HistoryItemAnswer], example: [] })
  history!: readonly HistoryItemAnswer[];

  @ApiProperty({ description: 'Whether it was read under emergency access.', example: false })
  emergency!: boolean;
}
