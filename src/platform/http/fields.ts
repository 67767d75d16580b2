import { applyDecorators, type Type as ClassOf } from '@nestjs/common';
import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsString,
  Matches,
  Max,
  MaxLength,
  Min,
  MinLength,
  ValidateBy,
  ValidateIf,
  ValidateNested,
} from 'class-validator';
import { FIRST_DAY, isLocalDate, LAST_DAY } from './local-dates.js';
import { isWritten } from './readable-text.js';

/** What a field says of itself: in the OpenAPI document, in forms, and in the sentence that a wrong value is answered with. */
export interface FieldWords {
  /** One plain sentence. */
  readonly is: string;
  readonly example: unknown;
  readonly optional?: boolean;
  /** Names a thing on record: its example shows the form only, and where it is optional the whole body’s leaves it out. */
  readonly reference?: true;
  /** The code list of the policy that its values are taken from. */
  readonly list?: string;
}

interface Shape {
  readonly type?: 'string' | 'integer' | 'number' | 'boolean' | 'array' | 'object' | (() => ClassOf<unknown>);
  readonly isArray?: true;
  readonly format?: string;
  readonly enum?: readonly string[];
  readonly maxLength?: number;
  readonly [member: string]: unknown;
}

/** A field of a body as it was declared. */
export interface Field {
  readonly name: string;
  readonly words: FieldWords;
  readonly shape: Shape;
}

/** The own fields of a class, by its prototype. */
const declared = new WeakMap<object, Map<string, Field>>();

/** The fields of a body, those of the classes that it extends first. */
export function fieldsOf(body: ClassOf<unknown>): readonly Field[] {
  const chain: Map<string, Field>[] = [];
  for (let prototype: unknown = body.prototype; prototype; prototype = Object.getPrototypeOf(prototype)) {
    const own = declared.get(prototype as object);
    if (own) chain.unshift(own);
  }
  return [...new Map(chain.flatMap((own) => [...own])).values()];
}

/** A body that can be sent as it stands: the example of every field, but for optional references to things on record. */
export function exampleOf(body: ClassOf<unknown>): Readonly<Record<string, unknown>> {
  const shown = fieldsOf(body).filter(({ words }) => !(words.reference && words.optional));
  return Object.fromEntries(shown.map(({ name, words }) => [name, words.example]));
}

const declares =
  (words: FieldWords, shape: Shape): PropertyDecorator =>
  (prototype, field) => {
    const own = declared.get(prototype) ?? new Map<string, Field>();
    own.set(String(field), { name: String(field), words, shape });
    declared.set(prototype, own);
  };

function documented(words: FieldWords, shape: Shape): PropertyDecorator {
  const options = { description: words.is, example: words.example, ...shape } as Parameters<typeof ApiProperty>[0];
  // Not IsOptional, which lets null pass unlooked at: a field that is not known is left out.
  const told = words.optional
    ? applyDecorators(
        ApiPropertyOptional(options),
        ValidateIf((_body, value) => value !== undefined),
      )
    : ApiProperty(options);
  return applyDecorators(declares(words, shape), told);
}

const SPACES = 'Must be text, not spaces only.';

function isText(value: unknown): boolean {
  return typeof value === 'string' && isWritten(value);
}

/** Free or formatted text. `pattern` comes with the sentence that says what it wants. */
export function Text(
  words: FieldWords & {
    readonly max?: number;
    readonly min?: number;
    readonly pattern?: RegExp;
    readonly wants?: string;
  },
): PropertyDecorator {
  const { max = 2_000, min = 1, pattern, wants } = words;
  const bounds =
    wants ?? (min === max ? `Must be ${max} characters long.` : `Must be text of ${min} to ${max} characters.`);
  const checks: PropertyDecorator[] = [
    documented(words, {
      type: 'string',
      minLength: min,
      maxLength: max,
      ...(pattern ? { pattern: pattern.source } : {}),
    }),
    IsString({ message: wants ?? 'Must be text.' }),
    ValidateBy({
      name: 'isWritten',
      // An empty one is told how long it must be.
      validator: { validate: (value: unknown) => value === '' || isText(value), defaultMessage: () => wants ?? SPACES },
    }),
    MinLength(min, { message: bounds }),
    MaxLength(max, { message: bounds }),
  ];
  if (pattern) checks.push(Matches(pattern, { message: wants ?? 'Has the wrong form.' }));
  return applyDecorators(...checks);
}

