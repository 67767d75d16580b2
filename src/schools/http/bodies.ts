import { Day, OneOf, Parts, Text, Texts } from '../../platform/http/fields.js';
import type { SchoolDetails } from '../domain/registration.js';

const PHASES = ['nursery', 'primary', 'secondary', 'all-through', 'special', 'pupil-referral-unit'] as const;
const YEAR = { pattern: /^\d{4}\/\d{2}$/, wants: 'Must be a school year, such as 2026/27.', max: 7 };

const MAILBOX = {
  pattern: /^[^@\s<>,;"]+@[^@\s<>,;"]+\.[^@\s<>,;".]+$/,
  wants: 'Must be the address of a mailbox.',
  max: 254,
};

export class RegisterSchoolBody {
  @Text({ is: 'The URN of the school.', example: '900001', pattern: /^\d{6}$/, wants: 'Must be a URN: six digits.' })
  urn!: string;

  @Text({ is: 'Its name.', example: 'Hollowmere Primary School', max: 200 })
  name!: string;

  @OneOf(PHASES, { is: 'What kind of school it is.', example: 'primary' })
  phase!: SchoolDetails['phase'];

  @Text({
    is: 'The three-digit code of the authority that it lies in.',
    example: '926',
    pattern: /^\d{3}$/,
    wants: 'Must be the three-digit code of an authority.',
  })
  authority!: string;

  @Text({
    is: 'The four digits that make, with the authority’s code, the DfE number.',
    example: '9901',
    pattern: /^\d{4}$/,
    wants: 'Must be four digits.',
    optional: true,
  })
  establishment?: string;

  @Text({ is: 'The federation that it belongs to.', example: 'Riverside Federation', max: 200, optional: true })
  federation?: string;

  @Text({
    is: 'The mailbox of its office, for letters to the school.',
    example: 'office@hollowmere.example',
    ...MAILBOX,
    optional: true,
  })
  email?: string;

  @Text({ is: 'The policy pack that it works under from today.', example: 'riverside', max: 60, optional: true })
  policyPack?: string;
}

export class ChangeSchoolBody {
  @Text({ is: 'Its name.', example: 'Hollowmere Primary School', max: 200, optional: true })
  name?: string;

  @Text({ is: 'The federation that it belongs to.', example: 'Riverside Federation', max: 200, optional: true })
  federation?: string;

  @Text({
    is: 'The mailbox of its office, for letters to the school.',
    example: 'office@hollowmere.example',
    ...MAILBOX,
    optional: true,
  })
  email?: string;
}

export class AdoptPolicyBody {
  @Text({ is: 'The name of the policy pack.', example: 'riverside', max: 60 })
  pack!: string;

  @Day({ is: 'From when; today unless one is given.', example: '2026-09-01', optional: true })
  from?: string;
}

class ClosureBody {
  @Day({ is: 'The day on which the school does not meet.', example: '2026-11-20' })
  date!: string;

  @Text({ is: 'Why.', example: 'Staff training', max: 200 })
  reason!: string;

  @Texts({ is: 'The sessions that are not held; both unless given.', example: ['PM'], most: 2, max: 2, optional: true })
  sessions?: ('AM' | 'PM')[];
}

export class AmendCalendarBody {
  @Text({ is: 'The school year that is altered.', example: '2026/27', ...YEAR })
  year!: string;

  @Texts({ is: 'Staff training days to add.', example: ['2027-01-04'], max: 10, optional: true })
  addInset?: string[];

  @Texts({ is: 'Staff training days to take back.', example: ['2026-11-02'], max: 10, optional: true })
  removeInset?: string[];

  @Parts(() => ClosureBody, {
    is: 'Planned closures to add.',
    example: [{ date: '2026-11-20', reason: 'Polling station' }],
    optional: true,
  })
  addClosures?: ClosureBody[];

  @Texts({ is: 'Days whose closures are taken back.', example: ['2026-11-20'], max: 10, optional: true })
  removeClosures?: string[];

  @Text({ is: 'Why the calendar is altered.', example: 'The governing body moved the training day.', max: 500 })
  why!: string;
}

export class UnexpectedClosureBody extends ClosureBody {}
