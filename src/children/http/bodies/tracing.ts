import { Fraction, OneOf, Part, Text, WholeNumber, YesNo } from '../../../platform/http/fields.js';
import { TRACES, type Trace } from '../../domain/tracing.js';
import { AddressBody, URN } from './child.js';
import { Dated } from './occurred-on.js';

const SYSTEM = { is: 'Which database.', example: 'Tribal', max: 60 };

export class RollCheckBody extends Dated {
  @Text(SYSTEM)
  system!: string;

  @OneOf(['found', 'not-found', 'inconclusive'], {
    is: 'What it showed; a match that is not exact is inconclusive until a person has confirmed it.',
    example: 'not-found',
  })
  result!: 'found' | 'not-found' | 'inconclusive';

  @Fraction({ is: 'How close the match was, where the system says so.', example: 0.4, optional: true })
  score?: number;

  @Text({
    is: 'The school whose roll the child was found on, by its URN.',
    example: '900002',
    ...URN,
    optional: true,
    reference: true,
  })
  urn?: string;
}

export class WhereaboutsBody extends Dated {
  @YesNo({ is: 'Whether anyone knows where the family is.', example: true })
  known!: boolean;

  @Part(() => AddressBody, {
    is: 'Where.',
    example: { lines: ['3 Mill Lane', 'Tidewell'], postcode: 'NR29 4AC', authority: '926' },
    optional: true,
  })
  address?: AddressBody;

  @Text({ is: 'Who says so.', example: 'Housing', max: 120, optional: true })
  source?: string;
}

export class InformationBody extends Dated {
  @Text({ is: 'Who told it.', example: 'Health visitor', max: 120 })
  from!: string;

  @Text({ is: 'What was told.', example: 'The family was seen at the clinic in Tidewell on Monday.', max: 4_000 })
  information!: string;
}

export class VerifyInformationBody extends Dated {
  @YesNo({ is: 'Whether it was found to be true; false disputes it.', example: true })
  verified!: boolean;

  @Text({ is: 'Why it is disputed.', example: 'Another family of the same name.', optional: true })
  why?: string;
}

export class TraceBody extends Dated {
  @OneOf(TRACES, { is: 'Where the child was found.', example: 'not-in-education' })
  trace!: Trace;

  @Text({ is: 'What shows it.', example: 'Seen at home by the Attendance Team.' })
  evidence!: string;

  @Text({
    is: 'The school that the child attends, by its URN.',
    example: '900002',
    ...URN,
    optional: true,
    reference: true,
  })
  urn?: string;
}

export class SystemRecordBody extends Dated {
  @Text(SYSTEM)
  system!: string;

  @Text({ is: 'The record’s own number there.', example: 'TR-118204', max: 120 })
  reference!: string;
}

export class SyncFailureBody extends Dated {
  @Text(SYSTEM)
  system!: string;

  @WholeNumber({ is: 'Which attempt failed, counted from 1.', example: 1, least: 1, most: 1_000_000 })
  attempt!: number;
}
