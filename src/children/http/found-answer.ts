import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { CRITERIA } from '../domain/finding.js';
import { CaseloadRowAnswer } from './caseload-answer.js';

export class FoundChildAnswer extends CaseloadRowAnswer {
  @ApiProperty({ description: 'The given name.', example: 'Matilda' })
  givenName!: string;

  @ApiProperty({ description: 'The family name.', example: 'Marlow' })
  familyName!: string;

  @ApiPropertyOptional({ description: 'The name that the child is called by, where it is another.', example: 'Tilly' })
  knownAs?: string;

  @ApiProperty({ description: 'The date of birth.', example: '2017-03-14', format: 'date' })
  dateOfBirth!: string;

  @ApiProperty({
    description: 'Of what was asked, that in which the child agrees.',
    example: ['name', 'dateOfBirth'],
    isArray: true,
    enum: CRITERIA,
  })
  agrees!: readonly string[];

  @ApiProperty({
    description: 'Of what was asked, that in which it does not: empty unless nobody agrees in everything.',
    example: [],
    isArray: true,
    enum: CRITERIA,
  })
  differs!: readonly string[];
}

export class FoundAnswer {
  @ApiProperty({
    description: 'Best first. Closed cases and children who have left are among them: see their stage.',
    type: [FoundChildAnswer],
    example: [],
  })
  items!: readonly FoundChildAnswer[];

  @ApiProperty({ description: 'Whether there are more than these: say more of the child.', example: false })
  more!: boolean;

  @ApiPropertyOptional({
    description:
      'Present when records could not be read, of which any may be the child’s; with their ids for whoever may know whose they are.',
    example: { ids: [] },
    type: 'object',
    properties: { ids: { type: 'array', items: { type: 'string' } } },
    required: ['ids'],
  })
  missing?: { readonly ids: readonly string[] };
}
