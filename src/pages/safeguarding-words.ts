import type { ConcernKind, RiskDecision } from '../safeguarding/domain/concerns.js';
import type { EscalatedTo } from '../safeguarding/domain/escalations.js';

export const KIND_WORDS: Readonly<Record<ConcernKind, string>> = {
  'not-yet-known': 'Not yet known',
  fgm: 'Female genital mutilation',
  'forced-marriage': 'Forced marriage',
  abduction: 'Abduction',
  exploitation: 'Exploitation',
  radicalisation: 'Radicalisation',
  'domestic-abuse': 'Domestic abuse',
  neglect: 'Neglect',
  other: 'Something else',
};

export const DECISION_WORDS: Readonly<Record<RiskDecision, string>> = {
  'no-further-action': 'No further action',
  monitor: 'Monitor',
  'early-help': 'Early help',
  refer: 'Refer to children’s social care',
};

export const TO_WORDS: Readonly<Record<EscalatedTo, string>> = {
  MASH: 'Multi-Agency Safeguarding Hub (MASH)',
  police: 'Police',
  'social-care': 'Children’s social care',
};

export const kindWords = (kind: string): string => KIND_WORDS[kind as ConcernKind] ?? kind;
export const decisionWords = (decision: string): string => DECISION_WORDS[decision as RiskDecision] ?? decision;
export const toWords = (to: string): string => TO_WORDS[to as EscalatedTo] ?? to;

/** The list's code as a person reads it: SPECIAL_PROCEDURE is "special procedure". */
export const indicatorWords = (code: string): string => code.replaceAll('_', ' ').toLowerCase();
