import { letterSentences } from '../letters/sentences.js';
import type { EnquiryEvent } from './domain/enquiry.js';
import { OWN_RECORDS } from './domain/roll-check.js';

type Sentences = {
  readonly [T in EnquiryEvent['type']]: (data: Extract<EnquiryEvent, { readonly type: T }>['data']) => string;
};

const AGAIN: Readonly<Record<string, string>> = {
  verification: 'verify the referrer',
  update: 'tell the referrer',
  search: 'search the records',
};

const WAYS: Readonly<Record<string, string>> = {
  email: 'by e-mail',
  'secure-email': 'by secure e-mail',
  phone: 'by telephone',
  letter: 'by letter',
  'web-form': 'through a web form',
  'in-person': 'in person',
  ctf: 'by a common transfer file',
};
const way = (channel: string): string => WAYS[channel] ?? `by ${plain(channel)}`;

const STEP_WORDS: Readonly<Record<string, string>> = {
  acknowledge: 'acknowledge the enquiry',
  'check-rolls': 'search the records',
  'decide-match': 'decide whether the record is the child’s',
  'contact-school': 'ask the school',
  'await-school': 'hear from the school',
  'open-case': 'open a case',
  trace: 'trace the family',
  'update-referrer': 'tell the referrer what it came to',
};

const plain = (code: string): string => code.replaceAll('-', ' ');

const sentences: Sentences = {
  EnquiryReceived: ({ kind, referrer, channel }) =>
    `${kind === 'enquiry' ? 'An enquiry' : 'A notification'} came ${way(channel)} from ${referrer.organisation ?? 'a member of the public'}.`,
  EnquiryAmended: ({ referrer, child, message, reason, voids }) => {
    const parts = [referrer && 'the referrer', child && 'the child', message && 'the message'].filter(Boolean);
    const again = voids.map((each) => AGAIN[each]).filter(Boolean);
    return `What was told of ${parts.join(' and ')} was corrected: ${reason}.${again.length > 0 ? ` To be done again: ${again.join(', ')}.` : ''}`;
  },
  EnquiryAssigned: ({ owner, from }) => `The enquiry passed from ${from} to ${owner}.`,
  EnquiryAcknowledged: ({ channel }) => `The arrival was acknowledged ${way(channel)}.`,
  ReferrerVerified: ({ how }) => `The referrer’s identity was verified: ${how}.`,
  NotificationTriaged: ({ decision, reason }) => `Triaged as ${decision}: ${reason}.`,
  RollChecked: ({ system, result, candidates }) =>
    `${system === OWN_RECORDS ? 'Our own records were' : `${system} was`} checked: ${plain(result)}${candidates === 0 ? '' : `, ${candidates} to be looked at`}.`,
  MatchProposed: ({ why }) => `A record was proposed. ${why}`,
  MatchConfirmed: ({ reason }) => `The record was confirmed as the child’s: ${reason}.`,
  MatchRejected: ({ reason }) => `The record was rejected as another child’s: ${reason}.`,
  MatchWithdrawn: ({ reason }) => `The link was undone: ${reason}.`,
  MatchLeftOpen: ({ reason }) => `It could not be told whether the record is the child’s. Needed: ${reason}.`,
  SchoolContacted: ({ urn, channel }) => `School ${urn} was asked ${way(channel)} whether the child attends.`,
  AttendanceConfirmed: ({ urn }) => `School ${urn} confirmed that the child attends.`,
  NotAttendingReported: ({ urn }) => `School ${urn} reported that the child does not attend.`,
  ReferrerUpdated: ({ channel, disclosed }) =>
    `The referrer was updated ${way(channel)}; told of the child: ${disclosed.length === 0 ? 'nothing' : disclosed.map(plain).join(', ')}.`,
  CaseOpenedForEnquiry: ({ registered, visitRequested }) =>
    `A case was opened${registered ? ' for a child new on record' : ''}${visitRequested ? '; a visit was asked for on CME3' : ''}.`,
  EnquiryDutyBreached: ({ step, due, owner }) =>
    `Not done in time: ${STEP_WORDS[step] ?? plain(step)}, due on ${due}, of ${owner}.`,
  EnquiryClosed: ({ outcome }) => `Closed: ${plain(outcome)}.`,
  ...letterSentences,
};

/** One plain sentence for the history; erased words read `[erased]`. */
export function sentenceOf(event: EnquiryEvent): string {
  const sentence = sentences[event.type] as ((data: EnquiryEvent['data']) => string) | undefined;
  return sentence === undefined ? `${event.type}.` : sentence(event.data);
}
