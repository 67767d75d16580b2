import type { Policy } from '../../policy/domain/policy-pack.js';
import { Refusal, type RefusalReason } from '../../policy/domain/refusal.js';
import type { SchoolCalendar } from './calendar.js';
import { defaultCalendar } from './default-calendar.js';
import type { GuidanceInForce } from './guidance.js';
import { isLocalDate, type LocalDate } from './local-date.js';
import type { School } from './school.js';

/** A fact of the school's stream. */
export interface Fact<T extends string, D extends object> {
  readonly type: T;
  readonly data: Readonly<D>;
}

export type Order<T extends string, D extends object> = { readonly type: T } & Readonly<D>;

/** How a facet's facts change the school. None may throw, whatever came before it. */
export type Folds<E extends Fact<string, object>> = {
  readonly [T in E['type']]: (school: School, data: Extract<E, { type: T }>['data']) => School;
};

/** How a facet answers its commands: the facts that follow, none for a repeat, or a {@link Refusal}. */
export type Decisions<C extends { readonly type: string }, E> = {
  readonly [T in C['type']]: (school: School, command: Extract<C, { type: T }>, context: SchoolContext) => readonly E[];
};

/** What a decision about a school needs beside the school. */
export interface SchoolContext {
  /** The date in England. */
  readonly today: LocalDate;
  readonly policy: Policy;
  /** The children on the school's roll, where a decision is about all of them. */
  readonly enrolled?: readonly string[];
  /** The statutory guidance that the school's authority has published, where a decision or a duty is about it. */
  readonly guidance?: readonly GuidanceInForce[];
}

/** The school's own calendar, or its authority's model in its place. */
export function calendarOf(school: School, { policy }: Pick<SchoolContext, 'policy'>): SchoolCalendar {
  return school.calendar ?? defaultCalendar(school.urn ?? '000000', policy.modelCalendar);
}

const RULES = {
  R01: 'Riverside CME policy, section 1: attendance is monitored weekly',
  R04: 'Riverside CME policy, section 1: after every holiday, including half term',
  R05: 'Riverside CME policy, section 1, for each school of the federation',
  R23: 'Riverside CME policy, section 4: read with the policies in force',
  R35: 'Riverside CME policy, section 9: schools follow the statutory guidance',
  R63: 'School calendars: Education (School Day and School Year) (England) Regulations 1999',
} as const;

export type SchoolRule = keyof typeof RULES;

/** Throws the refusal of a rule, with the paragraph that it comes from. */
export function refuse(
  rule: SchoolRule,
  name: string,
  detail: string,
  more: Partial<Pick<RefusalReason, 'failed' | 'kind'>> = {},
): never {
  throw new Refusal({ name, rule, paragraph: RULES[rule], detail, kind: 'conflict', ...more });
}

export function aDate(given: unknown, rule: SchoolRule, what: string): LocalDate {
  if (!isLocalDate(given)) refuse(rule, 'not-a-date', `${what} is not a calendar date.`, { kind: 'invalid' });
  return given;
}

export function registered(school: School, rule: SchoolRule): asserts school is School & { readonly urn: string } {
  if (school.urn === undefined) refuse(rule, 'school-not-registered', 'The school has not been registered.');
}
