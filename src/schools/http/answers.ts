import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

export class SchoolWrittenAnswer {
  @ApiProperty({ description: 'The school.', example: '900001' })
  urn!: string;

  @ApiProperty({ description: 'The revision of the school’s record after the write.', example: 2, type: 'integer' })
  revision!: number;

  @ApiProperty({ description: 'Where the write stands in the log of all records.', example: 90311, type: 'integer' })
  position!: number;
}

export class SchoolAnswer {
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
