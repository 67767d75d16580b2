import { Part, Text, WholeNumber } from '../../../platform/http/fields.js';
import { URN } from './child.js';
import { Dated } from './occurred-on.js';

export class ClosingEvidenceBody {
  @Text({
    is: 'What shows it: enrolment-confirmation, provision, assessment, notice, residence, acknowledgement, record.',
    example: 'enrolment-confirmation',
    max: 60,
  })
  kind!: string;

  @Text({
    is: 'Where the document is kept.',
    example: 'Letter of 3 November 2026, school office',
    max: 200,
    optional: true,
  })
  reference?: string;

  @Text({
    is: 'SHA-256 of the document.',
    example: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
    pattern: /^[0-9a-f]{64}$/,
    wants: 'Must be a SHA-256: 64 hexadecimal digits.',
    optional: true,
  })
  hash?: string;

  @Text({ is: 'The school that confirmed, by its URN.', example: '900002', ...URN, optional: true })
  urn?: string;

  @Text({ is: 'The provider of education that is no school.', example: 'Coastline Tuition', max: 200, optional: true })
  provider?: string;

  @WholeNumber({ is: 'Hours of education a week.', example: 25, least: 0, most: 60, optional: true })
  hoursPerWeek?: number;

  @Text({ is: 'What the document says.', example: 'On the roll since 2 November 2026 and attending.', optional: true })
  summary?: string;
}

export class OverrideBody {
  @Text({ is: 'Who decided, by their staff id.', example: 'staff-7b20', max: 120 })
  by!: string;

  @Text({ is: 'Why.', example: 'The other authority has known the family for a month and does not answer.' })
  reason!: string;
}

export class CloseCaseBody extends Dated {
  @Text({
    is: 'The outcome: a code of the authority’s list closure.',
    list: 'closure',
    example: 'ON_ROLL_NORFOLK',
    max: 60,
  })
  outcome!: string;

  @Part(() => ClosingEvidenceBody, {
    is: 'What shows that the outcome is true.',
    example: { kind: 'enrolment-confirmation', urn: '900002' },
    optional: true,
  })
  evidence?: ClosingEvidenceBody;

  @Text({
    is: 'Why the child was missing, where no cause is recorded yet: a code of the authority’s list cause.',
    list: 'cause',
    example: 'R28.10',
    max: 20,
    optional: true,
  })
  cause?: string;

  @Part(() => OverrideBody, {
    is: 'The strategy manager’s decision, where the list allows the outcome only so.',
    example: { by: 'staff-7b20', reason: 'No answer in a month.' },
    optional: true,
  })
  override?: OverrideBody;
}
