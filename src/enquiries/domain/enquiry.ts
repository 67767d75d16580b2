import type { LetterCommand } from '../../letters/domain/decisions.js';
import type { Letter, LetterEvent } from '../../letters/domain/letter.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import { correspondenceDecisions, correspondenceFolds } from './correspondence.js';
import type { EnquiryContext } from './facet.js';
import {
  type ChildAsTold,
  type IntakeCommand,
  type IntakeEvent,
  intakeDecisions,
  intakeFolds,
  type PlaceTold,
  type Referrer,
  type TriageDecision,
} from './intake.js';
import { type LinkCommand, type LinkEvent, linkDecisions, linkFolds } from './link.js';
import {
  type EnquiryReviewCommand,
  type EnquiryReviewEvent,
  enquiryReviewDecisions,
  enquiryReviewFolds,
} from './review.js';
import {
  type Proposal,
  type RollCheck,
  type RollCheckCommand,
  type RollCheckEvent,
  rollCheckDecisions,
  rollCheckFolds,
} from './roll-check.js';
import { type SchoolCommand, type SchoolEvent, schoolDecisions, schoolFolds } from './school-answer.js';
import {
  type EnquiryOutcome,
  type SettlementCommand,
  type SettlementEvent,
  settlementDecisions,
  settlementFolds,
} from './settlement.js';
import { type UpkeepCommand, type UpkeepEvent, upkeepDecisions, upkeepFolds } from './upkeep.js';

/** A child on record whom a person holds to be the one asked about. */
export interface Link {
  readonly childId: string;
  readonly on: LocalDate;
  /** The school on whose roll the record was when it was confirmed; none for a child on no roll. */
  readonly urn?: string;
}

/** What the school was asked and what it said. */
export interface SchoolAnswer {
  readonly urn: string;
  readonly askedOn: LocalDate;
  readonly attending?: boolean;
  readonly answeredOn?: LocalDate;
}

/** One outside enquiry or notification, folded from `enquiry-<uuid>`, whether or not the child is on record. */
export interface Enquiry {
  readonly kind?: 'enquiry' | 'notification';
  readonly receivedOn?: LocalDate;
  readonly referrer?: Referrer;
  readonly child?: ChildAsTold;
  readonly message?: string;
  readonly place: PlaceTold;
  readonly owner?: string;
  readonly acknowledgedOn?: LocalDate;
  readonly verified: boolean;
  readonly triage?: { readonly decision: TriageDecision; readonly on: LocalDate };
  readonly checks: readonly RollCheck[];
  /** Of all checks, by child, as last proposed. */
  readonly proposals: readonly Proposal[];
  readonly rejected: readonly string[];
  /** Records of which a person could not tell yet, with what would settle it. */
  readonly unsure: readonly { readonly childId: string; readonly needed: string }[];
  readonly link?: Link;
  readonly school?: SchoolAnswer;
  readonly case?: { readonly childId: string; readonly caseId: string; readonly on: LocalDate };
  /** When the referrer was told what the enquiry came to; gone as soon as it comes to something else. */
  readonly updatedOn?: LocalDate;
  /** Letters about the enquiry, and how far they have come. */
  readonly letters: readonly Letter[];
  /** Letters, by id, whose answer stands no more: the enquiry has come to something else since, or goes to another address. */
  readonly superseded: readonly string[];
  /** The duties that were not done in time, by key. */
  readonly breaches: readonly string[];
  readonly closed?: { readonly on: LocalDate; readonly outcome: EnquiryOutcome };
}

export type EnquiryEvent =
  | IntakeEvent
  | UpkeepEvent
  | RollCheckEvent
  | LinkEvent
  | SchoolEvent
  | SettlementEvent
  | EnquiryReviewEvent
  | LetterEvent;
export type EnquiryCommand =
  | IntakeCommand
  | UpkeepCommand
  | RollCheckCommand
  | LinkCommand
  | SchoolCommand
  | SettlementCommand
  | EnquiryReviewCommand
  | LetterCommand;

export const initialEnquiry: Enquiry = {
  place: 'not-given',
  verified: false,
  checks: [],
  proposals: [],
  rejected: [],
  unsure: [],
  letters: [],
  superseded: [],
  breaches: [],
};

const folds = {
  ...intakeFolds,
  ...upkeepFolds,
  ...enquiryReviewFolds,
  ...rollCheckFolds,
  ...linkFolds,
  ...schoolFolds,
  ...settlementFolds,
  ...correspondenceFolds,
};
const decisions = {
  ...intakeDecisions,
  ...upkeepDecisions,
  ...enquiryReviewDecisions,
  ...rollCheckDecisions,
  ...linkDecisions,
  ...schoolDecisions,
  ...settlementDecisions,
  ...correspondenceDecisions,
};

/** Everything that can be asked of an enquiry, and every fact that its stream can hold. */
export const enquiryCommandTypes: readonly string[] = Object.keys(decisions);
export const enquiryEventTypes: readonly string[] = Object.keys(folds);

/** Never throws: what is not known of, is passed over. */
export function evolve(enquiry: Enquiry, event: EnquiryEvent): Enquiry {
  const fold = folds[event.type] as ((enquiry: Enquiry, data: EnquiryEvent['data']) => Enquiry) | undefined;
  return fold === undefined ? enquiry : fold(enquiry, event.data);
}

/**
 * The facts that follow from a command; none when it says nothing new.
 * @throws Refusal naming the rule and its paragraph.
 */
export function decide(enquiry: Enquiry, command: EnquiryCommand, context: EnquiryContext): readonly EnquiryEvent[] {
  const decision = decisions[command.type] as (
    enquiry: Enquiry,
    command: EnquiryCommand,
    context: EnquiryContext,
  ) => readonly EnquiryEvent[];
  return decision(enquiry, command, context);
}
