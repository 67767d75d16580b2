import type { Type as ClassOf } from '@nestjs/common';
import { type Field, fieldsOf } from '../../platform/http/fields.js';
import type { Choice, Control } from '../form-fields.js';

/** What a form may offer instead of a box to write in. */
export interface Offers {
  /** The entries of a code list of the policy; undefined where it has none of that name. */
  readonly codes: (list: string) => readonly Choice[] | undefined;
  /** Things on this child's record that a field may name; undefined where it names none. */
  readonly things: (field: string) => readonly Choice[] | undefined;
}

/** So many entries of a list of parts a form has room for. */
export const ROWS = 6;
/** More than these are a list to open, not buttons to read through. */
const BUTTONS = 8;
/** What a hint need not say where the codes are there to choose from. */
const CODE_OF_LIST = /:? ?(?:a )?codes? of [^.;]*list [a-z_]+/i;
/** Text of more than this wants room. */
const ONE_LINE = 200;

const YES_NO: readonly Choice[] = [
  { value: 'true', text: 'Yes' },
  { value: 'false', text: 'No' },
];

/** The controls of a body, its parts' among them under names such as `address.postcode`. */
export function controlsOf(body: ClassOf<unknown>, offers: Offers): readonly Control[] {
  const fields = [...fieldsOf(body)].sort((a, b) => Number(isItsDay(a)) - Number(isItsDay(b)));
  return fields.flatMap((field) => controlsOfField(field, offers, { prefix: '', within: '', asked: true }));
}

/** Mostly today, and so asked for last. */
const isItsDay = ({ name }: Field) => name === 'occurredOn';

interface Place {
  readonly prefix: string;
  /** The part's name in words. */
  readonly within: string;
  /** Whether a field that is needed in its class is needed here: within a part that may be left out, none is. */
  readonly asked: boolean;
}

function controlsOfField(field: Field, offers: Offers, place: Place): readonly Control[] {
  const { shape, words } = field;
  const name = `${place.prefix}${field.name}`;
  const label = place.within === '' ? inWords(field.name) : `${place.within}: ${inWords(field.name).toLowerCase()}`;
  const { type } = shape;
  if (typeof type !== 'function') return control(field, { name, label, asked: place.asked }, offers);
  const asked = place.asked && !words.optional;
  const part = type() as ClassOf<unknown>;
  const rows = shape.isArray ? Array.from({ length: ROWS }, (_, row) => row) : [undefined];
  return rows.flatMap((row) => {
    const within = row === undefined ? label : `${label} ${row + 1}`;
    const prefix = row === undefined ? `${name}.` : `${name}.${row}.`;
    return fieldsOf(part).flatMap((each) =>
      controlsOfField(each, offers, { prefix, within, asked: asked && (row ?? 0) === 0 }),
    );
  });
}

function control(
  { name: own, words, shape }: Field,
  { name, label, asked }: { readonly name: string; readonly label: string; readonly asked: boolean },
  offers: Offers,
): readonly Control[] {
  const choices = choicesOf(own, words.list, shape.enum, shape.type, offers);
  // Nobody writes the id of a thing by hand: without one on record there is nothing to name.
  if (words.reference && words.optional && !choices?.length) return [];
  const needed = asked && !words.optional ? `${choices ? 'Choose' : 'Enter'}: ${label.toLowerCase()}` : undefined;
  const hint = choices === undefined ? words.is : words.is.replace(CODE_OF_LIST, '');
  const common = { name, label, hint, ...(needed === undefined ? {} : { needed }) };
  if (shape.format === 'date') return [{ ...common, kind: 'date' }];
  if (choices !== undefined && shape.type === 'array') return [{ ...common, kind: 'several', choices }];
  if (choices !== undefined) return [{ ...common, kind: choices.length > BUTTONS ? 'select' : 'choice', choices }];
  if (shape.type === 'array' || shape.type === 'object') {
    return [{ ...common, kind: 'lines', most: shape.type === 'array' ? Number(shape.maxItems) : 50 }];
  }
  const max = shape.maxLength ?? ONE_LINE;
  const isLong = max > ONE_LINE && shape.pattern === undefined;
  return [isLong ? { ...common, kind: 'textarea', max } : { ...common, kind: 'text', max }];
}

function choicesOf(
  field: string,
  list: string | undefined,
  words: readonly string[] | undefined,
  type: Field['shape']['type'],
  offers: Offers,
): readonly Choice[] | undefined {
  if (type === 'boolean') return YES_NO;
  if (words !== undefined) return words.map((value) => ({ value, text: inWords(value) }));
  return (list === undefined ? undefined : offers.codes(list)) ?? offers.things(field);
}

/** Names that would not be understood as they are. */
const SAID: Readonly<Record<string, string>> = { occurredOn: 'Day it happened', at: 'Time of day', by: 'By whom' };
const ACRONYMS: ReadonlySet<string> = new Set(['urn', 'upn', 'am', 'pm', 'cme', 'ehcp', 'nhs']);

/** `expectedReturn` as "Expected return", `NO_ANSWER` as "No answer". */
export function inWords(name: string): string {
  const said = SAID[name];
  if (said !== undefined) return said;
  const words = name
    .replace(/Ids?$/, '')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase()
    .split(' ')
    .map((word) => (ACRONYMS.has(word) ? word.toUpperCase() : word))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
