import type { LocalDate } from '../../schools/domain/local-date.js';
import { isOpen, notInThePast, reopened, upkeep } from './case-upkeep.js';
import type { Child } from './child.js';
import { type Decisions, type Fact, type Folds, happenedOn, known, lawOf, type Order, refuse } from './facet.js';
import type { Owner } from './owners.js';

export const CASE_SOURCES = [
  'referral',
  'off-roll-notice',
  'enquiry',
  'notification',
  'received-from-authority',
  'found',
  'other',
] as const;
export type CaseSource = (typeof CASE_SOURCES)[number];

/** The authority's case. While it is open it has an owner, a next action and a date: no event can take one of them away. */
export interface Case {
  readonly caseId: string;
  readonly openedOn: LocalDate;
  readonly source: CaseSource;
  readonly owner: Owner;
  readonly nextAction: { readonly action: string; readonly due: LocalDate; readonly setOn: LocalDate };
  readonly reviewedOn?: LocalDate;
  readonly closed?: { readonly on: LocalDate; readonly outcome: string };
  readonly reopenedOn?: LocalDate;
}

export interface Upkeep {
  readonly owner: Owner;
  readonly nextAction: string;
  readonly due: LocalDate;
  /** The sum that the date came from, or that a person chose it. */
  readonly sum: string;
}

export type CaseEvent =
  | Fact<
      'CaseOpened',
      Upkeep & {
        readonly caseId: string;
        readonly occurredOn: LocalDate;
        readonly source: CaseSource;
        readonly lawVersion: string;
      }
    >
  | Fact<
      'CaseAssigned',
      { readonly caseId: string; readonly occurredOn: LocalDate; readonly owner: Owner; readonly from: Owner }
    >
  | Fact<
      'NextActionSet',
      { readonly caseId: string; readonly occurredOn: LocalDate; readonly action: string; readonly due: LocalDate }
    >
  | Fact<
      'CaseNoteAdded',
      { readonly caseId: string; readonly occurredOn: LocalDate; readonly noteId: string; readonly note: string }
    >
  | Fact<'CaseReviewed', { readonly caseId: string; readonly occurredOn: LocalDate; readonly finding?: string }>
  | Fact<
      'SupervisorDirectionGiven',
      {
        readonly caseId: string;
        readonly occurredOn: LocalDate;
        readonly directionId: string;
        readonly direction: string;
      }
    >
  | Fact<
      'CaseConferenceHeld',
      {
        readonly occurredOn: LocalDate;
        readonly conferenceId: string;
        readonly agencies: readonly string[];
        readonly notes?: string;
      }
    >
  | Fact<'CaseReopened', Upkeep & { readonly caseId: string; readonly occurredOn: LocalDate; readonly why: string }>;

export type CaseCommand =
  | Order<
      'OpenCase',
      {
        readonly caseId: string;
        readonly source?: CaseSource;
        readonly occurredOn?: LocalDate;
        readonly owner?: Owner;
        readonly nextAction?: string;
        readonly due?: LocalDate;
      }
    >
  | Order<'AssignCase', { readonly owner: Owner; readonly occurredOn?: LocalDate }>
  | Order<'SetNextAction', { readonly action: string; readonly due: LocalDate; readonly occurredOn?: LocalDate }>
  | Order<'AddCaseNote', { readonly noteId: string; readonly note: string; readonly occurredOn?: LocalDate }>
  | Order<
      'ReviewCase',
      {
        readonly occurredOn?: LocalDate;
        readonly finding?: string;
        readonly nextAction?: string;
        readonly due?: LocalDate;
      }
    >
  | Order<'DirectAction', { readonly directionId: string; readonly direction: string; readonly occurredOn?: LocalDate }>
  | Order<
      'HoldCaseConference',
      {
        readonly conferenceId: string;
        readonly agencies: readonly string[];
        readonly notes?: string;
        readonly occurredOn?: LocalDate;
      }
    >
  | Order<
      'ReopenCase',
      {
        readonly why: string;
        readonly occurredOn?: LocalDate;
        readonly owner?: Owner;
        readonly nextAction?: string;
        readonly due?: LocalDate;
      }
    >;

const openOnly = (child: Child, caseId: string, change: (held: Case) => Case): Child =>
  child.case?.caseId === caseId && child.case.closed === undefined ? { ...child, case: change(child.case) } : child;

