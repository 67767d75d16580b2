import { timescaleOf } from '../../policy/domain/policy-on.js';
import { daysBetween, type LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { groundClock } from './clocks.js';
import type { DayContext, Fact, Folds } from './facet.js';
import { blockedProposals, type RemovalEvent } from './removal.js';

/**
 * T1: reaching day 20 is a prompt and opens a gate; the name stays on the roll until a person deletes it under a ground.
 */
export type ThresholdEvent =
  | Fact<
      'TwentyDayThresholdReached',
      {
        readonly urn: string;
        readonly occurredOn: LocalDate;
        /** The first day of the run. */
        readonly from: LocalDate;
        readonly dayCount: number;
        readonly codesUsed: readonly string[];
        /** Days that a person must look at before anything is decided on the count. */
        readonly flagged: readonly LocalDate[];
        readonly calendarVersion: number;
        readonly registerVersion: number;
      }
    >
  | Fact<
      'TwentyDayThresholdWithdrawn',
      {
        readonly urn: string;
        readonly occurredOn: LocalDate;
        readonly from: LocalDate;
        readonly dayCount: number;
        readonly why: 'register-amended' | 'calendar-amended';
        readonly calendarVersion: number;
        readonly registerVersion: number;
      }
    >;

/** By school: the run that has reached the threshold. */
export type Thresholds = Readonly<
  Record<string, { readonly from: LocalDate; readonly on: LocalDate; readonly registerVersion: number }>
>;

export const thresholdFolds: Folds<ThresholdEvent> = {
  TwentyDayThresholdReached: (child, { urn, occurredOn, from, registerVersion }) => ({
    ...child,
    thresholds: { ...child.thresholds, [urn]: { from, on: occurredOn, registerVersion } },
  }),
  TwentyDayThresholdWithdrawn: (child, { urn }) => {
    const { [urn]: _, ...thresholds } = child.thresholds;
    return { ...child, thresholds };
  },
};

/** The run began too few calendar days ago to hold that many school days: most marks are decided without a count. */
const tooShort = (from: LocalDate, to: LocalDate, days: number): boolean => daysBetween(from, to) < days - 1;

/** What the marks make of the threshold now: reached, withdrawn, or nothing new. */
export function thresholdFacts(
  child: Child,
  urn: string,
  context: DayContext,
): readonly (ThresholdEvent | RemovalEvent)[] {
  const reached = child.thresholds[urn];
  const open = child.registers[urn]?.open;
  const wanted = timescaleOf(context.policy, 'continuousAbsence')?.amount;
  if (context.calendar === undefined || wanted === undefined) return [];
  if (reached === undefined && (open === undefined || tooShort(open.from.date, open.to.date, wanted))) return [];
  const clock = groundClock(child, urn, context);
  const registerVersion = child.registers[urn]?.version ?? 0;
  const { calendarVersion } = clock.explanation;
  if (reached === undefined) {
    if (!clock.reached || clock.from === undefined) return [];
    const data = {
      urn,
      occurredOn: clock.onDate ?? context.today,
      from: clock.from,
      dayCount: clock.count,
      codesUsed: clock.explanation.codesUsed,
      flagged: clock.flagged.map(({ date }) => date),
      calendarVersion,
      registerVersion,
    };
    return [{ type: 'TwentyDayThresholdReached', data }];
  }
  if (clock.reached) return [];
  const why = reached.registerVersion === registerVersion ? 'calendar-amended' : 'register-amended';
  const data = {
    urn,
    occurredOn: context.today,
    from: reached.from,
    dayCount: clock.count,
    why,
    calendarVersion,
    registerVersion,
  } as const;
  return [{ type: 'TwentyDayThresholdWithdrawn', data }, ...blockedProposals(child, urn, context)];
}
