import type { DueDate } from '../../policy/domain/due-date.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { DayCountExplanation } from '../../schools/domain/school-days.js';
import type { Owner } from './owners.js';
import { RULES, type Rule } from './rules.js';

/** One thing that somebody has to do for a child: computed from the facts, never stored. */
export interface Duty {
  /** What kind of duty: `contact-parent`. */
  readonly kind: string;
  /** The same duty on any day: its kind and what it is about. A breach of it is recorded once under this key. */
  readonly key: string;
  readonly owner: Owner;
  readonly nextAction: string;
  readonly due: LocalDate;
  /** Time of day in England, where the rule has one. */
  readonly by?: string;
  readonly rule: string;
  readonly paragraph: string;
  readonly explanation: { readonly sum: string; readonly days?: DayCountExplanation };
}

export const dutyKey = (kind: string, about: string): string => `${kind}:${about}`;

/** A duty whose date the policy gives; none when that policy has no such rule. */
export function duty(
  kind: string,
  about: string,
  owner: Owner,
  nextAction: string,
  when: DueDate | undefined,
): readonly Duty[] {
  if (when === undefined) return [];
  const { due, by, rule, paragraph, sum, days } = when;
  const explanation = days === undefined ? { sum } : { sum, days };
  return [
    {
      kind,
      key: dutyKey(kind, about),
      owner,
      nextAction,
      due,
      ...(by === undefined ? {} : { by }),
      rule,
      paragraph,
      explanation,
    },
  ];
}

/** A duty whose date a person or an earlier decision set. */
export function dutyOn(
  kind: string,
  about: string,
  owner: Owner,
  nextAction: string,
  due: LocalDate,
  rule: Rule,
  sum: string,
): Duty {
  return {
    kind,
    key: dutyKey(kind, about),
    owner,
    nextAction,
    due,
    rule,
    paragraph: RULES[rule],
    explanation: { sum },
  };
}
