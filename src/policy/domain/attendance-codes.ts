import type { LocalDate } from '../../schools/domain/local-date.js';

/** How a code is counted in statistics (DOMAIN 2.6). */
export type StatisticalClass =
  | 'present'
  | 'approved-activity'
  | 'authorised-absence'
  | 'unauthorised-absence'
  | 'not-possible-attendance'
  | 'administrative';

export interface AttendanceCode {
  /** As it stands in a register: `/`, `\`, `C1`, `#`. */
  readonly code: string;
  readonly meaning: string;
  readonly statisticalClass: StatisticalClass;
  /** What the code says of the pupil at that session. U is `absent` in law though the pupil came: see `attended`. */
  readonly attendance: 'present' | 'absent' | 'not-required' | 'administrative';
  /** The pupil was there, or at an approved activity, for at least part of the session. An absence that the school follows up has ended. */
  readonly attended: boolean;
  /** One such session defeats a run towards the ground of 20 school days, reg. 9(1)(i). Only G, N and O do not. */
  readonly breaksContinuousAbsence: boolean;
  /** G, N, O, U: 10 school days of them make the attendance return. */
  readonly countsForAttendanceReturn: boolean;
  /** G, N, O, U: 10 sessions in a rolling 10 school weeks make the penalty threshold. */
  readonly countsForPenalty: boolean;
  /** I: 15 school days known or expected make the sickness return. */
  readonly countsForSickness: boolean;
  /** Y, Q, X, and C2 and D, which need another register: a program may not decide on a run with one in it. */
  readonly flagForPerson: boolean;
  /** Days on which the code may be used, where narrower than its list's. */
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
  readonly note?: string;
}

/** A code that a list no longer has, and what the same thing is called now. */
export interface RetiredCode {
  readonly code: string;
  readonly meaning: string;
  readonly replacedBy: readonly string[];
}

/** One version of the list. Events keep the version and the code, never the label. */
export interface AttendanceCodeList {
  readonly id: 'attendance_code';
  readonly version: string;
  readonly validFrom: LocalDate;
  readonly validTo?: LocalDate;
  readonly source: string;
  readonly codes: readonly AttendanceCode[];
  readonly retired: readonly RetiredCode[];
}

/** Every version of the attendance code list that the packs of law bring along. */
export interface AttendanceCodes {
  readonly lists: readonly AttendanceCodeList[];
}

const indexes = new WeakMap<AttendanceCodeList, ReadonlyMap<string, AttendanceCode>>();

/** The list in force on a date; undefined before the first. */
export function codeListOn(codes: AttendanceCodes, date: LocalDate): AttendanceCodeList | undefined {
  return codes.lists.find((list) => list.validFrom <= date && (list.validTo === undefined || date <= list.validTo));
}

/** What a code meant on a date; undefined when the list of that day has no such code, or no longer. */
export function codeOn(codes: AttendanceCodes, date: LocalDate, code: string): AttendanceCode | undefined {
  const list = codeListOn(codes, date);
  if (list === undefined) return undefined;
  let index = indexes.get(list);
  if (index === undefined) {
    index = new Map(list.codes.map((entry) => [entry.code, entry]));
    indexes.set(list, index);
  }
  const found = index.get(code);
  if (found === undefined || (found.validFrom !== undefined && date < found.validFrom)) return undefined;
  return found.validTo !== undefined && found.validTo < date ? undefined : found;
}

/** Whether a code that is not in the list of the day was in an earlier one, and what has taken its place. */
export function retiredCode(codes: AttendanceCodes, date: LocalDate, code: string): RetiredCode | undefined {
  return codeListOn(codes, date)?.retired.find((entry) => entry.code === code);
}
