import type { EnquiryEvent } from './domain/enquiry.js';

type Sentences = {
  readonly [T in EnquiryEvent['type']]: (data: Extract<EnquiryEvent, { readonly type: T }>['data']) => string;
};

const sentences: Sentences = {
  EnquiryReceived: ({ kind, referrer, channel }) =>
    `${kind === 'enquiry' ? 'An enquiry' : 'A notification'} came by ${channel} from ${referrer.organisation ?? 'a member of the public'}.`,
  EnquiryAcknowledged: ({ channel }) => `The arrival was acknowledged by ${channel}.`,
  ReferrerVerified: ({ how }) => `The referrer’s identity was verified: ${how}.`,
  NotificationTriaged: ({ decision, reason }) => `Triaged as ${decision}: ${reason}.`,
  RollChecked: ({ system, result, candidates }) =>
    `${system} was checked: ${result}${candidates === 0 ? '' : `, ${candidates} to be looked at`}.`,
  MatchProposed: ({ why }) => `A record was proposed. ${why}`,
  MatchConfirmed: ({ reason }) => `The record was confirmed as the child’s: ${reason}.`,
  MatchRejected: ({ reason }) => `The record was rejected as another child’s: ${reason}.`,
  MatchWithdrawn: ({ reason }) => `The link was undone: ${reason}.`,
  SchoolContacted: ({ urn, channel }) => `School ${urn} was asked by ${channel} whether the child attends.`,
  AttendanceConfirmed: ({ urn }) => `School ${urn} confirmed that the child attends.`,
  NotAttendingReported: ({ urn }) => `School ${urn} reported that the child does not attend.`,
  ReferrerUpdated: ({ channel, disclosed }) =>
    `The referrer was updated by ${channel}; told of the child: ${disclosed.length === 0 ? 'nothing' : disclosed.join(', ')}.`,
  CaseOpenedForEnquiry: ({ registered, visitRequested }) =>
    `A case was opened${registered ? ' for a child new on record' : ''}${visitRequested ? '; a visit was asked for on CME3' : ''}.`,
  EnquiryClosed: ({ outcome }) => `Closed: ${outcome}.`,
};

/** One plain sentence for the history; erased words read `[erased]`. */
export function sentenceOf(event: EnquiryEvent): string {
  const sentence = sentences[event.type] as ((data: EnquiryEvent['data']) => string) | undefined;
  return sentence === undefined ? `${event.type}.` : sentence(event.data);
}
