import type { EventDefinition } from '../platform/event-store/definition.js';

const AT = '2026-11-24T09:30:00.000Z';
const accessId = '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11';

/** Every fact that a stream `access-<child uuid>`, `access-enquiry-<enquiry uuid>` or `access-lists-<organisation>-<month>` may hold. */
export const accessEvents: readonly EventDefinition[] = [
  {
    type: 'RecordViewed',
    schemaVersion: 1,
    summary:
      'The actor looked at a child’s record or at an outside enquiry; once for some minutes of one person, purpose and part.',
    personal: [],
    example: { at: AT, purpose: 'audit', what: ['history', 'record'] },
  },
  {
    type: 'ListViewed',
    schemaVersion: 1,
    summary: 'The actor looked at a page of a list.',
    personal: [],
    example: { at: AT, purpose: 'case-work', list: 'caseload', filters: { due: 'overdue', school: '900001' } },
  },
  {
    type: 'EmergencyAccessUsed',
    schemaVersion: 1,
    restricted: true,
    summary: 'The actor reads a restricted record without the right to it, for a stated reason and a short time.',
    personal: [{ path: 'reason', subject: 'stream' }],
    example: {
      accessId,
      by: 'staff-4c1d',
      at: AT,
      until: '2026-11-24T10:30:00.000Z',
      reason: 'the police ask whether she is safe, the lead cannot be reached',
    },
  },
  {
    type: 'EmergencyAccessReviewed',
    schemaVersion: 1,
    restricted: true,
    summary: 'Another person judged an emergency access.',
    personal: [{ path: 'note', subject: 'stream' }],
    example: { accessId, by: 'staff-7b20', at: AT, outcome: 'justified', note: 'spoke to the duty sergeant' },
  },
];
