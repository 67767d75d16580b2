import { Day, OneOf, Text, Texts, YesNo } from '../../../platform/http/fields.js';
import { PARENT, URN } from './child.js';
import { Dated } from './occurred-on.js';

export const HASH = { pattern: /^[0-9a-f]{64}$/, wants: 'Must be a SHA-256: 64 hexadecimal digits.', max: 64 };
export const SOME_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

export class RequestLeaveBody extends Dated {
  @Day({ is: 'The first day of the leave asked for.', example: '2026-12-07' })
  first!: string;

  @Day({ is: 'The last day of it.', example: '2026-12-11' })
  last!: string;

  @OneOf(['extended', 'special'], {
    is: 'Special leave is decided after a meeting with the Executive Head Teacher.',
    example: 'extended',
    optional: true,
  })
  kind?: 'extended' | 'special';

  @Text({ is: 'Who asks, by the parent’s id.', example: PARENT, max: 64, optional: true, reference: true })
  requestedBy?: string;

  @Text({ is: 'The reason that was given.', example: 'A wedding in the family.', optional: true })
  reason?: string;

  @Text({
    is: 'Where the family goes: ISO 3166 code of the country.',
    example: 'PT',
    pattern: /^[A-Z]{2}$/,
    wants: 'Must be two capital letters.',
    max: 2,
    optional: true,
  })
  countryCode?: string;

  @Text({ is: 'Where the family goes, in words.', example: 'Porto', max: 200, optional: true })
  destination?: string;

  @Day({ is: 'When the child is to be back; asked for in all cases.', example: '2026-12-14', optional: true })
  expectedReturn?: string;

  @Text({
    is: 'The school that decides, by its URN; the child’s main school unless one is given.',
    example: '900001',
    ...URN,
    optional: true,
  })
  urn?: string;
}

export class RefuseLeaveBody extends Dated {
  @Text({
    is: 'The ground of the refusal: a code of the policy’s list leave_ground.',
    list: 'leave_ground',
    example: 'NO_EMERGENCY',
    max: 60,
    optional: true,
  })
  ground?: string;

  @Text({ is: 'The reason in words, for the parents.', example: 'A holiday is not an emergency.', optional: true })
  reason?: string;
}

export class GrantLeaveBody extends Dated {
  @Day({ is: 'The first day granted.', example: '2026-12-07' })
  first!: string;

  @Day({ is: 'The last day granted.', example: '2026-12-09' })
  last!: string;

  @Text({
    is: 'The kind of emergency: a code of the policy’s list emergency_type.',
    list: 'emergency_type',
    example: 'BEREAVEMENT',
    max: 60,
  })
  emergencyType!: string;

  @Texts({
    is: 'The pieces of verified evidence that it rests on.',
    example: ['4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11'],
    most: 20,
    reference: true,
  })
  evidenceIds!: string[];
}

export class ScheduleMeetingBody extends Dated {
  @Day({ is: 'The day of the meeting with the Executive Head Teacher.', example: '2026-11-18' })
  meetingOn!: string;
}

export class MeetingOutcomeBody extends Dated {
  @OneOf(['held', 'missed', 'declined'], { is: 'What became of the meeting.', example: 'held' })
  outcome!: 'held' | 'missed' | 'declined';

  @Text({ is: 'What was said.', example: 'The parents will travel in the holiday instead.', optional: true })
  notes?: string;
}

export class EvidenceBody extends Dated {
  @Text({ is: 'What the document shows.', example: 'bereavement', max: 60 })
  kind!: string;

  @Text({ is: 'SHA-256 of the document, which is kept elsewhere.', example: SOME_HASH, ...HASH })
  hash!: string;
}

export class EvidenceDecisionBody extends Dated {
  @YesNo({ is: 'Whether the document was seen and believed.', example: true })
  verified!: boolean;

  @Text({ is: 'Why it was not accepted.', example: 'The dates do not match.', optional: true })
  why?: string;
}

export class RiskBody extends Dated {
  @OneOf(['no-concern', 'risk-review-pending'], {
    is: 'What is seen of the assessment outside the safeguarding team.',
    example: 'no-concern',
  })
  outcome!: 'no-concern' | 'risk-review-pending';
}

export class ExpectedReturnBody extends Dated {
  @Day({
    is: 'When the child is to be back; without it, that none was given is recorded.',
    example: '2026-12-14',
    optional: true,
  })
  expectedReturn?: string;
}

export class TravelDetailsBody extends Dated {
  @Text({ is: 'SHA-256 of the copy of the flight details.', example: SOME_HASH, ...HASH })
  hash!: string;

  @Day({ is: 'The day of the journey out.', example: '2026-12-06', optional: true })
  outward?: string;

  @Day({ is: 'The day of the journey back.', example: '2026-12-13', optional: true })
  inward?: string;
}
