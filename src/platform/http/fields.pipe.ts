import { Readable } from 'node:stream';
import { type ArgumentMetadata, Injectable, ValidationPipe } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { type InvalidField, problem } from './problem.js';
import { escaped, unreadableParts } from './readable-text.js';
import { rememberFields } from './remembered-fields.js';

/** Carries class-validator's findings from the pipe's own factory to `transform`, which knows where the value came from. */
class FieldErrors extends Error {
  constructor(readonly errors: readonly ValidationError[]) {
    super('invalid fields');
  }
}

function* invalidFields(errors: readonly ValidationError[], parent: string): Generator<InvalidField> {
  for (const error of errors) {
    const pointer = `${parent}${escaped(error.property)}`;
    for (const [rule, sentence] of Object.entries(error.constraints ?? {})) {
      const unknown = rule === 'whitelistValidation';
      yield { pointer, detail: unknown ? 'This field is not known here.' : detailOf(error.value, sentence) };
    }
    yield* invalidFields(error.children ?? [], `${pointer}/`);
  }
}

function detailOf(value: unknown, sentence: string): string {
  if (value === undefined) return 'This field is needed.';
  return value === null ? 'Null is no value: fill the field in, or leave it out where it is optional.' : sentence;
}

/**
 * Checks bodies and query strings against their classes; unknown fields are refused rather than dropped in silence.
 * Throws a 400 problem that lists each wrong field with a pointer and a sentence.
 */
@Injectable()
export class FieldsPipe extends ValidationPipe {
  constructor() {
    super({
      whitelist: true,
      forbidNonWhitelisted: true,
      transform: true,
      stopAtFirstError: true,
      validationError: { target: false, value: true },
      exceptionFactory: (errors) => new FieldErrors(errors),
    });
    rememberFields();
  }

  override async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'body' && this.toValidate(metadata)) {
      if (value instanceof Readable) throw problem('unsupported-media-type', 'Send the body as application/json.');
      if (value === null || typeof value !== 'object' || Array.isArray(value)) {
        throw problem('malformed', 'The body must be a JSON object.');
      }
      const unreadable = unreadableParts(value);
      if (unreadable.length > 0) throw invalid(unreadable);
    }
    try {
      const checked: unknown = await super.transform(value, metadata);
      return metadata.type === 'body' && checked !== value ? withoutGaps(checked) : checked;
    } catch (error) {
      if (!(error instanceof FieldErrors)) throw error;
      throw invalid([...invalidFields(error.errors, metadata.type === 'query' ? '?' : '#/')]);
    }
  }
}

function invalid(errors: readonly InvalidField[]) {
  const count = errors.length === 1 ? 'One field is' : `${errors.length} fields are`;
  return problem('invalid-fields', `${count} missing or wrong.`, { errors });
}

/** Plain JSON again: an optional field that was not sent is absent, not undefined, so that it cannot look like a change. */
function withoutGaps(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutGaps);
  if (typeof value !== 'object' || value === null) return value;
  const plain: Record<string, unknown> = {};
  for (const [name, member] of Object.entries(value)) if (member !== undefined) plain[name] = withoutGaps(member);
  return plain;
}
