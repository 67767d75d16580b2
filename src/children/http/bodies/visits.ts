import { Day, OneOf, Part, Text, Texts, YesNo } from '../../../platform/http/fields.js';
import { AddressBody } from './child.js';
import { TIME_OF_DAY } from './contact.js';
import { Dated } from './occurred-on.js';

export class HomeVisitBody extends Dated {
  @OneOf(['school', 'attendance-team'], { is: 'Whose visit it was.', example: 'attendance-team' })
  by!: 'school' | 'attendance-team';

  @Text({
    is: 'What came of it: a code of the policy’s list visit_outcome.',
    list: 'visit_outcome',
    example: 'NO_ANSWER',
    max: 60,
  })
  outcome!: string;

  @Text({
    is: 'The visit request (CME3) that it answers.',
    example: '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11',
    max: 64,
    optional: true,
    reference: true,
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
    reference: true,
  })
  siblings?: string[];
}

export class ConfirmVisitBody extends Dated {
  @Text({
    is: 'Why it stands for this child.',
    example: 'He was seen himself; only his sister was not at home.',
  })
  why!: string;
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

export class VisitDeliveryBody extends Dated {
  @Text({ is: 'The team’s own reference.', example: 'AT-2026-1187', max: 120, optional: true })
  reference?: string;
}
