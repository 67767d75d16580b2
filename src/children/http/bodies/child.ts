import { Day, OneOf, Part, Parts, Text, Texts, YesNo } from '../../../platform/http/fields.js';
import { IsUpn } from '../upn.js';
import { Dated } from './occurred-on.js';

export const URN = { pattern: /^\d{6}$/, wants: 'Must be a URN: six digits.' };
const PHONE = '01632 960123';
export const PARENT = '2f1b9e8a-4f0f-4a3e-9d2b-3f6f5d3c5a39';

export class AddressBody {
  @Texts({ is: 'The lines of the address, without the postcode.', example: ['12 Quay Street', 'Hollowmere'], most: 6 })
  lines!: string[];

  @Text({ is: 'The postcode.', example: 'NR29 4AB', max: 10, optional: true })
  postcode?: string;

  @Text({
    is: 'The three-digit code of the authority that the address lies in; 926 is Norfolk.',
    example: '926',
    pattern: /^\d{3}$/,
    wants: 'Must be the three-digit code of an authority.',
    optional: true,
  })
  authority?: string;

  @YesNo({ is: 'A refuge, or another address that is hidden by default.', example: false, optional: true })
  confidential?: boolean;
}

export class ParentBody {
  @Text({
    is: 'The id of a parent who is on record already, so that brothers and sisters share one; a new one unless given.',
    example: PARENT,
    pattern: /^[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/,
    wants: 'Must be the id of a parent: a UUID in small letters.',
    max: 36,
    optional: true,
    reference: true,
  })
  parentId?: string;

  @Text({ is: 'The full name.', example: 'Edith Marlow', max: 200 })
  name!: string;

  @Text({ is: 'What the parent is to the child.', example: 'mother', max: 60, optional: true })
  relationship?: string;

  @YesNo({ is: 'Whether this person holds parental responsibility.', example: true, optional: true })
  parentalResponsibility?: boolean;

  @YesNo({ is: 'Whether the pupil normally lives with this parent.', example: true, optional: true })
  livesWith?: boolean;

  @Texts({ is: 'Telephone numbers.', example: [PHONE], most: 6, max: 30, optional: true })
  phones?: string[];

  @Texts({ is: 'E-mail addresses.', example: ['edith@example.org'], most: 6, optional: true })
  emails?: string[];

  @Part(() => AddressBody, {
    is: 'The address, where it is not the child’s.',
    example: { lines: ['3 Mill Lane'] },
    optional: true,
  })
  address?: AddressBody;
}

export class EnrolmentBody {
  @Text({ is: 'The school, by its URN.', example: '900001', ...URN })
  urn!: string;

  @Day({ is: 'The first day on the roll; today unless one is given.', example: '2026-09-03', optional: true })
  startDate?: string;
}

/** What is known of a person; every field of it is stored encrypted under the child's own key. */
class PersonBody extends Dated {
  @Text({
    is: 'The name that the child is called by, where it is not the given name.',
    example: 'Tilly',
    max: 100,
    optional: true,
  })
  knownAs?: string;

  @OneOf(['F', 'M', 'U'], { is: 'Sex as the register has it.', example: 'F', optional: true })
  sex?: 'F' | 'M' | 'U';

  @Text({ is: 'The Unique Pupil Number.', example: 'T926990126001', max: 13, min: 13, optional: true })
  @IsUpn()
  upn?: string;

  @Texts({
    is: 'Pupil numbers that the child had before.',
    example: ['B801200005001'],
    most: 5,
    max: 13,
    optional: true,
  })
  formerUpns?: string[];

  @Text({
    is: 'The Unique Learner Number.',
    example: '9276308686',
    pattern: /^[1-9]\d{9}$/,
    wants: 'Must be ten digits.',
    optional: true,
  })
  uln?: string;

  @Text({
    is: 'National Curriculum year: R, 1 to 14.',
    example: '4',
    pattern: /^(R|[1-9]|1[0-4])$/,
    wants: 'Must be R or 1 to 14.',
    optional: true,
  })
  yearGroup?: string;

  @OneOf(['N', 'K', 'E', 'S'], {
    is: 'Special educational needs: N none, K support, E plan, S statement.',
    example: 'N',
    optional: true,
  })
  sen?: 'N' | 'K' | 'E' | 'S';

  @YesNo({ is: 'A child of a parent who travels for work.', example: false, optional: true })
  mobileChild?: boolean;

  @Text({ is: 'The main school of a child who travels, by its URN.', example: '900001', ...URN, optional: true })
  mainSchool?: string;

  @Part(() => AddressBody, {
    is: 'Where the child lives.',
    example: { lines: ['12 Quay Street'], postcode: 'NR29 4AB' },
    optional: true,
  })
  address?: AddressBody;

  @Parts(() => ParentBody, {
    is: 'Parents and carers.',
    example: [{ name: 'Edith Marlow', phones: [PHONE] }],
    most: 8,
    optional: true,
  })
  parents?: ParentBody[];
}

export class RegisterChildBody extends PersonBody {
  @Text({ is: 'The given name.', example: 'Matilda', max: 100 })
  givenName!: string;

  @Text({ is: 'The family name.', example: 'Marlow', max: 100 })
  familyName!: string;

  @Day({ is: 'The date of birth.', example: '2017-03-14' })
  dateOfBirth!: string;

  @Part(() => EnrolmentBody, {
    is: 'The roll that the child enters; none for a child on no roll.',
    example: { urn: '900001', startDate: '2026-09-03' },
    optional: true,
  })
  school?: EnrolmentBody;
}

export class ChangeDetailsBody extends PersonBody {
  @Text({ is: 'The given name.', example: 'Matilda', max: 100, optional: true })
  givenName?: string;

  @Text({ is: 'The family name.', example: 'Marlow-Reyes', max: 100, optional: true })
  familyName?: string;

  @Day({ is: 'The date of birth.', example: '2017-03-14', optional: true })
  dateOfBirth?: string;
}

export class AddToRollBody {
  @Text({ is: 'The school, by its URN.', example: '900002', ...URN })
  urn!: string;

  @Day({ is: 'The first day on the roll.', example: '2026-11-02' })
  startDate!: string;

  @Text({
    is: 'National Curriculum year there.',
    example: '4',
    pattern: /^(R|[1-9]|1[0-4])$/,
    wants: 'Must be R or 1 to 14.',
    optional: true,
  })
  yearGroup?: string;

  @YesNo({
    is: 'Registered at a second school by agreement; the other stays the main one.',
    example: false,
    optional: true,
  })
  subsidiary?: boolean;
}
