import { authorityDuties } from './authority-duties.js';
import type { Child } from './child.js';
import type { Duty } from './duty.js';
import type { DayContext } from './facet.js';
import { lastAnswer } from './last-answer.js';
import { newPupilDuties } from './new-pupil.js';
import { schoolDuties } from './school-duties.js';

/** Done on their day or not at all: when the day is over, a breach is what is left of them. */
const OF_THEIR_DAY: ReadonlySet<string> = new Set(['contact-parent']);

/** Everything that is outstanding for a child today, the earliest first. */
export const duties: (child: Child, context: DayContext) => readonly Duty[] = lastAnswer((child, context) =>
  child.identity === undefined
    ? []
    : [...schoolDuties(child, context), ...authorityDuties(child, context), ...newPupilDuties(child, context)].sort(
        byDueDate,
      ),
);

/** Whether there is still a day on which it can be done. */
export function canStillBeDone({ kind, due }: Duty, { today }: Pick<DayContext, 'today'>): boolean {
  return due >= today || !OF_THEIR_DAY.has(kind);
}

function byDueDate(a: Duty, b: Duty): number {
  if (a.due !== b.due) return a.due < b.due ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** The duties whose day has gone by, not yet recorded as breached. */
export function breachesDue(child: Child, context: DayContext): readonly Duty[] {
  return duties(child, context).filter(({ due, key }) => due < context.today && !child.breaches.includes(key));
}
