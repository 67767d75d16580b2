import type { AttendanceCodes } from '../../policy/domain/attendance-codes.js';
import { codeListEntry } from '../../policy/domain/policy-on.js';
import type { CodeListEntry, Policy } from '../../policy/domain/policy-pack.js';
import { Refusal, type RefusalReason } from '../../policy/domain/refusal.js';
import type { SchoolCalendar } from '../../schools/domain/calendar.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { RULES, type Rule } from './rules.js';

/** A fact of the child's stream: a constant name and plain data. */
export interface Fact<T extends string, D extends object> {
  readonly type: T;
  readonly data: Readonly<D>;
}

/** What someone asks for: a name and plain JSON beside it. */
export type Order<T extends string, D extends object> = { readonly type: T } & Readonly<D>;

/** How a facet's facts change the child: one function a fact. None may throw, whatever came before it. */
export type Folds<E extends Fact<string, object>, S = Child> = {
  readonly [T in E['type']]: (state: S, data: Extract<E, { type: T }>['data']) => S;
};

/** How a facet answers its commands: the facts that follow, none for a repeat, or a {@link Refusal}. */
export type Decisions<C extends { readonly type: string }, E, S = Child> = {
  readonly [T in C['type']]: (state: S, command: Extract<C, { type: T }>, context: DecisionContext) => readonly E[];
};

/** What the sums of a day need beside the child: no clock is read, no file opened. */
export interface DayContext {
  /** The date in England. */
  readonly today: LocalDate;
  /** The calendar of the child's school, as it stands now; without it school days are weekdays, and the sums say so. */
  readonly calendar?: SchoolCalendar;
  readonly policy: Policy;
  readonly codes: AttendanceCodes;
}

export interface DecisionContext extends DayContext {
  /** Instant, ISO 8601 with Z. */
  readonly now: string;
  /** Who asks, where a rule depends on it; a command from the system carries none. */
  readonly actor?: { readonly id: string; readonly role: string; readonly organisation: string };
}

/** Throws the refusal of a rule, with the paragraph that the rule comes from. */
export function refuse(
  rule: Rule,
  name: string,
  detail: string,
  more: Partial<Pick<RefusalReason, 'failed' | 'kind' | 'paragraph'>> = {},
): never {
  throw new Refusal({ name, rule, paragraph: RULES[rule], detail, kind: 'conflict', ...more });
}

/** The same list with one entry changed; the list itself when no entry has that id. */
export function amend<T>(list: readonly T[], matches: (entry: T) => boolean, change: (entry: T) => T): readonly T[] {
  return list.some(matches) ? list.map((entry) => (matches(entry) ? change(entry) : entry)) : list;
}

/** The date a fact happened on: as given, else today; refuses one that is no date or still to come. */
export function happenedOn(given: LocalDate | undefined, context: DayContext, rule: Rule): LocalDate {
  if (given === undefined) return context.today;
  if (!isLocalDate(given)) refuse(rule, 'not-a-date', 'The date is not a calendar date.', { kind: 'invalid' });
  if (given > context.today) {
    refuse(rule, 'date-in-the-future', 'A fact cannot be dated later than today.', { kind: 'invalid' });
  }
  return given;
}

/** A date given for something to come or past, checked for form only. */
export function aDate(given: unknown, rule: Rule, what: string): LocalDate {
  if (!isLocalDate(given)) refuse(rule, 'not-a-date', `${what} is not a calendar date.`, { kind: 'invalid' });
  return given;
}

/** Refuses what can be said of a registered child only. */
export function known(child: Child, rule: Rule): void {
  if (child.identity === undefined) refuse(rule, 'child-not-registered', 'The child has not been registered.');
}

/** An entry of one of the policy's code lists; refuses a code that the list does not have (R62). */
export function listed(list: string, code: string, { policy }: DayContext): CodeListEntry {
  const entry = codeListEntry(policy, list, code);
  if (entry !== undefined) return entry;
  const known = policy.codeLists[list]?.entries.map((each) => each.code).join(', ') ?? 'none';
  return refuse('R62', 'unknown-code', `${code} is not in the list ${list}: ${known}.`, { kind: 'invalid' });
}

/** The law that a decision was made under, `england-2024@1.0.0` (T7). */
export function lawOf({ policy }: DayContext): string {
  const law = policy.layers.find(({ layer }) => layer === 'law');
  return law === undefined ? '' : `${law.pack}@${law.version}`;
}
