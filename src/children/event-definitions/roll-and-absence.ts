import type { EventDefinition } from '../../platform/event-store/definition.js';
import { address, fact, ofParent } from './fact.js';

const IDENTITY = [
  'givenName',
  'familyName',
  'knownAs',
  'dateOfBirth',
  'upn',
  'formerUpns',
  'uln',
  ...address('address'),
  ofParent('name'),
  ofParent('phones'),
  ofParent('emails'),
  ofParent('address.lines'),
  ofParent('address.postcode'),
];

const session = { urn: '120001', occurredOn: '2025-10-06', session: 'AM' } as const;

export const rollAndAbsence: readonly EventDefinition[] = [
  fact(
    'ChildRegistered',
    'A child became known: who it is, who its parents are.',
    {
      childId: '0d5c9b1e-8f0a-4c57-9a51-2f6f0c6d8a11',
      givenName: 'Sara',
      familyName: 'Amin',
      dateOfBirth: '2013-04-07',
      sex: 'F',
      upn: 'X926202524017',
      yearGroup: '7',
      sen: 'E',
      address: { lines: ['21 Elm Road', 'Norwich'], postcode: 'NR3 1AA', authority: '926' },
      parents: [
        {
          parentId: '7e0b3d9a-31c5-4c2e-8f8e-6b0f3a2d1c55',
          name: 'Nadia Amin',
          relationship: 'mother',
          parentalResponsibility: true,
          livesWith: true,
          phones: ['01603 496 0123'],
        },
      ],
      occurredOn: '2025-09-03',
    },
    IDENTITY,
  ),
  fact(
    'DetailsChanged',
    'Something known of the child or its parents changed, or was put right.',
    {
      address: { lines: ['4 Quay Street', 'Ipswich'], postcode: 'IP1 4AA', authority: '935' },
      occurredOn: '2026-01-12',
    },
    IDENTITY,
  ),
  fact('AddedToRoll', 'The name was entered in a school’s admission register; the date is the starting day.', {
    urn: '120001',
    occurredOn: '2025-09-03',
    yearGroup: '7',
  }),
  fact(
    'RemovedFromRoll',
    'The name was deleted from the admission register under a statutory ground, by a person, through the gate.',
    {
      urn: '120001',
      occurredOn: '2025-12-01',
      ground: '9(1)(i)',
      guards: ['TWENTY_SCHOOL_DAYS_CONTINUOUS', 'JOINT_ENQUIRIES_SCHOOL', 'JOINT_ENQUIRIES_LA'],
      basis: {
        statements: { NOT_SICK_OR_UNAVOIDABLY_ABSENT: 'no contact for weeks' },
        dayCount: 24,
        calendarVersion: 1,
        registerVersion: 48,
        lawVersion: 'england-2024@1.0.0',
      },
      destinationKnown: false,
    },
    ['basis.statements.*'],
  ),
  fact('DeletionReturnMade', 'The deletion return went to the local authority, not later than the deletion.', {
    urn: '120001',
    occurredOn: '2025-12-01',
    ground: '9(1)(i)',
    notHeld: ['parent-phone'],
  }),
  fact(
    'AbsenceRecorded',
    'The pupil was absent at one session; `attended` marks a late arrival that the law counts as absence (code U).',
    { ...session, code: 'O' },
    ['note'],
  ),
  fact(
    'AbsenceAmended',
    'A mark of the register was amended; the entry before it stays in the stream.',
    { ...session, from: 'N', to: 'I', reason: 'reason given by parent' },
    ['reason'],
  ),
  fact('ReturnedToSchool', 'The first mark that says that the pupil was there again; it ends the absence.', {
    ...session,
    occurredOn: '2025-10-13',
    code: '/',
  }),
  fact('CodeNExpired', 'Five school days have passed and no reason was established; the mark becomes O.', session),
  fact(
    'AbsenceReasonEstablished',
    'Somebody gave the reason of an absence.',
    {
      urn: '120001',
      occurredOn: '2025-10-08',
      first: '2025-10-06',
      last: '2025-10-07',
      code: 'I',
      source: 'parent',
      reason: 'a cold',
    },
    ['reason'],
  ),
  fact(
    'TwentyDayThresholdReached',
    'Twenty school days of G, N and O: a prompt, and one guard of the removal gate. Nothing follows by itself.',
    {
      urn: '120001',
      occurredOn: '2025-11-10',
      from: '2025-10-06',
      dayCount: 20,
      codesUsed: ['O'],
      flagged: [],
      calendarVersion: 1,
      registerVersion: 40,
    },
  ),
  fact('TwentyDayThresholdWithdrawn', 'A late amendment of the register or the calendar undid the count.', {
    urn: '120001',
    occurredOn: '2025-11-12',
    from: '2025-10-06',
    dayCount: 12,
    why: 'register-amended',
    calendarVersion: 1,
    registerVersion: 41,
  }),
];
