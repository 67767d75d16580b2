import { Day, Part, Text, Texts, TextsByName, YesNo } from '../../../platform/http/fields.js';
import type { Statements } from '../../domain/removal-guards.js';
import { AddressBody, URN } from './child.js';
import { Dated } from './occurred-on.js';

const SCHOOL = {
  is: 'The school, by its URN; the child’s main school unless one is given.',
  example: '900001',
  ...URN,
  optional: true,
};
const GROUND = { example: '9(1)(i)', max: 20, list: 'grounds' };

export class RequestConsultationBody extends Dated {
  @Text(SCHOOL)
  urn?: string;

  @Text({ is: 'How the authority was asked.', example: 'phone', max: 60, optional: true })
  channel?: string;

  @Text({ is: 'What was said.', example: 'Not seen since 5 October; nobody answers at the address.', optional: true })
  notes?: string;
}

export class AgreeJointEnquiriesBody extends Dated {
  @Texts({
    is: 'The enquiries that are taken on: codes of the list reasonable_enquiry, RE the school’s, RL the authority’s.',
    list: 'reasonable_enquiry',
    example: ['RE06', 'RL01', 'RL07'],
    most: 40,
    max: 20,
  })
  enquiries!: string[];

  @Text({ is: 'What was agreed.', example: 'The school visits, the authority asks Housing.', optional: true })
  notes?: string;
}

export class AnswerConsultationBody extends Dated {
  @YesNo({ is: 'Whether the authority agrees to a removal.', example: true })
  agreed!: boolean;

  @Text({
    is: 'The ground that it agrees to, by the regulation’s number; needed when it agrees.',
    ...GROUND,
    optional: true,
  })
  ground?: string;

  @Text({ is: 'Why.', example: 'Nobody knows where the family is.', optional: true })
  why?: string;
}

export class ProposeRemovalBody extends Dated {
  @Text({ is: 'The ground, by the regulation’s number.', ...GROUND })
  ground!: string;

  @Text(SCHOOL)
  urn?: string;
}

/** What the gate asks for beside what the record shows. */
class GateBody extends Dated {
  @Texts({
    is: 'What the school does not hold of the deletion return’s contents.',
    example: ['parent-phone'],
    most: 20,
    max: 60,
    optional: true,
  })
  notHeld?: string[];
}

const STATED =
  'What a person states for guards that no program can see, by the guard: a reference, the words of a decision.';

export class DecideRemovalBody extends GateBody {
  @TextsByName({
    is: STATED,
    example: { NOT_SICK_OR_UNAVOIDABLY_ABSENT: 'The surgery and the hospital know of no illness.' },
    optional: true,
  })
  statements?: Statements;
}

export class RemoveFromRollBody extends GateBody {
  @Text({ is: 'The ground, by the regulation’s number.', example: '9(1)(g)', max: 20, list: 'grounds' })
  ground!: string;

  @TextsByName({
    is: STATED,
    example: { NEW_ADDRESS_BEYOND_REASONABLE_DISTANCE: 'The parents’ letter of 6 November 2026: moved to Leeds.' },
    optional: true,
  })
  statements?: Statements;

  @Text(SCHOOL)
  urn?: string;
}

export class NamedSchoolBody {
  @Text({ is: 'The school, by its URN where it has one.', example: '900002', ...URN, optional: true })
  urn?: string;

  @Text({ is: 'The school’s name.', example: 'Tidewell Primary School', max: 200, optional: true })
  name?: string;

  @Text({
    is: 'The three-digit code of the authority that it is in.',
    example: '926',
    pattern: /^\d{3}$/,
    wants: 'Must be the three-digit code of an authority.',
    max: 3,
    optional: true,
  })
  authority?: string;

  @Day({ is: 'The first day there.', example: '2026-11-16', optional: true })
  startDate?: string;
}

export class DeclareLeavingBody extends Dated {
  @Text(SCHOOL)
  urn?: string;

  @Day({ is: 'The last day of attendance.', example: '2026-11-06', optional: true })
  lastAttended?: string;

  @Part(() => NamedSchoolBody, {
    is: 'The school that the child goes to; without one the authority is told at once.',
    example: { urn: '900002', startDate: '2026-11-16' },
    optional: true,
  })
  destination?: NamedSchoolBody;

  @Part(() => AddressBody, {
    is: 'The new address, where the family moves.',
    example: { lines: ['3 Mill Lane', 'Tidewell'], postcode: 'NR29 4AC', authority: '926' },
    optional: true,
  })
  newAddress?: AddressBody;

  @Day({ is: 'From when the family lives there.', example: '2026-11-07', optional: true })
  newAddressFrom?: string;

  @Text({ is: 'Why the pupil leaves.', example: 'The family moves nearer to work.', optional: true })
  reason?: string;
}

export class NameDestinationBody extends NamedSchoolBody {
  @Day({ is: 'The day on which it was named, when it was not today.', example: '2026-11-09', optional: true })
  occurredOn?: string;
}

export class ConfirmDestinationBody extends Dated {
  @Text({ is: 'The school that confirmed, by its URN.', example: '900002', ...URN, optional: true })
  urn?: string;

  @Day({ is: 'The first day there.', example: '2026-11-02', optional: true })
  startDate?: string;

  @Text({ is: 'Who confirmed it, and how.', example: 'receiving school, by telephone', max: 120, optional: true })
  by?: string;
}
