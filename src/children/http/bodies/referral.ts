import { Day, OneOf, Part, Text, Texts, WholeNumber, YesNo } from '../../../platform/http/fields.js';
import { WAYS_BACK, type WayBack } from '../../domain/reengagement.js';
import { REFERRAL_BASES, type ReferralBasis } from '../../domain/referral.js';
import { AddressBody, URN } from './child.js';
import { TIME_OF_DAY } from './contact.js';
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

export class HomeVisitBody extends Dated {
  @OneOf(['school', 'attendance-team'], { is: 'Whose visit it was.', example: 'attendance-team' })
  by!: 'school' | 'attendance-team';

  @Text({ is: 'What came of it: a code of the policy’s list visit_outcome.', example: 'NO_ANSWER', max: 60 })
  outcome!: string;

  @Text({
    is: 'The visit request (CME3) that it answers.',
    example: '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11',
    max: 64,
    optional: true,
  })
  requestId?: string;

  @Text({ is: 'The time of day in England.', example: '16:20', ...TIME_OF_DAY, optional: true })
  at?: string;

  @Part(() => AddressBody, {
    is: 'Where, when it was not the address on record.',
    example: { lines: ['3 Mill Lane'], postcode: 'NR29 4AC' },
    optional: true,
  })
  address?: AddressBody;

  @Text({
    is: 'What was seen and heard.',
    example: 'Curtains drawn, a neighbour has seen nobody for two weeks.',
    optional: true,
  })
  notes?: string;

  @Texts({
    is: 'Brothers and sisters whom the visit counts for as well, by their ids.',
    example: ['7c9e6679-7425-40de-944b-e07fc1f90ae7'],
    most: 12,
    optional: true,
  })
  siblings?: string[];
}

export class VisitRequestBody extends Dated {
  @Part(() => AddressBody, {
    is: 'Where to go, when it is not the address on record.',
    example: { lines: ['12 Quay Street'], postcode: 'NR29 4AB', authority: '926' },
    optional: true,
  })
  address?: AddressBody;

  @Text({
    is: 'Why the visit is asked for.',
    example: 'On no roll; the address is in the enquiry paperwork.',
    optional: true,
  })
  reason?: string;

  @YesNo({ is: 'Whether nobody should go alone.', example: false, optional: true })
  loneWorkerRisk?: boolean;
}

export class ScheduleVisitBody extends Dated {
  @Day({ is: 'The day of the visit.', example: '2026-11-19' })
  scheduledOn!: string;
}

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
