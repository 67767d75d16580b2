import type { DayKind, SchoolCalendar, Session } from '../../../schools/domain/calendar.js';
import type { LocalDate } from '../../../schools/domain/local-date.js';
import type { AttendanceCodes } from '../attendance-codes.js';
import type { Policy, Timescale, TimeUnit } from '../policy-pack.js';

/** One mark of one pupil in one school's register. */
export interface SessionMark {
  readonly date: LocalDate;
  readonly session: Session;
  readonly code: string;
}

/**
 * What every clock reads. The register as it stands now, amendments included: a late amendment changes the reading, and
 * the caller compares it with what was recorded before (DOMAIN section 5, step 4).
 */
export interface ClockInput {
  /** In any order; of two marks for one session the later in the list holds. */
  readonly sessions: readonly SessionMark[];
  readonly calendar: SchoolCalendar;
  readonly codes: AttendanceCodes;
  readonly policy: Policy;
  readonly today: LocalDate;
  /** The revision of the stream that the marks were read at; kept in the explanation. */
  readonly registerVersion?: number;
}

/** Why a day or a session did not count. */
export type NotCountedWhy =
  | Exclude<DayKind, 'school-day'>
  | 'attended'
  | 'other-code'
  | 'unknown-code'
  | 'no-mark'
  | 'register-incomplete'
  | 'needs-a-person'
  | 'outside-the-window'
  | 'new-school-year';

export interface NotCounted {
  readonly date: LocalDate;
  readonly why: NotCountedWhy;
  readonly session?: Session;
  readonly code?: string;
  readonly note?: string;
}

export interface ClockExplanation {
  readonly counted: readonly LocalDate[];
  readonly notCounted: readonly NotCounted[];
  readonly codesUsed: readonly string[];
  /** The versions of the code list that the codes were read in. */
  readonly codeLists: readonly string[];
  readonly calendarUrn: string;
  readonly calendarVersion: number;
  readonly registerVersion?: number;
  /** Days that no calendar covers and that were taken from the usual pattern. */
  readonly assumed?: readonly LocalDate[];
}

/** A clock as it stands today. */
export interface ClockReading {
  readonly reached: boolean;
  readonly count: number;
  /** What the count is held against; undefined when the law of the day has no such clock. */
  readonly threshold?: number;
  readonly unit: TimeUnit;
  readonly rule: string;
  readonly paragraph: string;
  /** The first day that counts. */
  readonly from?: LocalDate;
  /** The day on which it was reached. */
  readonly onDate?: LocalDate;
  /** The day on which it would be reached if the absence goes on; the day it was reached once it has been. */
  readonly dueDate?: LocalDate;
  /** What a person must look at before anything is decided on this reading. */
  readonly flagged: readonly NotCounted[];
  /** What ended the run before this one. */
  readonly brokenBy?: NotCounted;
  /** The count had the flagged days been set aside, neither counting nor breaking: for the person who decides. */
  readonly setAside?: { readonly count: number; readonly from: LocalDate };
  readonly explanation: ClockExplanation;
}

/** A reading for a law that has no such clock: never reached, and it says under which policy. */
export function noClock({ policy, calendar, registerVersion }: ClockInput, unit: TimeUnit, rule: string): ClockReading {
  return {
    reached: false,
    count: 0,
    unit,
    rule,
    paragraph: `none in ${policy.reference.version}`,
    flagged: [],
    explanation: {
      counted: [],
      notCounted: [],
      codesUsed: [],
      codeLists: [],
      calendarUrn: calendar.urn,
      calendarVersion: calendar.version,
      ...(registerVersion === undefined ? {} : { registerVersion }),
    },
  };
}

/** The part of a reading that comes from the rule itself. */
export function ofRule({
  amount,
  unit,
  rule,
  paragraph,
}: Timescale): Pick<ClockReading, 'threshold' | 'unit' | 'rule' | 'paragraph'> {
  return { threshold: amount, unit, rule, paragraph };
}
