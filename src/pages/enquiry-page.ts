import type { HistoryItem } from '../children/history-item.js';
import type { Moment } from '../children/queries/moment.js';
import type { EnquiryDuty } from '../enquiries/domain/duties.js';
import type { EnquiryRead } from '../enquiries/queries/read-enquiry.js';
import { dateInWords, timeInWords } from './dates.js';
import { addressInWords, candidatesOf, dateOrText, type KnownPerson } from './enquiry-candidates.js';
import type { EnquiryForm } from './enquiry-form.js';
import { ALL_FORMS, ENQUIRY_FORMS, MATCH_FORM, UNDO_FORM } from './enquiry-forms.js';
import { formView, problemOf, type SentForm } from './form-view.js';
import { timelineOf } from './timeline.js';
import { dueWords, ownerName, plainWords } from './words.js';

export interface EnquiryPageInput {
  readonly enquiry: EnquiryRead;
  readonly history: readonly HistoryItem[];
  /** The records of the children that were proposed, as far as the reader may see them. */
  readonly known: ReadonlyMap<string, KnownPerson>;
  readonly moment: Moment;
  /** The date in England. */
  readonly today: string;
  /** Whether the reader may record anything. */
  readonly mayWork: boolean;
  /** Of what was just recorded. */
  readonly recorded?: string;
  readonly sent?: SentForm;
  /** One a rendering: a form that is sent twice records once. */
  readonly key: string;
}

/** What the template of one enquiry is given. */
export function enquiryPage(input: EnquiryPageInput) {
  const { enquiry, history, known, moment, today, mayWork, recorded, sent } = input;
  const past = moment.asOf !== undefined || moment.atRevision !== undefined;
  const instant = moment.asOf ?? enquiry.recordedAt;
  const working = mayWork && !past;
  const forms = working ? ENQUIRY_FORMS.filter(({ offered }) => offered(enquiry)) : [];
  const first = forms.find(({ step }) => enquiry.next !== null && [step].flat().includes(enquiry.next.step));
  const path = `/enquiries/${enquiry.enquiryId}`;
  return {
    section: 'enquiries',
    title: titleOf(enquiry),
    path,
    revision: enquiry.revision,
    key: input.key,
    past,
    asOfWords: `${dateInWords(instant)} at ${timeInWords(instant)}`,
    state:
      enquiry.state === 'open'
        ? { text: 'Open', classes: 'govuk-tag--blue' }
        : { text: 'Closed', classes: 'govuk-tag--grey' },
    outcome: enquiry.closed?.outcome.replaceAll('-', ' '),
    owner: enquiry.owner === undefined ? 'Nobody' : ownerName(enquiry.owner),
    said:
      ALL_FORMS.find(({ action }) => action === recorded)?.said ??
      (recorded === 'new'
        ? 'The enquiry is recorded.'
        : recorded === 'amend'
          ? 'The correction is recorded.'
          : undefined),
    problem: sent && problemOf(formId(sent.action, childOf(sent)), sent, shows(forms, sent) ? undefined : path),
    duties: enquiry.duties.map((each) => dutyRow(each, today, enquiry.breaches)),
    asked: askedOf(enquiry),
    told: toldOf(enquiry),
    checks: enquiry.checks.map(({ system, result, on, outdated }) => ({
      key: system === 'cme-tracker' ? 'Our records' : system,
      value: `${result.replaceAll('-', ' ')}, ${dateInWords(on)}${outdated ? ' (before the enquiry was corrected)' : ''}`,
    })),
    candidates: candidatesOf(enquiry, known).map((candidate) => ({
      ...candidate,
      ...(working && !candidate.rejected && enquiry.link === undefined && enquiry.state === 'open'
        ? { decide: enquiryForm(MATCH_FORM, input, candidate.childId) }
        : {}),
      ...(working && candidate.confirmed ? { undo: enquiryForm(UNDO_FORM, input, candidate.childId) } : {}),
    })),
    searched: enquiry.checks.length > 0,
    caseHref: enquiry.case && `/children/${enquiry.case.childId}`,
    now: first && enquiryForm(first, input),
    offered: forms.filter((form) => form !== first).map((form) => enquiryForm(form, input)),
    amend: working && enquiry.state === 'open' ? `${path}/amend` : undefined,
    days: timelineOf(enquiry.enquiryId, history).map((day) => ({
      ...day,
      entries: day.entries.map((entry) => ({ ...entry, href: entry.href.replace('/children/', '/enquiries/') })),
    })),
  };
}

