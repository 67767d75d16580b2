import {
  type Adoption,
  type AdoptionCommand,
  type AdoptionEvent,
  adoptionDecisions,
  adoptionFolds,
} from './adoption.js';
import type { AuthorityContext } from './facet.js';
import {
  type GuidanceCommand,
  type GuidanceDocument,
  type GuidanceEvent,
  guidanceDecisions,
  guidanceFolds,
} from './guidance.js';
import { type Designation, type OfficerCommand, type OfficerEvent, officerDecisions, officerFolds } from './officer.js';

import {
  type Orphan,
  type ReconciliationCommand,
  type ReconciliationEvent,
  type Reconciliations,
  reconciliationDecisions,
  reconciliationFolds,
} from './reconciliation.js';
import { type CsltReport, type ReportCommand, type ReportEvent, reportDecisions, reportFolds } from './reports.js';

/** One authority, folded from `authority-<code>`. */
export interface Authority {
  /** Oldest first; the last has no end. */
  readonly officers: readonly Designation[];
  /** By the day from which they count. */
  readonly packs: readonly Adoption[];
  /** By their short name. */
  readonly documents: Readonly<Record<string, GuidanceDocument>>;
  /** Findings of the reconciliation that are open, by their key (R19). */
  readonly orphans: Readonly<Record<string, Orphan>>;
  readonly reconciliations: Reconciliations;
  /** In the order in which they were produced. */
  readonly reports: readonly CsltReport[];
}

export type AuthorityEvent = OfficerEvent | AdoptionEvent | GuidanceEvent | ReconciliationEvent | ReportEvent;
export type AuthorityCommand =
  | OfficerCommand
  | AdoptionCommand
  | GuidanceCommand
  | ReconciliationCommand
  | ReportCommand;

export const initialAuthority: Authority = {
  officers: [],
  packs: [],
  documents: {},
  orphans: {},
  reconciliations: { count: 0 },
  reports: [],
};

const folds = { ...officerFolds, ...adoptionFolds, ...guidanceFolds, ...reconciliationFolds, ...reportFolds };
const decisions = {
  ...officerDecisions,
  ...adoptionDecisions,
  ...guidanceDecisions,
  ...reconciliationDecisions,
  ...reportDecisions,
};

/** Everything that can be asked of the authority, and every fact that its stream can hold. */
export const authorityCommandTypes: readonly string[] = Object.keys(decisions);
export const authorityEventTypes: readonly string[] = Object.keys(folds);

/** Never throws: what is not known of, is passed over. */
export function evolve(authority: Authority, event: AuthorityEvent): Authority {
  const fold = folds[event.type] as ((authority: Authority, data: AuthorityEvent['data']) => Authority) | undefined;
  return fold === undefined ? authority : fold(authority, event.data);
}

/**
 * The facts that follow from a command; none when it says nothing new.
 * @throws Refusal naming the rule and its paragraph.
 */
export function decide(
  authority: Authority,
  command: AuthorityCommand,
  context: AuthorityContext,
): readonly AuthorityEvent[] {
  const decision = decisions[command.type] as (
    authority: Authority,
    command: AuthorityCommand,
    context: AuthorityContext,
  ) => readonly AuthorityEvent[];
  return decision(authority, command, context);
}
