import { LONGEST_ASKED, nothingToFind } from '../children/http/bodies/find.js';
import type { AskedFor } from '../children/queries/find-children.js';
import { isLocalDate } from '../schools/domain/local-date.js';
import type { FormError } from './form-fields.js';

const FIELDS = ['name', 'number', 'day', 'month', 'year'] as const;
type Field = (typeof FIELDS)[number];

/** What somebody wrote into the form, as it was written. */
export type FindValues = Readonly<Record<Field, string>>;

export interface FindForm {
  readonly values: FindValues;
  readonly asked: AskedFor;
  /** Each with the field that it leads to. */
  readonly errors: readonly FormError[];
}

const EMPTY: FindValues = { name: '', number: '', day: '', month: '', year: '' };

/** Reads the form: nothing in it is kept in an address, so all of it comes in the body. */
export function readFindForm(body: unknown): FindForm {
  const sent = (typeof body === 'object' && body !== null ? body : {}) as Readonly<Record<string, unknown>>;
  const textOf = (field: string) => (typeof sent[field] === 'string' ? sent[field].trim() : '');
  const values: FindValues = {
    name: textOf('name'),
    number: textOf('number'),
    day: textOf('born-day'),
    month: textOf('born-month'),
    year: textOf('born-year'),
  };
  const born = bornOn(values);
  const errors: FormError[] = [];
  if (values.name.length > LONGEST_ASKED.name)
    errors.push({ name: 'name', text: `Name must be ${LONGEST_ASKED.name} letters or fewer` });
  if (typeof born === 'object') errors.push(born);
  if (values.number.length > LONGEST_ASKED.number)
    errors.push({ name: 'number', text: `Number must be ${LONGEST_ASKED.number} characters or fewer` });
  const asked = {
    ...(values.name === '' ? {} : { name: values.name }),
    ...(typeof born === 'string' ? { dateOfBirth: born } : {}),
    ...(values.number === '' ? {} : { number: values.number }),
  };
  const nothing = errors.length > 0 ? undefined : nothingToFind(asked);
  if (nothing !== undefined) errors.push({ name: nothing.field, text: nothing.detail.replace(/\.$/, '') });
  return { values, asked, errors };
}

/** The date of three fields; undefined where none is filled in, and what is wrong with the first that is. */
function bornOn({ day, month, year }: FindValues): string | FormError | undefined {
  const parts = { day, month, year };
  const lacking = Object.entries(parts).filter(([, text]) => text === '');
  if (lacking.length === 3) return undefined;
  const [first] = lacking;
  if (first !== undefined) {
    const text = `Date of birth must include a ${lacking.map(([part]) => part).join(' and a ')}`;
    return { name: `born-${first[0]}`, text };
  }
  if (!/^\d{4}$/.test(year)) return { name: 'born-year', text: 'Year of birth must have 4 numbers' };
  const date = [year, month.padStart(2, '0'), day.padStart(2, '0')].join('-');
  return isLocalDate(date) ? date : { name: 'born-day', text: 'Date of birth must be a real date' };
}

/** What the form’s template is given. */
export function findFormView({ values, errors }: Pick<FindForm, 'values' | 'errors'> = { values: EMPTY, errors: [] }) {
  const errorOf = (is: (name: string) => boolean) => errors.find(({ name = '' }) => is(name))?.text;
  return {
    name: {
      id: 'find-name',
      name: 'name',
      label: 'Name',
      hint: 'First letters, in any order',
      value: values.name,
      error: errorOf((name) => name === 'name'),
    },
    born: {
      error: errorOf((name) => name.startsWith('born-')),
      parts: (['day', 'month', 'year'] as const).map((part) => ({
        id: `find-born-${part}`,
        name: `born-${part}`,
        label: `${part.charAt(0).toUpperCase()}${part.slice(1)}`,
        width: part === 'year' ? 4 : 2,
        value: values[part],
      })),
    },
    number: {
      id: 'find-number',
      name: 'number',
      label: 'Pupil or other number',
      hint: 'The whole UPN, ULN or reference',
      value: values.number,
      error: errorOf((name) => name === 'number'),
    },
  };
}
