import type { Session } from '../../schools/domain/calendar.js';
import type { LocalDate } from '../../schools/domain/local-date.js';

/**
 * What one school's register says of one child, as far as it is more than 'present': each session absent, and the session
 * at which an absence ended. A session with no mark after a return was attended; one with no mark within an absence is not
 * known, and no clock counts it.
 */
export interface Register {
  readonly urn: string;
  /** By month, then by date, so that a new mark copies a month and not years. */
  readonly months: Readonly<Record<string, Month>>;
  /** Marks recorded and amended so far: the version that a count names. */
  readonly version: number;
  readonly last?: Moment;
  /** The absence that has not ended: from its first session, with the last one marked. */
  readonly open?: { readonly from: Moment; readonly to: Moment };
}

export interface Moment {
  readonly date: LocalDate;
  readonly session: Session;
}

export interface Mark {
  readonly code: string;
  /** The pupil was there, or where the school had sent them: the absence ended. */
  readonly attended?: true;
}

export type DayMarks = { readonly [S in Session]?: Mark };
type Month = Readonly<Record<LocalDate, DayMarks>>;

export const emptyRegister = (urn: string): Register => ({ urn, months: {}, version: 0 });

export const isBefore = (a: Moment, b: Moment): boolean =>
  a.date === b.date ? a.session < b.session : a.date < b.date;

export function marksOn(register: Register | undefined, date: LocalDate): DayMarks | undefined {
  return register?.months[date.slice(0, 7)]?.[date];
}

export function markAt(register: Register | undefined, { date, session }: Moment): Mark | undefined {
  return marksOn(register, date)?.[session];
}

/** The register with one mark more, or another in its place. */
export function withMark(register: Register, at: Moment, mark: Mark): Register {
  const name = at.date.slice(0, 7);
  const month = register.months[name] ?? {};
  const months = { ...register.months, [name]: { ...month, [at.date]: { ...month[at.date], [at.session]: mark } } };
  const { last } = register;
  const marked = { urn: register.urn, months, version: register.version + 1 };
  if (last === undefined || isBefore(last, at)) {
    if (mark.attended) return { ...marked, last: at };
    return { ...marked, last: at, open: { from: register.open?.from ?? at, to: at } };
  }
  return reopened({ ...marked, last });
}

/** The mark before a moment, looking back through the register. */
export function markBefore(register: Register, at: Moment): (Mark & Moment) | undefined {
  const { last } = register;
  // A register grows at its end: what came before is most often its last mark.
  const latest = last !== undefined && isBefore(last, at) ? markAt(register, last) : undefined;
  if (last !== undefined && latest !== undefined) return { ...latest, ...last };
  for (const mark of backwards(register, at)) return mark;
  return undefined;
}

/** Months or dates sorted, in place. A register grows at its end, so that they most often are. */
function inOrder(names: string[]): string[] {
  for (let index = 1; index < names.length; index++) {
    if ((names[index - 1] ?? '') > (names[index] ?? '')) return names.sort();
  }
  return names;
}

/** Every mark before a moment, latest first. */
export function* backwards(register: Register, before?: Moment): Generator<Mark & Moment> {
  const names = inOrder(Object.keys(register.months)).reverse();
  for (const name of names) {
    if (before !== undefined && name > before.date.slice(0, 7)) continue;
    const month = register.months[name] ?? {};
    for (const date of inOrder(Object.keys(month)).reverse()) {
      if (before !== undefined && date > before.date) continue;
      for (const session of ['PM', 'AM'] as const) {
        const mark = month[date]?.[session];
        if (mark !== undefined && (before === undefined || isBefore({ date, session }, before))) {
          yield { ...mark, date, session };
        }
      }
    }
  }
}

/** Every mark from a date on, oldest first. */
export function marksFrom(register: Register, from: LocalDate, to: LocalDate = '9999-12-31'): (Mark & Moment)[] {
  const marks: (Mark & Moment)[] = [];
  for (const name of inOrder(Object.keys(register.months))) {
    if (name < from.slice(0, 7) || name > to.slice(0, 7)) continue;
    const month = register.months[name] ?? {};
    for (const date of inOrder(Object.keys(month))) {
      if (date < from || date > to) continue;
      const day = month[date];
      if (day?.AM) marks.push({ ...day.AM, date, session: 'AM' });
      if (day?.PM) marks.push({ ...day.PM, date, session: 'PM' });
    }
  }
  return marks;
}

/** The open absence found again after a mark came late: back from the last mark to the one where the pupil was there. */
function reopened(register: Omit<Register, 'open'>): Register {
  let from: Moment | undefined;
  let to: Moment | undefined;
  for (const { date, session, attended } of backwards(register)) {
    if (attended) break;
    from = { date, session };
    to ??= from;
  }
  return from === undefined || to === undefined ? register : { ...register, open: { from, to } };
}
