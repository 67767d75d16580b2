import { letterEvents } from '../letters/events.js';
import type { EventDefinition } from '../platform/event-store/definition.js';
import { caseAndReturn } from './event-definitions/case-and-return.js';
import { contactAndLeave } from './event-definitions/contact-and-leave.js';
import { enquiriesAndVisits } from './event-definitions/enquiries-and-visits.js';
import { removalAndNotice } from './event-definitions/removal-and-notice.js';
import { rollAndAbsence } from './event-definitions/roll-and-absence.js';
import { tracingAndRecord } from './event-definitions/tracing-and-record.js';

/** Every fact that a stream `child-<uuid>` may hold: its form, what of it is personal, and an example. */
export const childEvents: readonly EventDefinition[] = [
  ...rollAndAbsence,
  ...contactAndLeave,
  ...enquiriesAndVisits,
  ...removalAndNotice,
  ...caseAndReturn,
  ...tracingAndRecord,
  ...letterEvents,
];
