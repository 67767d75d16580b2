import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { calendarOf } from './deadline.js';
import { breachesDue, duties } from './duties.js';
import type { Duty } from './duty.js';
import type { DayContext, Fact, Folds } from './facet.js';
import type { Owner } from './owners.js';

/** R63: a date that was set, came, or was taken back. Duties are computed; these say when a computed date changed. */
export type TimerEvent =
  | Fact<
      'DeadlineSet',
      {
        readonly key: string;
        readonly kind: string;
        readonly occurredOn: LocalDate;
        readonly due: LocalDate;
        readonly sum: string;
        readonly calendarVersion: number;
      }
    >
  | Fact<
      'DeadlineReached',
      { readonly key: string; readonly kind: string; readonly occurredOn: LocalDate; readonly due: LocalDate }
    >
  | Fact<
      'DeadlineCancelled',
      {
        readonly key: string;
        readonly kind: string;
        readonly occurredOn: LocalDate;
        readonly due: LocalDate;
        readonly why: 'recomputed' | 'no-longer-outstanding';
      }
    >
  /** A duty's day went by and it was not done: recorded once. */
  | Fact<
      'DutyBreached',
      {
        readonly key: string;
        readonly kind: string;
        readonly occurredOn: LocalDate;
        readonly due: LocalDate;
        readonly owner: Owner;
        readonly rule: string;
        readonly paragraph: string;
      }
    >;

export interface Deadline {
  readonly kind: string;
  readonly due: LocalDate;
  readonly reached?: true;
}

export const timerFolds: Folds<TimerEvent> = {
  DeadlineSet: (child, { key, kind, due }) => ({ ...child, deadlines: { ...child.deadlines, [key]: { kind, due } } }),
  DeadlineReached: (child, { key, kind, due }) => ({
    ...child,
    deadlines: { ...child.deadlines, [key]: { kind, due, reached: true } },
  }),
  DeadlineCancelled: (child, { key }) => {
    const { [key]: _, ...deadlines } = child.deadlines;
    return { ...child, deadlines };
  },
  DutyBreached: (child, { key }) =>
    child.breaches.includes(key) ? child : { ...child, breaches: [...child.breaches, key] },
};

/** The duties whose date depends on a calendar or on another's answer: an auditor must see how it moved. */
export const TIMED: ReadonlySet<string> = new Set([
  'report-missing',
  'unplaced-leaver',
  'confirm-return',
  'confirm-destination',
  'visit',
  'handover',
  'assess-home-education',
  'review-re-engagement',
]);
/** An absence is timed from its fifth counted day: most end before. */
export const TIMED_FROM_DAY = 5;

function isTimed({ kind, explanation }: Duty, today: LocalDate): boolean {
  if (!TIMED.has(kind)) return false;
  if (kind !== 'report-missing') return true;
  return (explanation.days?.counted ?? []).filter((date) => date <= today).length >= TIMED_FROM_DAY;
}

/** What the dates of today make of those recorded: set, reached, recomputed or fallen away. */
export function timerFacts(child: Child, context: DayContext): readonly TimerEvent[] {
  const { today } = context;
  const timed = duties(child, context).filter((each) => isTimed(each, today));
  const known = Object.entries(child.deadlines);
  if (timed.length === 0 && known.length === 0) return [];
  const events: TimerEvent[] = [];
  const outstanding = new Set(timed.map(({ key }) => key));
  for (const [key, { kind, due, reached }] of known) {
    if (!outstanding.has(key) && !reached) {
      events.push({
        type: 'DeadlineCancelled',
        data: { key, kind, due, occurredOn: today, why: 'no-longer-outstanding' },
      });
    }
  }
  for (const { key, kind, due, explanation } of timed) {
    const held = child.deadlines[key];
    const about = { key, kind, occurredOn: today };
    if (held !== undefined && held.due !== due) {
      events.push({ type: 'DeadlineCancelled', data: { ...about, due: held.due, why: 'recomputed' } });
    }
    if (held?.due !== due) {
      const { version } = calendarOf(context);
      events.push({ type: 'DeadlineSet', data: { ...about, due, sum: explanation.sum, calendarVersion: version } });
    }
    if (due <= today && !(held?.due === due && held.reached))
      events.push({ type: 'DeadlineReached', data: { ...about, due } });
  }
  return events;
}

/** Each duty whose day has gone by, as a breach, if it is not one already. */
export function breachFacts(child: Child, context: DayContext): readonly TimerEvent[] {
  return breachesDue(child, context).map(({ key, kind, due, owner, rule, paragraph }) => ({
    type: 'DutyBreached',
    data: { key, kind, due, owner, rule, paragraph, occurredOn: context.today },
  }));
}
