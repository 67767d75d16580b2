import { CommandIdReused, StaleRevision } from '../platform/event-store/errors.js';
import { Refusal } from '../policy/domain/refusal.js';
import { plainWords } from './words.js';

export interface FormRefusal {
  readonly status: number;
  readonly text: string;
  /** Where the rule is written. */
  readonly paragraph?: string;
}

/** What a person is told of a form that could not be recorded; undefined for an error that is none of the form's. */
export function refusalOf(error: unknown): FormRefusal | undefined {
  if (error instanceof Refusal) {
    const { detail, kind, rule, paragraph } = error.reason;
    return { status: kind === 'invalid' ? 422 : 409, text: plainWords(detail), paragraph: `${rule}: ${paragraph}` };
  }
  if (error instanceof StaleRevision) {
    const text =
      'Something was recorded here after you opened the page. See the history below, then send what you wrote again';
    return { status: 412, text };
  }
  if (error instanceof CommandIdReused) {
    return { status: 422, text: 'This form was sent before with other words. See the history for what was recorded' };
  }
  return undefined;
}
