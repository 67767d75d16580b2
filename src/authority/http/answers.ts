import { ApiProperty } from '@nestjs/swagger';

const A_DESIGNATION = {
  designationId: '5b1f6c1e-5c0b-5a53-8a1a-3d0e8f7c2b10',
  staffId: 'staff-7b20',
  name: 'M. Okafor',
  title: 'Attendance and Exclusions Strategy Manager',
  from: '2026-09-01',
};
const AN_ADOPTION = { pack: 'norfolk', version: '1.0.0', from: '2026-09-01' };
const anything = { type: 'object', additionalProperties: true } as const;

export class AuthorityWrittenAnswer {
  @ApiProperty({ description: 'The authority.', example: '926' })
  code!: string;

  @ApiProperty({ description: 'The revision of the authority’s record after the write.', example: 4, type: 'integer' })
  revision!: number;

  @ApiProperty({ description: 'Where the write stands in the log of all records.', example: 90311, type: 'integer' })
  position!: number;
}

export class AuthorityAnswer {
  @ApiProperty({ description: 'The three-digit code of the authority.', example: '926' })
  code!: string;

  @ApiProperty({ description: 'Its revision; -1 when nothing is recorded.', example: 4, type: 'integer' })
  revision!: number;

  @ApiProperty({
    description: 'The designated officer of the day.',
    example: A_DESIGNATION,
    nullable: true,
    ...anything,
  })
  officer!: object | null;

  @ApiProperty({
    description: 'All designations, oldest first.',
    example: [A_DESIGNATION],
    type: 'array',
    items: anything,
  })
  officers!: readonly object[];

  @ApiProperty({
    description:
      'The policy that decisions of the day are made under, by its layers; null for a day of before what is held.',
    nullable: true,
    example: { pack: 'riverside', version: 'england-2024@1.0.0+norfolk@1.0.0+riverside@1.0.0' },
    ...anything,
  })
  policy!: object | null;

  @ApiProperty({
    description: 'The packs adopted that count on the day.',
    example: [AN_ADOPTION],
    type: 'array',
    items: anything,
  })
  adopted!: readonly object[];

  @ApiProperty({
    description: 'Every adoption, by its first day.',
    example: [AN_ADOPTION],
    type: 'array',
    items: anything,
  })
  adoptions!: readonly object[];

  @ApiProperty({
    description: 'Guidance and practice: published with their editions, or named in the policy and not supplied.',
    example: [{ document: 'norfolk-cme-practice-and-procedures', state: 'not-supplied', current: null, editions: [] }],
    type: 'array',
    items: anything,
  })
  documents!: readonly object[];
}

export class ComplianceAnswer {
  @ApiProperty({ description: 'The authority.', example: '926' })
  code!: string;

  @ApiProperty({
    description: 'The statutory guidance in force.',
    example: [{ document: 'dfe-children-missing-education', version: '2025-09', since: '2026-09-01' }],
    type: 'array',
    items: anything,
  })
  inForce!: readonly object[];

  @ApiProperty({
    description: 'Each school with what it acknowledged.',
    example: [{ urn: '900001', complies: false, documents: [] }],
    type: 'array',
    items: anything,
  })
  items!: readonly object[];

  @ApiProperty({ description: 'How many schools there are.', example: 6, type: 'integer' })
  total!: number;

  @ApiProperty({ description: 'How many of them follow all current editions.', example: 4, type: 'integer' })
  complying!: number;
}
