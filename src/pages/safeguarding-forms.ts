import { CONCERN_KINDS, type ConcernKind, DECISIONS, type RiskDecision } from '../safeguarding/domain/concerns.js';
import { ESCALATED_TO, type EscalatedTo } from '../safeguarding/domain/escalations.js';
import type { SafeguardingCommand } from '../safeguarding/domain/safeguarding.js';
import type { SafeguardingRead } from '../safeguarding/queries/read-safeguarding.js';
import { type Choice, type Control, given, givenOf, type Values } from './form-fields.js';
import { DECISION_WORDS, indicatorWords, KIND_WORDS, TO_WORDS } from './safeguarding-words.js';

type Concern = SafeguardingRead['concerns'][number];

/** What the page of a concern knows when it offers a form. */
export interface AtConcern {
  readonly read: SafeguardingRead;
  readonly concern: Concern;
  /** The policy's indicators, by code. */
  readonly indicators: readonly string[];
  /** Of a thing that the form brings into being. */
  readonly id: string;
}

/** Something that can be recorded of a concern from its page. */
export interface ConcernForm {
  readonly action: string;
  readonly title: string;
  readonly said: string;
  readonly button: string;
  readonly intro?: string;
  readonly controls: (at: AtConcern) => readonly Control[];
  /** Whether it can be of use as the record stands; the domain decides whether it is allowed. */
  readonly offered: (at: AtConcern) => boolean;
  readonly order: (values: Values, at: AtConcern) => SafeguardingCommand;
}

const text = (values: Values, name: string) => given(values, name) ?? '';
const happened: Control = {
  kind: 'date',
  name: 'occurredOn',
  label: 'Day it happened',
  hint: 'Leave it empty for today.',
};
const note = (label: string): Control => ({ kind: 'textarea', name: 'note', label });
const choice = (name: string, label: string, needed: string, choices: readonly Choice[]): Control => ({
  kind: 'choice',
  name,
  label,
  needed,
  choices,
});
const choicesOf = <T extends string>(values: readonly T[], words: Readonly<Record<T, string>>): readonly Choice[] =>
  values.map((value) => ({ value, text: words[value] }));
const isOpen = ({ concern }: AtConcern) => concern.closedOn === undefined;
const pending = ({ read, concern }: AtConcern) =>
  read.escalations.filter((each) => each.concernId === concern.concernId && each.acknowledgedOn === undefined);
const undone = ({ read, concern }: AtConcern) =>
  read.actions.filter((each) => each.concernId === concern.concernId && each.completedOn === undefined);

