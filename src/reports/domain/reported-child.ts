import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';

/** One time that a case was open. Reopened, the same case has another. */
export interface OpenSpell {
  readonly caseId: string;
  readonly from: LocalDate;
  readonly reopened: boolean;
  /** The day of closing: not open at the end of it. */
  readonly to?: LocalDate;
  readonly outcome?: string;
}

/** What a report counts of one child: codes and dates, nothing that names anybody. */
export interface ReportedChild {
  /** The school whose roll the child is on, or was on last. */
  readonly school?: string;
  readonly spells: readonly OpenSpell[];
  readonly causes: readonly { readonly code: string; readonly primary: boolean }[];
  readonly groups: readonly string[];
  readonly breaches: readonly { readonly kind: string; readonly on: LocalDate }[];
  readonly referredOn: readonly LocalDate[];
  readonly reEngagedOn: readonly LocalDate[];
}

export const unreported: ReportedChild = {
  spells: [],
  causes: [],
  groups: [],
  breaches: [],
  referredOn: [],
  reEngagedOn: [],
};

/** A recorded fact of a child, of whatever type. */
export interface ReportedFact {
  readonly type: string;
  readonly data: Readonly<Record<string, unknown>>;
}

type Fold = (child: ReportedChild, data: ReportedFact['data'], on: LocalDate) => ReportedChild;

const text = (value: unknown): string => (typeof value === 'string' ? value : '');

const folds: Readonly<Record<string, Fold>> = {
  AddedToRoll: (child, { urn, subsidiary }) =>
    subsidiary === true && child.school !== undefined ? child : { ...child, school: text(urn) },
  CaseOpened: (child, { caseId }, from) => ({
    ...child,
    spells: [...child.spells, { caseId: text(caseId), from, reopened: false }],
  }),
  CaseReopened: (child, { caseId }, from) => ({
    ...child,
    spells: [...child.spells, { caseId: text(caseId), from, reopened: true }],
  }),
  CaseClosed: (child, { caseId, outcome }, on) => ({
    ...child,
    spells: child.spells.map((spell) =>
      spell.caseId === caseId && spell.to === undefined
        ? { ...spell, to: on < spell.from ? spell.from : on, outcome: text(outcome) }
        : spell,
    ),
  }),
  CauseRecorded: (child, { code, primary }) => ({
    ...child,
    causes: [
      ...child.causes
        .filter((held) => held.code !== code)
        .map((held) => (primary === true ? { ...held, primary: false } : held)),
      { code: text(code), primary: primary === true },
    ],
  }),
  CauseRevised: (child, { code }) => ({ ...child, causes: child.causes.filter((held) => held.code !== code) }),
  VulnerabilityRecorded: (child, { code }) => ({
    ...child,
    groups: [...child.groups.filter((held) => held !== code), text(code)],
  }),
  VulnerabilityRemoved: (child, { code }) => ({ ...child, groups: child.groups.filter((held) => held !== code) }),
  DutyBreached: (child, { kind }, on) => ({ ...child, breaches: [...child.breaches, { kind: text(kind), on }] }),
  ReferredToLA: (child, _, on) => ({ ...child, referredOn: [...child.referredOn, on] }),
  ReEngaged: (child, _, on) => ({ ...child, reEngagedOn: [...child.reEngagedOn, on] }),
  FactCorrected: (child, { withdrawn }) => {
    const { kind, id } = (withdrawn ?? {}) as { kind?: unknown; id?: unknown };
    return kind === 'cause' ? { ...child, causes: child.causes.filter(({ code }) => code !== id) } : child;
  },
};

/** The facts that a report is made of. */
export const REPORTED_TYPES: ReadonlySet<string> = new Set(Object.keys(folds));

/** The child after one more fact. Total: a fact that no report counts leaves it as it was. */
export function evolveReported(child: ReportedChild, { type, data }: ReportedFact): ReportedChild {
  const { occurredOn } = data;
  return isLocalDate(occurredOn) ? (folds[type]?.(child, data, occurredOn) ?? child) : child;
}

/** Whether a fact was true of the world at the end of a day: a correction puts right what was said of any day. */
export function countsAsAt({ type, data }: ReportedFact, asOf: LocalDate): boolean {
  return type === 'FactCorrected' || text(data.occurredOn) <= asOf;
}
