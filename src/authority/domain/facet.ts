import type { Policy } from '../../policy/domain/policy-pack.js';
import { Refusal, type RefusalReason } from '../../policy/domain/refusal.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import type { Authority } from './authority.js';

/** A fact of the authority's stream. */
export interface Fact<T extends string, D extends object> {
  readonly type: T;
  readonly data: Readonly<D>;
}

export type Order<T extends string, D extends object> = { readonly type: T } & Readonly<D>;

/** How a facet's facts change the authority. None may throw, whatever came before it. */
export type Folds<E extends Fact<string, object>> = {
  readonly [T in E['type']]: (authority: Authority, data: Extract<E, { type: T }>['data']) => Authority;
};

/** How a facet answers its commands: the facts that follow, none for a repeat, or a {@link Refusal}. */
export type Decisions<C extends { readonly type: string }, E> = {
  readonly [T in C['type']]: (
    authority: Authority,
    command: Extract<C, { type: T }>,
    context: AuthorityContext,
  ) => readonly E[];
};

/** One dated policy file that the program holds. */
export interface PackHeld {
  readonly pack: string;
  readonly version: string;
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
}

/** What a decision about the authority needs beside it. */
export interface AuthorityContext {
  /** The date in England. */
  readonly today: LocalDate;
  readonly policy: Policy;
  /** Every pack that the program can work under. */
  readonly packs: readonly PackHeld[];
}

const RULES = {
  R19: 'Riverside CME policy, section 2: no child slips through the net',
  R23: 'Riverside CME policy, section 4: read with the policies in force',
  R24: 'Riverside CME policy, section 5: schools and partners know how to notify, track and find provision',
  R30: 'Riverside CME policy, section 9: the designated officer for children missing education',
  R32: 'Riverside CME policy, section 9: reports to the Children’s Services Leadership Team',
  R58: 'Riverside CME policy, section 14: read with Norfolk CME Practice and Procedures',
} as const;

export type AuthorityRule = keyof typeof RULES;

/** Throws the refusal of a rule, with the paragraph that it comes from. */
export function refuse(
  rule: AuthorityRule,
  name: string,
  detail: string,
  more: Partial<Pick<RefusalReason, 'failed' | 'kind'>> = {},
): never {
  throw new Refusal({ name, rule, paragraph: RULES[rule], detail, kind: 'conflict', ...more });
}

export function aDate(given: unknown, rule: AuthorityRule, what: string): LocalDate {
  if (!isLocalDate(given)) refuse(rule, 'not-a-date', `${what} is not a calendar date.`, { kind: 'invalid' });
  return given;
}

/** The date a fact happened on: as given, else today; refuses one that is no date or still to come. */
export function happenedOn(given: LocalDate | undefined, { today }: AuthorityContext, rule: AuthorityRule): LocalDate {
  if (given === undefined) return today;
  const date = aDate(given, rule, 'The date');
  if (date > today) refuse(rule, 'date-in-the-future', 'A fact cannot be dated later than today.', { kind: 'invalid' });
  return date;
}
