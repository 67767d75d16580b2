import { settingOf } from '../../policy/domain/policy-on.js';
import type { Policy } from '../../policy/domain/policy-pack.js';
import type { Delivery, LetterContent, LetterForm, LetterKind, Recipient } from './letter.js';

/** A letter that a fact asks for, before it is written. */
export interface LetterDraft {
  readonly kind: LetterKind;
  readonly recipient: Recipient;
  readonly organisation?: string;
  readonly delivery: Delivery;
  readonly mailbox?: string;
  readonly address?: string;
  readonly enclosures?: readonly LetterKind[];
  readonly content: LetterContent;
}

/** What a draft needs beside the fact and the record. */
export interface DraftContext {
  /** Of the day of the fact. */
  readonly policy: Policy;
  /** As it stood when the fact was recorded; undefined for a school that is not known. */
  readonly schoolOf: (urn: string) => { readonly name?: string; readonly email?: string } | undefined;
}

export type Words = Readonly<Record<string, string | number | readonly string[] | undefined>>;

/** Leaves out what is not known and makes text of the rest. */
export function wordsOf(given: Words): LetterContent {
  const content: Record<string, string | readonly string[]> = {};
  for (const [name, value] of Object.entries(given)) {
    if (value === undefined || value === '' || (Array.isArray(value) && value.length === 0)) continue;
    content[name] = typeof value === 'number' ? String(value) : (value as string | readonly string[]);
  }
  return content;
}

/** The way to a mailbox of the policy: by mail where the policy names its address. */
export function toMailbox(
  policy: Policy,
  mailbox: string | undefined,
  otherwise: Delivery = 'by-hand',
): Pick<LetterDraft, 'delivery' | 'mailbox' | 'address'> {
  const found = mailbox === undefined ? undefined : policy.mailboxes[mailbox];
  if (mailbox === undefined || found === undefined) return { delivery: otherwise };
  return { delivery: 'mail', mailbox, address: found.address };
}

/** The way to an address that is on record. */
export function toAddress(address: string | undefined): Pick<LetterDraft, 'delivery' | 'address'> {
  return address === undefined ? { delivery: 'by-hand' } : { delivery: 'mail', address };
}

/** Which form of the policy a kind of letter is. @throws RangeError when no layer of the policy has it */
export function formOf(policy: Policy, kind: LetterKind): LetterForm {
  const form = policy.forms[kind];
  if (form === undefined) throw new RangeError(`${policy.reference.version} has no form ${kind}`);
  const { code = kind, version, template, title } = form;
  return { form: code, formVersion: version, template, templateVersion: version, title };
}

export function authorityName(policy: Policy): string {
  const area = settingOf(policy, 'areaName');
  return typeof area === 'string' ? `Local authority: ${area}` : 'Local authority';
}

/** For a subject line: tells the record from others and says nothing of a person. */
export function referenceOf(id: string): string {
  return `CME-${id.slice(0, 8).toUpperCase()}`;
}

/** `no answer` from `NO_ANSWER` and `no-answer`. */
export const plain = (code: string): string => code.toLowerCase().replace(/[_-]/g, ' ');
