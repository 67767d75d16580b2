import { count, day, list, morning, type Sentences, told, words } from './words.js';

/** What happened at school: roll, register, contact, leave, enquiries, leaving. */
export const schoolSentences: Sentences<
  | 'ChildRegistered'
  | 'DetailsChanged'
  | 'AddedToRoll'
  | 'RemovedFromRoll'
  | 'DeletionReturnMade'
  | 'AbsenceRecorded'
  | 'AbsenceAmended'
  | 'ReturnedToSchool'
  | 'CodeNExpired'
  | 'AbsenceReasonEstablished'
  | 'TwentyDayThresholdReached'
  | 'TwentyDayThresholdWithdrawn'
  | 'ParentContacted'
  | 'LeaveRequested'
  | 'LeaveMeetingScheduled'
  | 'LeaveMeetingHeld'
  | 'LeaveMeetingMissed'
  | 'LeaveMeetingDeclined'
  | 'EvidenceAttached'
  | 'EvidenceVerified'
  | 'EvidenceRejected'
  | 'LeaveRiskAssessed'
  | 'ExpectedReturnRecorded'
  | 'ReturnDateNotGiven'
  | 'TravelDetailsAttached'
  | 'LeaveRefused'
  | 'LeaveGranted'
  | 'ReturnOverdue'
  | 'ReturnConfirmed'
  | 'ReasonableEnquiryMade'
  | 'ReasonableEnquiriesCertified'
  | 'JointEnquiriesConcluded'
  | 'ConsultationRequested'
  | 'JointEnquiriesAgreed'
  | 'RollDeletionAgreedWithLA'
  | 'RollDeletionNotAgreed'
  | 'PupilLeaving'
  | 'LeaverWithoutDestinationReported'
  | 'UnplacedLeaverTwentyDaysReached'
  | 'DestinationSchoolNamed'
  | 'DestinationEnrolmentConfirmed'
  | 'DestinationNoShow'
  | 'NewPupilReturnMade'
