import { Day, OneOf, Text, Texts } from '../../../platform/http/fields.js';
import { CASE_SOURCES, type CaseSource } from '../../domain/case.js';
import { Dated } from './occurred-on.js';

const OWNER = {
  is: 'Whose it is: a role at an organisation, or a member of staff by their id.',
  example: 'staff-4c1d',
  max: 120,
};
const ACTION = { is: 'What is to be done next.', example: 'Ask Admissions for applications', max: 300 };
const DUE = { is: 'By when.', example: '2099-12-01' };

class Plan extends Dated {
  @Text({ ...OWNER, optional: true })
  owner?: string;

  @Text({ ...ACTION, optional: true })
  nextAction?: string;

  @Day({ ...DUE, optional: true })
  due?: string;
}

export class OpenCaseBody extends Plan {
  @OneOf(CASE_SOURCES, { is: 'How the authority came to know.', example: 'referral', optional: true })
  source?: CaseSource;
}

export class AssignCaseBody extends Dated {
  @Text(OWNER)
  owner!: string;
}

export class NextActionBody extends Dated {
  @Text(ACTION)
  action!: string;

  @Day(DUE)
  due!: string;
}

export class CaseNoteBody extends Dated {
  @Text({
    is: 'The note. It is kept for ever; a mistake is put right by another.',
    example: 'Suffolk will check its schools.',
    max: 4_000,
  })
  note!: string;
}

export class ReviewCaseBody extends Dated {
  @Text({ is: 'What the review found.', example: 'Two enquiries are unanswered.', optional: true })
  finding?: string;

  @Text({ ...ACTION, optional: true })
  nextAction?: string;

  @Day({ ...DUE, optional: true })
  due?: string;
}

export class DirectionBody extends Dated {
  @Text({ is: 'What the supervisor directs.', example: 'Escalate to the Multi-Agency Safeguarding Hub today.' })
  direction!: string;
}

export class ReopenCaseBody extends Plan {
  @Text({ is: 'Why the case is opened again.', example: 'The new school reports that the child never arrived.' })
  why!: string;
}

export class ConferenceBody extends Dated {
  @Texts({
    is: 'Who took part: codes of the authority’s list agency.',
    list: 'agency',
    example: ['CHILDRENS_SERVICES', 'POLICE', 'HEALTH'],
    most: 20,
    max: 60,
  })
  agencies!: string[];

  @Text({ is: 'What was agreed.', example: 'Housing will say who holds the tenancy.', max: 4_000, optional: true })
  notes?: string;
}
