import type { SafeguardingEvent } from './domain/safeguarding.js';

type Sentences = {
  readonly [T in SafeguardingEvent['type']]: (data: Extract<SafeguardingEvent, { readonly type: T }>['data']) => string;
};

const TRIGGERS = {
  'unexplained-absence': 'an unexplained absence',
  untraced: 'the child could not be traced',
  leave: 'a leave request',
  concern: 'a concern',
} as const;

const words = (code: string) => code.replaceAll('-', ' ').replaceAll('_', ' ').toLowerCase();
const with_ = (text: string | undefined) => (text === undefined ? '' : `: ${text}`);

const sentences: Sentences = {
  SafeguardingConcernRaised: ({ kind, trigger, confirmed, account }) =>
    trigger === undefined
      ? `A concern was raised, ${words(kind)}${confirmed ? ', known' : ''}${with_(account)}.`
      : `A review of the risk was asked for after ${TRIGGERS[trigger]}.`,
  ConcernAssessed: ({ kind, note }) => `Looked at: ${words(kind)}${with_(note)}.`,
  RiskIndicatorRecorded: ({ code, note }) => `An indicator was recorded, ${words(code)}${with_(note)}.`,
  ConcernConfirmed: ({ note }) => `What was feared is known${with_(note)}.`,
  RiskDecisionRecorded: ({ decision, rationale }) => `Decided, ${words(decision)}: ${rationale}.`,
  StatutoryReportMade: ({ reference }) => `Reported to the police as the law demands, reference ${reference}.`,
  SafeguardingConcernClosed: ({ summary }) => `The concern was closed${with_(summary)}.`,
  SafeguardingEscalated: ({ to, reason, acknowledgementDue }) =>
    `Escalated to ${words(to)}${with_(reason)}. To be acknowledged by ${acknowledgementDue}.`,
  EscalationAcknowledged: ({ reference }) => `The escalation was acknowledged${with_(reference)}.`,
  MissingPersonReported: ({ reference }) => `Reported to the police as missing, reference ${reference}.`,
  SafeguardingActionAdded: ({ owner, due, action }) => `To be done by ${owner} until ${due}: ${action}.`,
  SafeguardingActionCompleted: ({ outcome }) => `An action was done${with_(outcome)}.`,
};

/** One plain sentence for the restricted history; erased words read `[erased]`. */
export function sentenceOf(event: SafeguardingEvent): string {
  const sentence = sentences[event.type] as ((data: SafeguardingEvent['data']) => string) | undefined;
  return sentence === undefined ? `${event.type}.` : sentence(event.data);
}
