import type { EventDefinition } from '../../platform/event-store/definition.js';
import { address, fact } from './fact.js';

const consultationId = 'c1a5d1de-0f5e-4c83-9f0b-9f9c2b5a7e21';
const requestId = '6f6f3c5e-7d3b-4f0a-b7b4-8c2d1e0f9a43';
const on = '2025-11-11';

export const enquiriesAndVisits: readonly EventDefinition[] = [
  fact(
    'ReasonableEnquiryMade',
    'The school (RE..) or the authority (RL..) made one of the reasonable enquiries.',
    {
      enquiryId: 'b0a7f6e5-d4c3-4b2a-9190-8f7e6d5c4b3a',
      side: 'school',
      code: 'RE02',
      occurredOn: on,
      outcome: 'NO_ANSWER',
      target: 'grandmother',
      note: 'rang twice',
    },
    ['target', 'note'],
  ),
  fact(
    'ReasonableEnquiriesCertified',
    'One side said that it had made every enquiry within its capacity, and why it had not made others.',
    {
      side: 'school',
      occurredOn: on,
      done: ['RE01', 'RE02', 'RE04', 'RE07'],
      notDone: [{ code: 'RE09', reason: 'no siblings in school' }],
    },
    ['notDone.*.reason'],
  ),
  fact('JointEnquiriesConcluded', 'One side said what the joint enquiries came to.', {
    side: 'la',
    occurredOn: on,
    outcome: 'not-found',
  }),
  fact(
    'ConsultationRequested',
    'The school consults the authority about a possible pupil missing education.',
    { consultationId, urn: '120001', occurredOn: on, channel: 'phone', notes: 'grandmother may know' },
    ['notes'],
  ),
  fact(
    'JointEnquiriesAgreed',
    'School and authority agreed who makes which enquiries.',
    { consultationId, occurredOn: on, enquiries: ['RE05', 'RL04', 'RL08'] },
    ['notes'],
  ),
  fact('RollDeletionAgreedWithLA', 'The authority agreed to a deletion under a ground.', {
    consultationId,
    occurredOn: on,
    ground: '9(1)(i)',
  }),
  fact(
    'RollDeletionNotAgreed',
    'The authority did not agree to a deletion.',
    { consultationId, occurredOn: on, why: 'the family was seen last week' },
    ['why'],
  ),
  fact(
    'PupilLeaving',
    'A parent said that the pupil leaves the school.',
    { urn: '120001', occurredOn: '2026-03-13', lastAttended: '2026-03-13', reason: 'moving house' },
    ['reason', ...address('newAddress')],
  ),
  fact('LeaverWithoutDestinationReported', 'The school told the authority at once that no new school is named.', {
    urn: '120001',
    occurredOn: '2026-03-13',
    authority: '926',
  }),
  fact('UnplacedLeaverTwentyDaysReached', 'Twenty school days after leaving there is still no named school.', {
    urn: '120001',
    occurredOn: '2026-04-28',
    from: '2026-03-16',
    basis: 'first-school-day-after-last-attended',
    dayCount: 20,
    calendarVersion: 1,
    sum: '20 school days with 2026-03-16 as the first: 2026-04-28.',
  }),
  fact(
    'DestinationSchoolNamed',
    'A new school was named.',
    { urn: '120002', name: 'Quay Academy', startDate: '2026-04-15', occurredOn: '2026-03-20' },
    ['name'],
  ),
  fact('DestinationEnrolmentConfirmed', 'The new school confirmed that the child has arrived.', {
    urn: '120002',
    startDate: '2026-04-15',
    by: 'receiving-school',
    occurredOn: '2026-04-15',
  }),
  fact(
    'NewPupilReturnMade',
    'A school told the authority that it has entered the child in its admission register (reg. 13).',
    {
      urn: '120002',
      occurredOn: '2026-04-17',
      enteredOn: '2026-04-15',
      due: '2026-04-20',
      sum: '5 calendar days after 2026-04-15 (the day the name was entered): 2026-04-20.',
    },
  ),
  fact('DestinationNoShow', 'The child did not arrive at the new school.', { urn: '120002', occurredOn: '2026-04-22' }),
  fact(
    'ReferredToLA',
    'The school reported the child to the local authority as missing education.',
    {
      referralId: 'e2b9c6f1-4d8a-4b63-8e57-1c0d9f8a7b62',
      urn: '120001',
      basis: 'twenty-days-absent',
      occurredOn: on,
      authority: '926',
      form: 'CME1',
      formVersion: '1',
      dayCount: 20,
      calendarVersion: 1,
      enquiriesDone: ['RE01', 'RE02', 'RE04', 'RE07', 'RE09'],
      enquiriesNotDone: [],
      reason: 'the family has not answered since half term',
    },
    ['reason', 'enquiriesNotMade'],
  ),
  fact(
    'VisitRequested',
    'CME3: the CME Assistant asked the Attendance Team to visit an address.',
    {
      requestId,
      occurredOn: on,
      form: 'CME3',
      formVersion: '1',
      mailbox: 'attendanceTeam',
      authority: '926',
      due: '2025-11-18',
      sum: '5 working days after 2025-11-11 (the request for a visit): 2025-11-18.',
      address: { lines: ['21 Elm Road', 'Norwich'], postcode: 'NR3 1AA', authority: '926' },
      reason: 'no answer by telephone',
    },
    ['reason', ...address('address')],
  ),
  fact('VisitRequestDelivered', 'The request reached the Attendance Team.', {
    requestId,
    occurredOn: on,
    reference: 'mail-1',
  }),
  fact('VisitScheduled', 'The day of the visit was set.', { requestId, occurredOn: on, scheduledOn: '2025-11-13' }),
  fact(
    'HomeVisitLogged',
    'Somebody went to the family’s address; what they found.',
    {
      visitId: '3c2b1a09-f8e7-4d6c-b5a4-938271605f4e',
      requestId,
      occurredOn: '2025-11-13',
      at: '16:10',
      by: 'attendance-team',
      outcome: 'NO_ANSWER',
      located: false,
      notes: 'curtains drawn',
    },
    ['notes', ...address('address')],
  ),
  fact('FurtherVisitRequired', 'The visit did not come about: somebody goes again.', {
    requestId,
    occurredOn: '2025-11-13',
    attempts: 1,
    due: '2025-11-20',
  }),
];