/** In the order of the work. */
export const CONCERN_FORMS: readonly ConcernForm[] = [
  {
    action: 'assessment',
    title: 'Record what is feared',
    said: 'What is feared is recorded.',
    button: 'Record what is feared',
    controls: () => [
      choice('kind', 'What is feared?', 'Choose what is feared', choicesOf(CONCERN_KINDS.slice(1), KIND_WORDS)),
      note('What you saw or were told'),
    ],
    offered: isOpen,
    order: (values, { concern: { concernId } }) => ({
      type: 'AssessConcern',
      concernId,
      kind: text(values, 'kind') as ConcernKind,
      ...givenOf(values, 'note'),
    }),
  },
  {
    action: 'indicator',
    title: 'Record an indicator',
    said: 'The indicator is recorded.',
    button: 'Record the indicator',
    controls: ({ indicators, concern }) => [
      choice(
        'code',
        'Which indicator?',
        'Choose the indicator',
        indicators
          .filter((code) => !concern.indicators.includes(code))
          .map((code) => ({ value: code, text: indicatorWords(code) })),
      ),
      note('What you saw or were told'),
      happened,
    ],
    offered: isOpen,
    order: (values, { concern: { concernId } }) => ({
      type: 'RecordIndicator',
      concernId,
      code: text(values, 'code'),
      ...givenOf(values, 'note', 'occurredOn'),
    }),
  },
  {
    action: 'confirmation',
    title: 'Record that it is known, not only feared',
    said: 'That it is known is recorded.',
    button: 'Record that it is known',
    intro: 'Known female genital mutilation must be reported to the police.',
    controls: () => [note('How it is known'), happened],
    offered: (at) => isOpen(at) && !at.concern.confirmed,
    order: (values, { concern: { concernId } }) => ({
      type: 'ConfirmConcern',
      concernId,
      ...givenOf(values, 'note', 'occurredOn'),
    }),
  },
  {
    action: 'escalation',
    title: 'Escalate to those who can protect the child',
    said: 'The escalation is recorded.',
    button: 'Record the escalation',
    intro: 'Tell them first, then record it here. It stays open until they say that they have it.',
    controls: () => [
      choice('to', 'Told to', 'Choose whom it was told to', choicesOf(ESCALATED_TO, TO_WORDS)),
      { kind: 'textarea', name: 'reason', label: 'Why' },
      happened,
    ],
    offered: isOpen,
    order: (values, { concern: { concernId }, id }) => ({
      type: 'EscalateSafeguarding',
      concernId,
      escalationId: id,
      to: text(values, 'to') as EscalatedTo,
      ...givenOf(values, 'reason', 'occurredOn'),
    }),
  },
  {
    action: 'acknowledgement',
    title: 'Record that an escalation was acknowledged',
    said: 'The acknowledgement is recorded.',
    button: 'Record the acknowledgement',
    controls: (at) => [
      choice(
        'escalationId',
        'Which escalation?',
        'Choose the escalation',
        pending(at).map(({ escalationId, to }) => ({ value: escalationId, text: TO_WORDS[to] })),
      ),
      { kind: 'text', name: 'reference', label: 'Their reference', max: 60 },
      happened,
    ],
    offered: (at) => pending(at).length > 0,
    order: (values) => ({
      type: 'AcknowledgeEscalation',
      escalationId: text(values, 'escalationId'),
      ...givenOf(values, 'reference', 'occurredOn'),
    }),
  },
  {
    action: 'police-report',
    title: 'Record that known harm was reported to the police',
    said: 'The report is recorded.',
    button: 'Record the report',
    controls: () => [
      { kind: 'text', name: 'reference', label: 'Police reference', needed: 'Enter the police reference', max: 60 },
      happened,
    ],
    offered: (at) => isOpen(at) && at.concern.confirmed && at.concern.reportedToPoliceOn === undefined,
    order: (values, { concern: { concernId } }) => ({
      type: 'ReportKnownHarm',
      concernId,
      reference: text(values, 'reference'),
      ...givenOf(values, 'occurredOn'),
    }),
  },
  {
    action: 'decision',
    title: 'Record what the concern asks for',
    said: 'The decision is recorded.',
    button: 'Record the decision',
    controls: () => [
      choice('decision', 'What was decided?', 'Choose what was decided', choicesOf(DECISIONS, DECISION_WORDS)),
      { kind: 'textarea', name: 'rationale', label: 'Why', needed: 'Enter why it was decided so' },
      happened,
    ],
    offered: isOpen,
    order: (values, { concern: { concernId } }) => ({
      type: 'RecordRiskDecision',
      concernId,
      decision: text(values, 'decision') as RiskDecision,
      rationale: text(values, 'rationale'),
      ...givenOf(values, 'occurredOn'),
    }),
  },
  {
    action: 'action',
    title: 'Add an action',
    said: 'The action is added.',
    button: 'Add the action',
    controls: () => [
      { kind: 'textarea', name: 'action', label: 'What is to be done', needed: 'Enter what is to be done' },
      { kind: 'text', name: 'owner', label: 'Who does it', needed: 'Enter who does it', max: 120 },
      { kind: 'date', name: 'due', label: 'By when', needed: 'Enter the date by which it is done' },
    ],
    offered: isOpen,
    order: (values, { concern: { concernId }, id }) => ({
      type: 'AddSafeguardingAction',
      concernId,
      actionId: id,
      owner: text(values, 'owner'),
      due: text(values, 'due'),
      action: text(values, 'action'),
    }),
  },
  {
    action: 'completion',
    title: 'Record that an action was done',
    said: 'That it was done is recorded.',
    button: 'Record that it was done',
    controls: (at) => [
      choice(
        'actionId',
        'Which action?',
        'Choose the action',
        undone(at).map(({ actionId, owner, due }) => ({ value: actionId, text: `${owner}, due ${due}` })),
      ),
      { kind: 'textarea', name: 'outcome', label: 'What came of it' },
      happened,
    ],
    offered: (at) => undone(at).length > 0,
    order: (values) => ({
      type: 'CompleteSafeguardingAction',
      actionId: text(values, 'actionId'),
      ...givenOf(values, 'outcome', 'occurredOn'),
    }),
  },
  {
    action: 'closure',
    title: 'Close the concern',
    said: 'The concern is closed.',
    button: 'Close the concern',
    intro: 'It closes with a decision, and when nothing is left to do.',
    controls: () => [{ kind: 'textarea', name: 'summary', label: 'What was done' }],
    offered: isOpen,
    order: (values, { concern: { concernId } }) => ({
      type: 'CloseConcern',
      concernId,
      ...givenOf(values, 'summary'),
    }),
  },
];

/** Something that can be recorded on the page of the child's restricted record, about no concern that is on it yet. */
export interface RecordForm {
  readonly action: string;
  readonly title: string;
  readonly said: string;
  readonly button: string;
  readonly controls: readonly Control[];
  /** `id`: of a thing that the form brings into being. */
  readonly order: (values: Values, id: string) => SafeguardingCommand;
}

export const RECORD_FORMS: readonly RecordForm[] = [
  {
    action: 'raise',
    title: 'Raise a concern',
    said: 'The concern is raised.',
    button: 'Raise the concern',
    controls: [
      choice('kind', 'What is feared?', 'Choose what is feared', choicesOf(CONCERN_KINDS, KIND_WORDS)),
      { kind: 'textarea', name: 'account', label: 'What you saw or were told' },
      happened,
    ],
    order: (values, concernId) => ({
      type: 'RaiseConcern',
      concernId,
      kind: text(values, 'kind') as ConcernKind,
      ...givenOf(values, 'account', 'occurredOn'),
    }),
  },
  {
    action: 'missing',
    title: 'Record that the child was reported to the police as missing',
    said: 'The report to the police is recorded.',
    button: 'Record the report',
    controls: [
      { kind: 'text', name: 'reference', label: 'Police reference', needed: 'Enter the police reference', max: 60 },
      happened,
    ],
    order: (values) => ({
      type: 'ReportMissingPerson',
      reference: text(values, 'reference'),
      ...givenOf(values, 'occurredOn'),
    }),
  },
];
