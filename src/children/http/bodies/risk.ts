import { OneOf, YesNo } from '../../../platform/http/fields.js';
import { type RiskTrigger, WELFARE, type Welfare } from '../../domain/risk.js';
import { Dated } from './occurred-on.js';

export class RiskReviewBody extends Dated {
  @OneOf(['unexplained-absence', 'untraced', 'leave', 'concern'], {
    is: 'Why, as far as everyone may know: never what is feared.',
    example: 'concern',
  })
  trigger!: RiskTrigger;

  @YesNo({ is: 'Whether it cannot wait.', example: true, optional: true })
  immediate?: boolean;
}

export class WelfareStatusBody extends Dated {
  @OneOf(WELFARE, { is: 'What the authority knows of the child’s welfare.', example: 'child-in-need' })
  status!: Welfare;
}
