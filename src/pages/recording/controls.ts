import type { Type as ClassOf } from '@nestjs/common';
import { type Field, fieldsOf } from '../../platform/http/fields.js';
import type { Choice, Control } from '../form-fields.js';
import { hintOf, labelOf, listOf, rowLabel, usualChoices, valueWords, withinSentence } from './field-words.js';

/** What a form may offer instead of a box to write in. */
export interface Offers {
  /** The entries of a code list of the policy; undefined where it has none of that name. */
  readonly codes: (list: string) => readonly Choice[] | undefined;
  /** Things on this child's record that a field may name; undefined where it names none. */
  readonly things: (field: string) => readonly Choice[] | undefined;
  /** The schools known here; undefined where a form does without. */
  readonly schools?: readonly Choice[];
}

/** So many entries of a list of parts a form has room for. */
export const ROWS = 6;
/** More than these are a list to open, not buttons to read through. */
const BUTTONS = 8;
/** Said of a school that is one of ours, not of one that a family may have moved to. */
const OUR_SCHOOL = /unless one is given|that made the contact|main school/;
/** Text of more than this wants room. */
const ONE_LINE = 200;

const YES_NO: readonly Choice[] = [
  { value: 'true', text: 'Yes' },
  { value: 'false', text: 'No' },
];

/** The controls of a body, its parts' among them under names such as `address.postcode`. */
export function controlsOf(body: ClassOf<unknown>, offers: Offers): readonly Control[] {
  const fields = [...fieldsOf(body)].sort((a, b) => lateness(a) - lateness(b));
  return fields.flatMap((field) => controlsOfField(field, offers, { prefix: '', within: '', asked: true }));
}

/** The day is mostly today, and so asked for last; long lists of parts come before it, behind what is read at a glance. */
const lateness = ({ name, shape }: Field) => (name === 'occurredOn' ? 2 : Number(shape.isArray ?? false));

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
  const own = labelOf(field.name, words.list ?? listOf(name));
  const label = place.within === '' ? own : `${place.within}: ${withinSentence(own)}`;
  const { type } = shape;
  if (typeof type !== 'function') return control(field, { name, label, asked: place.asked }, offers);
  const asked = place.asked && !words.optional;
  const part = type() as ClassOf<unknown>;
  const rows = shape.isArray ? Array.from({ length: ROWS }, (_, row) => row) : [undefined];
  return rows.flatMap((row) => {
    const within = row === undefined ? label : rowLabel(label, row);
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
  const choices = choicesOf({ name: own, words, shape }, name, offers);
  // Nobody writes the id of a thing by hand: without one on record there is nothing to name.
  if (words.reference && words.optional && !choices?.length) return [];
  const hint = hintOf(own, labelOf(own, words.list), words.is, choices !== undefined);
  const needed = asked && !words.optional ? neededOf(label, words.is, shape.type, choices) : undefined;
  const common = {
    name,
    label: own === 'urn' && choices === undefined ? `${label} number (URN)` : label,
    ...(hint === undefined ? {} : { hint }),
    ...(needed === undefined ? {} : { needed }),
  };
  if (shape.format === 'date') return [{ ...common, kind: 'date' }];
  if (choices !== undefined && shape.type === 'array') return [{ ...common, kind: 'several', choices }];
  if (choices !== undefined) return [{ ...common, kind: choices.length > BUTTONS ? 'select' : 'choice', choices }];
  if (shape.type === 'array' || shape.type === 'object') {
    return [{ ...common, kind: 'lines', most: shape.type === 'array' ? Number(shape.maxItems) : 50 }];
  }
  // There is room for the address of the other child’s record.
  const max = own === 'siblingId' ? ONE_LINE : (shape.maxLength ?? ONE_LINE);
  const isLong = max > ONE_LINE && shape.pattern === undefined;
  return [isLong ? { ...common, kind: 'textarea', max } : { ...common, kind: 'text', max }];
}

function neededOf(label: string, is: string, type: Field['shape']['type'], choices: readonly Choice[] | undefined) {
  if (type === 'boolean') return `Choose yes or no: ${withinSentence(is).replace(/[.;].*$/, '')}`;
  return `${choices ? 'Choose' : 'Enter'} ${withinSentence(label)}`;
}

function choicesOf({ name, words, shape }: Field, control: string, offers: Offers): readonly Choice[] | undefined {
  if (shape.type === 'boolean') return YES_NO;
  if (shape.enum !== undefined) return shape.enum.map((value) => ({ value, text: valueWords(name, value) }));
  if ((name === 'urn' || name === 'mainSchool') && OUR_SCHOOL.test(words.is)) return offers.schools;
  const list = words.list ?? listOf(control);
  return (list === undefined ? undefined : offers.codes(list)) ?? usualChoices(control) ?? offers.things(name);
}
