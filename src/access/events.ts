import { type EventDefinition, factsOf } from '../platform/event-store/definition.js';
import type { AccessEvent } from './domain/access.js';

const fact = factsOf<AccessEvent>();
const restricted = factsOf<AccessEvent>({ restricted: true });

const AT = '2026-11-24T09:30:00.000Z';
const accessId = '4f0f6a3e-5d3c-5a39-9d2b-3f6f1b9e8a11';

/** Every fact that a stream `access-<child uuid>`, `access-enquiry-<enquiry uuid>` or `access-lists-<organisation>-<month>` may hold. */
export const accessEvents: readonly EventDefinition[] = [
  fact(
    'RecordViewed',
    'The actor looked at a child’s record or at an outside enquiry; once for some minutes of one person, purpose and part.',
    { at: AT, purpose: 'audit', what: ['history', 'record'] },
  ),
  fact(
    'ListViewed',
    'The actor looked at a page of a list, or at what a search found: by which fields it was made stands here, what was written there does not.',
    {
      at: AT,
      purpose: 'case-work',
      list: 'caseload',
      filters: { due: 'overdue', school: '900001' },
    },
  ),
  restricted(
    'EmergencyAccessUsed',
    'The actor reads a restricted record without the right to it, for a stated reason and a short time.',
    {
      accessId,
      by: 'staff-4c1d',
      at: AT,
      until: '2026-11-24T10:30:00.000Z',
      reason: 'the police ask whether she is safe, the lead cannot be reached',
    },
    'reason',
  ),
  restricted(
    'EmergencyAccessReviewed',
    'Another person judged an emergency access.',
    { accessId, by: 'staff-7b20', at: AT, outcome: 'justified', note: 'spoke to the duty sergeant' },
    'note',
  ),
];
