import { type EventDefinition, factsOf } from '../platform/event-store/definition.js';
import type { SchoolEvent } from './domain/school.js';

const fact = factsOf<SchoolEvent>();

const child = '0b8f5a52-6a39-4a5e-9c55-7d6b0f3f6a11';

/** Every fact that a stream `school-<urn>` may hold. Children are named by their stream's random id only. */
export const schoolEvents: readonly EventDefinition[] = [
  fact('SchoolRegistered', 'A school came to be known to the program.', {
    urn: '120001',
    name: 'Hollowmere Primary School',
    phase: 'primary',
    authority: '926',
    establishment: '9901',
    federation: 'Riverside Federation',
    occurredOn: '2025-09-01',
  }),
  fact('SchoolDetailsChanged', 'The school’s name, phase, authority or federation changed.', {
    federation: 'Riverside Federation',
    occurredOn: '2025-09-01',
  }),
  fact('PolicyAdopted', 'From a day on the school works under a policy pack.', {
    pack: 'riverside',
    from: '2025-09-01',
    occurredOn: '2025-09-01',
  }),
  fact('CalendarAdopted', 'The school set its term dates for one or more school years.', {
    version: 1,
    years: [
      {
        year: '2025/26',
        terms: [
          {
            name: 'autumn',
            first: '2025-09-03',
            last: '2025-12-19',
            halfTerm: { first: '2025-10-27', last: '2025-10-31' },
          },
        ],
        inset: ['2025-11-03'],
        bankHolidays: [{ date: '2025-12-25', name: 'Christmas Day' }],
        closures: [],
      },
    ],
    source: 'governing body',
    occurredOn: '2025-07-01',
  }),
  fact(
    'CalendarAmended',
    'The school’s calendar was altered; deadlines that count the days named are computed again.',
    {
      version: 2,
      change: { year: '2025/26', addInset: ['2025-11-07'] },
      days: [
        {
          date: '2025-11-07',
          was: 'school-day',
          now: 'inset',
          sessionsWere: ['AM', 'PM'],
          sessionsNow: [],
        },
      ],
      why: 'staff training moved by the governing body',
      occurredOn: '2025-10-01',
    },
  ),
  fact('SchoolClosedUnexpectedly', 'The school could not meet on a day on which it should have.', {
    version: 3,
    date: '2025-11-21',
    sessions: ['PM'],
    reason: 'no heating',
    occurredOn: '2025-11-21',
  }),
  fact('WeeklyAttendanceReviewCompleted', 'The attendance of every child on the roll was looked at for a week.', {
    week: '2025-11-03',
    flagged: [child],
    covered: 54,
    occurredOn: '2025-11-07',
  }),
  fact(
    'AfterHolidayCheckStarted',
    'On the first school day after a holiday the families of absent children are contacted.',
    {
      on: '2025-11-04',
      holiday: { first: '2025-10-25', last: '2025-11-03' },
      because: 'first school day after half term',
      pupils: [child],
      occurredOn: '2025-11-04',
    },
  ),
  fact('AfterHolidayPupilsAdded', 'More children turned out to be absent after the holiday.', {
    on: '2025-11-04',
    pupils: [child],
    occurredOn: '2025-11-04',
  }),
  fact(
    'AfterHolidayResultRecorded',
    'What the contact with an absent child’s family after the holiday came to.',
    {
      on: '2025-11-04',
      childId: child,
      result: 'unauthorised-leave-suspected',
      note: 'a neighbour says that they are still away',
      occurredOn: '2025-11-04',
    },
    [{ path: 'note', subject: { at: 'childId' } }],
  ),
  fact('AfterHolidayCheckCompleted', 'Every child absent after the holiday has a result.', {
    on: '2025-11-04',
    results: { returned: 2, 'unauthorised-leave-suspected': 1 },
    occurredOn: '2025-11-05',
  }),
  fact('RegisterFileReceived', 'A file of session marks was received, and so many of its rows were taken.', {
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    rows: 108,
    recorded: 7,
    unchanged: 99,
    corrected: 1,
    refused: 1,
    firstDate: '2025-11-04',
    lastDate: '2025-11-04',
    occurredOn: '2025-11-04',
  }),
  fact('SchoolAcknowledgedGuidance', 'The school says that it follows this edition of the statutory guidance.', {
    document: 'dfe-children-missing-education',
    version: '2025-09',
    occurredOn: '2025-09-22',
  }),
];
