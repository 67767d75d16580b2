import type { ChildDocument } from '../../children/queries/read-child.js';
import { type Control, readControls, type Values } from '../form-fields.js';
import { formView, problemOf, type Sent } from '../form-view.js';
import { bodyOf } from './body.js';
import { type ChildForm, formsFor } from './child-forms.js';
import { controlsOf, type Offers } from './controls.js';
import { chosenNames, namesOfPath, targetsOf } from './things-on-record.js';

const TARGET = 'target';
/** The id of a record, alone or in the address of its page. */
const RECORD_ID = /[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}/;

/** The controls of a form: which thing on record it is about, where it is about one, and the fields of its body. */
export function controlsOfForm({ route }: ChildForm, document: ChildDocument, offers: Offers): readonly Control[] {
  const { path, body } = route;
  const names = namesOfPath(path);
  if (names.length === 0) return controlsOf(body, offers);
  const target: Control = {
    kind: 'choice',
    name: TARGET,
    label: 'What it is about',
    needed: 'Choose what it is about',
    choices: targetsOf(document, path),
  };
  return [target, ...controlsOf(body, offers)];
}

/** What was sent, and as the body and the names in the address of the same request over REST. */
export function readForm(form: ChildForm, controls: readonly Control[], sent: unknown) {
  const { values, errors } = readControls(controls, sent);
  const { path, body } = form.route;
  const { [TARGET]: target = '' } = values;
  return { values, errors, body: bodyOf(body, withRecordIds(values)), names: chosenNames(path, String(target)) };
}

/** Another child is named by the address of its record, as a browser shows it. */
function withRecordIds(values: Values): Values {
  const { siblingId } = values;
  const [id] = (typeof siblingId === 'string' && RECORD_ID.exec(siblingId)) || [];
  return id === undefined ? values : { ...values, siblingId: id };
}

interface FormPageInput {
  readonly form: ChildForm;
  readonly document: ChildDocument;
  readonly controls: readonly Control[];
  readonly key: string;
  readonly sent?: Sent;
}

/** What the template of one form is given. */
export function formPage({ form, document, controls, key, sent }: FormPageInput) {
  const { name, title } = form;
  const record = `/children/${document.childId}`;
  return {
    section: 'caseload',
    title,
    caption: nameOf(document),
    back: record,
    backText: 'Back to the record',
    action: `${record}/record/${name}`,
    form: formView(
      { action: name, button: 'Record', controls },
      { key, revision: document.revision, returned: sent, values: firstValues(controls) },
    ),
    ...(isAboutNothing(controls) ? { nothing: 'There is nothing on the record yet that this could be about.' } : {}),
    problem: problemOf(name, sent),
  };
}

function isAboutNothing([first]: readonly Control[]): boolean {
  return first?.name === TARGET && 'choices' in first && first.choices.length === 0;
}

/** What there is only one of is chosen already. */
function firstValues(controls: readonly Control[]): Values {
  const [first] = controls;
  if (first?.name !== TARGET || !('choices' in first)) return {};
  const [only, ...others] = first.choices;
  return only === undefined || others.length > 0 ? {} : { [TARGET]: only.value };
}

/** What the template of the list of forms is given: what the role may record, but for what has nothing to be about. */
export function formListPage(document: ChildDocument, role: string) {
  const path = `/children/${document.childId}/record`;
  const chapters = formsFor(role).map(({ title, forms }) => ({
    title,
    forms: forms
      .filter(({ route }) => namesOfPath(route.path).length === 0 || targetsOf(document, route.path).length > 0)
      .map((form) => ({ text: form.title, href: `${path}/${form.name}` })),
  }));
  return {
    section: 'caseload',
    title: 'Record something',
    child: nameOf(document),
    back: `/children/${document.childId}`,
    chapters: chapters.filter(({ forms }) => forms.length > 0),
  };
}

function nameOf(document: ChildDocument): string {
  const { identity } = document as unknown as {
    readonly identity?: { readonly givenName?: string; readonly familyName?: string };
  };
  return [identity?.givenName, identity?.familyName].filter((part) => part !== undefined).join(' ');
}
