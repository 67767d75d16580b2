import { authorityDuties } from './authority-duties.js';
import type { Child } from './child.js';
import type { Duty } from './duty.js';
import type { DayContext } from './facet.js';
import { schoolDuties } from './school-duties.js';

/** Everything that is outstanding for a child today, the earliest first. */
export function duties(child: Child, context: DayContext): readonly Duty[] {
  if (child.identity === undefined) return [];
  const outstanding = [...schoolDuties(child, context), ...authorityDuties(child, context)];
  return outstanding.length < 2 ? outstanding : outstanding.sort(byDueDate);
}

function byDueDate(a: Duty, b: Duty): number {
  if (a.due !== b.due) return a.due < b.due ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

/** The duties whose day has gone by, not yet recorded as breached. */
export function breachesDue(child: Child, context: DayContext): readonly Duty[] {
  return duties(child, context).filter(({ due, key }) => due < context.today && !child.breaches.includes(key));
}
