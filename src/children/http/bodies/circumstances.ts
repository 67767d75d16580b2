import { OneOf, Text, YesNo } from '../../../platform/http/fields.js';
import type { Vulnerability } from '../../domain/circumstances.js';
import { Dated } from './occurred-on.js';

export class CauseBody extends Dated {
  @Text({ is: 'Why: a code of the authority’s list cause.', list: 'cause', example: 'R28.10', max: 20 })
  code!: string;

  @YesNo({ is: 'Whether it is the main cause; the first that is recorded is.', example: true, optional: true })
  primary?: boolean;
}

export class ReturnReasonBody extends Dated {
  @Text({
    is: 'A code of the list dfe_cme_reason; chosen by a person, never worked out from the causes.',
    list: 'dfe_cme_reason',
    example: 'DIFFICULTY_ACCESSING_SUITABLE_SCHOOL_PLACE',
    max: 80,
  })
  code!: string;
}

export class VulnerabilityBody extends Dated {
  @Text({
    is: 'The group: a code of the authority’s list vulnerable_group.',
    list: 'vulnerable_group',
    example: 'V07',
    max: 20,
  })
  code!: string;

  @Text({ is: 'Who says so.', example: 'parent', max: 120 })
  source!: string;

  @OneOf(['known', 'believed', 'suspected'], { is: 'How sure they are.', example: 'known', optional: true })
  confidence?: Vulnerability['confidence'];
}