/** A form of the page; about one of the records that were proposed, it names that child in a hidden field. */
function enquiryForm(form: EnquiryForm, { sent, key, enquiry }: EnquiryPageInput, childId?: string) {
  const returned = sent?.action === form.action && childOf(sent) === childId ? sent : undefined;
  const shown = { key, revision: enquiry.revision, returned };
  const controls = form.controls.filter(({ name }) => form.asks?.(enquiry, name) ?? true);
  return { ...formView({ ...form, controls, id: formId(form.action, childId) }, shown), childId };
}

function formId(action: string, childId?: string): string {
  return childId === undefined ? action : `${action}-${childId}`;
}

/** Whether the page still has the form that came back. */
function shows(forms: readonly EnquiryForm[], sent: SentForm): boolean {
  return childOf(sent) !== undefined || forms.some(({ action }) => action === sent.action);
}

function childOf({ values: { childId } }: SentForm): string | undefined {
  return typeof childId === 'string' ? childId : undefined;
}

function titleOf({ kind, child, receivedOn }: EnquiryRead): string {
  const name =
    [child?.givenName, child?.familyName?.toUpperCase()].filter(Boolean).join(' ') || 'a child without a name';
  const what = kind === 'notification' ? 'Notification' : 'Enquiry';
  return receivedOn === undefined ? what : `${what} about ${name}`;
}

function dutyRow(duty: EnquiryDuty, today: string, breaches: readonly string[]) {
  const { nextAction, owner, due, paragraph, explanation, key } = duty;
  return {
    nextAction: plainWords(nextAction),
    owner: ownerName(owner),
    due: dueWords(due, today),
    breached: breaches.includes(key),
    paragraph,
    sum: plainWords(explanation.sum),
  };
}

interface Line {
  readonly key: string;
  readonly value: string;
}

function lines(entries: readonly (readonly [string, string | undefined | false])[]): Line[] {
  return entries.flatMap(([key, value]) => (value ? [{ key, value }] : []));
}

const KINDS: Readonly<Record<string, string>> = {
  authority: 'Another authority',
  agency: 'An agency',
  public: 'A member of the public',
};

function askedOf({ referrer, receivedOn, verified, acknowledgedOn, updatedOn, message, triage }: EnquiryRead): Line[] {
  return lines([
    ['From', referrer?.organisation ?? (referrer && KINDS[referrer.kind])],
    ['Reference', referrer?.reference],
    ['Person', referrer?.name],
    ['Where the answer goes', referrer?.contact ?? 'Nowhere: no address was left'],
    ['Received', receivedOn && dateInWords(receivedOn)],
    ['Identity', referrer?.kind === 'public' ? false : verified ? 'Verified' : 'Not verified'],
    ['Acknowledged', acknowledgedOn && dateInWords(acknowledgedOn)],
    ['Triage', triage && `${triage.decision.replaceAll('-', ' ')}, ${dateInWords(triage.on)}`],
    ['Told of the outcome', updatedOn && dateInWords(updatedOn)],
    ['What was said', message],
  ]);
}

const PLACES: Readonly<Record<string, string>> = {
  'in-county': 'In this county',
  elsewhere: 'In another authority’s area',
  'authority-not-given': 'The authority of the address is not known',
  'not-given': 'Not known',
};

function toldOf({ child = {}, place }: EnquiryRead): Line[] {
  const { givenName, familyName, knownAs, otherFamilyNames, dateOfBirth, sex, upn, nhsNumber } = child;
  const { address, formerAddress, parents } = child;
  return lines([
    ['Given name', givenName],
    ['Family name', familyName],
    ['Called', knownAs],
    ['Other family names', otherFamilyNames?.join(', ')],
    ['Date of birth', dateOfBirth && dateOrText(dateOfBirth)],
    ['Sex', sex],
    ['Unique pupil number', upn],
    ['NHS number', nhsNumber],
    ['Address', address && addressInWords(address)],
    ['Lives', PLACES[place] ?? place],
    ['Before', formerAddress && addressInWords(formerAddress)],
    ['Parents and carers', parents?.join(', ')],
  ]);
}