export const caseFolds: Folds<CaseEvent> = {
  CaseOpened: (child, { caseId, occurredOn, source, owner, nextAction, due }) => ({
    ...child,
    case: { caseId, openedOn: occurredOn, source, owner, nextAction: { action: nextAction, due, setOn: occurredOn } },
    pastCases: child.case === undefined ? child.pastCases : [...child.pastCases, child.case],
  }),
  CaseAssigned: (child, { caseId, owner }) => openOnly(child, caseId, (held) => ({ ...held, owner })),
  NextActionSet: (child, { caseId, occurredOn, action, due }) =>
    openOnly(child, caseId, (held) => ({ ...held, nextAction: { action, due, setOn: occurredOn } })),
  CaseNoteAdded: (child, { noteId }) => ({ ...child, notes: [...child.notes, noteId] }),
  CaseReviewed: (child, { caseId, occurredOn }) =>
    openOnly(child, caseId, (held) => ({ ...held, reviewedOn: occurredOn })),
  SupervisorDirectionGiven: (child, { directionId }) => ({ ...child, notes: [...child.notes, directionId] }),
  CaseConferenceHeld: (child, { conferenceId }) => ({ ...child, notes: [...child.notes, conferenceId] }),
  CaseReopened: (child, { caseId, occurredOn, owner, nextAction, due }) =>
    child.case?.caseId !== caseId
      ? child
      : {
          ...child,
          case: {
            caseId,
            openedOn: child.case.openedOn,
            source: child.case.source,
            owner,
            nextAction: { action: nextAction, due, setOn: occurredOn },
            reopenedOn: occurredOn,
          },
        },
};

/** The open case; refuses when there is none. */
export function openCase(child: Child): Case {
  return isOpen(child.case) ? child.case : refuse('R45', 'no-open-case', 'The child has no open case.');
}

export const caseDecisions: Decisions<CaseCommand, CaseEvent> = {
  OpenCase: (child, { caseId, source = 'referral', occurredOn, ...asked }, context) => {
    known(child, 'R36');
    if (child.case?.caseId === caseId || child.pastCases.some((past) => past.caseId === caseId)) return [];
    if (isOpen(child.case)) refuse('R36', 'case-already-open', 'A child has one open case; add to it.');
    const on = happenedOn(occurredOn, context, 'R36');
    const usual = { action: 'Make the initial checks', timescale: 'initialChecks', from: on } as const;
    return [
      {
        type: 'CaseOpened',
        data: { caseId, occurredOn: on, source, lawVersion: lawOf(context), ...upkeep(asked, usual, context) },
      },
    ];
  },
  AssignCase: (child, { owner, occurredOn }, context) => {
    const { caseId, owner: from } = openCase(child);
    if (owner.trim() === '') refuse('R45', 'no-owner', 'An open case always has an owner.', { kind: 'invalid' });
    if (owner === from) return [];
    return [
      { type: 'CaseAssigned', data: { caseId, owner, from, occurredOn: happenedOn(occurredOn, context, 'R45') } },
    ];
  },
  SetNextAction: (child, { action, due, occurredOn }, context) => {
    const { caseId, nextAction } = openCase(child);
    if (nextAction.action === action && nextAction.due === due) return [];
    if (action.trim() === '')
      refuse('R45', 'no-next-action', 'An open case always has a next action.', { kind: 'invalid' });
    notInThePast(due, context);
    return [
      { type: 'NextActionSet', data: { caseId, action, due, occurredOn: happenedOn(occurredOn, context, 'R45') } },
    ];
  },
  AddCaseNote: (child, { noteId, note, occurredOn }, context) => {
    const { caseId } = child.case ?? refuse('R45', 'no-case', 'The child has no case.');
    if (child.notes.includes(noteId)) return [];
    return [
      { type: 'CaseNoteAdded', data: { caseId, noteId, note, occurredOn: happenedOn(occurredOn, context, 'R45') } },
    ];
  },
  ReviewCase: (child, { occurredOn, finding, nextAction, due }, context) => {
    const held = openCase(child);
    const on = happenedOn(occurredOn, context, 'R45');
    if (held.reviewedOn === on) return [];
    const reviewed: CaseEvent = {
      type: 'CaseReviewed',
      data: { caseId: held.caseId, occurredOn: on, ...(finding ? { finding } : {}) },
    };
    const usual = { action: held.nextAction.action, timescale: 'caseReview', from: on } as const;
    const next = upkeep({ owner: held.owner, nextAction, due }, usual, context);
    return [
      reviewed,
      { type: 'NextActionSet', data: { caseId: held.caseId, action: next.nextAction, due: next.due, occurredOn: on } },
    ];
  },
  DirectAction: (child, { directionId, direction, occurredOn }, context) => {
    const { caseId } = openCase(child);
    if (child.notes.includes(directionId)) return [];
    return [
      {
        type: 'SupervisorDirectionGiven',
        data: { caseId, directionId, direction, occurredOn: happenedOn(occurredOn, context, 'R45') },
      },
    ];
  },
  HoldCaseConference: (child, { type: _, occurredOn, ...conference }, context) => {
    known(child, 'R49');
    if (child.notes.includes(conference.conferenceId)) return [];
    return [
      { type: 'CaseConferenceHeld', data: { ...conference, occurredOn: happenedOn(occurredOn, context, 'R49') } },
    ];
  },
  ReopenCase: (child, { why, occurredOn: _on, ...asked }, context) => {
    const held = child.case ?? refuse('R46', 'no-case', 'The child has no case to reopen.');
    if (isOpen(held)) return [];
    if (why.trim() === '') refuse('R46', 'no-reason', 'Say why the case is opened again.', { kind: 'invalid' });
    return reopened(child, why, context, asked);
  },
};
