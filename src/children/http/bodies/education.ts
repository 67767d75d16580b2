import { OneOf, Part, Text, WholeNumber, YesNo } from '../../../platform/http/fields.js';
import { EDUCATION, type EducationKind, type ProvisionState } from '../../domain/education.js';
import { HASH, SOME_HASH } from './leave.js';
import { Dated } from './occurred-on.js';

export class EducationStatusBody extends Dated {
  @OneOf(EDUCATION, { is: 'In which education the child is.', example: 'none' })
  status!: EducationKind;
}

export class HomeEducationBody extends Dated {
  @YesNo({ is: 'Whether the parents gave notice in writing.', example: true })
  written!: boolean;

  @Text({ is: 'SHA-256 of the notice, which is kept elsewhere.', example: SOME_HASH, ...HASH, optional: true })
  noticeHash?: string;
}

export class AssessHomeEducationBody extends Dated {
  @OneOf(['suitable', 'unsuitable'], { is: 'What the assessment found.', example: 'suitable' })
  outcome!: 'suitable' | 'unsuitable';

  @Text({ is: 'What was seen.', example: 'A plan, work of six weeks, a tutor for mathematics.', optional: true })
  notes?: string;
}

export class OtherEducationBody {
  @OneOf(['none', 'home', 'alternative-provision', 'eotas', 'unknown'], {
    is: 'Which education there is otherwise than at a school.',
    example: 'none',
  })
  kind!: 'none' | 'home' | 'alternative-provision' | 'eotas' | 'unknown';

  @OneOf(['suitable', 'unsuitable', 'not-assessed'], {
    is: 'What the authority has found of it.',
    example: 'not-assessed',
    optional: true,
  })
  assessment?: 'suitable' | 'unsuitable' | 'not-assessed';
}

export class CmeStatusBody extends Dated {
  @OneOf(['yes', 'no', 'unknown', 'last-known'], {
    is: 'Whether the child lives in the area; last-known where only the last known address does.',
    example: 'last-known',
  })
  residentInArea!: 'yes' | 'no' | 'unknown' | 'last-known';

  @Part(() => OtherEducationBody, {
    is: 'Education otherwise than at a school; as the record has it unless it is given.',
    example: { kind: 'none' },
    optional: true,
  })
  otherEducation?: OtherEducationBody;

  @OneOf(['none', 'applied', 'offered-not-started'], {
    is: 'Whether a place was applied for or offered; waiting takes no child off the list.',
    example: 'none',
    optional: true,
  })
  place?: 'none' | 'applied' | 'offered-not-started';
}

export class ProvisionBody extends Dated {
  @OneOf(['requested', 'offered', 'declined', 'started'], { is: 'How far it has come.', example: 'requested' })
  state!: ProvisionState;

  @Text({
    is: 'The provision that moves on, by its id; a new one unless one is given.',
    example: '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11',
    max: 64,
    optional: true,
    reference: true,
  })
  provisionId?: string;

  @Text({ is: 'Who provides it.', example: 'Coastline Tuition', max: 200, optional: true })
  provider?: string;

  @WholeNumber({ is: 'Hours of education a week.', example: 25, least: 0, most: 60, optional: true })
  hoursPerWeek?: number;
}
