import type { Command } from '@nestjs/cqrs';
import { ChangeEnquiry, type EnquiryWritten } from '../enquiries/commands/change-enquiry.js';
import type { EnquiryCommand } from '../enquiries/domain/enquiry.js';
import type { Step } from '../enquiries/domain/next-step.js';
import type { EnquiryRead } from '../enquiries/queries/read-enquiry.js';
import type { Caller } from '../platform/http/caller.js';
import { type Choice, type Control, given, givenOf, type Values } from './form-fields.js';

/** Something that can be recorded of an enquiry from its page. */
export interface EnquiryForm {
  readonly action: string;
  readonly title: string;
  readonly said: string;
  readonly button: string;
  readonly intro?: string;
  readonly controls: readonly Control[];
  /** Whether a field of that name is still to be asked for; all are unless it says so. */
  readonly asks?: (enquiry: EnquiryRead, name: string) => boolean;
  /** Whether it can be of use as the enquiry stands; the domain decides whether it is allowed. */
  readonly offered: (enquiry: EnquiryRead) => boolean;
  /** The step that it does. */
  readonly step?: Step | readonly Step[];
  readonly command: (id: string, caller: Caller, values: Values) => Command<EnquiryWritten>;
}

export const CHANNELS: readonly Choice[] = [
  { value: 'email', text: 'E-mail' },
  { value: 'secure-email', text: 'Secure e-mail' },
  { value: 'phone', text: 'Telephone' },
  { value: 'letter', text: 'Letter' },
  { value: 'web-form', text: 'Web form' },
  { value: 'in-person', text: 'In person' },
];

export const channel = (label: string, needed: string): Control => ({
  kind: 'choice',
  name: 'channel',
  label,
  needed,
  choices: CHANNELS,
});
export const happened: Control = {
  kind: 'date',
  name: 'occurredOn',
  label: 'Day it happened',
  hint: 'Leave it empty for today.',
};
export const why = (label: string, needed?: string): Control => ({
  kind: 'textarea',
  name: 'reason',
  label,
  hint: 'It is kept with the decision.',
  max: 1_000,
  ...(needed === undefined ? {} : { needed }),
});

export const change = (order: (values: Values) => EnquiryCommand) => (id: string, caller: Caller, values: Values) =>
  new ChangeEnquiry(id, caller, order(values));
export const text = (values: Values, name: string) => given(values, name) ?? '';
export const on = (values: Values) => givenOf(values, 'occurredOn');

export const isOpen = ({ state }: EnquiryRead) => state === 'open';
export const accepted = ({ kind, triage }: EnquiryRead) =>
  triage === undefined ? kind !== 'notification' : triage.decision === 'accept';
