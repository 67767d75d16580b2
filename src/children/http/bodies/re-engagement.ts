import { OneOf, Text, WholeNumber, YesNo } from '../../../platform/http/fields.js';
import { WAYS_BACK, type WayBack } from '../../domain/reengagement.js';
import { URN } from './child.js';
import { Dated } from './occurred-on.js';

export class ReEngagementBody extends Dated {
  @OneOf(WAYS_BACK, { is: 'How the child is back in education.', example: 'returned-to-school', optional: true })
  how?: WayBack;

  @Text({ is: 'The school, by its URN.', example: '900001', ...URN, optional: true })
  urn?: string;

  @Text({ is: 'The provider, where it is no school.', example: 'Coastline Tuition', max: 200, optional: true })
  provider?: string;

  @WholeNumber({ is: 'Hours of education a week.', example: 25, least: 0, most: 60, optional: true })
  hoursPerWeek?: number;

  @Text({ is: 'Anything else worth keeping.', example: 'Met at the gate by the class teacher.', optional: true })
  notes?: string;
}

export class ReEngagementReviewBody extends Dated {
  @YesNo({ is: 'Whether the child was attending at the review.', example: true })
  attending!: boolean;

  @Text({ is: 'What the review found.', example: 'Attends every day, settled with friends.', optional: true })
  notes?: string;
}
