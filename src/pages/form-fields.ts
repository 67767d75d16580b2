import { isWritten } from '../platform/http/readable-text.js';
import { isLocalDate } from '../schools/domain/local-date.js';

export interface Choice {
  readonly value: string;
  readonly text: string;
  readonly hint?: string;
}

interface Common {
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  /** What is said where nothing was given: "Enter how the referrer was told". Without it the field may stay empty. */
  readonly needed?: string;
}

export type Control = Common &
  (
    | { readonly kind: 'text'; readonly max?: number; readonly pattern?: RegExp; readonly wants?: string }
    | { readonly kind: 'textarea'; readonly max?: number }
    /** One entry a line. */
    | { readonly kind: 'lines'; readonly most: number }
    | { readonly kind: 'date' }
    | { readonly kind: 'choice'; readonly choices: readonly Choice[] }
    /** As `choice`, opened to choose: for more than one would read through. */
    | { readonly kind: 'select'; readonly choices: readonly Choice[] }
    | { readonly kind: 'several'; readonly choices: readonly Choice[] }
  );

export type Values = Readonly<Record<string, string | readonly string[]>>;

export interface FormError {
  readonly text: string;
  /** The field it is about; none where a rule refused the whole. */
  readonly name?: string;
}

const TEXT = 200;
const LONG_TEXT = 2_000;

/** Reads what a browser sent for these controls: trimmed, bounded, and with a sentence for each that is missing or wrong. */
export function readControls(controls: readonly Control[], body: unknown): { values: Values; errors: FormError[] } {
  const sent = typeof body === 'object' && body !== null ? (body as Readonly<Record<string, unknown>>) : {};
  const values: Record<string, string | readonly string[]> = {};
  const errors: FormError[] = [];
  for (const control of controls) {
    const { name, needed } = control;
    const value = readValue(control, sent[name]);
    values[name] = value;
    const text = value.length === 0 ? needed : wrongOf(control, value);
    if (text !== undefined) errors.push({ name, text });
  }
  return { values, errors };
}

function readValue({ kind }: Control, sent: unknown): string | readonly string[] {
  const texts = [sent].flat().filter((each): each is string => typeof each === 'string');
  if (kind === 'several') return [...new Set(texts)];
  const [text = ''] = texts;
  if (kind !== 'lines') return isWritten(text) ? text.trim().replace(/\r\n/g, '\n') : '';
  return text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter(isWritten);
}

function wrongOf(control: Control, value: string | readonly string[]): string | undefined {
  const { label } = control;
  switch (control.kind) {
    case 'date':
      return isLocalDate(String(value)) ? undefined : `${label} must be a real date`;
    case 'choice':
    case 'select':
    case 'several': {
      const known = control.choices.map((choice) => choice.value);
      return [value].flat().every((each) => known.includes(each)) ? undefined : `Choose from the list: ${label}`;
    }
    case 'lines':
      if (value.length > control.most) return `${label} must be ${control.most} lines or fewer`;
      return [value].flat().some((line) => line.length > TEXT) ? `A line of ${label} is too long` : undefined;
    case 'textarea':
      return tooLong(label, value, control.max ?? LONG_TEXT);
    case 'text':
      if (control.pattern && !control.pattern.test(String(value))) return control.wants ?? `${label} is not right`;
      return tooLong(label, value, control.max ?? TEXT);
  }
}

function tooLong(label: string, { length }: string | readonly string[], most: number): string | undefined {
  return length > most ? `${label} must be ${most.toLocaleString('en-GB')} characters or fewer` : undefined;
}

/** What the template of a control is given: GOV.UK’s components by kind. */
export function controlView(control: Control, formId: string, values: Values, errors: readonly FormError[]) {
  const { kind, name, label, hint, needed } = control;
  const value = values[name] ?? '';
  const error = errors.find((each) => each.name === name)?.text;
  return {
    kind,
    id: `${formId}-${name}`,
    name,
    label: needed === undefined ? `${label} (optional)` : label,
    ...(hint === undefined ? {} : { hint: { text: hint } }),
    ...(error === undefined ? {} : { error }),
    value: Array.isArray(value) ? value.join('\n') : value,
    ...('choices' in control
      ? {
          items: control.choices.map((choice, index) => ({
            value: choice.value,
            text: choice.text,
            ...(index === 0 ? { id: `${formId}-${name}` } : {}),
            ...(choice.hint === undefined ? {} : { hint: { text: choice.hint } }),
            checked: [value].flat().includes(choice.value),
          })),
        }
      : {}),
  };
}

/** A text that was given; undefined for an empty one. */
export function given(values: Values, name: string): string | undefined {
  const value = values[name];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** The texts that were given, under their own names: what an order wants of its optional fields. */
export function givenOf<N extends string>(values: Values, ...names: readonly N[]): { [K in N]?: string } {
  const found: { [K in N]?: string } = {};
  for (const name of names) {
    const value = given(values, name);
    if (value !== undefined) found[name] = value;
  }
  return found;
}

export function linesOf(values: Values, name: string): readonly string[] {
  const value = values[name];
  return Array.isArray(value) ? value : [];
}
