import { Dated } from '../../children/http/bodies/occurred-on.js';
import { Day, OneOf, Text, Texts, YesNo } from '../../platform/http/fields.js';
import { CONCERN_KINDS, type ConcernKind, DECISIONS, type RiskDecision } from '../domain/concerns.js';
import { ESCALATED_TO, type EscalatedTo } from '../domain/escalations.js';

const NOTE = { is: 'What was seen or said.', optional: true };
const KIND = { is: 'What is feared.', example: 'forced-marriage' };
const INDICATOR = 'a code of the authority’s list risk_indicator';

export class RaiseConcernBody extends Dated {
  @OneOf(CONCERN_KINDS, KIND)
  kind!: ConcernKind;

  @YesNo({ is: 'Known, not only feared; feared unless said.', example: false, optional: true })
  confirmed?: boolean;

  @Texts({
    is: `The signs that it stands on, each ${INDICATOR}.`,
    example: ['SPECIAL_PROCEDURE'],
    most: 20,
    max: 60,
    optional: true,
  })
  indicators?: string[];

  @Text({
    is: 'The leave request that it is about, if it is about one.',
    example: '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11',
    pattern: /^[0-9a-f-]{36}$/,
    wants: 'Must be the id of a leave request.',
    optional: true,
  })
  leaveId?: string;

  @Text({ ...NOTE, example: 'She said that she would not come back' })
  account?: string;
}

export class AssessConcernBody extends Dated {
  @OneOf(CONCERN_KINDS, KIND)
  kind!: ConcernKind;

  @Text({ ...NOTE, example: 'The brother waits at the gate' })
  note?: string;
}

export class IndicatorBody extends Dated {
  @Text({ is: `The sign: ${INDICATOR}.`, example: 'SPECIAL_PROCEDURE', max: 60 })
  code!: string;

  @Text({ ...NOTE, example: 'Told a friend' })
  note?: string;
}

export class ConfirmConcernBody extends Dated {
  @Text({ ...NOTE, example: 'Told by the child' })
  note?: string;
}

export class RiskDecisionBody extends Dated {
  @OneOf(DECISIONS, { is: 'What the concern asks for.', example: 'refer' })
  decision!: RiskDecision;

  @Text({ is: 'Why it was decided so.', example: 'Travel in two weeks' })
  rationale!: string;
}

export class PoliceReferenceBody extends Dated {
  @Text({ is: 'The reference that the police gave.', example: 'NP-77', max: 60 })
  reference!: string;
}

export class EscalateBody extends Dated {
  @OneOf(ESCALATED_TO, { is: 'To whom.', example: 'MASH' })
  to!: EscalatedTo;

  @Text({ is: 'Why.', example: 'Travel is imminent', optional: true })
  reason?: string;
}

export class EscalationAcknowledgedBody extends Dated {
  @Text({ is: 'Their reference.', example: 'M-12', max: 60, optional: true })
  reference?: string;
}

export class SafeguardingActionBody extends Dated {
  @Text({ is: 'Whose it is: a role at an organisation, or a staff id.', example: 'safeguarding-lead@900001', max: 120 })
  owner!: string;

  @Day({ is: 'By when.', example: '2026-12-04' })
  due!: string;

  @Text({ is: 'What is to be done.', example: 'Meet the aunt' })
  action!: string;
}

export class ActionCompletedBody extends Dated {
  @Text({ is: 'What came of it.', example: 'Met; the aunt will call', optional: true })
  outcome?: string;
}

export class CloseConcernBody extends Dated {
  @Text({ is: 'What was done.', example: 'A protection order is in place', optional: true })
  summary?: string;
}
