import type { LocalDate } from '../../schools/domain/local-date.js';
import { type AbsenceCommand, type AbsenceEvent, absenceDecisions, absenceFolds, type Registers } from './absence.js';
import { type Case, type CaseCommand, type CaseEvent, caseDecisions, caseFolds } from './case.js';
import { type ClosingCommand, type ClosingEvent, closingDecisions, closingFolds } from './closing.js';
import {
  type Consultation,
  type ConsultationCommand,
  type ConsultationEvent,
  consultationDecisions,
  consultationFolds,
} from './consultation.js';
import { type Contact, type ContactCommand, type ContactEvent, contactDecisions, contactFolds } from './contact.js';
import {
  type Education,
  type EducationCommand,
  type EducationEvent,
  educationDecisions,
  educationFolds,
  noEducation,
} from './education.js';
import {
  type Enquiries,
  type EnquiriesCommand,
  type EnquiriesEvent,
  enquiriesDecisions,
  enquiriesFolds,
  noEnquiries,
} from './enquiries.js';
import type { DecisionContext } from './facet.js';
import {
  type Handover,
  type HandoverCommand,
  type HandoverEvent,
  handoverDecisions,
  handoverFolds,
} from './handover.js';
import { type IdentityCommand, type IdentityEvent, identityDecisions, identityFolds, type Person } from './identity.js';
import { type Leave, type LeaveCommand, type LeaveEvent, leaveFolds } from './leave.js';
import { leaveDecisions } from './leave-decisions.js';
import {
  type Destination,
  type Leaver,
  type LeaverCommand,
  type LeaverEvent,
  leaverDecisions,
  leaverFolds,
} from './leavers.js';
import {
  type Reengagement,
  type ReengagementCommand,
  type ReengagementEvent,
  reengagementDecisions,
  reengagementFolds,
} from './reengagement.js';
import {
  type Referral,
  type ReferralCommand,
  type ReferralEvent,
  referralDecisions,
  referralFolds,
} from './referral.js';
import type { Moment } from './register.js';
import { noRisk, type Risk, type RiskCommand, type RiskEvent, riskDecisions, riskFolds } from './risk.js';
import { type Enrolment, type RollCommand, type RollEvent, rollDecisions, rollFolds } from './roll.js';
import { type ThresholdEvent, type Thresholds, thresholdFolds } from './thresholds.js';
import {
  type Visit,
  type VisitCommand,
  type VisitEvent,
  type VisitRequest,
  visitDecisions,
  visitFolds,
} from './visits.js';

/** A child as the stream tells it: every facet folded together. Nothing in it is changed in place. */
export interface Child {
  readonly identity?: Person;
  readonly roll: readonly Enrolment[];
  readonly registers: Registers;
  readonly thresholds: Thresholds;
  readonly unresolved: readonly ({ readonly urn: string } & Moment)[];
  readonly reasons: readonly {
    readonly urn: string;
    readonly first: LocalDate;
    readonly last: LocalDate;
    readonly code: string;
    readonly on: LocalDate;
  }[];
  readonly contacts: readonly Contact[];
  readonly expectedReturn?: {
    readonly on: LocalDate;
    readonly askedOn: LocalDate;
    readonly source: 'contact' | 'leave';
  };
  readonly leave: readonly Leave[];
  readonly enquiries: Enquiries;
  readonly leaver?: Leaver;
  readonly destination?: Destination;
  readonly referrals: readonly Referral[];
  readonly visits: readonly Visit[];
  readonly visitRequests: readonly VisitRequest[];
  readonly case?: Case;
  readonly pastCases: readonly Case[];
  /** Ids of notes, directions and conferences: their text is in the stream only. */
  readonly notes: readonly string[];
  /** Closed on an outcome that has yet to prove itself. */
  /** Where the family is, as last heard; undefined while nobody has asked. */
  readonly whereabouts?: { readonly known: boolean; readonly on: LocalDate };
  readonly consultation?: Consultation;
  /** The ground of the last deletion says where the child is educated. */
  readonly destinationKnown: boolean;
  readonly returns: readonly {
    readonly kind: 'attendance' | 'sickness';
    readonly since: LocalDate;
    readonly on: LocalDate;
  }[];
  /** Keys of the duties whose breach is recorded. */
  readonly breaches: readonly string[];
  readonly watched?: { readonly since: LocalDate } | undefined;
  readonly reengagement?: Reengagement;
  readonly handover?: Handover;
  readonly received: readonly string[];
  readonly risk: Risk;
  readonly education: Education;
}

