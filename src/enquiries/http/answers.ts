import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { PageAnswer } from '../../platform/http/list-page.js';
import { STEPS } from '../domain/next-step.js';

const AN_ENQUIRY = '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11';
const A_CHILD = '7c9e6679-7425-40de-944b-e07fc1f90ae7';
const nullable = { type: String, nullable: true } as const;
const anything = { type: 'object', additionalProperties: true } as const;

const PROPOSAL = {
  childId: A_CHILD,
  band: 'possible',
  score: 0.86,
  why: 'Possibly the same child. Agreeing: family name (sounds alike). Nothing contradicts.',
  perhapsTwin: false,
  model: 'matching-1',
  fields: [{ field: 'family-name', reads: 'sounds alike', sign: '+' }],
  urn: '900001',
};

/** What every write to an enquiry answers. */
export class EnquiryWrittenAnswer {
  @ApiProperty({ description: 'The enquiry.', example: AN_ENQUIRY, format: 'uuid' })
  enquiryId!: string;

  @ApiProperty({
    description: 'The revision of the record after the write; send it as If-Match with the next.',
    example: 3,
    type: 'integer',
  })
  revision!: number;

  @ApiProperty({
    description: 'Where the write stands in the log of all records; send it as minPosition to a list.',
    example: 90311,
    type: 'integer',
  })
  position!: number;
}

export class RollCheckAnswer extends EnquiryWrittenAnswer {
  @ApiProperty({ description: 'What the check came to.', example: 'one' })
  result!: string;

  @ApiProperty({
    description: 'The records that may be the child’s, best first, with the reasons in words. None is linked by it.',
    example: [PROPOSAL],
    type: 'array',
    items: anything,
  })
  candidates!: object[];
}

class SumAnswer {
  @ApiProperty({
    description: 'The sum that gives the date.',
    example: '2 working days after 2026-03-24 (the day the school was asked): 2026-03-26.',
  })
  sum!: string;
}

export class NextStepAnswer {
  @ApiProperty({ description: 'Which step it is.', enum: STEPS, example: 'await-school' })
  step!: string;

  @ApiProperty({ description: 'Whose it is.', example: 'cme-assistant@926' })
  owner!: string;

  @ApiProperty({ description: 'What is to be done.', example: 'Chase the school’s answer' })
  nextAction!: string;

  @ApiProperty({ description: 'By when.', example: '2026-03-26', format: 'date' })
  due!: string;

  @ApiProperty({ description: 'The requirement that it comes from.', example: 'R39' })
  rule!: string;

  @ApiProperty({ description: 'Where the rule is written.', example: 'Usual practice' })
  paragraph!: string;

  @ApiProperty({ description: 'How the date was reckoned.', type: SumAnswer, example: { sum: 'On the same day.' } })
  explanation!: SumAnswer;
}

class EnquiryDutyAnswer extends NextStepAnswer {
  @ApiProperty({ description: 'The same duty on any day.', example: 'await-school/2026-03-24' })
  key!: string;
}

export class EnquiryAnswer {
  @ApiProperty({ description: 'The enquiry.', example: AN_ENQUIRY, format: 'uuid' })
  enquiryId!: string;

  @ApiProperty({ description: 'The revision of the record.', example: 3, type: 'integer' })
  revision!: number;

  @ApiProperty({ description: 'When its last fact was recorded.', example: '2026-03-24T10:00:00.000Z' })
  recordedAt!: string;

  @ApiProperty({ description: 'Whether it is open.', enum: ['open', 'closed'], example: 'open' })
  state!: string;

  @ApiPropertyOptional({ description: 'Asked or notified.', enum: ['enquiry', 'notification'], example: 'enquiry' })
  kind?: string;

  @ApiPropertyOptional({ description: 'When it arrived.', example: '2026-03-24', format: 'date' })
  receivedOn?: string;

  @ApiPropertyOptional({ ...anything, description: 'Who asks.', example: { kind: 'authority' } })
  referrer?: object;

  @ApiPropertyOptional({ ...anything, description: 'The child as told.', example: { familyName: 'Ameen' } })
  child?: object;

  @ApiProperty({ description: 'Where the child is said to live.', example: 'in-county' })
  place!: string;

  @ApiProperty({ description: 'Whether the referrer’s identity is verified.', example: true })
  verified!: boolean;

  @ApiProperty({
    description: 'The records that were proposed, with the reasons in words.',
    example: [PROPOSAL],
    type: 'array',
    items: anything,
  })
  proposals!: readonly object[];

  @ApiPropertyOptional({
    ...anything,
    description: 'The record that a person confirmed.',
    example: { childId: A_CHILD },
  })
  link?: object;

  @ApiProperty({
    description: 'What is to be done next; null when nothing is.',
    type: NextStepAnswer,
    nullable: true,
    example: null,
  })
  next!: NextStepAnswer | null;

  @ApiProperty({
    description: 'All that is outstanding, in the order of the work; of a closed one, letters that did not arrive.',
    type: [EnquiryDutyAnswer],
    example: [],
  })
  duties!: readonly EnquiryDutyAnswer[];

  @ApiProperty({ description: 'The duties that were not done in time, by key.', example: ['acknowledge/2026-03-24'] })
  breaches!: readonly string[];
}

export class EnquiryItemAnswer {
  @ApiProperty({ description: 'The enquiry.', example: AN_ENQUIRY, format: 'uuid' })
  enquiryId!: string;

  @ApiProperty({ description: 'Whether it is open.', enum: ['open', 'closed'], example: 'open' })
  state!: string;

  @ApiProperty({ description: 'Asked or notified.', enum: ['enquiry', 'notification'], example: 'enquiry' })
  kind!: string;

  @ApiProperty({ description: 'When it arrived.', example: '2026-03-24', format: 'date' })
  receivedOn!: string;

  @ApiProperty({ description: 'The child’s name as told; empty when none was.', example: 'AMEEN, Sarah' })
  name!: string;

  @ApiProperty({ ...nullable, description: 'The authority or agency.', example: 'Suffolk County Council' })
  organisation!: string | null;

  @ApiProperty({ ...nullable, description: 'The step that comes next.', enum: STEPS, example: 'await-school' })
  step!: string | null;

  @ApiProperty({ ...nullable, description: 'Whose it is.', example: 'cme-assistant@926' })
  owner!: string | null;

  @ApiProperty({ ...nullable, description: 'What is to be done.', example: 'Chase the school’s answer' })
  nextAction!: string | null;

  @ApiProperty({ ...nullable, description: 'By when.', example: '2026-03-26', format: 'date' })
  due!: string | null;

  @ApiProperty({ description: 'Whether that day has gone by.', example: false })
  overdue!: boolean;

  @ApiProperty({ ...nullable, description: 'The child’s record, once there is one.', example: A_CHILD })
  childId!: string | null;

  @ApiProperty({ ...nullable, description: 'What a closed one came to.', example: null })
  outcome!: string | null;

  @ApiProperty({ description: 'The revision that the row shows.', example: 3, type: 'integer' })
  revision!: number;

  @ApiPropertyOptional({ description: 'Present when the row could not follow the record any further.', example: true })
  outOfDate?: boolean;
}

export class EnquiriesAnswer extends PageAnswer {
  @ApiProperty({ description: 'The enquiries of this page.', type: [EnquiryItemAnswer], example: [] })
  items!: readonly EnquiryItemAnswer[];
}
