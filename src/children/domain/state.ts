import type { Letter } from '../../letters/domain/letter.js';
import type { LocalDate } from '../../schools/domain/local-date.js';
import type { Registers } from './absence.js';
import type { AgencyEnquiry } from './agencies.js';
import type { Case } from './case.js';
import type { Cause, Vulnerability } from './circumstances.js';
import type { Consultation } from './consultation.js';
import type { Contact } from './contact.js';
import { type Education, noEducation } from './education.js';
import type { Enforcement } from './enforcement.js';
import { type Enquiries, noEnquiries } from './enquiries.js';
import type { Exclusion } from './exclusions.js';
import type { Handover } from './handover.js';
import type { Identity } from './identity.js';
import type { Leave } from './leave.js';
import type { Destination, Leaver } from './leavers.js';
import type { Unreported } from './letters.js';
import type { AtRisk, Plan } from './monitoring.js';
import type { Notice } from './notices.js';
import type { Reengagement } from './reengagement.js';
import type { Referral } from './referral.js';
import type { Moment } from './register.js';
import type { Proposal } from './removal.js';
import { noRisk, type Risk } from './risk.js';
import type { Enrolment } from './roll.js';
import type { Thresholds } from './thresholds.js';
import type { Deadline } from './timers.js';
import type { Information, Trace } from './tracing.js';
import type { Visit, VisitRequest } from './visits.js';

/** A child as the stream tells it: every facet folded together. Nothing in it is changed in place. */
export interface Child {
  readonly identity?: Identity;
  readonly siblings: readonly string[];

  readonly roll: readonly Enrolment[];
  readonly registers: Registers;
  readonly thresholds: Thresholds;
  /** Sessions still marked N. */
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
  readonly exclusions: readonly Exclusion[];
  readonly atRisk?: AtRisk;
  readonly plan?: Plan;
  readonly plansReviewed: readonly string[];

  readonly enquiries: Enquiries;
  readonly consultation?: Consultation;
  readonly proposals: readonly Proposal[];
  readonly leaver?: Leaver;
  readonly destination?: Destination;
  /** The ground of the last deletion says where the child is educated. */
  readonly destinationKnown: boolean;
  /** A death: no letter may go to the family. */
  readonly lettersSuppressed: boolean;
  readonly referrals: readonly Referral[];
  readonly returns: readonly {
    readonly kind: 'attendance' | 'sickness';
    readonly since: LocalDate;
    readonly on: LocalDate;
  }[];

  readonly notices: readonly Notice[];
  readonly unreported: readonly Unreported[];
  /** Forms and letters about the child, and how far they have come. */
  readonly letters: readonly Letter[];
  readonly case?: Case;
  readonly pastCases: readonly Case[];
  /** Ids of notes, directions and conferences: their text is in the stream only. */
  readonly notes: readonly string[];
  readonly rollCheck?: {
    readonly checkId: string;
    readonly on: LocalDate;
    readonly result: 'found' | 'not-found' | 'inconclusive';
  };
  /** Whether anyone knows where the family is, as last heard; undefined while nobody has asked. */
  readonly whereabouts?: { readonly known: boolean; readonly on: LocalDate };
  readonly traced?: { readonly trace: Trace; readonly on: LocalDate };
  readonly untracedOn?: LocalDate;
  readonly information: readonly Information[];
  readonly recordedIn: Readonly<Record<string, string>>;
  readonly syncFailures: Readonly<Record<string, number>>;
  readonly agencyEnquiries: readonly AgencyEnquiry[];
  readonly visits: readonly Visit[];
  readonly visitRequests: readonly VisitRequest[];
  readonly handover?: Handover;
  readonly received: readonly string[];
  readonly reengagement?: Reengagement;
  /** Closed on an outcome that has yet to prove itself. */
  readonly watched?: { readonly since: LocalDate } | undefined;
  readonly enforcement: Enforcement;
  readonly attendanceOrder?: { readonly orderId: string; readonly urn: string };

  readonly risk: Risk;
  readonly education: Education;
  readonly causes: readonly Cause[];
  readonly returnReason?: string;
  readonly vulnerabilities: readonly Vulnerability[];
  readonly shares: readonly string[];

  /** Dates that were set, by the key of their duty. */
  readonly deadlines: Readonly<Record<string, Deadline>>;
  /** Keys of the duties whose breach is recorded. */
  readonly breaches: readonly string[];
  /** Ids of the events that a correction names. */
  readonly corrected: readonly string[];
}

export const initialChild: Child = {
  siblings: [],
  roll: [],
  registers: {},
  thresholds: {},
  unresolved: [],
  reasons: [],
  contacts: [],
  leave: [],
  exclusions: [],
  plansReviewed: [],
  enquiries: noEnquiries,
  proposals: [],
  destinationKnown: false,
  lettersSuppressed: false,
  referrals: [],
  returns: [],
  notices: [],
  unreported: [],
  letters: [],
  pastCases: [],
  notes: [],
  information: [],
  recordedIn: {},
  syncFailures: {},
  agencyEnquiries: [],
  visits: [],
  visitRequests: [],
  received: [],
  enforcement: {},
  risk: noRisk,
  education: noEducation,
  causes: [],
  vulnerabilities: [],
  shares: [],
  deadlines: {},
  breaches: [],
  corrected: [],
};
