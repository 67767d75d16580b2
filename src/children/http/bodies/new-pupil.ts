import { Day, Part, Parts, Text } from '../../../platform/http/fields.js';
import { IsUpn } from '../upn.js';
import { AddressBody, ParentBody, URN } from './child.js';
import { Dated } from './occurred-on.js';

const ENTERED = {
  is: 'The day on which the name was entered in the register: the first day; today unless one is given.',
  example: '2026-11-09',
  optional: true,
};
const YEAR = {
  is: 'National Curriculum year there.',
  example: '4',
  pattern: /^(R|[1-9]|1[0-4])$/,
  wants: 'Must be R or 1 to 14.',
  max: 2,
  optional: true,
};

/** What the return tells of a child whose record is at hand. */
export class EnteredBody extends Dated {
  @Text({
    is: 'The school, by its URN; the one whose roll the child is on unless one is given.',
    example: '900001',
    ...URN,
    optional: true,
  })
  urn?: string;

  @Day(ENTERED)
  enteredOn?: string;

  @Text(YEAR)
  yearGroup?: string;
}

/** What the return tells of a child whom the school cannot see yet: enough to find the record, or to begin one. */
export class NewPupilReturnBody extends Dated {
  @Text({
    is: 'The Unique Pupil Number, by which the child’s record is found; none for a child who has none.',
    example: 'T926990126001',
    max: 13,
    min: 13,
    optional: true,
  })
  @IsUpn()
  upn?: string;

  @Text({ is: 'The given name.', example: 'Matilda', max: 100 })
  givenName!: string;

  @Text({ is: 'The family name.', example: 'Marlow', max: 100 })
  familyName!: string;

  @Day({ is: 'The date of birth; it must be that of the record with this number.', example: '2017-03-14' })
  dateOfBirth!: string;

  @Day(ENTERED)
  enteredOn?: string;

  @Text(YEAR)
  yearGroup?: string;

  @Part(() => AddressBody, {
    is: 'Where the child lives.',
    example: { lines: ['12 Quay Street'], postcode: 'NR29 4AB', authority: '926' },
    optional: true,
  })
  address?: AddressBody;

  @Parts(() => ParentBody, {
    is: 'Parents and carers.',
    example: [{ name: 'Edith Marlow', relationship: 'mother', phones: ['01632 960123'] }],
    most: 8,
    optional: true,
  })
  parents?: ParentBody[];
}
