import { type Session, sessionsOn } from '../../schools/domain/calendar.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import {
  type DecisionContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  type Order,
  refuse,
} from './facet.js';
import type { Leave } from './leave.js';
import { factsOfMark, meaning, onRegister, type SessionMark } from './marks.js';
import {
  emptyRegister,
  type Mark,
  type Moment,
  markAt,
  markBefore,
  marksFrom,
  type Register,
  withMark,
} from './register.js';
import type { RemovalEvent } from './removal.js';
import { type ThresholdEvent, thresholdFacts } from './thresholds.js';

/** A mark of one session, as the register has it. `occurredOn` is the date of the session. */
interface SessionFact {
  readonly urn: string;
  readonly occurredOn: LocalDate;
  readonly session: Session;
  readonly code: string;
}

export type AbsenceEvent =
  /** `attended`: code U, absent in law though the pupil came. `note` is the cause where the register must hold one (Y7). */
  | Fact<'AbsenceRecorded', SessionFact & { readonly attended?: true; readonly note?: string }>
  /** The original entry stays in the stream; who amended it and when is in the event's metadata. */
  | Fact<
      'AbsenceAmended',
      Omit<SessionFact, 'code'> & {
        readonly from: string;
        readonly to: string;
        readonly attended?: true;
        readonly reason?: string;
      }
    >
  | Fact<'ReturnedToSchool', SessionFact>
  /** R03: five school days have gone by without a reason. */
  | Fact<'CodeNExpired', Omit<SessionFact, 'code'>>
  | Fact<
      'AbsenceReasonEstablished',
      {
        readonly urn: string;
        readonly occurredOn: LocalDate;
        readonly first: LocalDate;
        readonly last: LocalDate;
        readonly code: string;
        /** Who gave the reason: a code such as `parent`, `hospital`, `sibling`. */
        readonly source: string;
        readonly reason?: string;
      }
    >;

export type AbsenceCommand =
  /** An absence told by a person: one session, or the whole day when none is given. */
  | Order<
      'RecordAbsence',
      {
        readonly urn: string;
        readonly date: LocalDate;
        readonly session?: Session;
        readonly code: string;
        readonly note?: string;
      }
    >
  /** Marks of a register, absent or present, in any order; what a file says of one child. */
  | Order<'RecordMarks', { readonly urn: string; readonly marks: readonly SessionMark[] }>
  | Order<
      'AmendAbsence',
      {
        readonly urn: string;
        readonly date: LocalDate;
        readonly session: Session;
        readonly code: string;
        readonly reason: string;
      }
    >
  | Order<
      'RecordReturn',
      { readonly urn: string; readonly date?: LocalDate; readonly session?: Session; readonly code?: string }
    >
  | Order<
      'EstablishAbsenceReason',
      {
        readonly urn: string;
        readonly first: LocalDate;
        readonly last: LocalDate;
        readonly code: string;
        readonly source: string;
        readonly reason?: string;
      }
    >;

/** The code of a reason not yet established. */
export const REASON_NOT_ESTABLISHED = 'N';

export type Registers = Readonly<Record<string, Register>>;

const registerOf = (child: Child, urn: string): Register => child.registers[urn] ?? emptyRegister(urn);

function marked(child: Child, urn: string, at: Moment, mark: Mark): Child {
  const after = { ...child, registers: { ...child.registers, [urn]: withMark(registerOf(child, urn), at, mark) } };
  return unresolved(after, urn, at, mark.code);
}

/** R03: sessions still marked N, for the countdown to O. */
function unresolved(child: Child, urn: string, at: Moment, code: string): Child {
  const held = child.unresolved.some(
    (each) => each.urn === urn && each.date === at.date && each.session === at.session,
  );
  if ((code === REASON_NOT_ESTABLISHED) === held) return child;
  return {
    ...child,
    unresolved: held
      ? child.unresolved.filter((each) => each.urn !== urn || each.date !== at.date || each.session !== at.session)
      : [...child.unresolved, { urn, ...at }],
  };
}

/** A mark that is new: one that says the pupil came ends the run, and with it what the run had reached. */
function newlyMarked(child: Child, urn: string, at: Moment, mark: Mark): Child {
  const after = marked(child, urn, at, mark);
  if (child.thresholds[urn] === undefined || after.registers[urn]?.open !== undefined) return after;
  const { [urn]: _, ...thresholds } = after.thresholds;
  return { ...after, thresholds };
}

/** R11: the register says that the pupil is back from leave; nobody has to confirm it as well. */
function backFromLeave(child: Child, urn: string, on: LocalDate): Child {
  const isBack = (leave: Leave) =>
    leave.urn === urn && leave.granted !== undefined && leave.returnedOn === undefined && on >= leave.granted.first;
  if (!child.leave.some(isBack)) return child;
  return { ...child, leave: child.leave.map((leave) => (isBack(leave) ? { ...leave, returnedOn: on } : leave)) };
}

const markOf = (code: string, attended: boolean | undefined): Mark => (attended ? { code, attended } : { code });

