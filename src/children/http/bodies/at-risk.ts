import { Day, Text, YesNo } from '../../../platform/http/fields.js';
import { Dated } from './occurred-on.js';

export class FlagAtRiskBody extends Dated {
  @Text({ is: 'What the concern rests on.', example: 'Attendance of 78 per cent since September.', max: 300 })
  basis!: string;
}

export class AgreePlanBody extends Dated {
  @Text({ is: 'Who leads for the school, by staff id or role.', example: 'school-staff@900001', max: 120 })
  schoolLead!: string;

  @Text({ is: 'Which officer leads for the authority, by staff id or role.', example: 'attendance-team@926', max: 120 })
  authorityLead!: string;

  @Day({
    is: 'When it is looked at again; as the policy has it unless one is given.',
    example: '2099-12-01',
    optional: true,
  })
  reviewDue?: string;

  @Text({ is: 'What was agreed.', example: 'A call each Monday; a late pass for the bus.', max: 4_000, optional: true })
  plan?: string;
}

export class ReviewPlanBody extends Dated {
  @YesNo({ is: 'Whether attendance has improved.', example: false })
  improved!: boolean;

  @YesNo({ is: 'Whether the plan goes on; it does unless attendance has improved.', example: true, optional: true })
  goOn?: boolean;

  @Text({ is: 'What the review found.', example: 'Two days missed in three weeks.', optional: true })
  notes?: string;
}