> = {
  ChildRegistered: ({ givenName, familyName }) => `${givenName} ${familyName} was registered.`,
  DetailsChanged: ({ occurredOn: _, ...changes }) => `Details changed: ${list(Object.keys(changes).map(words))}.`,
  AddedToRoll: ({ urn, occurredOn }) => `On the roll of school ${urn} from ${day(occurredOn)}.`,
  RemovedFromRoll: ({ urn, occurredOn, ground }) =>
    `Removed from the roll of school ${urn} on ${day(occurredOn)} under ground ${ground}.`,
  DeletionReturnMade: ({ urn, notHeld }) =>
    `Deletion return of school ${urn} made to the authority${notHeld.length > 0 ? `; not held: ${list(notHeld.map(words))}` : ''}.`,
  AbsenceRecorded: ({ occurredOn, session, code, attended }) =>
    attended
      ? `Came after the register closed in the ${morning(session)} of ${day(occurredOn)} (code ${code}).`
      : `Absent in the ${morning(session)} of ${day(occurredOn)} (code ${code}).`,
  AbsenceAmended: ({ occurredOn, session, from, to, reason }) =>
    `Mark of the ${morning(session)} of ${day(occurredOn)} amended from ${from} to ${to}${told(reason)}.`,
  ReturnedToSchool: ({ occurredOn, session }) => `Back at school in the ${morning(session)} of ${day(occurredOn)}.`,
  CodeNExpired: ({ occurredOn, session }) =>
    `No reason was established within five school days for the ${morning(session)} of ${day(occurredOn)}.`,
  AbsenceReasonEstablished: ({ first, last, code, source }) =>
    `Reason of the absence from ${day(first)} to ${day(last)} given by ${words(source)} (code ${code}).`,
  TwentyDayThresholdReached: ({ dayCount, from }) =>
    `${count(dayCount, 'school day')} of continuous absence since ${day(from)}: to be reported; the name stays on the roll.`,
  TwentyDayThresholdWithdrawn: ({ dayCount, why }) =>
    `The count of continuous absence is ${count(dayCount, 'school day')} again (${words(why)}): the threshold is not reached.`,
  ParentContacted: ({ channel, outcome, expectedReturn }) =>
    `Parent contacted by ${words(channel)}: ${words(outcome)}${expectedReturn ? `; back expected on ${day(expectedReturn)}` : ''}.`,
  LeaveRequested: ({ kind, first, last }) =>
    `${kind === 'special' ? 'Special' : 'Extended'} leave requested from ${day(first)} to ${day(last)}.`,
  LeaveMeetingScheduled: ({ meetingOn }) => `Meeting with the Executive Head Teacher set for ${day(meetingOn)}.`,
  LeaveMeetingHeld: ({ occurredOn }) => `The parents met the Executive Head Teacher on ${day(occurredOn)}.`,
  LeaveMeetingMissed: ({ occurredOn }) => `The parents did not come to the meeting of ${day(occurredOn)}.`,
  LeaveMeetingDeclined: () => 'The parents declined to meet the Executive Head Teacher.',
  EvidenceAttached: ({ kind }) => `Evidence attached: ${words(kind)}.`,
  EvidenceVerified: () => 'Evidence verified.',
  EvidenceRejected: ({ why }) => `Evidence rejected${told(why)}.`,
  LeaveRiskAssessed: ({ outcome }) =>
    outcome === 'no-concern' ? 'Risks of the leave assessed.' : 'Risk review pending.',
  ExpectedReturnRecorded: ({ expectedReturn }) => `The parents expect the return on ${day(expectedReturn)}.`,
  ReturnDateNotGiven: () => 'The parents were asked for a return date and gave none.',
  TravelDetailsAttached: ({ inward }) => `Travel details shown${inward ? `; journey back on ${day(inward)}` : ''}.`,
  LeaveRefused: ({ ground }) => `Leave refused (${words(ground)}).`,
  LeaveGranted: ({ first, last, emergencyType }) =>
    `Leave granted from ${day(first)} to ${day(last)} (${words(emergencyType)}).`,
  ReturnOverdue: ({ expectedOn }) => `Not back from leave; expected on ${day(expectedOn)}.`,
  ReturnConfirmed: ({ occurredOn }) => `Back from leave on ${day(occurredOn)}.`,
  ReasonableEnquiryMade: ({ side, code, outcome }) =>
    `${side === 'school' ? 'School' : 'Authority'} made enquiry ${code}: ${words(outcome)}.`,
  ReasonableEnquiriesCertified: ({ side, done }) =>
    `${side === 'school' ? 'School' : 'Authority'} certified its reasonable enquiries (${list(done)}).`,
  JointEnquiriesConcluded: ({ side, outcome }) =>
    `Joint enquiries, as the ${side === 'school' ? 'school' : 'authority'} sees them: ${words(outcome)}.`,
  ConsultationRequested: ({ channel }) =>
    `The school consulted the authority before any removal, by ${words(channel)}.`,
  JointEnquiriesAgreed: ({ enquiries }) => `Joint enquiries agreed: ${list(enquiries)}.`,
  RollDeletionAgreedWithLA: ({ ground }) => `The authority agreed to a deletion under ground ${ground}.`,
  RollDeletionNotAgreed: ({ why }) => `The authority did not agree to a deletion${told(why)}.`,
  PupilLeaving: ({ urn, lastAttended }) => `Leaves school ${urn}; last attended on ${day(lastAttended)}.`,
  LeaverWithoutDestinationReported: () => 'Reported to the authority: leaves without a named school.',
  UnplacedLeaverTwentyDaysReached: ({ dayCount }) =>
    `${count(dayCount, 'school day')} after leaving there is still no named school.`,
  DestinationSchoolNamed: ({ urn, name, startDate }) =>
    `New school named: ${name ?? urn ?? 'unknown'}${startDate ? `, from ${day(startDate)}` : ''}.`,
  DestinationEnrolmentConfirmed: ({ urn, startDate }) =>
    `The new school${urn ? ` ${urn}` : ''} confirmed the enrolment${startDate ? ` from ${day(startDate)}` : ''}.`,
  NewPupilReturnMade: ({ urn, enteredOn }) => `New pupil return of school ${urn}: entered on ${day(enteredOn)}.`,
  DestinationNoShow: () => 'Did not arrive at the new school.',
};
