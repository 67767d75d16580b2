import { accessEvents } from '../access/events.js';
import { authorityEvents } from '../authority/events.js';
import { childEvents } from '../children/events.js';
import { enquiryEvents } from '../enquiries/events.js';
import type { EventDefinition } from '../platform/event-store/definition.js';
import { safeguardingEvents } from '../safeguarding/events.js';
import { schoolEvents } from '../schools/events.js';

/** Every fact that this program records or reads. Letters are facts of children and of enquiries alike: a set holds them once. */
export const recordedFacts: ReadonlySet<EventDefinition> = new Set([
  ...childEvents,
  ...schoolEvents,
  ...enquiryEvents,
  ...authorityEvents,
  ...safeguardingEvents,
  ...accessEvents,
]);
