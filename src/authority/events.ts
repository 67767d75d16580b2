import { type EventDefinition, factsOf } from '../platform/event-store/definition.js';
import type { AuthorityEvent } from './domain/authority.js';

const fact = factsOf<AuthorityEvent>();

const occurredOn = '2026-09-01';
const orphan = { subject: 'child', id: '0b8f5a52-6a39-4a5e-9c55-7d6b0f3f6a11', kind: 'on-no-roll' } as const;
const designationId = '5b1f6c1e-5c0b-5a53-8a1a-3d0e8f7c2b10';

/** Every fact that a stream `authority-<code>` may hold. */
export const authorityEvents: readonly EventDefinition[] = [
  fact(
    'CmeOfficerDesignated',
    'The authority’s one officer for children missing education, from a day on.',
    {
      designationId,
      staffId: 'staff-7b20',
      name: 'M. Okafor',
      title: 'Attendance and Exclusions Strategy Manager',
      from: occurredOn,
      occurredOn,
    },
    [{ path: 'name', subject: { at: 'staffId' } }],
  ),
  fact('CmeOfficerDesignationEnded', 'A designation ended, for another began.', {
    designationId,
    to: '2027-03-31',
    occurredOn: '2027-03-20',
  }),
  fact('PolicyVersionAdopted', 'From a day on the authority works under this version of a policy pack.', {
    pack: 'norfolk',
    version: '1.0.0',
    from: occurredOn,
    occurredOn,
  }),
  fact('GuidanceNotSupplied', 'The policy refers to a document that nobody has supplied yet.', {
    document: 'norfolk-cme-practice-and-procedures',
    title: 'Norfolk CME Practice and Procedures',
    kind: 'local-practice',
    namedIn: 'Riverside CME policy, section 14',
    occurredOn,
  }),
  fact('GuidancePublished', 'An edition of statutory guidance or of a local practice document counts from today.', {
    document: 'dfe-children-missing-education',
    title: 'Children missing education: statutory guidance for local authorities and schools',
    kind: 'statutory',
    issuer: 'Department for Education',
    version: '2025-09',
    dated: '2025-09-08',
    link: 'https://www.gov.uk/government/publications/children-missing-education',
    sha256: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
    occurredOn,
  }),
  fact('GuidanceWithdrawn', 'An edition counts no longer.', {
    document: 'dfe-children-missing-education',
    version: '2025-09',
    why: 'superseded',
    occurredOn,
  }),
  fact('OrphanPupilDetected', 'A child, a case or an enquiry that nobody accounts for: recorded once until mended.', {
    ...orphan,
    since: '2026-09-14',
    occurredOn: '2026-09-16',
  }),
  fact('OrphanPupilResolved', 'What the reconciliation had found is mended.', {
    ...orphan,
    occurredOn: '2026-09-18',
  }),
  fact('ReconciliationCompleted', 'Every child, open case and enquiry was checked, and what it came to.', {
    reconciliationId: '0d1f7c55-3b6b-5d7e-9a56-51a3e9d0c7b4',
    occurredOn: '2026-09-16',
    daily: true,
    position: '00000000000000090311:00000000000000090311',
    children: 301,
    accounts: { 'on-roll': 287, 'open-case': 11, 'home-education': 2 },
    openCases: 11,
    enquiries: 6,
    detected: 1,
    resolved: 0,
    open: { 'on-no-roll': 1 },
    hash: '2c26b46b68ffc68ff99b453c1d30413413422d706483bfa0f98a5e886266e7ae',
  }),
  fact(
    'CsltReportProduced',
    'Figures for the leadership team as at a day, their small numbers hidden, with their hash.',
    {
      reportId: '3f1a0d52-6f0e-5a1b-8d5b-0c9f2a7e4b61',
      form: 'as-recorded',
      asOf: '2026-10-01',
      from: '2026-09-01',
      knownAt: '2026-10-01T22:59:59.999Z',
      position: '00000000000000090311:00000000000000090311',
      figures: {
        authority: '926',
        asOf: '2026-10-01',
        from: '2026-09-01',
        openAtStart: 3,
        opened: 11,
        reopened: 1,
        closed: 4,
        open: 11,
        reported: 9,
        reEngaged: 4,
        breached: 6,
        closedByOutcome: { rows: [], withheld: true },
        openByDuration: { rows: [{ code: '2_TO_4_WEEKS', count: 11 }], withheld: false },
        openBySchool: { rows: [], withheld: true },
        openByCause: { rows: [{ code: 'NOT_RECORDED', count: 11 }], withheld: false },
        openByGroup: { rows: [], withheld: false },
        breachesByDuty: { rows: [{ code: 'next-action', count: 6 }], withheld: false },
        trend: [
          { on: '2026-09-30', open: 10 },
          { on: '2026-10-01', open: 11 },
        ],
        made: { figures: 1, smallestShown: 5, durations: 'v2025-autumn' },
      },
      hash: 'fcde2b2edba56bf408601fb721fe9b5c338d10ee429ea04fae5511b68fbf8fb9',
      occurredOn: '2026-10-02',
    },
  ),
  fact('CsltReportPresented', 'A report was put before the leadership team.', {
    reportId: '3f1a0d52-6f0e-5a1b-8d5b-0c9f2a7e4b61',
    meeting: 'Leadership team, October',
    occurredOn: '2026-10-12',
  }),
];