export type ChildEvent =
  | IdentityEvent
  | RollEvent
  | AbsenceEvent
  | ThresholdEvent
  | ContactEvent
  | LeaveEvent
  | EnquiriesEvent
  | ConsultationEvent
  | LeaverEvent
  | ReferralEvent
  | VisitEvent
  | CaseEvent
  | ClosingEvent
  | ReengagementEvent
  | HandoverEvent
  | RiskEvent
  | EducationEvent;

export type ChildCommand =
  | IdentityCommand
  | RollCommand
  | AbsenceCommand
  | ContactCommand
  | LeaveCommand
  | EnquiriesCommand
  | ConsultationCommand
  | LeaverCommand
  | ReferralCommand
  | VisitCommand
  | CaseCommand
  | ClosingCommand
  | ReengagementCommand
  | HandoverCommand
  | RiskCommand
  | EducationCommand;

export const initialChild: Child = {
  roll: [],
  registers: {},
  thresholds: {},
  unresolved: [],
  reasons: [],
  contacts: [],
  leave: [],
  enquiries: noEnquiries,
  referrals: [],
  visits: [],
  visitRequests: [],
  pastCases: [],
  notes: [],
  received: [],
  destinationKnown: false,
  returns: [],
  breaches: [],
  risk: noRisk,
  education: noEducation,
};

type Fold = (child: Child, data: object) => Child;
type Decide = (child: Child, command: ChildCommand, context: DecisionContext) => readonly ChildEvent[];

const folds = new Map<string, Fold>(
  [
    identityFolds,
    rollFolds,
    absenceFolds,
    thresholdFolds,
    contactFolds,
    leaveFolds,
    enquiriesFolds,
    consultationFolds,
    leaverFolds,
    referralFolds,
    visitFolds,
    caseFolds,
    closingFolds,
    reengagementFolds,
    handoverFolds,
    riskFolds,
    educationFolds,
  ].flatMap((facet) => Object.entries(facet) as unknown as [string, Fold][]),
);

const decisions = new Map<string, Decide>(
  [
    identityDecisions,
    rollDecisions,
    absenceDecisions,
    contactDecisions,
    leaveDecisions,
    enquiriesDecisions,
    consultationDecisions,
    leaverDecisions,
    referralDecisions,
    visitDecisions,
    caseDecisions,
    closingDecisions,
    reengagementDecisions,
    handoverDecisions,
    riskDecisions,
    educationDecisions,
  ].flatMap((facet) => Object.entries(facet) as unknown as [string, Decide][]),
);

/** Every fact that the stream of a child may hold. */
export const childEventTypes: readonly string[] = [...folds.keys()];
/** Everything that can be asked of a child. */
export const childCommandTypes: readonly string[] = [...decisions.keys()];

/** The child after one more fact. Total: a fact of an unknown name leaves the child as it was. */
export function evolve(child: Child, event: ChildEvent): Child {
  const fold = folds.get(event.type);
  return fold === undefined ? child : fold(child, event.data);
}

/**
 * The facts that follow from a command: none when it has been obeyed before.
 * @throws Refusal when a rule says no; it names the rule and its paragraph.
 */
export function decide(child: Child, command: ChildCommand, context: DecisionContext): readonly ChildEvent[] {
  const decision = decisions.get(command.type);
  if (decision === undefined) throw new TypeError(`no such command of a child: ${command.type}`);
  return decision(child, command, context);
}
