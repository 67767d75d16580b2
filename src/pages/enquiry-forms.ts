import { change, type EnquiryForm, isOpen, text, why } from './enquiry-form.js';
import { INTAKE_FORMS } from './enquiry-intake-forms.js';
import { SETTLEMENT_FORMS } from './enquiry-settlement-forms.js';

const DECISIONS = { same: 'ConfirmMatch', other: 'RejectMatch', unsure: 'LeaveMatchOpen' } as const;

/** What a person decides on one record; the record is named by a hidden field. */
export const MATCH_FORM: EnquiryForm = {
  action: 'match',
  title: 'Is this the child?',
  said: 'Your decision is recorded.',
  button: 'Record the decision',
  controls: [
    {
      kind: 'choice',
      name: 'decision',
      label: 'Is this the child?',
      needed: 'Choose whether this is the child',
      choices: [
        { value: 'same', text: 'Same child' },
        { value: 'other', text: 'Not the same child' },
        { value: 'unsure', text: 'Cannot tell', hint: 'Say below what would settle it.' },
      ],
    },
    why('How sure, and why', 'Enter how sure you are, and why'),
  ],
  offered: isOpen,
  command: change((values) => ({
    type: DECISIONS[text(values, 'decision') as keyof typeof DECISIONS],
    childId: text(values, 'childId'),
    reason: text(values, 'reason'),
  })),
};

export const UNDO_FORM: EnquiryForm = {
  action: 'undo',
  title: 'Undo this link',
  said: 'The link is undone. Both records keep their histories.',
  button: 'Undo the link',
  intro: 'What followed from the link falls with it, and a closed enquiry is open again.',
  controls: [why('Why it is undone', 'Enter why the link is undone')],
  offered: ({ link }) => link !== undefined,
  command: change((values) => ({
    type: 'WithdrawMatch',
    childId: text(values, 'childId'),
    reason: text(values, 'reason'),
  })),
};

/** Those that stand by themselves, in the order of the work. */
export const ENQUIRY_FORMS: readonly EnquiryForm[] = [...INTAKE_FORMS, ...SETTLEMENT_FORMS];

/** Every form that the page of an enquiry sends. */
export const ALL_FORMS: readonly EnquiryForm[] = [...ENQUIRY_FORMS, MATCH_FORM, UNDO_FORM];
