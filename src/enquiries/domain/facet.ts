import { type DueDate, dueDate } from '../../policy/domain/due-date.js';
import { timescaleOf } from '../../policy/domain/policy-on.js';
import type { Policy } from '../../policy/domain/policy-pack.js';
import { Refusal, type RefusalReason } from '../../policy/domain/refusal.js';
import type { TimescaleName } from '../../policy/domain/timescale-names.js';
import type { SchoolCalendar } from '../../schools/domain/calendar.js';
import { isLocalDate, type LocalDate } from '../../schools/domain/local-date.js';
import type { Enquiry } from './enquiry.js';

/** A fact of the enquiry's stream. */
export interface Fact<T extends string, D extends object> {
  readonly type: T;
  readonly data: Readonly<D>;
}

export type Order<T extends string, D extends object> = { readonly type: T } & Readonly<D>;

/** How a facet's facts change the enquiry. None may throw, whatever came before it. */
export type Folds<E extends Fact<string, object>> = {
  readonly [T in E['type']]: (enquiry: Enquiry, data: Extract<E, { type: T }>['data']) => Enquiry;
};

/** How a facet answers its commands: the facts that follow, none for a repeat, or a {@link Refusal}. */
export type Decisions<C extends { readonly type: string }, E> = {
  readonly [T in C['type']]: (
    enquiry: Enquiry,
    command: Extract<C, { type: T }>,
    context: EnquiryContext,
  ) => readonly E[];
};

/** What a decision about an enquiry needs beside the enquiry. */
export interface EnquiryContext {
  /** The date in England. */
  readonly today: LocalDate;
  readonly policy: Policy;
  /** The role of who asks: a rule wants a person's decision where `system` would be a program's. */
  readonly role: string;
}

const RULES = {
  R37: 'Riverside CME policy, section 10: enquiries of other authorities and agencies',
  R38: 'Riverside CME policy, section 10: check of the database',
  R39: 'Riverside CME policy, section 10: the school confirms, the referrer is updated',
  R43: 'Riverside CME policy, section 10: CME3 to the Attendance Team',
  R45: 'Riverside CME policy, section 10: progress is monitored and logged',
  R46: 'Riverside CME policy, section 10: until one of the four outcomes',
  R50: 'Riverside CME policy, section 11: agencies and the public notify the authority',
  R60: 'DOMAIN R60: every form and letter has its template, version, recipient and delivery state',
  R67: 'DOMAIN R67: a correction is a fact of its own',
} as const;

export type EnquiryRule = keyof typeof RULES;

export function paragraphOf(rule: EnquiryRule): string {
  return RULES[rule];
}

/** Throws the refusal of a rule, with the paragraph that it comes from. */
export function refuse(
  rule: EnquiryRule,
  name: string,
  detail: string,
  more: Partial<Pick<RefusalReason, 'failed' | 'kind'>> = {},
): never {
  throw new Refusal({ name, rule, paragraph: RULES[rule], detail, kind: 'conflict', ...more });
}

/** The date a fact happened on: as given, else today; refuses one that is no date, still to come or before the arrival. */
export function happenedOn(
  given: LocalDate | undefined,
  enquiry: Enquiry,
  { today }: EnquiryContext,
  rule: EnquiryRule,
): LocalDate {
  if (given === undefined) return today;
  if (!isLocalDate(given)) refuse(rule, 'not-a-date', 'The date is not a calendar date.', { kind: 'invalid' });
  if (given > today)
    refuse(rule, 'date-in-the-future', 'A fact cannot be dated later than today.', { kind: 'invalid' });
  if (enquiry.receivedOn !== undefined && given < enquiry.receivedOn) {
    refuse(rule, 'date-before-arrival', 'This cannot have happened before the enquiry arrived.', { kind: 'invalid' });
  }
  return given;
}

/** Refuses a text of nothing but spaces where a reason must be kept. */
export function reasoned(reason: string, rule: EnquiryRule): string {
  if (reason.trim() === '') refuse(rule, 'no-reason', 'Say why: the reason is kept.', { kind: 'invalid' });
  return reason;
}

/** Refuses on an enquiry that has not arrived or is closed. */
export function open(enquiry: Enquiry, rule: EnquiryRule): void {
  arrived(enquiry, rule);
  if (enquiry.closed !== undefined) refuse(rule, 'enquiry-closed', 'The enquiry is closed.');
}

export function arrived(enquiry: Enquiry, rule: EnquiryRule): void {
  if (enquiry.receivedOn === undefined) refuse(rule, 'enquiry-not-received', 'The enquiry has not been received.');
}

/** No school's calendar counts for an enquiry; its timescales are in working days. */
const USUAL_YEAR: SchoolCalendar = { urn: '000000', version: 0, basis: 'model', years: [] };

/** When the policy wants a thing done, counted from a date; undefined when that policy has no such rule. */
export function deadline(name: TimescaleName, from: LocalDate, policy: Policy): DueDate | undefined {
  const rule = timescaleOf(policy, name);
  return rule && dueDate(rule, from, USUAL_YEAR);
}
