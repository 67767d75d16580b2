import type { Enquiry, EnquiryCommand } from '../enquiries/domain/enquiry.js';
import type { ChildAsTold, Referrer } from '../enquiries/domain/intake.js';
import type { EnquiryRead } from '../enquiries/queries/read-enquiry.js';
import { CHANNELS } from './enquiry-form.js';
import { type Control, given, givenOf, linesOf, type Values } from './form-fields.js';
import { formView, problemOf, type Sent } from './form-view.js';

/** Who asks or notifies, and of which child: the fields of a new enquiry and of a correction. */
export const TOLD_CONTROLS: readonly Control[] = [
  {
    kind: 'choice',
    name: 'referrerKind',
    label: 'Who told us',
    needed: 'Choose who told us',
    choices: [
      { value: 'authority', text: 'Another authority' },
      { value: 'agency', text: 'An agency' },
      { value: 'public', text: 'A member of the public', hint: 'May keep the name back.' },
    ],
  },
  { kind: 'text', name: 'organisation', label: 'Authority or agency' },
  { kind: 'text', name: 'reference', label: 'Their reference', max: 60 },
  { kind: 'text', name: 'name', label: 'Name of the person' },
  { kind: 'text', name: 'contact', label: 'Where the answer goes', hint: 'An e-mail address or a telephone number.' },
  { kind: 'text', name: 'givenName', label: 'Child’s given name', max: 100 },
  { kind: 'text', name: 'familyName', label: 'Child’s family name', max: 100 },
  { kind: 'text', name: 'knownAs', label: 'Name the child is called by', max: 100 },
  { kind: 'date', name: 'dateOfBirth', label: 'Date of birth' },
  { kind: 'text', name: 'upn', label: 'Unique pupil number', max: 20 },
  { kind: 'text', name: 'nhsNumber', label: 'NHS number', max: 20 },
  {
    kind: 'lines',
    name: 'lines',
    label: 'Address',
    hint: 'Where the child is said to live now, a line each.',
    most: 6,
  },
  { kind: 'text', name: 'postcode', label: 'Postcode', max: 10 },
  {
    kind: 'text',
    name: 'authority',
    label: 'Authority of that address',
    hint: 'Its three-digit code: 926 is Norfolk. Leave it empty when it is not known.',
    pattern: /^\d{3}$/,
    wants: 'The authority must be three digits, like 926',
  },
  { kind: 'lines', name: 'parents', label: 'Parents and carers', hint: 'Full names, a line each.', most: 6 },
  { kind: 'textarea', name: 'message', label: 'What else was said' },
];

export const NEW_CONTROLS: readonly Control[] = [
  {
    kind: 'choice',
    name: 'kind',
    label: 'What it is',
    needed: 'Choose what it is',
    choices: [
      { value: 'enquiry', text: 'An enquiry: an authority or agency asks whether a child is known here' },
      { value: 'notification', text: 'A notification: somebody tells of a child who may not be in education' },
    ],
  },
  { kind: 'choice', name: 'channel', label: 'How it came', needed: 'Choose how it came', choices: CHANNELS },
  { kind: 'date', name: 'occurredOn', label: 'Day it arrived', hint: 'Leave it empty for today.' },
  ...TOLD_CONTROLS,
];

export const AMEND_CONTROLS: readonly Control[] = [
  ...TOLD_CONTROLS,
  {
    kind: 'textarea',
    name: 'reason',
    label: 'Why it is corrected',
    hint: 'It is kept. What stood before stays in the history.',
    needed: 'Enter why it is corrected',
    max: 1_000,
  },
];

export function referrerOf(values: Values): Referrer {
  const kind = (given(values, 'referrerKind') ?? 'public') as Referrer['kind'];
  return { kind, ...givenOf(values, 'organisation', 'reference', 'name', 'contact') };
}

/** @param before what the form has no field for is kept */
export function childOf(values: Values, before: ChildAsTold = {}): ChildAsTold {
  const { otherFamilyNames, formerAddress, sex } = before;
  const kept = Object.fromEntries(
    Object.entries({ otherFamilyNames, formerAddress, sex }).filter(([, value]) => value !== undefined),
  );
  const [lines, parents] = [linesOf(values, 'lines'), linesOf(values, 'parents')];
  const place = givenOf(values, 'postcode', 'authority');
  return {
    ...kept,
    ...givenOf(values, 'givenName', 'familyName', 'knownAs', 'dateOfBirth', 'upn', 'nhsNumber'),
    ...(lines.length > 0 || Object.keys(place).length > 0 ? { address: { lines, ...place } } : {}),
    ...(parents.length > 0 ? { parents } : {}),
  };
}

/** The fields as they stand in the record. */
function valuesOf({ referrer, child = {}, message = '' }: Enquiry): Values {
  const { address, parents = [], ...names } = child;
  const texts = Object.entries({ ...names, ...referrer, kind: undefined }).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return {
    ...Object.fromEntries(texts),
    referrerKind: referrer?.kind ?? '',
    lines: address?.lines ?? [],
    postcode: address?.postcode ?? '',
    authority: address?.authority ?? '',
    parents,
    message,
  };
}

export const NEW_FORM = {
  action: 'new',
  title: 'Record an enquiry or a notification',
  button: 'Record it',
  controls: NEW_CONTROLS,
};
export const AMEND_FORM = {
  action: 'amend',
  title: 'Correct what was told',
  button: 'Record the correction',
  controls: AMEND_CONTROLS,
};

export function receiveOrder(values: Values): Omit<Extract<EnquiryCommand, { type: 'ReceiveEnquiry' }>, 'type'> {
  return {
    kind: given(values, 'kind') === 'notification' ? 'notification' : 'enquiry',
    channel: given(values, 'channel') ?? '',
    referrer: referrerOf(values),
    child: childOf(values),
    ...givenOf(values, 'message', 'occurredOn'),
  };
}

export function amendOrder(values: Values, { child }: Enquiry): EnquiryCommand {
  return {
    type: 'AmendEnquiry',
    referrer: referrerOf(values),
    child: childOf(values, child),
    reason: given(values, 'reason') ?? '',
    ...givenOf(values, 'message'),
  };
}

/** What the template of the form is given: empty, as the record stands, or as it came back. */
export function toldPage(
  form: typeof NEW_FORM,
  { key, sent, enquiry }: { readonly key: string; readonly sent?: Sent | undefined; readonly enquiry?: EnquiryRead },
) {
  const path = enquiry === undefined ? '/enquiries' : `/enquiries/${enquiry.enquiryId}`;
  const values = enquiry === undefined ? {} : valuesOf(enquiry);
  return {
    section: 'enquiries',
    title: form.title,
    back: path,
    backText: enquiry === undefined ? 'Back to the enquiries' : 'Back to the enquiry',
    action: `${path}/${form.action}`,
    form: formView(form, { key, revision: enquiry?.revision, returned: sent, values }),
    problem: problemOf(form.action, sent),
  };
}
