import { Text, YesNo } from '../../../platform/http/fields.js';
import { Dated } from './occurred-on.js';

export class AskAgencyBody extends Dated {
  @Text({ is: 'Which agency: a code of the authority’s list agency.', list: 'agency', example: 'HOUSING', max: 60 })
  agency!: string;

  @Text({ is: 'What it is asked for.', example: 'To find the family’s address', max: 300 })
  purpose!: string;

  @Text({ is: 'The question.', example: 'Who holds the tenancy at 12 Quay Street?', optional: true })
  question?: string;
}

export class AgencyAnswerBody extends Dated {
  @YesNo({ is: 'Whether the agency knows where the child is.', example: true })
  found!: boolean;

  @Text({ is: 'What it answered.', example: 'The tenancy ended on 30 October.', optional: true })
  answer?: string;
}
