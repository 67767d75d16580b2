import {
  type Child,
  type ChildCommand,
  type ChildEvent,
  decide,
  evolve,
  initialChild,
} from '../../src/children/domain/child.js';
import { duties } from '../../src/children/domain/duties.js';
import type { Duty } from '../../src/children/domain/duty.js';
import type { DecisionContext } from '../../src/children/domain/facet.js';
import { Refusal } from '../../src/policy/domain/refusal.js';
import type { SchoolCalendar } from '../../src/schools/domain/calendar.js';
import { schoolDaysFrom } from '../../src/schools/domain/school-days.js';
import { codes, norfolkCalendar, policyFor } from './policy.js';

type Actor = NonNullable<DecisionContext['actor']>;

/** What one command added, on which day. */
export interface Told {
  readonly on: string;
  readonly event: ChildEvent;
}

type DataOf<T extends ChildEvent['type']> = Extract<ChildEvent, { type: T }>['data'];

const HOME = { lines: ['21 Elm Road'], postcode: 'NR3 1AA', authority: '926' } as const;

/**
 * A child's life as it comes to the program: people's commands, register marks and the daily review, day after day, on
 * the real decisions. Nothing is seeded; what is in the story was decided.
 */
export class ChildStory {
  child: Child = initialChild;
  readonly told: Told[] = [];
  /** The school's calendar as it stands on the day of the next step. */
  calendar: SchoolCalendar = norfolkCalendar;
  readonly urn = norfolkCalendar.urn;

  /** A pupil of the school since the first day of the year, with a home in Norwich and a parent's telephone. */
  static pupil(since = '2025-09-03', more: Partial<Extract<ChildCommand, { type: 'RegisterChild' }>> = {}): ChildStory {
    const story = new ChildStory();
    story.does(since, {
      type: 'RegisterChild',
      childId: '0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11',
      givenName: 'Sara',
      familyName: 'Amin',
      dateOfBirth: '2013-04-07',
      address: HOME,
      parents: [{ parentId: 'p1', name: 'Nadia Amin', livesWith: true, phones: ['01603 496 0123'] }],
      school: { urn: story.urn, startDate: since },
      ...more,
    });
    return story;
  }

  /** The day as the program would see it. */
  day(today: string, actor?: Actor): DecisionContext {
    const { calendar } = this;
    const context = { now: `${today}T14:00:00.000Z`, today, calendar, policy: policyFor(today), codes };
    return actor === undefined ? context : { ...context, actor };
  }

  /** A command on a day; what it added. */
  does(today: string, command: ChildCommand, actor?: Actor): readonly ChildEvent[] {
    const events = decide(this.child, command, this.day(today, actor));
    this.child = events.reduce(evolve, this.child);
    for (const event of events) this.told.push({ on: today, event });
    return events;
  }

  /** The refusal of a command; fails when it is obeyed. */
  isRefused(today: string, command: ChildCommand, actor?: Actor): Refusal['reason'] {
    try {
      decide(this.child, command, this.day(today, actor));
    } catch (error) {
      if (error instanceof Refusal) return error.reason;
      throw error;
    }
    throw new Error(`${command.type} was not refused`);
  }

  /** The clock of a day. */
  review(today: string): readonly ChildEvent[] {
    return this.does(today, { type: 'ReviewChild' });
  }

  mark(date: string, session: 'AM' | 'PM', code: string): readonly ChildEvent[] {
    return this.does(date, { type: 'RecordMarks', urn: this.urn, marks: [{ date, session, code }] });
  }

  /** The registers of each school day with one code, and each day's review. `otherwise`: the mark of single sessions. */
  absent(code: string, from: string, to: string, otherwise: Readonly<Record<string, string>> = {}): void {
    for (const date of schoolDaysFrom(this.calendar, from, to)) {
      for (const session of ['AM', 'PM'] as const) this.mark(date, session, otherwise[`${date} ${session}`] ?? code);
      this.review(date);
    }
  }

  /** Every fact of a type, with the day it was recorded on. */
  facts<T extends ChildEvent['type']>(type: T): readonly { readonly on: string; readonly data: DataOf<T> }[] {
    return this.told
      .filter(({ event }) => event.type === type)
      .map(({ on, event }) => ({ on, data: event.data as unknown as DataOf<T> }));
  }

  duties(today: string, kind: string): readonly Duty[] {
    return duties(this.child, this.day(today)).filter((each) => each.kind === kind);
  }
}
