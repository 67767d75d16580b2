/** Not knowing is an answer of its own, and is never taken for a no. */
export type Answer = 'yes' | 'no' | 'unknown';

export interface Finding {
  readonly answer: Answer;
  /** In words, without a name: 'compulsory school age begins on 2026-08-31'. */
  readonly because: string;
  readonly paragraph: string;
}

/** All must hold: one no settles it, else one unknown leaves it open. */
export function all(answers: readonly Answer[]): Answer {
  if (answers.includes('no')) return 'no';
  return answers.includes('unknown') ? 'unknown' : 'yes';
}
