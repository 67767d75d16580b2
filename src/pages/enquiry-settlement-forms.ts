import { OpenCaseForEnquiry } from '../enquiries/commands/open-case.js';
import { canBeTold } from '../enquiries/domain/intake.js';
import { DISCLOSABLE, type Disclosable, outcomeOf } from '../enquiries/domain/settlement.js';
import { accepted, change, channel, type EnquiryForm, happened, isOpen, on, text, why } from './enquiry-form.js';
import { givenOf, linesOf } from './form-fields.js';

const TOLD: Readonly<Record<Disclosable, string>> = {
  'known-here': 'That the child is known here',
  'on-roll': 'That the child is on a roll',
  attending: 'Whether the child attends',
  school: 'The name of the school',
  'case-open': 'That there is a case',
  'other-authority': 'That another authority is responsible',
};

/** What comes of an enquiry: school, case, referrer, closing (R39, A15). */
export const SETTLEMENT_FORMS: readonly EnquiryForm[] = [
  {
    action: 'school-contact',
    title: 'Ask the school whether the child attends',
    said: 'That the school was asked is recorded.',
    button: 'Record that the school was asked',
    intro: 'A name on a roll is not attendance: the school is asked.',
    controls: [
      channel('How the school was asked', 'Choose how the school was asked'),
      {
        kind: 'text',
        name: 'urn',
        label: 'URN of the school',
        hint: 'Only where it is another than the one whose roll the child is on.',
        pattern: /^\d{6}$/,
        wants: 'The URN must be six digits',
      },
      happened,
    ],
    offered: (enquiry) => isOpen(enquiry) && enquiry.link !== undefined && enquiry.school?.attending === undefined,
    step: 'contact-school',
    command: change((values) => ({
      type: 'ContactSchool',
      channel: text(values, 'channel'),
      ...givenOf(values, 'urn', 'occurredOn'),
    })),
  },
  {
    action: 'school-answer',
    title: 'Record what the school answered',
    said: 'The school’s answer is recorded.',
    button: 'Record the answer',
    controls: [
      {
        kind: 'choice',
        name: 'attending',
        label: 'Does the child attend?',
        needed: 'Choose whether the child attends',
        choices: [
          { value: 'yes', text: 'Yes, the child attends' },
          { value: 'no', text: 'No, the child does not attend' },
        ],
      },
      { kind: 'date', name: 'lastAttended', label: 'Last day the child was there' },
      { kind: 'textarea', name: 'note', label: 'What else the school said' },
      happened,
    ],
    offered: (enquiry) => isOpen(enquiry) && enquiry.school !== undefined,
    step: 'await-school',
    command: change((values) => ({
      type: 'RecordSchoolAnswer',
      attending: text(values, 'attending') === 'yes',
      ...givenOf(values, 'lastAttended', 'note', 'occurredOn'),
    })),
  },
  {
    action: 'case',
    title: 'Open a case',
    said: 'The case is open.',
    button: 'Open the case',
    intro:
      'Of the confirmed child; else the child comes on record, and in the county the Attendance Team is asked for a visit (CME3).',
    controls: [
      { kind: 'text', name: 'givenName', label: 'Given name', hint: 'It was not told.', max: 100 },
      { kind: 'text', name: 'familyName', label: 'Family name', hint: 'It was not told.', max: 100 },
      { kind: 'date', name: 'dateOfBirth', label: 'Date of birth', hint: 'It was not told.' },
    ],
    asks: ({ child = {} }, name) => !Object.hasOwn(child, name),
    offered: (enquiry) => isOpen(enquiry) && accepted(enquiry) && enquiry.case === undefined,
    step: ['open-case', 'visit', 'trace'],
    command: (id, caller, values) =>
      new OpenCaseForEnquiry(id, caller, givenOf(values, 'givenName', 'familyName', 'dateOfBirth')),
  },
  {
    action: 'referrer-update',
    title: 'Tell the referrer what it came to',
    said: 'What the referrer was told is recorded.',
    button: 'Record what was told',
    intro: 'No more of the child than the answer needs.',
    controls: [
      {
        kind: 'several',
        name: 'disclosed',
        label: 'What was told of the child',
        hint: 'Nothing, for a bare answer that the matter is dealt with.',
        choices: DISCLOSABLE.map((value) => ({ value, text: TOLD[value] })),
      },
      channel('How the referrer was told', 'Choose how the referrer was told'),
      happened,
    ],
    offered: (enquiry) => isOpen(enquiry) && canBeTold(enquiry.referrer) && enquiry.updatedOn === undefined,
    step: 'update-referrer',
    command: change((values) => ({
      type: 'UpdateReferrer',
      channel: text(values, 'channel'),
      disclosed: linesOf(values, 'disclosed') as readonly Disclosable[],
      ...on(values),
    })),
  },
  {
    action: 'close',
    title: 'Close the enquiry',
    said: 'The enquiry is closed.',
    button: 'Close the enquiry',
    controls: [why('Why')],
    offered: (enquiry) => isOpen(enquiry) && outcomeOf(enquiry) !== undefined,
    step: 'close',
    command: change((values) => ({ type: 'CloseEnquiry', ...givenOf(values, 'reason') })),
  },
];
