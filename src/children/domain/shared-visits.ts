import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Child } from './child.js';
import { deadline } from './deadline.js';
import { type Duty, duty } from './duty.js';
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
import { atSchool, caseOwner } from './owners.js';
import { notForTheAuthority } from './sides.js';
import type { Visit } from './visits.js';

/**
 * A visit that was recorded for several children (R64) and corrected for one of them. Whether it is wrong for the others
 * too, a person decides for each (R67): what was corrected may be who was there. Until then it counts for nothing here.
 */
export type SharedVisitEvent =
  | Fact<
      'HomeVisitQuestioned',
      {
        readonly visitId: string;
        /** The event of this stream that told of the visit: what a correction names. */
        readonly eventId: string;
        /** For whom it was corrected, and by which event of that stream. Its reason is about that child, and stays there. */
        readonly siblingId: string;
        readonly correctionId: string;
        readonly occurredOn: LocalDate;
      }
    >
  | Fact<'HomeVisitConfirmed', { readonly visitId: string; readonly occurredOn: LocalDate; readonly why: string }>;

export type SharedVisitCommand =
  | Order<
      'QuestionHomeVisit',
      {
        readonly visitId: string;
        readonly eventId: string;
        readonly siblingId: string;
        readonly correctionId: string;
      }
    >
  | Order<'ConfirmHomeVisit', { readonly visitId: string; readonly why: string; readonly occurredOn?: LocalDate }>;

/** Why a visit is in question. */
export interface Question {
  readonly on: LocalDate;
  readonly eventId: string;
  readonly siblingId: string;
  readonly correctionId: string;
}

const visit = (child: Child, id: string, change: (visit: Visit) => Visit): Child => ({
  ...child,
  visits: amend(child.visits, ({ visitId }) => visitId === id, change),
});

export const sharedVisitFolds: Folds<SharedVisitEvent> = {
  HomeVisitQuestioned: (child, { visitId, eventId, siblingId, correctionId, occurredOn }) =>
    visit(child, visitId, ({ confirmedOn: _, ...each }) => ({
      ...each,
      question: { on: occurredOn, eventId, siblingId, correctionId },
    })),
  HomeVisitConfirmed: (child, { visitId, occurredOn }) =>
    visit(child, visitId, ({ question: _, ...each }) => ({ ...each, confirmedOn: occurredOn })),
};

export const sharedVisitDecisions: Decisions<SharedVisitCommand, SharedVisitEvent> = {
  QuestionHomeVisit: (child, { type: _, ...asked }, { today }) => {
    const held = child.visits.find(({ visitId }) => visitId === asked.visitId);
    // Taken back or put right here already: a person has looked.
    if (held === undefined || held.question !== undefined || child.corrected.includes(asked.eventId)) return [];
    return [{ type: 'HomeVisitQuestioned', data: { ...asked, occurredOn: today } }];
  },
  ConfirmHomeVisit: (child, { visitId, why, occurredOn }, context) => {
    known(child, 'R67');
    const held =
      child.visits.find((each) => each.visitId === visitId) ??
      refuse('R67', 'no-such-visit', 'There is no visit with this id, or it was taken back.');
    if (held.question === undefined) {
      if (held.confirmedOn !== undefined) return [];
      refuse('R67', 'visit-not-in-question', 'Nobody has put this visit in question.');
    }
    notForTheAuthority(held.by === 'school' ? 'school' : 'la', context);
    if (why.trim() === '') refuse('R67', 'no-reason', 'Say why the visit stands for this child.', { kind: 'invalid' });
    return [{ type: 'HomeVisitConfirmed', data: { visitId, why, occurredOn: happenedOn(occurredOn, context, 'R67') } }];
  },
};

/** Visits that count: none that is in question. */
export function standingVisits({ visits }: Pick<Child, 'visits'>): readonly Visit[] {
  return visits.filter(({ question }) => question === undefined);
}

/** A person takes the visit back for this child too, or says why it stands: the case's owner, else whose visit it was. */
export function sharedVisitDuties(child: Child, context: DayContext): readonly Duty[] {
  return child.visits.flatMap(({ visitId, occurredOn, by, question }) => {
    if (question === undefined) return [];
    const ofSchool = child.case === undefined && by === 'school';
    return duty(
      'check-visit',
      `${visitId}/${question.correctionId}`,
      ofSchool ? atSchool('school-staff', child) : caseOwner(child, context),
      `Check the home visit of ${occurredOn}: it was corrected for a brother or sister`,
      deadline('informationVerification', question.on, context),
    );
  });
}