export const absenceFolds: Folds<AbsenceEvent> = {
  AbsenceRecorded: (child, { urn, occurredOn, session, code, attended }) =>
    newlyMarked(child, urn, { date: occurredOn, session }, markOf(code, attended)),
  AbsenceAmended: (child, { urn, occurredOn, session, to, attended }) =>
    marked(child, urn, { date: occurredOn, session }, markOf(to, attended)),
  ReturnedToSchool: (child, { urn, occurredOn, session, code }) =>
    backFromLeave(newlyMarked(child, urn, { date: occurredOn, session }, { code, attended: true }), urn, occurredOn),
  CodeNExpired: (child) => child,
  AbsenceReasonEstablished: (child, { urn, occurredOn, first, last, code }) => ({
    ...child,
    reasons: [...child.reasons, { urn, first, last, code, on: occurredOn }],
  }),
};

/** The child after facts of this facet. */
export function afterAbsence(child: Child, events: readonly AbsenceEvent[]): Child {
  return events.reduce(
    (state, { type, data }) => (absenceFolds[type] as (c: Child, d: object) => Child)(state, data),
    child,
  );
}

/** The facts of the marks, and what they make of the clocks: a threshold reached or withdrawn. */
function recorded(child: Child, urn: string, events: readonly AbsenceEvent[], context: DecisionContext) {
  if (events.length === 0) return events;
  return [...events, ...thresholdFacts(afterAbsence(child, events), urn, context)];
}

/** Of two marks for one session the later row holds, so that the same rows twice change nothing. */
function lastOfEach(marks: readonly SessionMark[]): readonly SessionMark[] {
  const last = new Map(marks.map((mark) => [`${mark.date} ${mark.session}`, mark]));
  return last.size === marks.length ? marks : [...last.values()];
}

function marksOf(child: Child, urn: string, marks: readonly SessionMark[], context: DecisionContext) {
  const events: AbsenceEvent[] = [];
  let state = child;
  for (const mark of lastOfEach(marks)) {
    const facts = factsOfMark(state, urn, mark, context);
    events.push(...facts);
    state = afterAbsence(state, facts);
  }
  return recorded(child, urn, events, context);
}

export const absenceDecisions: Decisions<AbsenceCommand, AbsenceEvent | ThresholdEvent | RemovalEvent> = {
  RecordAbsence: (child, { urn, date, session, code, note }, context) => {
    onRegister(child, urn, date, context);
    if (meaning(code, date, context).attendance === 'present') {
      refuse('R02', 'not-an-absence', `Code ${code} says that the pupil was there.`, { kind: 'invalid' });
    }
    const held = context.calendar?.urn === urn ? sessionsOn(context.calendar, date) : (['AM', 'PM'] as const);
    const sessions = session !== undefined ? [session] : held.length > 0 ? held : (['AM'] as const);
    return marksOf(
      child,
      urn,
      sessions.map((each) => ({ date, session: each, code, ...(note ? { note } : {}) })),
      context,
    );
  },
  RecordMarks: (child, { urn, marks }, context) => marksOf(child, urn, marks, context),
  AmendAbsence: (child, { urn, date, session, code, reason }, context) => {
    onRegister(child, urn, date, context);
    const held = markAt(child.registers[urn], { date, session });
    if (held === undefined) refuse('R67', 'nothing-to-amend', 'No absence is recorded for this session.');
    if (held.code === code) return [];
    const { attended } = meaning(code, date, context);
    const data = {
      urn,
      occurredOn: date,
      session,
      from: held.code,
      to: code,
      ...(attended ? { attended } : {}),
      reason,
    };
    return recorded(child, urn, [{ type: 'AbsenceAmended', data }], context);
  },
  RecordReturn: (child, { urn, date, session = 'AM', code }, context) => {
    const on = happenedOn(date, context, 'R11');
    const present = code ?? (session === 'AM' ? '/' : '\\');
    if (!meaning(present, on, context).attended) {
      refuse('R11', 'not-a-return', `Code ${present} does not say that the pupil was there.`, { kind: 'invalid' });
    }
    const before = markBefore(registerOf(child, urn), { date: on, session });
    const held = markAt(child.registers[urn], { date: on, session });
    if (held === undefined && before === undefined)
      refuse('R11', 'not-absent', 'No absence is recorded before this date.');
    return marksOf(child, urn, [{ date: on, session, code: present }], context);
  },
  EstablishAbsenceReason: (child, { urn, first, last, code, source, reason }, context) => {
    onRegister(child, urn, first, context);
    meaning(code, first, context);
    if (child.reasons.some((r) => r.urn === urn && r.first === first && r.last === last && r.code === code)) return [];
    const amended = marksFrom(registerOf(child, urn), first, last)
      .filter((mark) => mark.code === REASON_NOT_ESTABLISHED)
      .map(
        ({ date, session }): AbsenceEvent => ({
          type: 'AbsenceAmended',
          data: {
            urn,
            occurredOn: date,
            session,
            from: REASON_NOT_ESTABLISHED,
            to: code,
            reason: `reason given by ${source}`,
          },
        }),
      );
    const data = { urn, occurredOn: context.today, first, last, code, source, ...(reason ? { reason } : {}) };
    return recorded(child, urn, [{ type: 'AbsenceReasonEstablished', data }, ...amended], context);
  },
};
