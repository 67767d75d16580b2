import { dateInEngland } from '../platform/clock/clock.js';
import type { Actor } from '../platform/event-store/envelope.js';
import type { PolicyBook } from '../policy/policy-packs.js';
import type { SchoolCalendar } from '../schools/domain/calendar.js';
import { calendarFor } from '../schools/domain/calendar-groups.js';
import type { Child } from './domain/child.js';
import type { DayContext, DecisionContext } from './domain/facet.js';
import { lastEnrolment, mainEnrolment } from './domain/roll.js';

/** What was known of a school at an instant (ISO 8601); now, when none is given. */
export interface SchoolsKnown {
  calendarOf(urn: string, asOf?: string): SchoolCalendar;
  /** The pack that governs the school: its federation's or its authority's. */
  policyOf(urn: string | undefined, asOf?: string): string;
}

/** The school whose calendar and policy count for a child: the one whose roll it is on, or was on last. */
export function schoolOf(child: Child): string | undefined {
  return (mainEnrolment(child) ?? lastEnrolment(child))?.urn;
}

/** Gathers what a day's sums and decisions need beside the child: date, calendar of the pupil's year group, policy, codes. */
export class DayContexts {
  constructor(
    private readonly schools: SchoolsKnown,
    private readonly policies: PolicyBook,
  ) {}

  /** For a child at an instant, as everything stood then. `school` where another than the child's own counts. */
  day(child: Child, instant: string, school = schoolOf(child)): DayContext {
    const today = dateInEngland(instant);
    const yearGroup = child.identity?.yearGroup;
    return {
      today,
      policy: this.policies.policyOn(this.schools.policyOf(school, instant), today),
      codes: this.policies.codes,
      ...(school === undefined ? {} : { calendar: calendarFor(this.schools.calendarOf(school, instant), yearGroup) }),
    };
  }

  calendarOf(urn: string, asOf?: string): SchoolCalendar {
    return this.schools.calendarOf(urn, asOf);
  }

  decision(child: Child, now: string, actor: Actor, school?: string): DecisionContext {
    return { ...this.day(child, now, school ?? schoolOf(child)), now, actor };
  }
}
