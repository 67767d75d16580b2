import type { Child } from './child.js';
import type { DayContext } from './facet.js';

/**
 * Keeps the last answer to a question about a child on a day: row, breaches, dates and the next review all ask the same
 * within one sum. Neither child nor day changes in place, so that it stays the answer for as long as it is kept.
 */
export function lastAnswer<T>(answer: (child: Child, context: DayContext, about: string) => T) {
  const kept = new WeakMap<Child, { readonly context: DayContext; readonly about: string; readonly answer: T }>();
  return (child: Child, context: DayContext, about = ''): T => {
    const known = kept.get(child);
    if (known?.context === context && known.about === about) return known.answer;
    const found = answer(child, context, about);
    kept.set(child, { context, about, answer: found });
    return found;
  };
}
