import { Day, OneOf, Text, WholeNumber } from '../../../platform/http/fields.js';
import { URN } from './child.js';
import { Dated } from './occurred-on.js';

const SCHOOL = 'The school whose register it is, by its URN; the child’s main school unless one is given.';
const CODE = { max: 2, min: 1, list: 'attendance_code' };

export class RecordAbsenceBody {
  @Day({ is: 'The day of absence.', example: '2026-11-09' })
  date!: string;

  @OneOf(['AM', 'PM'], { is: 'The session; the whole day unless one is given.', example: 'AM', optional: true })
  session?: 'AM' | 'PM';

  @Text({ is: 'The attendance code of that day: N while no reason is known.', example: 'N', ...CODE })
  code!: string;

  @Text({
    is: 'The cause, where the register must hold one (code Y7).',
    example: 'Staggered start after illness.',
    optional: true,
  })
  note?: string;

  @Text({ is: SCHOOL, example: '900001', ...URN, optional: true })
  urn?: string;
}

export class AmendAbsenceBody {
  @Day({ is: 'The day whose mark was wrong.', example: '2026-11-09' })
  date!: string;

  @OneOf(['AM', 'PM'], { is: 'The session.', example: 'AM' })
  session!: 'AM' | 'PM';

  @Text({ is: 'The code that is right.', example: 'I', ...CODE })
  code!: string;

  @Text({
    is: 'Why the mark is changed; the earlier one is kept with it.',
    example: 'Parent telephoned: ill since Sunday.',
  })
  reason!: string;

  @Text({ is: SCHOOL, example: '900001', ...URN, optional: true })
  urn?: string;
}

export class EstablishReasonBody {
  @Day({ is: 'The first day that the reason explains.', example: '2026-11-09' })
  first!: string;

  @Day({ is: 'The last day that it explains.', example: '2026-11-10' })
  last!: string;

  @Text({ is: 'The code that the reason makes.', example: 'I', ...CODE })
  code!: string;

  @Text({ is: 'Who gave the reason.', example: 'parent', max: 60 })
  source!: string;

  @Text({ is: 'The reason in words.', example: 'A stomach upset.', optional: true })
  reason?: string;

  @Text({ is: SCHOOL, example: '900001', ...URN, optional: true })
  urn?: string;
}

export class RecordReturnBody {
  @Day({ is: 'The day on which the pupil was back; today unless one is given.', example: '2026-11-11', optional: true })
  date?: string;

  @OneOf(['AM', 'PM'], { is: 'The session; AM unless one is given.', example: 'AM', optional: true })
  session?: 'AM' | 'PM';

  @Text({ is: 'The code of presence; / or \\ unless one is given.', example: '/', ...CODE, optional: true })
  code?: string;

  @Text({ is: SCHOOL, example: '900001', ...URN, optional: true })
  urn?: string;
}

export class RegisterReturnBody extends Dated {
  @OneOf(['attendance', 'sickness'], { is: 'Which return it is.', example: 'attendance' })
  kind!: 'attendance' | 'sickness';

  @Day({
    is: 'The first day of the absence or illness that it tells of; as the register has it unless one is given.',
    example: '2026-11-02',
    optional: true,
  })
  since?: string;

  @WholeNumber({
    is: 'The school days so far; as the register has them unless a number is given.',
    example: 10,
    least: 1,
    most: 400,
    optional: true,
  })
  dayCount?: number;

  @Text({ is: SCHOOL, example: '900001', ...URN, optional: true })
  urn?: string;
}
