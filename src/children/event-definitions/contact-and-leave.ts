import type { EventDefinition } from '../../platform/event-store/definition.js';
import { fact } from './fact.js';

const leaveId = '5d3f0a52-61cb-4a7e-8f05-b3d3a6b7c9e1';
const evidenceId = '2f1c7c40-53d0-4d0c-9f62-4a1f60f6d7b0';
const on = { leaveId, occurredOn: '2026-06-01' };
const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08';

export const contactAndLeave: readonly EventDefinition[] = [
  fact(
    'ParentContacted',
    'The school tried to reach a parent; kept whether or not anyone answered.',
    {
      contactId: '8a0e2c7d-1b7e-4c7d-8a3f-0c9d8e7f6a5b',
      occurredOn: '2025-10-06',
      at: '09:40',
      urn: '120001',
      parentId: '7e0b3d9a-31c5-4c2e-8f8e-6b0f3a2d1c55',
      channel: 'phone',
      outcome: 'reason-given',
      reason: 'staying with her grandmother',
      expectedReturn: '2025-10-13',
    },
    ['reason', 'notes'],
  ),
  fact(
    'LeaveRequested',
    'A parent asked for leave in school time.',
    {
      ...on,
      urn: '120001',
      kind: 'special',
      first: '2026-06-15',
      last: '2026-07-17',
      countryCode: 'PK',
      reason: 'a wedding',
      destination: 'Lahore',
    },
    ['reason', 'destination'],
  ),
  fact('LeaveMeetingScheduled', 'The parents will meet the Executive Head Teacher.', {
    ...on,
    meetingOn: '2026-06-05',
  }),
  fact('LeaveMeetingHeld', 'The parents met the Executive Head Teacher.', { ...on, notes: 'return flight booked' }, [
    'notes',
  ]),
  fact('LeaveMeetingMissed', 'The parents did not come to the meeting.', on),
  fact('LeaveMeetingDeclined', 'The parents do not want to meet.', on),
  fact('EvidenceAttached', 'A document was shown; its hash is kept, not the document.', {
    ...on,
    evidenceId,
    kind: 'death-certificate',
    hash,
  }),
  fact('EvidenceVerified', 'The school is satisfied that the evidence is what it says.', { ...on, evidenceId }),
  fact('EvidenceRejected', 'The evidence does not show an emergency.', { ...on, evidenceId, why: 'not dated' }, [
    'why',
  ]),
  fact(
    'LeaveRiskAssessed',
    'The risks of the leave were assessed; what was feared, if anything, is in the safeguarding stream.',
    {
      ...on,
      outcome: 'no-concern',
    },
  ),
  fact('ExpectedReturnRecorded', 'The parents gave a return date.', { ...on, expectedReturn: '2026-07-20' }),
  fact('ReturnDateNotGiven', 'The parents were asked for a return date and gave none.', on),
  fact('TravelDetailsAttached', 'The parents showed details of the journey; their hash is kept.', {
    ...on,
    hash,
    outward: '2026-06-14',
    inward: '2026-07-18',
  }),
  fact(
    'LeaveRefused',
    'The head teacher refused the leave.',
    { ...on, ground: 'NO_EMERGENCY', riskAssessed: true, evidenceSeen: [], reason: 'no emergency was shown' },
    ['reason'],
  ),
  fact('LeaveGranted', 'The head teacher granted leave, for an emergency that was evidenced.', {
    ...on,
    first: '2026-06-15',
    last: '2026-06-19',
    emergencyType: 'BEREAVEMENT',
    evidenceIds: [evidenceId],
  }),
  fact('ReturnOverdue', 'The pupil was not back on the day expected after leave.', {
    ...on,
    occurredOn: '2026-06-23',
    expectedOn: '2026-06-22',
    calendarVersion: 1,
  }),
  fact('ReturnConfirmed', 'The school confirmed that the pupil is back from leave.', {
    ...on,
    occurredOn: '2026-06-22',
  }),
];
