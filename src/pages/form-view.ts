import { type Control, controlView, type FormError, type Values } from './form-fields.js';

/** What a person wrote into a form, and what is wrong of it. */
export interface Sent {
  readonly values: Values;
  readonly errors: readonly FormError[];
  /** Of the rule that refused. */
  readonly paragraph?: string;
}

/** One of the forms of a page that came back. */
export interface SentForm extends Sent {
  readonly action: string;
}

/** A form as it is told, before anything is written into it. */
export interface FormTold {
  readonly action: string;
  /** Of its element and the ids of its fields; its action unless a page has that form more than once. */
  readonly id?: string;
  readonly title?: string;
  readonly intro?: string | undefined;
  readonly button: string;
  readonly controls: readonly Control[];
}

interface Showing {
  /** One a rendering: a form that is sent twice records once. */
  readonly key: string;
  /** Of the record that the person sees. */
  readonly revision?: number | undefined;
  /** This form as it came back. */
  readonly returned?: Sent | undefined;
  /** What stands in it at first. */
  readonly values?: Values;
}

/** A form as its template shows it: empty, filled in, or as it was sent when it came back. */
export function formView(form: FormTold, { key, revision, returned, values = {} }: Showing) {
  const { action, id = action, title, intro, button, controls } = form;
  const { values: shown, errors } = returned ?? { values, errors: [] };
  return {
    id,
    action,
    title,
    intro,
    button,
    // A key for each form: two forms of one page are two things to record.
    key: `${key}-${id}`,
    revision,
    returned: returned !== undefined,
    controls: controls.map((control) => controlView(control, id, shown, errors)),
  };
}

/**
 * The error summary of a form that came back: each error leads to its field, a refusal to the form, and all of them
 * elsewhere where the page has that form no longer. Undefined where nothing is wrong.
 */
export function problemOf(id: string, sent: Omit<Sent, 'values'> | undefined, elsewhere?: string) {
  if (sent === undefined || sent.errors.length === 0) return undefined;
  const errors = sent.errors.map(({ text, name }) => ({
    text,
    href: elsewhere ?? (name === undefined ? `#form-${id}` : `#${id}-${name}`),
  }));
  return { errors, paragraph: sent.paragraph };
}
