import { type Finding, keyOfFinding } from '../../reports/domain/findings.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Decisions, Fact, Folds, Order } from './facet.js';

/** A finding that is recorded and has not been mended. */
export interface Orphan extends Finding {
  readonly detectedOn: LocalDate;
}

/** What one check of everything came to. */
export interface Reconciled {
  readonly reconciliationId: string;
  readonly occurredOn: LocalDate;
  /** Of every day by itself, or asked for by a person. */
  readonly daily: boolean;
  /** The log of all records was looked at as far as this at least; later facts may have been seen as well. */
  readonly position: string;
  readonly children: number;
  /** Children on a roll, and those on none by what accounts for them. */
  readonly accounts: Readonly<Record<string, number>>;
  readonly openCases: number;
  readonly enquiries: number;
  readonly detected: number;
  readonly resolved: number;
  /** Open findings after it, by kind. */
  readonly open: Readonly<Record<string, number>>;
  /** SHA-256 of the canonical JSON of the counts and of every open finding: what was found can be shown later. */
  readonly hash: string;
}

export type ReconciliationEvent =
  | Fact<'OrphanPupilDetected', Finding & { readonly occurredOn: LocalDate }>
  | Fact<'OrphanPupilResolved', Omit<Finding, 'since'> & { readonly occurredOn: LocalDate }>
  | Fact<'ReconciliationCompleted', Reconciled>;

export type ReconciliationCommand =
  /** What a check found that was not known, and what it did not find again. */
  | Order<'RecordFindings', { readonly detected: readonly Finding[]; readonly resolved: readonly string[] }>
  | Order<'CompleteReconciliation', Omit<Reconciled, 'occurredOn'>>;

export interface Reconciliations {
  readonly count: number;
  readonly last?: Reconciled;
  readonly lastDailyOn?: LocalDate;
}

export const reconciliationFolds: Folds<ReconciliationEvent> = {
  OrphanPupilDetected: (authority, { occurredOn, ...finding }) => ({
    ...authority,
    orphans: { ...authority.orphans, [keyOfFinding(finding)]: { ...finding, detectedOn: occurredOn } },
  }),
  OrphanPupilResolved: (authority, finding) => {
    const { [keyOfFinding(finding)]: _, ...orphans } = authority.orphans;
    return { ...authority, orphans };
  },
  ReconciliationCompleted: (authority, reconciled) => ({
    ...authority,
    reconciliations: {
      ...authority.reconciliations,
      count: authority.reconciliations.count + 1,
      last: reconciled,
      ...(reconciled.daily ? { lastDailyOn: reconciled.occurredOn } : {}),
    },
  }),
};

export const reconciliationDecisions: Decisions<ReconciliationCommand, ReconciliationEvent> = {
  RecordFindings: ({ orphans }, { detected, resolved }, { today }) => {
    const mended = resolved.flatMap((key) => {
      const { since: _, detectedOn: _on, ...finding } = orphans[key] ?? {};
      return 'kind' in finding ? [finding] : [];
    });
    const fresh = new Map(detected.map((finding) => [keyOfFinding(finding), finding]));
    return [
      ...mended.map((finding) => ({
        type: 'OrphanPupilResolved' as const,
        data: { ...(finding as Finding), occurredOn: today },
      })),
      ...[...fresh]
        .filter(([key]) => orphans[key] === undefined)
        .map(([, finding]) => ({ type: 'OrphanPupilDetected' as const, data: { ...finding, occurredOn: today } })),
    ];
  },
  /** The check of a day by itself is made once, however often it is tried. */
  CompleteReconciliation: ({ reconciliations }, { type: _, ...reconciled }, { today }) => {
    if (reconciliations.last?.reconciliationId === reconciled.reconciliationId) return [];
    if (reconciled.daily && reconciliations.lastDailyOn === today) return [];
    return [{ type: 'ReconciliationCompleted', data: { ...reconciled, occurredOn: today } }];
  },
};