/** A calendar date, `2026-11-10`. */
export function Day(words: FieldWords): PropertyDecorator {
  return applyDecorators(
    documented(words, { type: 'string', format: 'date' }),
    ValidateBy({
      name: 'isDay',
      validator: {
        validate: (value: unknown) => isLocalDate(value) && value >= FIRST_DAY && value <= LAST_DAY,
        defaultMessage: () => `Must be a date of the calendar, written 2026-11-10, from ${FIRST_DAY} to ${LAST_DAY}.`,
      },
    }),
  );
}

/** One word of a fixed list. */
export function OneOf(values: readonly string[], words: FieldWords): PropertyDecorator {
  return applyDecorators(
    documented(words, { type: 'string', enum: [...values] }),
    IsIn([...values], { message: `Must be one of: ${values.join(', ')}.` }),
  );
}

export function YesNo(words: FieldWords): PropertyDecorator {
  return applyDecorators(documented(words, { type: 'boolean' }), IsBoolean({ message: 'Must be true or false.' }));
}

export function WholeNumber(words: FieldWords & { readonly least: number; readonly most: number }): PropertyDecorator {
  const { least, most } = words;
  const message = `Must be a whole number from ${least} to ${most}.`;
  return applyDecorators(
    documented(words, { type: 'integer', minimum: least, maximum: most }),
    IsInt({ message }),
    Min(least, { message }),
    Max(most, { message }),
  );
}

/** A number from 0 to 1. */
export function Fraction(words: FieldWords): PropertyDecorator {
  const message = 'Must be a number from 0 to 1.';
  return applyDecorators(
    documented(words, { type: 'number', minimum: 0, maximum: 1 }),
    IsNumber({}, { message }),
    Min(0, { message }),
    Max(1, { message }),
  );
}

/** An object whose members are texts, each under a name in capitals. */
export function TextsByName(words: FieldWords): PropertyDecorator {
  const message = 'Must be an object of up to 50 names in capitals, each with a text of up to 2000 characters.';
  const isNamed = ([name, text]: [string, unknown]) =>
    /^[A-Z][A-Z0-9_]{0,79}$/.test(name) && typeof text === 'string' && text.length <= 2_000;
  const validate = (value: unknown) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length <= 50 &&
    Object.entries(value).every(isNamed);
  return applyDecorators(
    documented(words, { type: 'object', additionalProperties: { type: 'string', maxLength: 2_000 } }),
    ValidateBy({ name: 'isTextsByName', validator: { validate, defaultMessage: () => message } }),
  );
}

/** A class that may be declared further down: the OpenAPI document takes a function for one only if it is called `type`. */
function lazily(of: () => ClassOf<unknown>): () => ClassOf<unknown> {
  return Object.defineProperty(() => of(), 'name', { value: 'type' });
}

/** A member with fields of its own. */
export function Part(of: () => ClassOf<unknown>, words: FieldWords): PropertyDecorator {
  const message = 'Must be an object.';
  // A list would pass for one, each of its entries looked at by itself.
  const validate = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
  return applyDecorators(
    documented(words, { type: lazily(of) }),
    ValidateBy({ name: 'isOneObject', validator: { validate, defaultMessage: () => message } }),
    ValidateNested({ message }),
    Type(of),
  );
}

/** A list of members with fields of their own. */
export function Parts(of: () => ClassOf<unknown>, words: FieldWords & { readonly most?: number }): PropertyDecorator {
  const most = words.most ?? 50;
  return applyDecorators(
    documented(words, { type: lazily(of), isArray: true, maxItems: most }),
    IsArray({ message: 'Must be a list.' }),
    ArrayMaxSize(most, { message: `May have ${most} entries at most.` }),
    ValidateNested({ each: true, message: 'Each entry must be an object.' }),
    Type(of),
  );
}

/** A list of texts. */
export function Texts(words: FieldWords & { readonly most?: number; readonly max?: number }): PropertyDecorator {
  const { most = 50, max = 200 } = words;
  return applyDecorators(
    documented(words, { type: 'array', items: { type: 'string', maxLength: max }, maxItems: most }),
    IsArray({ message: 'Must be a list.' }),
    ArrayMaxSize(most, { message: `May have ${most} entries at most.` }),
    IsString({ each: true, message: 'Each entry must be text.' }),
    ValidateBy(
      {
        name: 'areWritten',
        validator: { validate: isText, defaultMessage: () => 'No entry may be empty or spaces only.' },
      },
      { each: true },
    ),
    MaxLength(max, { each: true, message: `Each entry may have ${max} characters at most.` }),
  );
}
