import { OneOf, Text } from '../../../platform/http/fields.js';
import type { SenProvision } from '../../domain/identity.js';
import { URN } from './child.js';
import { Dated } from './occurred-on.js';

export class OffRollNoticeBody extends Dated {
  @Text({
    is: 'The school that removed the child, by its URN; the last whose roll it was on unless one is given.',
    example: '900001',
    ...URN,
    optional: true,
  })
  urn?: string;

  @Text({ is: 'The ground, by the regulation’s number.', example: '9(1)(g)', max: 20, optional: true })
  ground?: string;

  @OneOf(['N', 'K', 'E', 'S'], {
    is: 'Special educational needs as the notice has them: N none, K support, E plan, S statement.',
    example: 'E',
    optional: true,
  })
  sen?: SenProvision;
}

export class AssignFollowUpBody extends Dated {
  @Text({ is: 'Who follows up: a co-ordinator by staff id, or the role.', example: 'staff-a38c', max: 120 })
  owner!: string;
}

export class CompleteFollowUpBody extends Dated {
  @Text({ is: 'What was done.', example: 'The plan has gone to Suffolk.', optional: true })
  notes?: string;
}
