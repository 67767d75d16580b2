import { Day, OneOf, Text, YesNo } from '../../../platform/http/fields.js';
import { REFERRAL_BASES, type ReferralBasis } from '../../domain/referral.js';
import { URN } from './child.js';
import { Dated } from './occurred-on.js';

export class ReferralBody extends Dated {
  @OneOf(REFERRAL_BASES, { is: 'Why the authority is told.', example: 'continuous-absence', optional: true })
  basis?: ReferralBasis;

  @Text({
    is: 'The school that reports, by its URN; the child’s main school unless one is given.',
    example: '900001',
    ...URN,
    optional: true,
  })
  urn?: string;

  @Day({ is: 'The day on which anybody of the school last saw the child.', example: '2026-10-02', optional: true })
  lastSeen?: string;

  @Day({ is: 'The last day of attendance.', example: '2026-10-02', optional: true })
  lastAttended?: string;

  @YesNo({
    is: 'Reason to fear for the child: reported at once, whatever enquiries are still open.',
    example: false,
    optional: true,
  })
  welfareRisk?: boolean;

  @Text({
    is: 'Why enquiries of the minimum were not made.',
    example: 'The family has left no address and no telephone answers.',
    optional: true,
  })
  enquiriesNotMade?: string;

  @Text({ is: 'What is known of the reason.', example: 'Neighbours say the family has moved.', optional: true })
  reason?: string;
}
