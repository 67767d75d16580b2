import type { AbsenceCommand, AbsenceEvent } from './absence.js';
import type { AgencyCommand, AgencyEvent } from './agencies.js';
import type { CaseCommand, CaseEvent } from './case.js';
import type { CircumstanceCommand, CircumstanceEvent } from './circumstances.js';
import type { ClosingCommand, ClosingEvent } from './closing.js';
import type { ConsultationCommand, ConsultationEvent } from './consultation.js';
import type { ContactCommand, ContactEvent } from './contact.js';
import type { CorrectionCommand, CorrectionEvent } from './corrections.js';
import type { CorrespondenceCommand, CorrespondenceEvent } from './correspondence.js';
import type { EducationCommand, EducationEvent } from './education.js';
import type { EnforcementCommand, EnforcementEvent } from './enforcement.js';
import type { EnquiriesCommand, EnquiriesEvent } from './enquiries.js';
import type { ExclusionCommand, ExclusionEvent } from './exclusions.js';
import type { FamilyCommand, FamilyEvent } from './family.js';
import type { HandoverCommand, HandoverEvent } from './handover.js';
import type { IdentityCommand, IdentityEvent } from './identity.js';
import type { LeaveCommand, LeaveEvent } from './leave.js';
import type { LeaverCommand, LeaverEvent } from './leavers.js';
import type { LetterCommand, LetterEvent } from './letters.js';
import type { MonitoringCommand, MonitoringEvent } from './monitoring.js';
import type { NewPupilCommand, NewPupilEvent } from './new-pupil.js';
import type { NoticeCommand, NoticeEvent } from './notices.js';
import type { ReengagementCommand, ReengagementEvent } from './reengagement.js';
import type { ReferralCommand, ReferralEvent } from './referral.js';
import type { RemovalCommand, RemovalEvent } from './removal.js';
import type { ReviewCommand } from './review.js';
import type { RiskCommand, RiskEvent } from './risk.js';
import type { RollCommand, RollEvent } from './roll.js';
import type { SharedVisitCommand, SharedVisitEvent } from './shared-visits.js';
import type { SharingCommand, SharingEvent } from './sharing.js';
import type { ThresholdEvent } from './thresholds.js';
import type { TimerEvent } from './timers.js';
import type { TracingCommand, TracingEvent } from './tracing.js';
import type { VisitCommand, VisitEvent } from './visits.js';

/** Every fact that the stream of a child may hold. */
export type ChildEvent =
  | IdentityEvent
  | RollEvent
  | AbsenceEvent
  | ThresholdEvent
  | ContactEvent
  | LeaveEvent
  | ExclusionEvent
  | MonitoringEvent
  | EnquiriesEvent
  | ConsultationEvent
  | RemovalEvent
  | LeaverEvent
  | NewPupilEvent
  | ReferralEvent
  | NoticeEvent
  | LetterEvent
  | CaseEvent
  | ClosingEvent
  | TracingEvent
  | AgencyEvent
  | VisitEvent
  | SharedVisitEvent
  | HandoverEvent
  | ReengagementEvent
  | EnforcementEvent
  | RiskEvent
  | EducationEvent
  | CircumstanceEvent
  | FamilyEvent
  | SharingEvent
  | TimerEvent
  | CorrectionEvent
  | CorrespondenceEvent;

/** Everything that can be asked of a child: plain JSON. */
export type ChildCommand =
  | IdentityCommand
  | RollCommand
  | AbsenceCommand
  | ContactCommand
  | LeaveCommand
  | ExclusionCommand
  | MonitoringCommand
  | EnquiriesCommand
  | ConsultationCommand
  | RemovalCommand
  | LeaverCommand
  | NewPupilCommand
  | ReferralCommand
  | NoticeCommand
  | LetterCommand
  | CaseCommand
  | ClosingCommand
  | TracingCommand
  | AgencyCommand
  | VisitCommand
  | SharedVisitCommand
  | HandoverCommand
  | ReengagementCommand
  | EnforcementCommand
  | RiskCommand
  | EducationCommand
  | CircumstanceCommand
  | FamilyCommand
  | SharingCommand
  | CorrectionCommand
  | CorrespondenceCommand
  | ReviewCommand;
