import { compulsorySchoolAge } from '../../policy/domain/compulsory-school-age.js';
import { settingOf } from '../../policy/domain/policy-on.js';
import type { CodeListEntry } from '../../policy/domain/policy-pack.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import { openCase } from './case.js';
import { isOpen } from './case-upkeep.js';
import type { Child } from './child.js';
import { type CircumstanceEvent, circumstanceDecisions } from './circumstances.js';
import {
  type DecisionContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  listed,
  type Order,
  refuse,
} from './facet.js';
import { onRoll } from './roll.js';

/** What shows that the outcome is true; the document itself stays where it is, its hash here. */
export interface ClosingEvidence {
  /** `enrolment-confirmation`, `provision`, `assessment`, `notice`, `residence`, `acknowledgement`, `confirmation`, `record`. */
  readonly kind: string;
  readonly reference?: string;
  readonly hash?: string;
  readonly urn?: string;
  readonly provider?: string;
  readonly hoursPerWeek?: number;
  readonly summary?: string;
}

export type ClosingEvent = Fact<
  'CaseClosed',
  {
    readonly caseId: string;
    readonly occurredOn: LocalDate;
    /** A code of the authority's list `closure`. */
    readonly outcome: string;
    /** The policy's own outcome, section 10: a on roll, b suitable education, c home education, d left the area. */
    readonly policyOutcome?: string;
    readonly keepWatching: boolean;
    readonly evidence: ClosingEvidence;
    readonly override?: { readonly by: string; readonly reason: string };
  }
>;

export type ClosingCommand = Order<
  'CloseCase',
  {
    readonly outcome: string;
    readonly evidence?: ClosingEvidence;
    /** R28: why the child was missing, where no cause has been recorded yet. */
    readonly cause?: string;
    readonly occurredOn?: LocalDate;
    /** The strategy manager's decision to close where the list allows it only so. */
    readonly override?: { readonly by: string; readonly reason: string };
  }
>;

export const closingFolds: Folds<ClosingEvent> = {
  CaseClosed: (child, { caseId, occurredOn, outcome, keepWatching }) =>
    child.case?.caseId !== caseId || !isOpen(child.case)
      ? child
      : {
          ...child,
          case: { ...child.case, closed: { on: occurredOn, outcome } },
          watched: keepWatching ? { since: occurredOn } : undefined,
        },
};

export const closingDecisions: Decisions<ClosingCommand, ClosingEvent | CircumstanceEvent> = {
  CloseCase: (child, { outcome, evidence, cause, override, occurredOn }, context) => {
    const held = child.case;
    if (held?.closed?.outcome === outcome) return [];
    const { caseId } = openCase(child);
    const entry = listed('closure', outcome, context);
    const chosen =
      cause === undefined
        ? []
        : circumstanceDecisions.RecordCause(child, { type: 'RecordCause', code: cause }, context);
    const failed = failedToClose(child, entry, evidence, override, context);
    if (needsCause(entry) && child.causes.length === 0 && cause === undefined) failed.push('CAUSE_RECORDED');
    if (failed.length > 0 || evidence === undefined) {
      refuse(
        'R46',
        'closing-not-allowed',
        'A case stays open until one of the lawful outcomes is shown by its evidence.',
        { failed },
      );
    }
    const { policyOutcome, keepWatching } = entry.attributes ?? {};
    const data = {
      caseId,
      occurredOn: happenedOn(occurredOn, context, 'R46'),
      outcome,
      ...(typeof policyOutcome === 'string' ? { policyOutcome } : {}),
      keepWatching: keepWatching === true,
      evidence,
      ...(override === undefined ? {} : { override }),
    };
    return [...chosen, { type: 'CaseClosed', data }];
  },
};

/** R28: a case that was one has a cause; a duplicate, or a child that has died, needs none. */
function needsCause({ attributes, code }: CodeListEntry): boolean {
  return attributes?.outcome !== 'recording' && code !== 'DECEASED';
}

/** What is missing for an outcome, by the kind that the authority's list gives it. */
function failedToClose(
  child: Child,
  { code, attributes }: CodeListEntry,
  evidence: ClosingEvidence | undefined,
  override: { readonly by: string; readonly reason: string } | undefined,
  context: DecisionContext,
): string[] {
  const given = evidence !== undefined && evidence.kind.trim() !== '';
  const guards: Record<string, boolean> = {
    EVIDENCE: given,
    NO_OPEN_SAFEGUARDING_ACTION: !child.risk.pending.length,
    ...guardsOf(child, code, attributes, evidence, context),
  };
  if (attributes?.override === true && settingOf(context.policy, 'closeLeftAreaUnacknowledged') !== true) {
    guards.STRATEGY_MANAGER_OVERRIDE =
      (override?.reason ?? '').trim() !== '' &&
      (context.actor === undefined || context.actor.role === 'strategy-manager');
  }
  return Object.keys(guards).filter((guard) => !guards[guard]);
}

function guardsOf(
  child: Child,
  code: string,
  attributes: CodeListEntry['attributes'],
  evidence: ClosingEvidence | undefined,
  context: DecisionContext,
): Record<string, boolean> {
  switch (attributes?.outcome) {
    case 'on-roll':
      return {
        ENROLMENT_CONFIRMED:
          onRoll(child).length > 0 ||
          child.destination?.confirmedOn !== undefined ||
          evidence?.kind === 'enrolment-confirmation',
      };
    case 'suitable-education':
      return { PROVIDER_AND_HOURS: (evidence?.provider ?? '') !== '' && (evidence?.hoursPerWeek ?? 0) > 0 };
    case 'home-education':
      return {
        HOME_EDUCATION_NOT_UNSUITABLE: child.education.homeEducation !== 'unsuitable',
        ...(attributes.keepWatching === true
          ? { NOTICE_MAY_CLOSE: settingOf(context.policy, 'closeOnNotifiedHomeEducation') === true }
          : { ASSESSED_SUITABLE: child.education.homeEducation === 'suitable' || evidence?.kind === 'assessment' }),
      };
    case 'left-area':
      return code.endsWith('_LA_ACK') ? { HANDOVER_ACKNOWLEDGED: child.handover?.state === 'acknowledged' } : {};
    case 'ended':
      return code === 'OVER_CSA' ? { OVER_COMPULSORY_SCHOOL_AGE: isOverAge(child, context) } : {};
    default:
      return {};
  }
}

/** Compulsory school age has ended; not, when nobody knows the date of birth. */
function isOverAge(child: Child, { today }: DecisionContext): boolean {
  const born = child.identity?.dateOfBirth;
  return isLocalDate(born) && today > compulsorySchoolAge(born).to;
}
