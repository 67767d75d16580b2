import type { LocalDate } from '../../schools/domain/local-date.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, listed, type Order, refuse } from './facet.js';

/** R28: why the child goes, or went, missing; a person chooses, and may choose again. */
export interface Cause {
  readonly code: string;
  readonly primary: boolean;
}

/** R29: a vulnerable group that the child belongs to, who says so, and how sure they are. */
export interface Vulnerability {
  readonly code: string;
  readonly source: string;
  readonly confidence: 'known' | 'believed' | 'suspected';
}

export type CircumstanceEvent =
  | Fact<
      'CauseRecorded',
      Cause & { readonly list: string; readonly listVersion: string; readonly occurredOn: LocalDate }
    >
  | Fact<'CauseRevised', { readonly code: string; readonly occurredOn: LocalDate; readonly why?: string }>
  /** The reason of the DfE's return is chosen by a person: no table leads from the causes to it. */
  | Fact<'ReturnReasonChosen', { readonly code: string; readonly listVersion: string; readonly occurredOn: LocalDate }>
  | Fact<'VulnerabilityRecorded', Vulnerability & { readonly listVersion: string; readonly occurredOn: LocalDate }>
  | Fact<'VulnerabilityRemoved', { readonly code: string; readonly occurredOn: LocalDate; readonly why?: string }>;

export type CircumstanceCommand =
  | Order<'RecordCause', { readonly code: string; readonly primary?: boolean; readonly occurredOn?: LocalDate }>
  | Order<'ReviseCause', { readonly code: string; readonly why?: string; readonly occurredOn?: LocalDate }>
  | Order<'ChooseReturnReason', { readonly code: string; readonly occurredOn?: LocalDate }>
  | Order<
      'RecordVulnerability',
      {
        readonly code: string;
        readonly source: string;
        readonly confidence?: Vulnerability['confidence'];
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<'RemoveVulnerability', { readonly code: string; readonly why?: string; readonly occurredOn?: LocalDate }>;

export const circumstanceFolds: Folds<CircumstanceEvent> = {
  CauseRecorded: (child, { code, primary }) => ({
    ...child,
    causes: [
      ...child.causes
        .filter((held) => held.code !== code)
        .map((held) => (primary ? { ...held, primary: false } : held)),
      { code, primary },
    ],
  }),
  CauseRevised: (child, { code }) => ({ ...child, causes: child.causes.filter((held) => held.code !== code) }),
  ReturnReasonChosen: (child, { code }) => ({ ...child, returnReason: code }),
  VulnerabilityRecorded: (child, { code, source, confidence }) => ({
    ...child,
    vulnerabilities: [...child.vulnerabilities.filter((held) => held.code !== code), { code, source, confidence }],
  }),
  VulnerabilityRemoved: (child, { code }) => ({
    ...child,
    vulnerabilities: child.vulnerabilities.filter((held) => held.code !== code),
  }),
};

export const circumstanceDecisions: Decisions<CircumstanceCommand, CircumstanceEvent> = {
  RecordCause: (child, { code, primary, occurredOn }, context) => {
    known(child, 'R28');
    listed('cause', code, context);
    const first = primary ?? child.causes.length === 0;
    if (child.causes.some((held) => held.code === code && (primary === undefined || held.primary === primary)))
      return [];
    const listVersion = context.policy.codeLists.cause?.version ?? '';
    return [
      {
        type: 'CauseRecorded',
        data: { code, primary: first, list: 'cause', listVersion, occurredOn: happenedOn(occurredOn, context, 'R28') },
      },
    ];
  },
  ReviseCause: (child, { code, why, occurredOn }, context) => {
    if (!child.causes.some((held) => held.code === code)) return [];
    return [
      {
        type: 'CauseRevised',
        data: { code, occurredOn: happenedOn(occurredOn, context, 'R28'), ...(why ? { why } : {}) },
      },
    ];
  },
  ChooseReturnReason: (child, { code, occurredOn }, context) => {
    known(child, 'R28');
    listed('dfe_cme_reason', code, context);
    if (child.returnReason === code) return [];
    const listVersion = context.policy.codeLists.dfe_cme_reason?.version ?? '';
    return [
      { type: 'ReturnReasonChosen', data: { code, listVersion, occurredOn: happenedOn(occurredOn, context, 'R28') } },
    ];
  },
  RecordVulnerability: (child, { code, source, confidence = 'known', occurredOn }, context) => {
    known(child, 'R29');
    listed('vulnerable_group', code, context);
    if (source.trim() === '') refuse('R29', 'no-source', 'Say who says so.', { kind: 'invalid' });
    const held = child.vulnerabilities.find((each) => each.code === code);
    if (held?.source === source && held.confidence === confidence) return [];
    const listVersion = context.policy.codeLists.vulnerable_group?.version ?? '';
    const on = happenedOn(occurredOn, context, 'R29');
    return [{ type: 'VulnerabilityRecorded', data: { code, source, confidence, listVersion, occurredOn: on } }];
  },
  RemoveVulnerability: (child, { code, why, occurredOn }, context) => {
    if (!child.vulnerabilities.some((held) => held.code === code)) return [];
    return [
      {
        type: 'VulnerabilityRemoved',
        data: { code, occurredOn: happenedOn(occurredOn, context, 'R29'), ...(why ? { why } : {}) },
      },
    ];
  },
};
