import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { groundClock, returnClock, sicknessClock } from './clocks.js';
import { deadline } from './deadline.js';
import {
  amend,
  type DayContext,
  type Decisions,
  type Fact,
  type Folds,
  happenedOn,
  known,
  type Order,
  refuse,
} from './facet.js';

/** R54: a school has not told of a child that is missing; the authority writes to it, once an episode, and chases the reply. */
export interface Unreported {
  readonly episode: string;
  readonly urn: string;
  readonly detectedOn: LocalDate;
  readonly letterSentOn?: LocalDate;
  readonly replyDue?: LocalDate;
  readonly repliedOn?: LocalDate;
  readonly overdue?: boolean;
}

/** `episode` is the school with the first day of the absence, or of the deletion. */
type About = { readonly episode: string; readonly occurredOn: LocalDate };

export type LetterEvent =
  | Fact<
      'UnreportedCmeDetected',
      About & {
        readonly urn: string;
        readonly how: string;
        readonly dayCount: number;
        readonly calendarVersion?: number;
      }
    >
  | Fact<
      'NonReportLetterSent',
      About & {
        readonly urn: string;
        readonly form: string;
        readonly letterVersion: string;
        readonly replyDue: LocalDate;
        readonly sum: string;
      }
    >
  | Fact<'AttendanceDetailsReceived', About & { readonly details?: string }>
  | Fact<'SchoolReplyOverdue', About & { readonly due: LocalDate }>
  /** Section 2.5: the attendance return and the sickness return of a school. */
  | Fact<
      'RegisterReturnMade',
      {
        readonly kind: 'attendance' | 'sickness';
        readonly urn: string;
        readonly occurredOn: LocalDate;
        readonly since: LocalDate;
        readonly dayCount: number;
      }
    >;

export type LetterCommand =
  | Order<'DetectUnreported', { readonly urn: string; readonly how: string; readonly occurredOn?: LocalDate }>
  | Order<'SendNonReportLetter', { readonly episode: string; readonly occurredOn?: LocalDate }>
  | Order<'RecordSchoolReply', { readonly episode: string; readonly details?: string; readonly occurredOn?: LocalDate }>
  | Order<
      'MakeRegisterReturn',
      {
        readonly kind: 'attendance' | 'sickness';
        readonly urn: string;
        /** As the register has it, unless the school says otherwise. */
        readonly since?: LocalDate;
        readonly dayCount?: number;
        readonly occurredOn?: LocalDate;
      }
    >;

const change = (child: Child, episode: string, to: Partial<Unreported>): Child => ({
  ...child,
  unreported: amend(
    child.unreported,
    (each) => each.episode === episode,
    (each) => ({ ...each, ...to }),
  ),
});

export const letterFolds: Folds<LetterEvent> = {
  UnreportedCmeDetected: (child, { episode, urn, occurredOn }) => ({
    ...child,
    unreported: [...child.unreported, { episode, urn, detectedOn: occurredOn }],
  }),
  NonReportLetterSent: (child, { episode, occurredOn, replyDue }) =>
    change(child, episode, { letterSentOn: occurredOn, replyDue }),
  AttendanceDetailsReceived: (child, { episode, occurredOn }) => change(child, episode, { repliedOn: occurredOn }),
  SchoolReplyOverdue: (child, { episode }) => change(child, episode, { overdue: true }),
  RegisterReturnMade: (child, { kind, since, occurredOn }) => ({
    ...child,
    returns: [...child.returns, { kind, since, on: occurredOn }],
  }),
};

/** The first day of an absence that the school should have told of by now, and has not. */
export function unreportedAbsence(child: Child, urn: string, context: DayContext) {
  const open = child.registers[urn]?.open;
  if (open === undefined) return undefined;
  const threshold = deadline('nonReportThreshold', open.from.date, context);
  const reported = child.referrals.some(({ occurredOn }) => occurredOn >= open.from.date);
  return threshold === undefined || reported || open.to.date < threshold.due ? undefined : open.from.date;
}

/** A deletion with neither a notice nor a named destination. */
function unreportedDeletion(child: Child, urn: string): LocalDate | undefined {
  const left = child.roll.filter((entry) => entry.urn === urn && entry.to !== undefined).at(-1)?.to;
  const told =
    child.notices.some((notice) => notice.urn === urn) || child.destination !== undefined || child.destinationKnown;
  return told ? undefined : left;
}

function detected(child: Child, episode: string): Unreported {
  return (
    child.unreported.find((each) => each.episode === episode) ??
    refuse('R54', 'no-such-episode', 'No unreported absence has been found under this name.')
  );
}

export const letterDecisions: Decisions<LetterCommand, LetterEvent> = {
  DetectUnreported: (child, { urn, how, occurredOn }, context) => {
    known(child, 'R54');
    const from = unreportedAbsence(child, urn, context) ?? unreportedDeletion(child, urn);
    if (from === undefined) {
      refuse('R54', 'nothing-unreported', 'The school has reported, or the absence is shorter than its report is due.');
    }
    const episode = `${urn}/${from}`;
    if (child.unreported.some((each) => each.episode === episode)) return [];
    const dayCount = groundClock(child, urn, context).count;
    const calendar = context.calendar === undefined ? {} : { calendarVersion: context.calendar.version };
    return [
      {
        type: 'UnreportedCmeDetected',
        data: { episode, urn, how, dayCount, ...calendar, occurredOn: happenedOn(occurredOn, context, 'R54') },
      },
    ];
  },
  SendNonReportLetter: (child, { episode, occurredOn }, context) => {
    const { urn, letterSentOn } = detected(child, episode);
    if (letterSentOn !== undefined) return [];
    if (child.lettersSuppressed) refuse('R54', 'letters-suppressed', 'No letter is sent about this child.');
    const on = happenedOn(occurredOn, context, 'R54');
    const reply = deadline('nonReportReply', on, context);
    const letterVersion = context.policy.forms.NON_REPORT_LETTER?.version ?? '';
    const data = {
      episode,
      urn,
      form: 'NON_REPORT_LETTER',
      letterVersion,
      replyDue: reply?.due ?? on,
      sum: reply?.sum ?? '',
      occurredOn: on,
    };
    return [{ type: 'NonReportLetterSent', data }];
  },
  RecordSchoolReply: (child, { episode, details, occurredOn }, context) => {
    const { letterSentOn, repliedOn } = detected(child, episode);
    if (repliedOn !== undefined) return [];
    if (letterSentOn === undefined) refuse('R54', 'no-letter-sent', 'No letter has been sent that could be answered.');
    const data = { episode, occurredOn: happenedOn(occurredOn, context, 'R54'), ...(details ? { details } : {}) };
    return [{ type: 'AttendanceDetailsReceived', data }];
  },
  MakeRegisterReturn: (child, { kind, urn, occurredOn, ...told }, context) => {
    known(child, 'R12');
    const clock = kind === 'sickness' ? sicknessClock(child, urn, context) : returnClock(child, urn, context);
    const since = told.since ?? clock.from;
    if (since === undefined) {
      refuse('R12', 'nothing-to-return', 'The register has no absence of that kind that a return could tell of.');
    }
    if (child.returns.some((made) => made.kind === kind && made.since === since)) return [];
    const dayCount = told.dayCount ?? clock.count;
    const data = { kind, urn, since, dayCount, occurredOn: happenedOn(occurredOn, context, 'R12') };
    return [{ type: 'RegisterReturnMade', data }];
  },
};
