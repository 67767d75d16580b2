import type { EventDefinition } from '../../platform/event-store/definition.js';
import { address, fact } from './fact.js';

const informationId = 'd9c8b7a6-f5e4-4d3c-8b2a-1f0e9d8c7b6a';
const enquiryId = 'e0d9c8b7-a6f5-4e4d-9c3b-2a1f0e9d8c7b';
const shareId = 'f1e0d9c8-b7a6-4f5e-8d4c-3b2a1f0e9d8c';
const orderId = '02f1e0d9-c8b7-4a6f-9e5d-4c3b2a1f0e9d';
const key = 'report-missing:120001/2025-10-06';
const on = { occurredOn: '2025-11-20' };

export const tracingAndRecord: readonly EventDefinition[] = [
  fact('RollCheckPerformed', 'The rolls were searched; a match that is not exact is inconclusive.', {
    ...on,
    checkId: 'r-1',
    system: 'school rolls',
    result: 'not-found',
  }),
  fact(
    'WhereaboutsKnown',
    'Somebody knows where the family is.',
    { ...on, source: 'housing', address: { lines: ['4 Quay Street'], postcode: 'NR30 1AA', authority: '926' } },
    address('address'),
  ),
  fact('WhereaboutsUnknown', 'Nobody knows where the family is.', on),
  fact(
    'InformationReceived',
    'A colleague or an agency told something; not checked yet.',
    { ...on, informationId, from: 'HEALTH', information: 'registered at a practice in Ipswich' },
    ['information'],
  ),
  fact('InformationVerified', 'What was told was checked and holds.', { ...on, informationId }),
  fact(
    'InformationDisputed',
    'What was told was checked and does not hold.',
    { ...on, informationId, why: 'another child' },
    ['why'],
  ),
  fact(
    'ChildTraced',
    'The child was found, and where it stands.',
    { ...on, trace: 'in-education', evidence: 'school office', urn: '120002' },
    ['evidence'],
  ),
  fact('NormalInvestigationsExhausted', 'Every normal investigation was made and the family not located.', {
    ...on,
    checks: ['RL01', 'RL02'],
  }),
  fact('RecordedInLaSystem', 'The child’s record in another system of the authority.', {
    ...on,
    system: 'tribal',
    reference: 'T-1001',
  }),
  fact('LaSystemSyncFailed', 'The other system did not take the record.', { ...on, system: 'tribal', attempt: 2 }),
  fact(
    'AgencyEnquiryMade',
    'A stakeholder was asked, for a purpose, with a date to chase.',
    {
      ...on,
      enquiryId,
      agency: 'HEALTH',
      purpose: 'trace',
      chaseOn: '2025-11-27',
      sum: '5 working days',
      question: 'last seen when?',
    },
    ['question'],
  ),
  fact('AgencyChased', 'The stakeholder was reminded.', { ...on, enquiryId, number: 1, chaseOn: '2025-11-27' }),
  fact('AgencyResponded', 'The stakeholder answered.', { ...on, enquiryId, found: true, answer: 'seen in June' }, [
    'answer',
  ]),
  fact('AgencyNoResponse', 'The stakeholder has not answered and is asked no more.', { ...on, enquiryId }),
  fact(
    'EnforcementConsidered',
    'Whether to proceed against a parent.',
    { ...on, decision: 'proceed', why: 'no education offered' },
    ['why'],
  ),
  fact('Section437NoticeServed', 'A parent was asked by notice to show a suitable education.', {
    ...on,
    parentId: '7e0b3d9a-31c5-4c2e-8f8e-6b0f3a2d1c55',
    answerDue: '2025-12-04',
    sum: '15 calendar days with 2025-11-20 (the day the notice was served) as the first: 2025-12-04.',
  }),
  fact('SchoolAttendanceOrderMade', 'A school attendance order names a school.', { ...on, orderId, urn: '120002' }),
  fact('SchoolAttendanceOrderRevoked', 'The school attendance order was revoked.', { ...on, orderId }),
  fact('CauseRecorded', 'Why the child goes missing, of the policy’s list.', {
    ...on,
    code: 'R28.8',
    primary: true,
    list: 'cause',
    listVersion: 'cause_seed_v1',
  }),
  fact('CauseRevised', 'A cause no longer stands.', { ...on, code: 'R28.8', why: 'settled in town' }, ['why']),
  fact('ReturnReasonChosen', 'The reason of the DfE’s return, chosen by a person.', {
    ...on,
    code: 'UNKNOWN',
    listVersion: 'v2025-autumn',
  }),
  fact('VulnerabilityRecorded', 'A vulnerable group that the child belongs to.', {
    ...on,
    code: 'V05',
    source: 'school',
    confidence: 'known',
    listVersion: 'vulnerable_seed_v1',
  }),
  fact('VulnerabilityRemoved', 'The child no longer belongs to the group.', { ...on, code: 'V05', why: 'plan ended' }, [
    'why',
  ]),
  fact('SiblingLinked', 'Two children are siblings.', {
    ...on,
    siblingId: '13a2b1c0-d9e8-4f7a-8b6c-5d4e3f2a1b0c',
    basis: 'same-household',
  }),
  fact(
    'SiblingUnlinked',
    'The link between siblings was undone.',
    { ...on, siblingId: '13a2b1c0-d9e8-4f7a-8b6c-5d4e3f2a1b0c', why: 'cousins' },
    ['why'],
  ),
  fact('InformationShared', 'To whom something was told, on which basis, for what purpose, and which fields.', {
    ...on,
    shareId,
    recipient: 'POLICE',
    basis: 'Children Act 2004 s. 10',
    purpose: 'trace',
    fields: ['name', 'dateOfBirth'],
  }),
  fact(
    'InformationNotShared',
    'What was not told to whom, and why.',
    { ...on, shareId, recipient: 'HOUSING', why: 'refuge address' },
    ['why'],
  ),
  fact(
    'FactCorrected',
    'An event was wrong; it stays, and this says why and what no longer counts.',
    {
      ...on,
      eventId: 'a1b2c3d4-e5f6-4a7b-8c9d-0e1f2a3b4c5d',
      why: 'entered for the wrong child',
      withdrawn: { kind: 'contact', id: 'k1' },
    },
    ['why', 'correctly'],
  ),
  fact('DeadlineSet', 'A date was computed that an auditor must be able to follow.', {
    ...on,
    key,
    kind: 'report-missing',
    due: '2025-11-10',
    sum: '20 school days with 2025-10-06 as the first: 2025-11-10.',
    calendarVersion: 1,
  }),
  fact('DeadlineReached', 'The date came.', { ...on, key, kind: 'report-missing', due: '2025-11-10' }),
  fact('DeadlineCancelled', 'The date was computed anew, or nothing is outstanding any more.', {
    ...on,
    key,
    kind: 'report-missing',
    due: '2025-11-10',
    why: 'recomputed',
  }),
  fact('DutyBreached', 'A duty’s day went by and it was not done.', {
    ...on,
    key,
    kind: 'report-missing',
    due: '2025-11-10',
    owner: 'school-staff@120001',
    rule: 'R12',
    paragraph: 'Riverside CME policy, section 1',
  }),
];
