import type { PolicyBook } from '../policy/policy-packs.js';
import type { SchoolCalendar } from './domain/calendar.js';
import { defaultCalendar } from './domain/default-calendar.js';

/** Schools as their authority's pack has them: the model calendar, and one policy for all. */
export class ModelSchools {
  private readonly calendars = new Map<string, SchoolCalendar>();

  constructor(
    private readonly policies: PolicyBook,
    /** The pack that governs: a federation's or an authority's. */
    private readonly policy: string,
  ) {}

  /** The same object each time, so that what is indexed by a calendar is indexed once. */
  calendarOf(urn: string): SchoolCalendar {
    let calendar = this.calendars.get(urn);
    if (calendar === undefined) {
      calendar = defaultCalendar(urn, this.modelYears());
      this.calendars.set(urn, calendar);
    }
    return calendar;
  }

  policyOf(): string {
    return this.policy;
  }

  private modelYears() {
    return this.policies.packs.flatMap((pack) => pack.modelCalendar ?? []);
  }
}
