import { accessEvents } from '../access/events.js';
import { authorityEvents } from '../authority/events.js';
import { childEvents } from '../children/events.js';
import { enquiryEvents } from '../enquiries/events.js';
import { safeguardingEvents } from '../safeguarding/events.js';
import { schoolEvents } from '../schools/events.js';
import type { CatalogueSection } from './event-catalogue.js';

/** Every kind of stream that the program writes. */
export const eventSections: readonly CatalogueSection[] = [
  {
    stream: 'child-<uuid>',
    about: 'A child’s whole journey. The id is random and says nothing of the child.',
    events: childEvents,
  },
  {
    stream: 'safeguarding-<child uuid>',
    about:
      'The restricted half of a child’s record, with readers of its own and under a key of its own. The child’s stream learns that a review is pending and that it has ended.',
    events: safeguardingEvents,
  },
  {
    stream: 'school-<urn>',
    about: 'A school: its calendar, weekly reviews, checks after holidays, register files received.',
    events: schoolEvents,
  },
  {
    stream: 'enquiry-<uuid>',
    about:
      'An enquiry of another authority or agency, or a notification, before and whether or not its child is on record.',
    events: enquiryEvents,
  },
  {
    stream: 'authority-<code>',
    about: 'The authority: its designated officer, policy packs, guidance, reconciliations and reports.',
    events: authorityEvents,
  },
  {
    stream: 'access-<child uuid>',
    about:
      'Who looked at a child’s record, when and why, and emergency access to its restricted part. Who looked at an outside enquiry is in `access-enquiry-<enquiry uuid>`, who looked at which list in `access-lists-<organisation>-<month>`. The actor of each event is the one who looked.',
    events: accessEvents,
  },
];
