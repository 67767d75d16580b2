import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class SchoolWrittenAnswer {
  @ApiProperty({ description: 'The school.', example: '900001' })
  urn!: string;

  @ApiProperty({ description: 'The revision of the school’s record after the write.', example: 2, type: 'integer' })
  revision!: number;

  @ApiProperty({ description: 'Where the write stands in the log of all records.', example: 90311, type: 'integer' })
  position!: number;
}

const SUM = 'The fifth school day with 2026-11-16 as the first: 2026-11-20.';

/** What became of a row of a calendar file. */
export class CalendarRowAnswer {
  @ApiProperty({ description: 'The row of the file, the first after the header is 1.', example: 1, type: 'integer' })
  row!: number;

  @ApiProperty({
    description: 'Taken, or the same as one before.',
    enum: ['accepted', 'repeated'],
    example: 'accepted',
  })
  verdict!: string;
}

export class CalendarFileAnswer extends SchoolWrittenAnswer {
  @ApiProperty({
    description: 'A verdict on every row.',
    type: [CalendarRowAnswer],
    example: [{ row: 1, verdict: 'accepted' }],
  })
  rows!: CalendarRowAnswer[];
}

class SumAnswer {
  @ApiProperty({
    description: 'The sum that gives the date.',
    example: SUM,
  })
  sum!: string;
}

export class SchoolDutyAnswer {
  @ApiProperty({
    description: 'What kind of duty it is.',
    enum: ['weekly-review', 'after-holiday-check', 'acknowledge-guidance'],
    example: 'weekly-review',
  })
  kind!: string;

  @ApiProperty({ description: 'The same duty on any day.', example: 'weekly-review:2026-11-16' })
  key!: string;

  @ApiProperty({ description: 'Whose it is: a role at the school.', example: 'school-staff@900001' })
  owner!: string;

  @ApiProperty({ description: 'What is to be done.', example: 'Review the attendance of the week of 2026-11-16' })
  nextAction!: string;

  @ApiProperty({ description: 'By when.', example: '2026-11-20', format: 'date' })
  due!: string;

  @ApiProperty({ description: 'Whether that day has gone by.', example: false })
  overdue!: boolean;

  @ApiProperty({ description: 'The requirement that it comes from.', example: 'R01' })
  rule!: string;

  @ApiProperty({ description: 'Where the rule is written.', example: 'Riverside CME policy, section 1' })
  paragraph!: string;

  @ApiProperty({ description: 'How the date was reckoned.', type: SumAnswer, example: { sum: SUM } })
  explanation!: SumAnswer;
}

export class SchoolDutiesAnswer {
  @ApiProperty({ description: 'The school.', example: '900001' })
  urn!: string;

  @ApiProperty({ description: 'The day that they are of.', example: '2026-11-24', format: 'date' })
  day!: string;

  @ApiProperty({ description: 'The policy pack that they come from.', example: 'riverside' })
  policyPack!: string;

  @ApiProperty({ description: 'The duties, the earliest first.', type: [SchoolDutyAnswer], example: [] })
  items!: SchoolDutyAnswer[];

  @ApiProperty({ description: 'How many there are.', example: 1, type: 'integer' })
  total!: number;
}

export class SchoolAnswer {
  @ApiProperty({
    description: 'The revision of the school’s record; send it as If-Match with a write.',
    example: 2,
    type: 'integer',
  })
  revision!: number;

  @ApiProperty({ description: 'The URN of the school.', example: '900001' })
  urn!: string;

  @ApiPropertyOptional({ description: 'Its name.', example: 'Hollowmere Primary School' })
  name?: string;

  @ApiPropertyOptional({ description: 'What kind of school it is.', example: 'primary' })
  phase?: string;

  @ApiPropertyOptional({ description: 'The code of the authority that it lies in.', example: '926' })
  authority?: string;

  @ApiPropertyOptional({ description: 'The federation that it belongs to.', example: 'Riverside Federation' })
  federation?: string;

  @ApiPropertyOptional({ description: 'The mailbox of its office.', example: 'office@hollowmere.example' })
  email?: string;

  @ApiProperty({ description: 'The policy pack that governs it.', example: 'riverside' })
  policyPack!: string;

  @ApiProperty({ description: 'The version of its calendar; 0 is its authority’s model.', example: 1, type: 'integer' })
  calendarVersion!: number;
}

export class SchoolsAnswer {
  @ApiProperty({ description: 'The schools, by URN.', type: [SchoolAnswer], example: [] })
  items!: SchoolAnswer[];

  @ApiProperty({ description: 'How many there are.', example: 6, type: 'integer' })
  total!: number;

  @ApiProperty({ description: 'Always null: the list has one page.', example: null, type: String, nullable: true })
  next!: string | null;
}
