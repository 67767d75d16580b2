import { type AttendanceCode, codeOn, retiredCode } from '../../policy/domain/attendance-codes.js';
import { isSchoolDay, type Session } from '../../schools/domain/calendar.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { AbsenceEvent } from './absence.js';
import type { Child } from './child.js';
import { type DecisionContext, happenedOn, known, refuse } from './facet.js';
import { markAt, markBefore } from './register.js';
import { enrolmentOn } from './roll.js';

export interface SessionMark {
  readonly date: LocalDate;
  readonly session: Session;
  readonly code: string;
  readonly note?: string;
}

/** What a code means on a day; refuses one that the list of that day does not have. */
export function meaning(code: string, date: LocalDate, context: DecisionContext): AttendanceCode {
  const found = codeOn(context.codes, date, code);
  if (found !== undefined) return found;
  const retired = retiredCode(context.codes, date, code);
  if (retired !== undefined) {
    refuse(
      'R62',
      'retired-attendance-code',
      `Code ${code} was not in use on ${date}; now ${retired.replacedBy.join(' or ')}.`,
      {
        kind: 'invalid',
      },
    );
  }
  return refuse('R62', 'unknown-attendance-code', `${code} is no attendance code on ${date}.`, { kind: 'invalid' });
}

/** Refuses a mark for a day to come, or of a school whose roll the child was not on that day. */
export function onRegister(child: Child, urn: string, date: LocalDate, context: DecisionContext): void {
  known(child, 'R02');
  happenedOn(date, context, 'R02');
  if (enrolmentOn(child, urn, date) === undefined) {
    refuse('R02', 'not-on-roll', `The child was not on the roll of school ${urn} on ${date}.`);
  }
}

/** What one mark adds to the register: nothing, an absence, a return, or a correction of the mark before. */
export function factsOfMark(
  child: Child,
  urn: string,
  mark: SessionMark,
  context: DecisionContext,
): readonly AbsenceEvent[] {
  const { date, session, code } = mark;
  onRegister(child, urn, date, context);
  const { attendance, attended } = meaning(code, date, context);
  const register = child.registers[urn];
  const at = { date, session };
  const held = markAt(register, at);
  if (held?.code === code) return [];
  const fact = { urn, occurredOn: date, session };
  if (held !== undefined) {
    return [
      { type: 'AbsenceAmended', data: { ...fact, from: held.code, to: code, ...(attended ? { attended } : {}) } },
    ];
  }
  if (attendance === 'administrative') return [];
  const before = register && markBefore(register, at);
  const withinAbsence = before !== undefined && !before.attended;
  if (attendance === 'absent' || (attendance === 'not-required' && withinAbsence)) {
    if (context.calendar?.urn === urn && !isSchoolDay(context.calendar, date)) {
      refuse('R61', 'not-a-school-day', `${date} is no school day in the calendar of school ${urn}.`);
    }
    const note = mark.note === undefined ? {} : { note: mark.note };
    return [{ type: 'AbsenceRecorded', data: { ...fact, code, ...(attended ? { attended } : {}), ...note } }];
  }
  return withinAbsence && attended ? [{ type: 'ReturnedToSchool', data: { ...fact, code } }] : [];
}

export interface MarkVerdict {
  readonly verdict: 'recorded' | 'unchanged' | 'corrected';
  readonly events: readonly AbsenceEvent[];
}

/**
 * What becomes of one row of a register file. For many rows of a child: fold the events, then ask for the next.
 * @throws Refusal for a row that cannot stand (unknown code, not on roll, no school day).
 */
export function verdictOnMark(child: Child, urn: string, mark: SessionMark, context: DecisionContext): MarkVerdict {
  const events = factsOfMark(child, urn, mark, context);
  if (events.length === 0) return { verdict: 'unchanged', events };
  return { verdict: events[0]?.type === 'AbsenceAmended' ? 'corrected' : 'recorded', events };
}
