import { OneOf, Text } from '../../../platform/http/fields.js';
import { PARENT, URN } from './child.js';
import { Dated } from './occurred-on.js';

export class ConsiderEnforcementBody extends Dated {
  @OneOf(['proceed', 'not-now'], { is: 'What was decided.', example: 'proceed' })
  decision!: 'proceed' | 'not-now';

  @Text({ is: 'Why.', example: 'Two offers of a place were declined.', optional: true })
  why?: string;
}

export class Section437Body extends Dated {
  @Text({ is: 'The parent on whom it was served, by the parent’s id.', example: PARENT, max: 64 })
  parentId!: string;
}

export class AttendanceOrderBody extends Dated {
  @Text({ is: 'The school that the order names, by its URN.', example: '900002', ...URN })
  urn!: string;
}
