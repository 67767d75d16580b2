import type { Type as ClassOf } from '@nestjs/common';
import { type Field, fieldsOf } from '../../platform/http/fields.js';
import type { Values } from '../form-fields.js';
import { ROWS } from './controls.js';

type Body = Record<string, unknown>;

/** What a form's values are as the body of the same request over REST: empty fields are left out, empty parts as well. */
export function bodyOf(body: ClassOf<unknown>, values: Values): Readonly<Record<string, unknown>> {
  return partOf(body, values, '') ?? {};
}

function partOf(part: ClassOf<unknown>, values: Values, prefix: string): Body | undefined {
  const found: Body = {};
  for (const field of fieldsOf(part)) {
    const value = fieldValue(field, values, `${prefix}${field.name}`);
    if (value !== undefined) found[field.name] = value;
  }
  return Object.keys(found).length === 0 ? undefined : found;
}

function fieldValue({ shape }: Field, values: Values, name: string): unknown {
  const { type } = shape;
  if (typeof type === 'function') {
    const part = type() as ClassOf<unknown>;
    if (!shape.isArray) return partOf(part, values, `${name}.`);
    const rows = Array.from({ length: ROWS }, (_, row) => partOf(part, values, `${name}.${row}.`));
    const given = rows.filter((row) => row !== undefined);
    return given.length === 0 ? undefined : given;
  }
  const value = values[name];
  if (value === undefined || value.length === 0) return undefined;
  if (typeof value !== 'string') return type === 'object' ? namedTexts(value) : value;
  switch (type) {
    case 'boolean':
      return value === 'true';
    case 'integer':
    case 'number':
      // What is no number is sent as it is, and answered with what the field wants.
      return Number.isNaN(Number(value)) ? value : Number(value);
    default:
      return value;
  }
}

/** A line `NAME: what is stated` each. */
function namedTexts(lines: readonly string[]): Body {
  return Object.fromEntries(
    lines.map((line) => {
      const colon = line.indexOf(':');
      return colon < 0 ? [line, ''] : [line.slice(0, colon).trim(), line.slice(colon + 1).trim()];
    }),
  );
}

/** `#/address/postcode` as the name of its control. */
export function controlName(pointer: string): string {
  return pointer.replace(/^#\//, '').replaceAll('/', '.').replaceAll('~1', '/').replaceAll('~0', '~');
}
